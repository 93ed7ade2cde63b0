import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import { dateProblem } from '../articles/dates.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import { isTimezone } from '../importing/dates.ts';
import { isEncoding } from '../importing/encoding.ts';
import { ImportError } from '../importing/import-error.ts';
import { Importer } from '../importing/importer.ts';
import { openBytes, openFile } from '../importing/input.ts';
import type { ImportOptions } from '../importing/options.ts';
import type { ImportResult } from '../importing/result.ts';
import { Tagger } from '../importing/tagger.ts';
import { CommandError } from './errors.ts';
import { findVocabularyFile, readFolder } from './folder.ts';
import type { Listed } from './folder-paths.ts';
import { filesAt } from './import-files.ts';
import { count, NO_RESULTS, report, summary } from './import-report.ts';
import { problemLines, type Write } from './output.ts';

/** The sink of the results. */
export interface ImportShell {
  write: Write;
  /** Prints what is wrong with records that are in the folder already. */
  warn: Write;
  stdin: () => Promise<Uint8Array>;
  /** Milliseconds of a clock that only goes forward. */
  clock: () => number;
  /** Draws a progress bar; undefined if nobody would see it. */
  terminal?: NodeJS.WriteStream | undefined;
}

/** With more files than this, a story that is ok takes one line of the report. */
const MANY_FILES = 20;

const LINK_OUT = 'is a link out of the folder, and is not followed; name what it leads to, to import that';

/**
 * Turns exports into records for an editor to look at, and prints a result for each story.
 * @param paths files, folders, or "-" for standard input
 * @returns the exit code: 1 if anything could not be imported, or with `strict` if any story needs review
 * @throws {CommandError} for options that cannot be used
 */
export async function importFiles(paths: string[], options: ImportOptions, shell: ImportShell): Promise<number> {
  checkOptions(paths, options);
  if (!options['dry-run']) await prepareFolder(options.out);
  const importer = await importerFor(options, shell);
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const lines = (result: ImportResult) =>
    options.json ? [JSON.stringify(result)] : report(result, files.length > MANY_FILES);
  // The bar and the report may share a terminal, so the report waits until the bar is gone.
  const bar = shell.terminal && files.length > 1 ? progress(shell.terminal, files.length) : undefined;
  const held: string[] = [];
  let counts = NO_RESULTS;
  for await (const result of importAll(importer, files, options, shell, bar)) {
    counts = count(counts, result);
    if (bar) held.push(...lines(result));
    else for (const line of lines(result)) shell.write(line);
  }
  bar?.stop();
  for (const line of held) shell.write(line);
  if (!options.json) shell.write(summary(counts, options));
  return counts.error > 0 || (options.strict && counts['needs-review'] > 0) ? 1 : 0;
}

/** Imports all files. Results of records that could not be written come last. */
async function* importAll(
  importer: Importer,
  files: Listed[],
  { encoding }: ImportOptions,
  { stdin }: ImportShell,
  bar: SingleBar | undefined,
): AsyncIterable<ImportResult> {
  for (const { path, leadsOut } of files) {
    yield* importer.import(path, async () => {
      if (leadsOut) throw new ImportError(LINK_OUT);
      return path === '-' ? openBytes(path, await stdin(), encoding) : openFile(path, encoding);
    });
    bar?.increment();
    // Gives the bar time to be drawn.
    if (bar) await nextTurn();
  }
  yield* await importer.finish();
}

function checkOptions(paths: string[], { published, timezone, encoding, language }: ImportOptions): void {
  if (paths.length === 0) throw new CommandError('import: expected files, folders or "-"; see `tagwire import --help`');
  const problem = published === undefined ? undefined : dateProblem(published);
  if (problem) throw new CommandError(`--published: ${problem}`);
  if (timezone !== undefined && !isTimezone(timezone))
    throw new CommandError(`--timezone: expected a name such as Europe/Kyiv, got "${timezone}"`);
  if (encoding !== undefined && !isEncoding(encoding))
    throw new CommandError(`--encoding: expected a name such as windows-1251, got "${encoding}"`);
  if (language !== undefined && !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language))
    throw new CommandError(`--language: expected a tag such as uk or pt-BR, got "${language}"`);
}

/** Makes the folder for records. @throws {CommandError} if it cannot be written to */
async function prepareFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    throw new CommandError(`--out: ${out} cannot be written to: ${(error as Error).message}`);
  }
}

async function importerFor(options: ImportOptions, { clock, warn }: ImportShell): Promise<Importer> {
  const file = await findVocabularyFile(options.out, options.tags);
  const { files } = await readFolder(options.out).catch((error) => {
    // The folder may still be empty.
    if (error instanceof CommandError && error.kind === 'folder') return { files: [] };
    throw error;
  });
  const vocabulary = new Vocabulary(file, options.language ?? 'en');
  const records = files.flatMap(({ path, record }) => (record ? [{ path, record }] : []));
  const importer = new Importer({ ...options, vocabulary, tagger: new Tagger(file), clock }, records);
  const unread = [...files.filter((it) => !it.record), ...importer.unread];
  for (const line of unread.flatMap((it) => problemLines(it.path, it.problems)))
    warn(`${line}; mend it, or a story with the same words is imported again`);
  return importer;
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
