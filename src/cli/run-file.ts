import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stopGroup } from './wrangler.ts';

/**
 * The process ids of a running `tagwire start`. One that was killed outright leaves its worker behind, which holds the
 * port and the database: the next start ends it.
 */
const runFile = (state: string) => join(state, 'tagwire-run.json');

interface Run {
  parent: number;
  worker: number;
}

export async function rememberRun(state: string, worker: number | undefined): Promise<void> {
  if (worker === undefined) return;
  await mkdir(state, { recursive: true });
  await writeFile(runFile(state), JSON.stringify({ parent: process.pid, worker } satisfies Run));
}

export async function forgetRun(state: string): Promise<void> {
  await rm(runFile(state), { force: true });
}

/** @returns whether there was one */
export async function endEarlierRun(state: string): Promise<boolean> {
  const text = await readFile(runFile(state), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  let run: Partial<Run> = {};
  try {
    run = JSON.parse(text) as Partial<Run>;
  } catch {
    // Killed while it wrote the file: there is nothing to go by.
  }
  let ended = false;
  // The parent first: it ends its worker by itself, and cleans up.
  for (const { pid, mark, group } of [
    { pid: run.parent, mark: 'src/cli/main.ts', group: false },
    { pid: run.worker, mark: 'wrangler', group: true },
  ]) {
    if (pid === undefined || pid === process.pid || !(await commandOf(pid)).includes(mark)) continue;
    ended = true;
    if (group) await stopGroup(pid, () => isAlive(pid));
    else await stopProcess(pid);
  }
  await forgetRun(state);
  return ended;
}

async function stopProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < 5000 && isAlive(pid); waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A process's command line, so that an id that was given out again is not taken for ours; "" if there is none. */
async function commandOf(pid: number): Promise<string> {
  const fromProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (fromProc !== undefined) return fromProc;
  if (process.platform === 'linux' || process.platform === 'win32') return '';
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return stdout;
}
