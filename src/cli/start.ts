import { utimes } from 'node:fs/promises';
import { watch } from 'chokidar';
import { refuseBadPublicFiles } from './check-public.ts';
import { WireClient, waitUntilUp } from './client.ts';
import { counted } from './counted.ts';
import { DEV_VARS, protectDevVars } from './dev-vars.ts';
import { CommandError } from './errors.ts';
import { readFolder } from './folder.ts';
import { FolderIndex } from './folder-index.ts';
import { DEFAULT_PORT, LAST_PORT, localPort, localUrl } from './local.ts';
import { isPortTaken, migrateLocally, spawnWorker, stopWorker } from './local-worker.ts';
import { progressTerminal, type Write } from './output.ts';
import { pushFolder } from './push.ts';
import { ReleaseTeller } from './release-teller.ts';
import { endEarlierRun, forgetRun, isSucceeded, rememberRun } from './run-file.ts';
import { withMadeSizes } from './sizes.ts';
import { prepareState } from './state-folder.ts';
import { ensureLocalToken } from './tokens.ts';
import { watchFolder } from './watch.ts';
import { welcome } from './welcome.ts';
import { CONFIG_FILE } from './wrangler.ts';
import { newsroomZone } from './wrangler-config.ts';

const TICK_INTERVAL = 60_000;
const PARENT_CHECK_INTERVAL = 200;

export interface StartOptions {
  /** Pushed and watched. */
  folder: string;
  /** The folder in which the local runtime keeps the database between runs. */
  state: string;
  /** Prints requests and deliveries. */
  verbose: boolean;
  /** New stories go out without their pictures. */
  allowMissing: boolean;
  write: Write;
}

type Stop = () => unknown;

/**
 * Runs the wire on this machine: database, worker, the folder pushed and watched, the clock ticking.
 * @returns the exit code, when it is told to stop (0) or the worker ends by itself (1)
 */
export async function start(options: StartOptions): Promise<number> {
  const { folder, state, write } = options;
  const port = localPort();
  await refuseBadPublicFiles(folder);
  await prepareState(state);
  const client = new WireClient(localUrl(), await ensureLocalToken(), '.dev.vars');
  await protectDevVars();
  const stops: Stop[] = [];
  const toldToStop = new Promise<number>((resolve) => stops.push(onStop(() => resolve(0), write)));
  try {
    if (await endEarlierRun(state)) write('Stopped an earlier `npm start` of this checkout.');
    await checkPort(port);
    write('Preparing the database ...');
    const migrated = await Promise.race([migrateLocally(state), toldToStop]);
    if (typeof migrated === 'number') return migrated;
    if (migrated.code !== 0) throw new CommandError(`cannot prepare the database:\n${migrated.output}`, 'wrangler');

    const worker = spawnWorker({ ...options, port, url: client.url });
    stops.push(() => stopWorker(worker));
    await rememberRun(state, { worker: worker.pid, url: client.url });
    write('Starting the worker ...');
    const ended = new Promise<number>((resolve) => worker.on('close', () => resolve(1)));
    const serving = serve(client, options).then((it) => {
      stops.push(...it);
      return Promise.race([ended, toldToStop]);
    });
    const code = await Promise.race([serving, ended, toldToStop]);
    if (code !== 0) write('The worker has ended; see its output above.');
    else if (await isSucceeded(state)) write('Stopped: another `npm start` of this checkout takes over.');
    return code;
  } finally {
    // The last first: a push that is under way needs the worker.
    for (const stop of stops.reverse()) await stop();
    await forgetRun(state);
  }
}

/** Calls back on a signal, and when our parent is gone: npm puts a shell in between that passes no signal on. */
function onStop(stop: () => void, write: Write): Stop {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const parent = process.ppid;
  const orphaned = () => {
    clearInterval(timer);
    write('Stopping, since the terminal or program that started it has ended.');
    stop();
  };
  const timer = setInterval(() => process.ppid !== parent && orphaned(), PARENT_CHECK_INTERVAL);
  return () => clearInterval(timer);
}

async function checkPort(port: number): Promise<void> {
  if (!(await isPortTaken(port))) return;
  const other = port === LAST_PORT ? DEFAULT_PORT : port + 1;
  throw new CommandError(`PORT: ${port} is taken by another program; try PORT=${other} npm start`);
}

/** Does everything that needs the worker: watches and pushes the folder, ticks the clock. */
async function serve(client: WireClient, { folder, allowMissing, write }: StartOptions): Promise<Stop[]> {
  await waitUntilUp(client.url, { every: 100, advice: "see the worker's output above" });
  const index = new FolderIndex();
  const zone = await newsroomZone();
  const releases = new ReleaseTeller({ url: client.url, zone, write });
  const stopWatching = await watchFolder({
    folder,
    index,
    client,
    allowMissing,
    now: () => new Date(),
    zone,
    releases,
    write,
  });
  const stopTicking = tick(client.url);
  try {
    const read = await readFolder(folder);
    const contents = { ...read, files: await withMadeSizes(folder, read.files, write) };
    write(`Publishing ${counted(contents.files.length, 'article')} ...`);
    for (const file of contents.files) index.add(file);
    const { results } = await pushFolder(client, contents, { allowMissing, write, terminal: progressTerminal() });
    for (const [path, result] of results) if (result === 'refused') index.refused.add(path);
    for (const { path, record } of contents.files)
      if (record && !index.refused.has(path)) releases.plan(record, new Date());
    write(welcome(client.url, folder, contents));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    write(`${error.message}\n${welcome(client.url, folder)}`);
  }
  return [stopTicking, watchVariables(client), () => releases.stop(), stopWatching];
}

/** Triggers the worker's clock, which Cloudflare does by cron. */
function tick(url: string): Stop {
  const trigger = () => void fetch(`${url}/__scheduled?cron=*+*+*+*+*`).catch(() => {});
  trigger();
  const timer = setInterval(trigger, TICK_INTERVAL);
  return () => clearInterval(timer);
}

/** Has the runtime start again when .dev.vars changes: it looks at its configuration only. We use the token that it has then. */
function watchVariables(client: WireClient): Stop {
  const watcher = watch(DEV_VARS, { ignoreInitial: true });
  watcher.on('all', async () => {
    client.useToken(await ensureLocalToken());
    await utimes(CONFIG_FILE, new Date(), new Date());
  });
  return () => watcher.close();
}
