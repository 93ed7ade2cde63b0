import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SingleBar } from 'cli-progress';
import { dateProblem } from '../articles/dates.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import { isTimezone } from '../importing/dates.ts';
import type { AskTitle } from '../importing/embed-titles.ts';
import { isEncoding } from '../importing/encoding.ts';
import { columnsProblem } from '../importing/formats/csv/columns.ts';
import { Importer, type ImporterSettings, type ReadStory } from '../importing/importer.ts';
import { whyNotAccepted } from '../importing/notes.ts';
import { patternProblem } from '../importing/old-address.ts';
import type { ImportOptions } from '../importing/options.ts';
import { type Plan, Planner } from '../importing/plan.ts';
import type { ImportResult } from '../importing/result.ts';
import { Tagger } from '../importing/tagger.ts';
import { Archives } from './archives.ts';
import { titlesFrom } from './embed-titles.ts';
import { CommandError } from './errors.ts';
import { findVocabularyFile, readFolder } from './folder.ts';
import { type ImportInput, type Inputs, inputsAt } from './import-files.ts';
import { counting, type PictureCounts, picturesFrom } from './import-pictures.ts';
import { linksLeftLines, planLines } from './import-plan.ts';
import { report, summary } from './import-report.ts';
import { problemLines, type Write } from './output.ts';
import { Spool } from './spool.ts';

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
  /** Asks for the titles of embeds; the services themselves unless given. */
  askTitle?: AskTitle | undefined;
}

/** With more stories than this, each takes one line of the report. */
const MANY_STORIES = 20;

/**
 * Turns exports into records for an editor to look at. Everything is read before anything is written: then the plan is printed,
 * and it is known where each story will be. Prints a result for each story.
 * @param paths files, folders, or "-" for standard input
 * @returns the exit code: 1 if anything could not be imported, or with `strict` if any story needs review
 * @throws {CommandError} for options that cannot be used
 */
export async function importFiles(paths: string[], options: ImportOptions, shell: ImportShell): Promise<number> {
  checkOptions(paths, options);
  const archives = new Archives();
  try {
    // It can be read only once.
    const given = paths.includes('-') ? await shell.stdin() : undefined;
    return await importAll(
      await inputsAt(paths, archives, { given, encoding: options.encoding, out: options.out }),
      options,
      shell,
    );
  } finally {
    await archives.close();
  }
}

async function importAll({ inputs, leftOut }: Inputs, options: ImportOptions, shell: ImportShell): Promise<number> {
  const writes = !options['dry-run'] && !options.plan;
  const pictures = counting(await picturesFrom(options.pictures ?? [], { ...options, writes: true }));
  const seePicture = await picturesFrom(options.pictures ?? [], { ...options, writes: false });
  if (writes) await prepareFolder(options.out);
  const askTitle = shell.askTitle ?? titlesFrom();
  const asked = { takePicture: pictures.take, seePicture, askTitle };
  const importer = await newImporter({ ...options, 'dry-run': !writes, ...asked }, shell);
  const stories = new Spool<ReadStory>();
  try {
    const plan = await readAll(importer, inputs, stories, shell);
    if (options.plan && options.json) shell.write(JSON.stringify({ ...plan, leftOut }));
    else if (!options.json) for (const line of planLines({ ...plan, leftOut }, options.plan)) shell.write(line);
    if (!options.plan) await writeAll(importer, stories, { plan, pictures: pictures.counts }, options, shell);
    const { error, 'needs-review': toReview } = plan.outcomes;
    return error > 0 || (options.strict && toReview > 0) ? 1 : 0;
  } finally {
    stories.close();
  }
}

/** Reads everything, and writes nothing. Only when all is read is it known where links lead. */
async function readAll(
  importer: Importer,
  inputs: ImportInput[],
  stories: Spool<ReadStory>,
  { terminal }: ImportShell,
): Promise<Plan> {
  const bar = terminal && (await progress(terminal, 'read', 'files', inputs.length));
  for (const input of inputs) {
    for await (const story of importer.read(input.path, input.open)) stories.add(story);
    bar?.increment();
    // Gives the bar time to be drawn.
    if (bar) await nextTurn();
  }
  bar?.stop();
  const planner = new Planner();
  for (const it of stories) planner.add(await importer.planned(importer.linked(it)));
  return planner.plan;
}

/** Writes all stories, and reports. Results of records that could not be written come last. */
async function writeAll(
  importer: Importer,
  stories: Iterable<ReadStory>,
  { plan, pictures }: { plan: Plan; pictures: PictureCounts },
  options: ImportOptions,
  { terminal, write }: ImportShell,
): Promise<void> {
  // The bar and the report may share a terminal, so the report waits until the bar is gone.
  const bar =
    terminal && plan.stories > MANY_STORIES ? await progress(terminal, 'written', 'stories', plan.stories) : undefined;
  const waiting: string[] = [];
  const planner = new Planner();
  const done = { unchanged: 0, pictures };
  const take = (result: ImportResult) => {
    planner.add(result);
    if (result.previous === 'unchanged') done.unchanged++;
    const lines = options.json ? [JSON.stringify(result)] : report(result, plan.stories > MANY_STORIES);
    if (bar) waiting.push(...lines);
    else for (const line of lines) write(line);
    bar?.increment();
  };
  for (const story of stories) {
    take(await importer.write(importer.linked(story)));
    if (bar) await nextTurn();
  }
  for (const result of await importer.finish()) take(result);
  bar?.stop();
  for (const line of waiting) write(line);
  if (options.json) return;
  // Of many stories, their notes are not printed.
  if (plan.stories > MANY_STORIES) for (const line of linksLeftLines(planner.plan)) write(line);
  write(summary(planner.plan, done, options));
}

function checkOptions(
  paths: string[],
  { published, timezone, encoding, language, columns, site = [], address, accept = [] }: ImportOptions,
): void {
  if (paths.length === 0) throw new CommandError('import: expected files, folders or "-"; see `tagwire import --help`');
  const problem = published === undefined ? undefined : dateProblem(published);
  if (problem) throw new CommandError(`--published: ${problem}`);
  if (timezone !== undefined && !isTimezone(timezone))
    throw new CommandError(`--timezone: expected a name such as Europe/Kyiv, got "${timezone}"`);
  const inColumns = columns === undefined ? undefined : columnsProblem(columns);
  if (inColumns) throw new CommandError(`--columns: ${inColumns}`);
  const noSite = site.find((it) => !/^https?:\/\//i.test(it) || !URL.canParse(it));
  if (noSite !== undefined)
    throw new CommandError(`--site: expected an address such as https://old.example, got "${noSite}"`);
  const inPattern = address === undefined ? undefined : patternProblem(address);
  if (inPattern) throw new CommandError(`--address: ${inPattern}`);
  if (encoding !== undefined && !isEncoding(encoding))
    throw new CommandError(`--encoding: expected a name such as windows-1251, got "${encoding}"`);
  if (language !== undefined && !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language))
    throw new CommandError(`--language: expected a tag such as uk or pt-BR, got "${language}"`);
  const refused = accept.map(whyNotAccepted).find((it) => it !== undefined);
  if (refused !== undefined) throw new CommandError(`--accept: ${refused}`);
}

/** Makes the folder for records. @throws {CommandError} if it cannot be written to */
async function prepareFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST' || code === 'ENOTDIR' ? 'is a file; expected a folder' : `cannot be written to: ${message}`;
    throw new CommandError(`--out: ${out} ${why}`);
  }
}

/** Makes an importer that knows the vocabulary and the records that are there. */
async function newImporter(
  options: Pick<ImporterSettings, 'takePicture' | 'seePicture' | 'askTitle'> & ImportOptions,
  { clock, warn }: ImportShell,
): Promise<Importer> {
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

async function progress(terminal: NodeJS.WriteStream, what: string, units: string, total: number): Promise<SingleBar> {
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: `  {bar} {value}/{total} ${units} ${what}`,
    hideCursor: true,
    clearOnComplete: true,
    stream: terminal,
  });
  bar.start(total, 0);
  return bar;
}
