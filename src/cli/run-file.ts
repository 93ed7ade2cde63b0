import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { runFile } from './state-folder.ts';
import { waitUntil } from './wait.ts';
import { stopGroup } from './wrangler.ts';

/**
 * The process ids of a running `tagwire start`. One that was killed outright leaves its worker behind, which holds the
 * port and the database: the next start ends it.
 */
interface Run {
  parent: number;
  worker: number;
  /** The address of its wire. */
  url: string;
  /** The process that ends this run, to take its place. */
  successor?: number;
}

export async function rememberRun(state: string, { worker, url }: { worker: number | undefined; url: string }) {
  if (worker !== undefined) await writeRun(state, { parent: process.pid, worker, url });
}

const writeRun = (state: string, run: Partial<Run>) => writeFile(runFile(state), JSON.stringify(run));

/** The address of the wire that a running `tagwire start` of this state has; undefined if none runs. */
export async function runningUrl(state: string): Promise<string | undefined> {
  return (await isRunning(state)) ? (await readRun(state)).url : undefined;
}

/** Tells whether another `tagwire start` ends this one. */
export async function isSucceeded(state: string): Promise<boolean> {
  const { successor } = await readRun(state);
  return successor !== undefined && successor !== process.pid;
}

export async function forgetRun(state: string): Promise<void> {
  await rm(runFile(state), { force: true });
}

/** @returns false if there was none */
export async function endEarlierRun(state: string): Promise<boolean> {
  const run = await readRun(state);
  const { parent, worker } = run;
  let ended = false;
  // The parent first: it ends its worker by itself, says why, and cleans up.
  if (parent !== undefined && (await isOurs(parent, 'src/cli/main.ts'))) {
    await writeRun(state, { ...run, successor: process.pid });
    process.kill(parent, 'SIGTERM');
    await waitUntil(() => !isAlive(parent), { within: 5000, every: 50 });
    ended = true;
  }
  if (worker !== undefined && (await isOurs(worker, 'wrangler'))) {
    await stopGroup(worker, () => isAlive(worker));
    ended = true;
  }
  await forgetRun(state);
  return ended;
}

/** Tells whether a `tagwire start` of this state runs. */
export async function isRunning(state: string): Promise<boolean> {
  const { parent } = await readRun(state);
  return parent !== undefined && isOurs(parent, 'src/cli/main.ts');
}

async function readRun(state: string): Promise<Partial<Run>> {
  try {
    return JSON.parse(await readFile(runFile(state), 'utf8')) as Partial<Run>;
  } catch {
    // No earlier run, or one that was killed while it wrote the file.
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Looks at a process's command line: its id may have been given to another program since, or to ourselves. */
async function isOurs(pid: number, mark: string): Promise<boolean> {
  return pid !== process.pid && (await commandLineOf(pid)).includes(mark);
}

/** Returns a process's command line, or "" if it has ended. */
async function commandLineOf(pid: number): Promise<string> {
  const fromProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (fromProc !== undefined) return fromProc;
  if (process.platform === 'linux' || process.platform === 'win32') return '';
  const ps = promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]);
  return ps.then(
    ({ stdout }) => stdout,
    () => '',
  );
}
