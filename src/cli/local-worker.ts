import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { withoutKey } from '../http/paths.ts';
import { LOCAL_HOST } from './local.ts';
import { assetsOf, MIGRATE, runWrangler, spawnWrangler, stopGroup } from './wrangler.ts';

/** Starts the worker on this machine; what it prints is shown. */
export function spawnWorker(options: {
  port: number;
  url: string;
  folder: string;
  state: string;
  verbose: boolean;
}): ChildProcess {
  const { port, url, folder, state, verbose } = options;
  const worker = spawnWrangler([
    'dev',
    ...['--ip', LOCAL_HOST, '--port', String(port), '--inspector-port', '0', '--persist-to', state],
    ...assetsOf(folder),
    ...['--var', `ORIGIN:${url}`, '--var', 'RATE_LIMITS:off'],
    ...['--test-scheduled', '--show-interactive-dev-session=false', '--log-level', verbose ? 'log' : 'warn'],
  ]);
  // With --verbose, these are the addresses of all requests; keys of readers may stand in them.
  if (worker.stdout)
    createInterface({ input: worker.stdout }).on('line', (line) => process.stdout.write(`${withoutKey(line)}\n`));
  worker.stderr?.pipe(process.stderr);
  return worker;
}

export async function stopWorker(worker: ChildProcess): Promise<void> {
  const isRunning = () => worker.exitCode === null && worker.signalCode === null;
  if (worker.pid !== undefined) await stopGroup(worker.pid, isRunning);
}

export function migrateLocally(state: string) {
  return runWrangler([...MIGRATE, '--local', '--persist-to', state]);
}

export function isPortTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOCAL_HOST);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
