import { SingleBar } from 'cli-progress';
import type { ArticleRecord } from '../articles/record.ts';
import type { VocabularyFile } from '../channels/vocabulary-file.ts';
import type { PartnersFile } from '../partners/settings.ts';
import type { LineResult } from '../publishing/bulk.ts';
import { recordHash } from '../publishing/derive.ts';
import type { RemoteArticle, WireClient } from './client.ts';
import { counted } from './counted.ts';
import { type ArticleFile, type SettingsFile, withMissingPictures } from './folder.ts';
import { located } from './located.ts';
import { type Finding, findingLines, type Write } from './output.ts';

/** Records in one request: a transaction on the other side, and a step of the progress bar. */
const RECORDS_PER_REQUEST = 200;
const CHARACTERS_PER_REQUEST = 4_000_000;

/** The number of files of a push by their result. */
export interface PushCounts {
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  withdrawn: number;
  /** The result of each file, by its path. */
  results: Map<string, LineResult['result']>;
  /** What was told of files. */
  findings: Finding[];
}

export const noCounts = (): PushCounts => ({
  created: 0,
  updated: 0,
  unchanged: 0,
  refused: 0,
  withdrawn: 0,
  results: new Map(),
  findings: [],
});

/** Tells what there is to say of a file. */
function tell(counts: PushCounts, finding: Finding, write: Write): void {
  counts.findings.push(finding);
  for (const line of findingLines(finding)) write(line);
}

function count(counts: PushCounts, path: string, result: LineResult['result']): void {
  counts[result]++;
  counts.results.set(path, result);
}

/** Sends files, whatever the wire has; a refused one is reported and the others go through. */
export async function sendFiles(
  client: WireClient,
  files: ArticleFile[],
  counts: PushCounts,
  { write, terminal }: { write: Write; terminal?: NodeJS.WriteStream | undefined },
): Promise<void> {
  const bar =
    terminal && files.length > 1
      ? new SingleBar({ format: '  {bar} {value}/{total} articles', hideCursor: true, stream: terminal })
      : undefined;
  bar?.start(files.length, 0);
  const findings: Finding[] = [];
  for (const batch of batches(files)) {
    const results = await client.publish(batch.map((it) => it.record as ArticleRecord));
    for (const { line, result, problems, notes } of results) {
      const { path = '', notes: own = [], lines } = batch[line - 1] ?? {};
      count(counts, path, result);
      const told = result === 'unchanged' ? [] : [...own, ...notes];
      findings.push({ path, problems: located(problems, lines), notes: located(told, lines) });
    }
    bar?.increment(batch.length);
  }
  bar?.stop();
  for (const it of findings) tell(counts, it, write);
}

/** Tells what is wrong with tags.yaml or partners.yaml. @returns what is in it; undefined if that cannot be sent */
function sendable<T>({ path, file, problems }: SettingsFile<T>, counts: PushCounts, write: Write): T | undefined {
  if (problems.length > 0) tell(counts, { path, problems, notes: [] }, write);
  if (!file) count(counts, path, 'refused');
  return file;
}

export async function pushVocabulary(
  client: WireClient,
  settings: SettingsFile<VocabularyFile>,
  counts: PushCounts,
  write: Write,
): Promise<void> {
  const file = sendable(settings, counts, write);
  if (!file) return;
  const { result, refiled } = await client.putTags(file);
  if (result !== 'updated') return;
  const retagged = refiled > 0 ? `, ${counted(refiled, 'article')} re-tagged` : '';
  write(`${settings.path}: ${counted(file.tags.length, 'tag')} updated${retagged}`);
}

/** Sends the settings of partners, and says which the wire now keeps a report of. */
export async function pushPartners(
  client: WireClient,
  settings: SettingsFile<PartnersFile>,
  counts: PushCounts,
  write: Write,
): Promise<void> {
  const file = sendable(settings, counts, write);
  if (!file) return;
  const { result, notes } = await client.putPartners(file);
  if (notes.length > 0) tell(counts, { path: settings.path, problems: [], notes }, write);
  const names = Object.keys(file.partners);
  if (result === 'updated') write(`${settings.path}: ${counted(names.length, 'partner')} updated`);
}

interface FindOptions {
  write: Write;
  revive?: string[] | undefined;
  /** A new story goes out without its picture. */
  allowMissing?: boolean | undefined;
}

/** Returns the files that differ from what the wire has; reports what is refused, and what was withdrawn there. */
export async function findChanged(
  files: ArticleFile[],
  remote: Map<string, RemoteArticle>,
  counts: PushCounts,
  { write, revive = [], allowMissing = false }: FindOptions,
): Promise<ArticleFile[]> {
  const changed: ArticleFile[] = [];
  for (const given of files) {
    const there = remote.get(given.key);
    const isNew = there === undefined || there.status === 'draft';
    const file = withMissingPictures(given, { isNew, allowed: allowMissing });
    if (!file.record || file.problems.length > 0) {
      count(counts, file.path, 'refused');
      tell(counts, { path: file.path, problems: located(file.problems, file.lines), notes: [] }, write);
      continue;
    }
    const revived = revive.includes(file.key);
    if (there && !revived && (await staysWithdrawn(file.record, there))) {
      count(counts, file.path, 'unchanged');
      const message = `was withdrawn on the wire and stays so; \`tagwire push --revive ${file.key}\` brings it back`;
      tell(counts, { path: file.path, problems: [], notes: [{ field: 'status', message }] }, write);
    } else if (revived || there?.hash !== (await recordHash(file.record))) changed.push(file);
    else count(counts, file.path, 'unchanged');
  }
  return changed;
}

/**
 * Tells an article that was withdrawn on the wire, and by nobody here: a folder that says "ready", with whatever change
 * of text or picture, must not bring it back. A file that said "withdrawn" itself, and nothing else, may take that back.
 */
async function staysWithdrawn(record: ArticleRecord, there: RemoteArticle): Promise<boolean> {
  if (there.status !== 'withdrawn' || record.status === 'withdrawn') return false;
  return there.hash !== (await recordHash({ ...record, status: 'withdrawn' }));
}

function* batches(files: ArticleFile[]): Generator<ArticleFile[]> {
  let batch: ArticleFile[] = [];
  let characters = 0;
  for (const file of files) {
    const size = file.record?.body.length ?? 0;
    if (batch.length > 0 && (batch.length === RECORDS_PER_REQUEST || characters + size > CHARACTERS_PER_REQUEST)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(file);
    characters += size;
  }
  if (batch.length > 0) yield batch;
}
