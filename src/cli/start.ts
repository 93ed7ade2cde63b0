import type { ChildProcess } from 'node:child_process';
import { utimes } from 'node:fs/promises';
import { connect } from 'node:net';
import { watch } from 'chokidar';
import { WireClient } from './client.ts';
import { counted } from './counted.ts';
import { readFolder } from './folder.ts';
import { DEFAULT_PORT, ensureLocalToken, localPort, localUrl, projectPath, UsageError } from './local.ts';
import { pushFolder, summary } from './push.ts';
import { endEarlierRun, forgetRun, rememberRun } from './run-file.ts';
import { FolderIndex, watchFolder } from './watch.ts';
import { assetsOf, runWrangler, spawnWrangler, stopGroup } from './wrangler.ts';

const READY_WITHIN = 60_000;
const TICK_INTERVAL = 60_000;

export interface StartOptions {
  /** Pushed and watched. */
  folder: string;
  /** Where the local runtime keeps the database between runs. */
  state: string;
  /** Whether requests and deliveries are printed. */
  verbose: boolean;
  write: (line: string) => void;
}

/**
 * Runs the wire on this machine: database, worker, the folder pushed and watched, the clock ticking.
 * @returns the exit code, when it is told to stop (0) or the worker ends by itself (1)
 */
export async function start({ folder, state, verbose, write }: StartOptions): Promise<number> {
  const port = localPort();
  const url = localUrl();
  const token = await ensureLocalToken();
  const stopping: (() => unknown)[] = [];
  const asked = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(0));
    stopping.push(whenOrphaned(() => resolve(0)));
  });
  let worker: ChildProcess | undefined;
  try {
    if (await endEarlierRun(state)) write('Stopped an earlier run.');
    if (await isTaken(port))
      throw new UsageError(
        `PORT: ${port} is taken by another program; try PORT=${port === 65_535 ? DEFAULT_PORT : port + 1} npm start`,
      );
    const migrated = await Promise.race([
      runWrangler(['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state]),
      asked,
    ]);
    if (typeof migrated === 'number') return migrated;
    if (migrated.code !== 0) throw new UsageError(`the database could not be prepared:\n${migrated.output}`);

    const spawned = spawnWorker(port, url, { folder, state, verbose });
    worker = spawned;
    await rememberRun(state, worker.pid);
    const ended = new Promise<number>((resolve) => spawned.on('close', () => resolve(1)));
    const running = run(folder, url, token, write).then((stops) => {
      stopping.push(...stops);
      return Promise.race([ended, asked]);
    });
    const code = await Promise.race([running, ended, asked]);
    if (code !== 0) write('The worker has ended; what it said is above.');
    return code;
  } finally {
    for (const stop of stopping) await stop();
    const { pid } = worker ?? {};
    if (pid !== undefined) await stopGroup(pid, () => worker?.exitCode === null && worker.signalCode === null);
    await forgetRun(state);
  }
}

/** npm puts a shell between itself and us that passes no signal on: when npm has been stopped, our parent is gone. */
function whenOrphaned(stop: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => process.ppid !== parent && stop(), 200);
  return () => clearInterval(timer);
}

function spawnWorker(port: number, url: string, { folder, state, verbose }: Omit<StartOptions, 'write'>): ChildProcess {
  const worker = spawnWrangler([
    'dev',
    ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0', '--persist-to', state],
    ...assetsOf(folder),
    ...['--var', `ORIGIN:${url}`, '--var', 'RATE_LIMITS:off'],
    ...['--test-scheduled', '--show-interactive-dev-session=false', '--log-level', verbose ? 'log' : 'warn'],
  ]);
  worker.stdout?.pipe(process.stdout);
  worker.stderr?.pipe(process.stderr);
  return worker;
}

/** Everything once the worker is up. @returns what to call to stop it */
async function run(
  folder: string,
  url: string,
  token: string,
  write: (line: string) => void,
): Promise<(() => unknown)[]> {
  await untilReady(url);
  const client = new WireClient(url, token);
  const index = new FolderIndex();
  const watcher = await watchFolder(folder, index, client, write);
  const ticking = () => void fetch(`${url}/__scheduled?cron=*+*+*+*+*`).catch(() => {});
  ticking();
  const tick = setInterval(ticking, TICK_INTERVAL);
  try {
    const contents = await readFolder(folder);
    for (const file of contents.files) index.add(file);
    const terminal = process.stderr.isTTY ? process.stderr : undefined;
    write(summary(await pushFolder(client, contents, { withdrawMissing: false, write, terminal })));
    write(welcome(url, contents.vocabulary?.file?.tags.length ?? 0));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    write(`${error.message}\n${welcome(url, 0)}`);
  }
  return [() => watcher.close(), watchVariables(), () => clearInterval(tick)];
}

/** The runtime starts again when its configuration changes, but does not look at .dev.vars. @returns how to stop */
function watchVariables(): () => Promise<void> {
  const watcher = watch(projectPath('.dev.vars'), { ignoreInitial: true });
  watcher.on('all', () => utimes(projectPath('wrangler.toml'), new Date(), new Date()));
  return () => watcher.close();
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
