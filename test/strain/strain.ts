import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorker, joinMigrations, projectPath } from '../support/workerd/build.ts';
import type { Bundles, Options } from './processes.ts';
import { ndjson, story, withdrawals } from './stories.ts';
import { Wire } from './wire.ts';

const STORIES_PER_REQUEST = 500;
/** The beginning of the name of a database that is kept. */
const KEPT = 'tagwire-strain-kept-';
const DAY = 24 * 3_600_000;

/** One line of the table: a figure, the bound that it is to keep, and if it does. */
export interface Row {
  what: string;
  figure: string;
  bound: string;
  holds: boolean;
}

/** What every scenario is given. */
export interface Strain {
  /** False: smaller numbers, for `npm test`. */
  long: boolean;
  /** Starts a wire; whoever does, stops it. @param stories how many it has from the beginning, 0 by default */
  start(options?: Omit<Options, 'store'> & { stories?: number }): Promise<Wire>;
}

/** A scenario: what it tries, and its part of the table. */
export type Scenario = (strain: Strain) => Promise<Row[]>;

/** Builds the workers. @param folder of its own, which the caller removes */
export async function prepare(folder: string, long: boolean): Promise<Strain> {
  const own = (name: string) => buildWorker(folder, name, join(import.meta.dirname, 'workers', `${name}.ts`));
  const [worker, database, queue, migrations] = await Promise.all([
    buildWorker(folder, 'worker'),
    own('database'),
    own('queue'),
    joinMigrations(folder),
  ]);
  const bundles = { worker, database, queue, migrations };
  const stores = new Map<number, Promise<string>>();
  return {
    long,
    async start({ stories = 0, ...options } = {}) {
      if (stories > 0 && !stores.has(stories))
        stores.set(stories, long ? keptStore(folder, bundles, stories) : load(folder, bundles, stories));
      return Wire.start(folder, bundles, { ...options, store: await stores.get(stories) });
    },
  };
}

/** Publishes so many stories. @returns the folder of the database */
async function load(folder: string, bundles: Bundles, stories: number): Promise<string> {
  const wire = await Wire.start(folder, bundles);
  for (let start = 0; start < stories; start += STORIES_PER_REQUEST) {
    const count = Math.min(STORIES_PER_REQUEST, stories - start);
    await publish(wire, ndjson(Array.from({ length: count }, (_, index) => story(start + index, stories))));
  }
  const gone = withdrawals(stories);
  for (let start = 0; start < gone.length; start += STORIES_PER_REQUEST)
    await publish(wire, ndjson(gone.slice(start, start + STORIES_PER_REQUEST)));
  await wire.stop();
  return wire.store;
}

/** Publishes many records. @throws {Error} unless all of them are taken */
export async function publish(wire: Wire, lines: string): Promise<void> {
  const { status, body } = await wire.api('POST', '/api/articles', lines);
  const refused = body.split('\n').find((it) => !/^$|"result":"(?:created|updated)"/.test(it));
  if (status !== 200 || refused !== undefined) throw new Error(`a load was refused: ${status} ${refused ?? body}`);
}

/** The same, kept in the machine's temporary folder for as long as the worker, its tables and the stories stay the same. */
async function keptStore(folder: string, bundles: Bundles, stories: number): Promise<string> {
  const hash = createHash('sha256').update(String(stories));
  hash.update(await readFile(join(import.meta.dirname, 'stories.ts')));
  for (const path of [bundles.migrations, ...(await sourcesIn(projectPath('src')))]) hash.update(await readFile(path));
  const kept = join(tmpdir(), `${KEPT}${hash.digest('hex').slice(0, 16)}`);
  if (await stat(kept).catch(() => undefined)) return kept;
  const begun = performance.now();
  const loaded = await load(folder, bundles, stories);
  const seconds = (performance.now() - begun) / 1000;
  console.log(`loaded ${stories} stories in ${seconds.toFixed(1)} s (${Math.round(stories / seconds)} a second)`);
  await forgetStores();
  const copy = `${kept}-${process.pid}`;
  await cp(loaded, copy, { recursive: true });
  await rename(copy, kept);
  return kept;
}

/** Removes what was kept more than a day ago. */
async function forgetStores(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(KEPT)) continue;
    const path = join(tmpdir(), name);
    if (Date.now() - (await stat(path)).mtimeMs > DAY) await rm(path, { recursive: true, force: true });
  }
}

/** What a story becomes in the database depends on these. */
async function sourcesIn(src: string): Promise<string[]> {
  const rooms = ['articles', 'publishing', 'channels'].map((it) => join(src, it));
  const files = await Promise.all(rooms.map(async (it) => (await readdir(it)).map((name) => join(it, name))));
  return files
    .flat()
    .filter((it) => it.endsWith('.ts'))
    .sort();
}

/** A line whose figure must not be greater than its bound. */
export function atMost(what: string, figure: number, bound: number, unit = ''): Row {
  const text = (number: number) => `${Number(number.toFixed(2)).toLocaleString('en')}${unit && ` ${unit}`}`;
  return { what, figure: text(figure), bound: `at most ${text(bound)}`, holds: figure <= bound };
}

/** A line that holds if nothing is in the list. */
export function none(what: string, found: string[]): Row {
  const some = [...new Set(found)].slice(0, 4).join('; ');
  return {
    what,
    figure: found.length === 0 ? 'none' : `${found.length}: ${some}`,
    bound: 'none',
    holds: found.length === 0,
  };
}

/** Works on everything, so many at a time. */
export async function inParallel<T>(lanes: number, all: Iterable<T>, work: (it: T) => Promise<unknown>): Promise<void> {
  const waiting = all[Symbol.iterator]();
  const lane = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
