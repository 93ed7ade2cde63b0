import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { WireClient } from './client.ts';
import { counted } from './check.ts';
import { readFolder, UsageError } from './folder.ts';
import { ensureLocalToken, localPort, localUrl } from './local.ts';
import { pushFolder, summary } from './push.ts';
import { endEarlierRun, forgetRun, rememberRun } from './run-file.ts';
import { watchFolder } from './watch.ts';
import { runWrangler, spawnWrangler, stopGroup } from './wrangler.ts';

const READY_WITHIN = 60_000;
const TICK_INTERVAL = 60_000;

/**
 * Runs the wire on this machine: database, worker, the folder pushed and watched, the clock ticking.
 * @returns the exit code, when it is told to stop (0) or the worker ends by itself (1)
 */
export async function start(folder: string, write: (line: string) => void): Promise<number> {
  const port = localPort();
  const url = localUrl();
  const token = await ensureLocalToken();
  if (await endEarlierRun()) write('Stopped an earlier run.');
  if (await isTaken(port)) throw new UsageError(`PORT: ${port} is taken by another program; try PORT=${port === 65_535 ? 8787 : port + 1} npm start`);
  const migrated = await runWrangler(['d1', 'migrations', 'apply', 'DB', '--local']);
  if (migrated.code !== 0) throw new UsageError(`the database could not be prepared:\n${migrated.output}`);

  const worker = spawnWorker(port, url);
  await rememberRun(worker.pid);
  const ended = new Promise<number>((resolve) => worker.on('close', () => resolve(1)));
  const asked = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(0));
  });
  const stopping: (() => unknown)[] = [];
  try {
    const running = run(folder, url, token, write).then((stops) => {
      stopping.push(...stops);
      return Promise.race([ended, asked]);
    });
    const code = await Promise.race([running, ended, asked]);
    if (code !== 0) write('The worker has ended; what it said is above.');
    return code;
  } finally {
    for (const stop of stopping) await stop();
    if (worker.pid !== undefined) await stopGroup(worker.pid, () => worker.exitCode === null && worker.signalCode === null);
    await forgetRun();
  }
}

function spawnWorker(port: number, url: string): ChildProcess {
  const worker = spawnWrangler([
    'dev',
    ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
    ...['--var', `ORIGIN:${url}`, '--test-scheduled', '--show-interactive-dev-session=false', '--log-level', 'warn'],
  ]);
  worker.stdout?.pipe(process.stdout);
  worker.stderr?.pipe(process.stderr);
  return worker;
}

/** Everything once the worker is up. @returns what to call to stop it */
async function run(folder: string, url: string, token: string, write: (line: string) => void): Promise<(() => unknown)[]> {
  await untilReady(url);
  const client = new WireClient(url, token);
  const watcher = await watchFolder(folder, client, write);
  const tick = setInterval(() => void fetch(`${url}/__scheduled?cron=*+*+*+*+*`).catch(() => {}), TICK_INTERVAL);
  try {
    const contents = await readFolder(folder);
    const terminal = process.stderr.isTTY ? process.stderr : undefined;
    write(summary(await pushFolder(client, contents, { withdrawMissing: false, write, terminal })));
    write(welcome(url, contents.vocabulary?.file?.tags.length ?? 0));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    write(`${error.message}\n${welcome(url, 0)}`);
  }
  return [() => watcher.close(), () => clearInterval(tick)];
}

function welcome(url: string, tags: number): string {
  return `
  Tagwire is on ${url}${tags > 0 ? ` with ${counted(tags, 'tag')}` : ''}

    ${url}/                                  every channel
    ${url}/feeds/all.rss                     every story, RSS
    ${url}/feeds/ukraine.atom                one tag, Atom
    ${url}/feeds/humanitarian-corridors.json one tag, JSON Feed
    ${url}/feeds/ukraine+!russia.rss         a combination

  Saving a story in articles/ publishes it. The publishing token is in .dev.vars. Ctrl-C stops.
`;
}

async function untilReady(url: string): Promise<void> {
  for (let waited = 0; waited < READY_WITHIN; waited += 100) {
    const response = await fetch(`${url}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new UsageError(`${url}: the worker did not answer within ${READY_WITHIN / 1000} s`);
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
