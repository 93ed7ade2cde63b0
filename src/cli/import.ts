import { constants } from 'node:fs';
import { access, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import { dateProblem } from '../articles/dates.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import { isTimezone } from '../importing/dates.ts';
import { Importer, type Result } from '../importing/importer.ts';
import { isEncoding, type OpenInput, openBytes, openFile } from '../importing/input.ts';
import { Tagger } from '../importing/tagger.ts';
import { counted } from './counted.ts';
import { findVocabularyFile, readFolder } from './folder.ts';
import { UsageError } from './local.ts';

/** The options of the command, as they were given. */
export interface ImportOptions {
  published?: string | undefined;
  author?: string[] | undefined;
  tag?: string[] | undefined;
  tags?: string | undefined;
  language?: string | undefined;
  timezone?: string | undefined;
  encoding?: string | undefined;
  out: string;
  canonical: boolean;
  dryRun: boolean;
  json: boolean;
  strict: boolean;
}

/** Where results go. */
export interface ImportShell {
  write: (line: string) => void;
  stdin: () => Promise<Uint8Array>;
  clock: () => number;
  /** Where a progress bar is drawn, if anybody can see it. */
  terminal?: NodeJS.WriteStream | undefined;
}

type Counts = Record<Result['outcome'], number> & { dropped: number };

/**
 * Turns exports into records, for an editor to look at; writes a result for each story.
 * @param paths files, folders, or "-" for standard input
 * @returns the exit code: 1 if an input could not be read, or with `strict` if anything needs review
 * @throws {UsageError} for options that cannot be meant
 */
export async function importFiles(paths: string[], options: ImportOptions, shell: ImportShell): Promise<number> {
  checkOptions(paths, options);
  const { write, terminal } = shell;
  if (!options.dryRun) await prepareFolder(options.out);
  const importer = await makeImporter(options, shell);
  const files = (await Promise.all(paths.map(expand))).flat();
  const bar = terminal && files.length > 1 ? progress(terminal, files.length) : undefined;
  const held: string[] = [];
  const counts: Counts = { ok: 0, 'needs-review': 0, duplicate: 0, error: 0, dropped: 0 };
  for (const path of files) {
    const open = async (): Promise<OpenInput> =>
      path === '-' ? openBytes(path, await shell.stdin(), options.encoding) : openFile(path, options.encoding);
    for await (const result of importer.import(path, open)) {
      counts[result.outcome]++;
      counts.dropped += result.lines.filter((it) => it.action === 'dropped').length;
      const lines = options.json ? [JSON.stringify(result)] : report(result, files.length > MANY_FILES);
      // The bar and the report may share a terminal.
      if (bar) held.push(...lines);
      else for (const line of lines) write(line);
    }
    bar?.increment();
    // The bar is drawn between files.
    if (bar) await nextTurn();
  }
  for (const result of await importer.finish()) {
    counts.error++;
    held.push(...(options.json ? [JSON.stringify(result)] : report(result, false)));
  }
  bar?.stop();
  for (const line of held) write(line);
  if (!options.json) write(summary(counts, options));
  return counts.error > 0 || (options.strict && counts['needs-review'] > 0) ? 1 : 0;
}

function checkOptions(paths: string[], { published, timezone, encoding, language }: ImportOptions): void {
  if (paths.length === 0)
    throw new UsageError('import: expected files, folders or "-"; tagwire --help lists the options');
  const problem = published === undefined ? undefined : dateProblem(published);
  if (problem) throw new UsageError(`--published: ${problem}`);
  if (timezone !== undefined && !isTimezone(timezone))
    throw new UsageError(`--timezone: expected a name such as Europe/Kyiv, got "${timezone}"`);
  if (encoding !== undefined && !isEncoding(encoding))
    throw new UsageError(`--encoding: expected a name such as windows-1251, got "${encoding}"`);
  if (language !== undefined && !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language))
    throw new UsageError(`--language: expected a tag such as uk or pt-BR, got "${language}"`);
}

async function makeImporter(options: ImportOptions, { clock }: ImportShell): Promise<Importer> {
  const file = await findVocabularyFile(options.out, options.tags);
  const existing = await readFolder(options.out).catch((error) => {
    if (error instanceof UsageError) return { files: [] };
    throw error;
  });
  return new Importer(
    {
      vocabulary: new Vocabulary(file, options.language ?? 'en'),
      tagger: new Tagger(file),
      published: options.published,
      authors: options.author ?? [],
      tags: options.tag ?? [],
      language: options.language,
      timezone: options.timezone,
      canonical: options.canonical,
      out: options.out,
      dryRun: options.dryRun,
      clock,
    },
    existing.files.flatMap(({ path, record }) => (record ? [{ path, record }] : [])),
  );
}

/** Every file below a folder, in the order of paths, links included; any other path stands for itself. */
async function expand(path: string): Promise<string[]> {
  const isFolder = (it: string) =>
    stat(it).then(
      (there) => there.isDirectory(),
      () => false,
    );
  if (path === '-' || !(await isFolder(path))) return [path];
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const name of names) {
    const file = join(name.parentPath, name.name);
    if (!name.isDirectory() && !name.name.startsWith('.') && !(await isFolder(file))) files.push(file);
  }
  // An empty folder is an input without stories, and says so.
  return files.length > 0 ? files.sort() : [path];
}

/** @throws {UsageError} where no record can be written */
async function prepareFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--out: ${out} cannot be written to: ${(error as Error).message}`);
  }
}

function progress(terminal: NodeJS.WriteStream, total: number): SingleBar {
  const bar = new SingleBar({
    format: '  {bar} {value}/{total} files',
    hideCursor: true,
    clearOnComplete: true,
    stream: terminal,
  });
  bar.start(total, 0);
  return bar;
}

const SHOWN_CHARACTERS = 100;
/** From here on a story that needs nobody is a line of the report. */
const MANY_FILES = 20;

/**
 * A result as a person reads it: what came of it, then every line that was touched, then what is to be done.
 * @param short whether a story that is ok takes one line
 */
function report(result: Result, short: boolean): string[] {
  const { file, outcome, error, duplicateOf, record, article, lines, notes, tagging } = result;
  if (short && outcome === 'ok') {
    const dropped = lines.filter((it) => it.action === 'dropped').length;
    return [
      `${file}: ok -> ${record}: ${counted(dropped, 'line')} dropped, ${counted(article?.tags.length ?? 0, 'tag')}`,
    ];
  }
  if (outcome === 'error') return [`${file}: error: ${error}`, ''];
  const head: Record<Result['outcome'], string> = {
    ok: `${file}: ok -> ${record}`,
    'needs-review': `${file}: needs review -> ${record}`,
    duplicate: `${file}: duplicate of ${duplicateOf}`,
    error: '',
  };
  const row = (name: string, text: string) => `  ${name.padEnd(10)}${text}`;
  const rows = article
    ? [
        row('title', shortened(article.title) || '(none)'),
        row('published', article.published ?? '(nobody says; the record is a draft)'),
        ...(article.authors.length > 0 ? [row('authors', article.authors.join(', '))] : []),
        row('tags', article.tags.map((it) => `${it} (${reason(it, tagging)})`).join(', ') || '(none)'),
        row('body', `${counted(article.body.length, 'paragraph')}`),
      ]
    : [];
  return [
    head[outcome],
    ...(outcome === 'duplicate' ? [] : rows),
    ...(outcome === 'duplicate'
      ? []
      : lines.map((it) => row(it.action, `line ${it.line}, ${it.rule}: ${shortened(it.text)}`))),
    ...notes.map((it) => row('note', `${it.code}: ${it.message}`)),
    '',
  ];
}

/** Where a tag's words stand, in short. */
function reason(tag: string, tagging: Result['tagging']): string {
  const places = tagging.filter((it) => it.tag === tag).map((it) => it.where);
  const paragraphs = places.filter((it) => it.startsWith('paragraph')).length;
  const others = [...new Set(places.filter((it) => !it.startsWith('paragraph')))];
  return [...others, ...(paragraphs > 0 ? [counted(paragraphs, 'paragraph')] : [])].join(', ');
}

const shortened = (text: string) => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text);

function summary(counts: Counts, { dryRun, out }: ImportOptions): string {
  const total = counts.ok + counts['needs-review'] + counts.duplicate + counts.error;
  const written = dryRun ? 'nothing is written (--dry-run)' : `records are in ${out}`;
  return `${total} ${total === 1 ? 'story' : 'stories'}: ${counts.ok} ok, ${counts['needs-review']} to review, ${counted(counts.duplicate, 'duplicate')}, ${counted(counts.error, 'error')}; ${counted(counts.dropped, 'line')} dropped; ${written}`;
}

/** All of standard input. */
export async function readStdin(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}
