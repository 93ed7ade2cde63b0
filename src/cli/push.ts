import { SingleBar } from 'cli-progress';
import type { ArticleRecord } from '../articles/record.ts';
import { recordHash } from '../publishing/derive.ts';
import type { RemoteArticle, WireClient } from './client.ts';
import { counted } from './counted.ts';
import { type ArticleFile, type Folder, problemLines } from './folder.ts';

/** Records in one request: a transaction on the other side, and a step of the progress bar. */
const RECORDS_PER_REQUEST = 200;
const CHARACTERS_PER_REQUEST = 4_000_000;

export interface PushOptions {
  /** Withdraw what is on the wire but not in the folder. */
  withdrawMissing: boolean;
  /** Keys of articles that may come back although they were withdrawn on the wire. */
  revive?: string[];
  write: (line: string) => void;
  /** Where a progress bar is drawn, if anybody can see it. */
  terminal?: NodeJS.WriteStream | undefined;
}

export interface PushCounts {
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  withdrawn: number;
}

/** Brings a wire up to date with a folder: sends what changed, withdraws nothing unless told to, and says what it did. */
export async function pushFolder(client: WireClient, folder: Folder, options: PushOptions): Promise<PushCounts> {
  const { write } = options;
  const counts: PushCounts = { created: 0, updated: 0, unchanged: 0, refused: 0, withdrawn: 0 };
  await pushVocabulary(client, folder.vocabulary, counts, write);
  const remote = await client.articles();
  const changed = await findChanged(folder.files, remote, counts, options);
  await sendFiles(client, changed, counts, options);
  const local = new Set(folder.files.map((it) => it.key));
  const missing = [...remote.values()]
    .filter((it) => !local.has(it.key) && it.status !== 'withdrawn')
    .map((it) => it.key);
  if (options.withdrawMissing && folder.files.some((it) => !it.record)) {
    write('nothing is withdrawn: a file that cannot be read may be one of those that seem to be missing');
  } else if (options.withdrawMissing) {
    for (const key of missing) {
      await client.withdraw(key);
      counts.withdrawn++;
      write(`${key}: withdrawn: it is not in the folder`);
    }
  } else if (missing.length > 0) {
    write(
      `${counted(missing.length, 'article')} on the wire ${missing.length === 1 ? 'is' : 'are'} not in the folder; --delete withdraws them: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', ...' : ''}`,
    );
  }
  return counts;
}

/** Sends these files, whatever the wire has; a refused one is reported and the others go through. */
export async function sendFiles(
  client: WireClient,
  files: ArticleFile[],
  counts: PushCounts,
  { write, terminal }: PushOptions,
): Promise<void> {
  const bar =
    terminal && files.length > 1
      ? new SingleBar({ format: '  {bar} {value}/{total} articles', hideCursor: true, stream: terminal })
      : undefined;
  bar?.start(files.length, 0);
  const reports: string[] = [];
  for (const batch of batches(files)) {
    const results = await client.publish(batch.map((it) => it.record as ArticleRecord));
    for (const { line, result, problems } of results) {
      counts[result]++;
      reports.push(...problemLines(batch[line - 1]?.path ?? '', problems));
    }
    bar?.increment(batch.length);
  }
  bar?.stop();
  for (const line of reports) write(line);
}

export function summary({ created, updated, unchanged, refused, withdrawn }: PushCounts): string {
  const total = created + updated + unchanged + refused;
  return `${counted(total, 'article')}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused; ${withdrawn} withdrawn`;
}

export async function pushVocabulary(
  client: WireClient,
  vocabulary: Folder['vocabulary'],
  counts: PushCounts,
  write: (line: string) => void,
): Promise<void> {
  if (!vocabulary) return;
  for (const line of problemLines(vocabulary.path, vocabulary.problems)) write(line);
  if (!vocabulary.file) {
    counts.refused++;
    return;
  }
  const { result, refiled } = await client.putTags(vocabulary.file);
  if (result === 'updated')
    write(
      `${vocabulary.path}: ${counted(vocabulary.file.tags.length, 'tag')} updated${refiled > 0 ? `, ${counted(refiled, 'article')} re-tagged` : ''}`,
    );
}

/** Of these files the ones that the wire has not got; reports what is refused, and what was withdrawn there. */
export async function findChanged(
  files: ArticleFile[],
  remote: Map<string, RemoteArticle>,
  counts: PushCounts,
  { write, revive = [] }: Pick<PushOptions, 'write' | 'revive'>,
): Promise<ArticleFile[]> {
  const changed: ArticleFile[] = [];
  for (const file of files) {
    if (!file.record) {
      counts.refused++;
      for (const line of problemLines(file.path, file.problems)) write(line);
      continue;
    }
    const there = remote.get(file.key);
    if (there && !revive.includes(file.key) && (await staysWithdrawn(file.record, there))) {
      counts.unchanged++;
      write(`${file.path}: status: note: was withdrawn on the wire; "push --revive ${file.key}" brings it back`);
    } else if (there?.hash !== (await recordHash(file.record)) || revive.includes(file.key)) changed.push(file);
    else counts.unchanged++;
  }
  return changed;
}

/**
 * Whether an article was withdrawn on the wire, and by nobody here: a folder that says "ready", with whatever change of
 * text or picture, must not bring it back. A file that said "withdrawn" itself, and nothing else, may take that back.
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
