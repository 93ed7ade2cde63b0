import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectPath } from '../../src/cli/local.ts';
import { runWrangler, spawnWrangler, stopGroup } from '../../src/cli/wrangler.ts';
import type { HubReport } from '../../src/hub/report-store.ts';
import { until } from './tagwire.ts';

export const TOKEN = 'token-of-the-tests';

const VARIABLES = {
  PUBLISH_TOKEN: TOKEN,
  RATE_LIMITS: 'off',
  HUB_ALLOW_LOOPBACK: 'true',
  HUB_TIMEOUT_SECONDS: '1',
  HUB_RETRY_SECONDS: '0.2',
};

interface Options {
  folder: string;
  state: string;
  port: number;
  variables: Record<string, string>;
}

/** A runtime for a worker. */
export interface Runtime {
  /** Makes a database without rows. */
  prepare(folder: string): Promise<void>;
  /** @returns the leader of its process group */
  launch(options: Options): ChildProcess;
}

/** `wrangler dev` as `npm start` runs it. */
const WRANGLER: Runtime = {
  prepare: migrate,
  launch: ({ folder, state, port, variables }) =>
    spawnWrangler([
      'dev',
      ...['--config', configIn(folder), '--persist-to', state],
      ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
      ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
      ...['--show-interactive-dev-session=false', '--log-level', 'log'],
    ]),
};

/** Builds the worker and an empty database in a folder, for `Worker.startBuilt`. */
export async function buildWorker(folder: string): Promise<void> {
  await writeConfig(folder);
  const build = runWrangler(['deploy', '--dry-run', '--config', configIn(folder), '--outdir', bundleIn(folder)]);
  const [{ code, output }] = await Promise.all([build, migrate(folder)]);
  if (code !== 0) throw new Error(output);
}

/** Miniflare alone with what `buildWorker` has made there: it starts in a tenth of the time. */
const builtIn = (built: string): Runtime => ({
  prepare: (folder) => cp(stateIn(built), stateIn(folder), { recursive: true }),
  launch: (options) =>
    spawn(
      process.execPath,
      [
        projectPath('test', 'support', 'miniflare.ts'),
        JSON.stringify({ ...options, bundle: join(bundleIn(built), 'worker.js') }),
      ],
      // What it leaves behind when it is killed goes with the folder.
      { detached: true, env: { ...process.env, TMPDIR: options.folder } },
    ),
});

/** A worker in the real runtime, with a database of its own. */
export class Worker {
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #runtime: Runtime;
  readonly #variables: Record<string, string>;
  #child: ChildProcess | undefined;
  #ended = Promise.resolve();
  #output = '';

  private constructor(folder: string, port: number, runtime: Runtime, variables: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = folder;
    this.#port = port;
    this.#runtime = runtime;
    this.#variables = { ...VARIABLES, ORIGIN: this.url, ...variables };
  }

  /** Starts one with an empty database. */
  static async start(variables: Record<string, string> = {}, runtime = WRANGLER): Promise<Worker> {
    const folder = await mkdtemp(join(tmpdir(), 'tagwire-worker-'));
    await writeConfig(folder);
    await runtime.prepare(folder);
    const worker = new Worker(folder, await quietPort(), runtime, variables);
    await worker.resume();
    return worker;
  }

  /** Starts the one that was built for all test files (test/support/built.ts). */
  static startBuilt(variables: Record<string, string> = {}): Promise<Worker> {
    return Worker.start(variables, builtIn(process.env.BUILT_WORKER as string));
  }

  /** Starts it (again), on what it has stored. */
  async resume(): Promise<void> {
    const child = this.#runtime.launch({
      folder: this.#folder,
      state: stateIn(this.#folder),
      port: this.#port,
      variables: this.#variables,
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.on('close', () => resolve()));
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.#output = (this.#output + chunk).slice(-100_000);
      });
    }
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`the worker has ended: ${this.#output}`);
        const response = await fetch(`${this.url}/healthz`).catch(() => undefined);
        await response?.body?.cancel();
        return response?.ok === true;
      },
      () => this.#output,
    );
  }

  /** Its output. */
  output(): string {
    return this.#output;
  }

  /** Ends it and all of its processes at once, whatever they are doing. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = undefined;
    killGroup(child);
    await this.#ended;
    running.delete(child);
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child?.pid !== undefined)
      await stopGroup(child.pid, () => child.exitCode === null && child.signalCode === null);
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  api(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Publishes a story that must be accepted. */
  async story(
    key: string,
    fields: { title?: string; tags?: string[]; body?: string; url?: string } = {},
  ): Promise<void> {
    await accepted(this.api('PUT', `/api/articles/${key}`, { ...STORY, title: key, ...fields }));
  }

  async withdraw(key: string): Promise<void> {
    await accepted(this.api('DELETE', `/api/articles/${key}`));
  }

  /** The clock's tick, of which there is one a minute. */
  async tick(): Promise<void> {
    await accepted(fetch(`${this.url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`));
  }

  /** The hub's report. */
  async report(): Promise<HubReport> {
    return (await accepted(this.api('GET', '/api/hub'))).json() as Promise<HubReport>;
  }

  /** The number of a topic's subscriptions. */
  async subscriptions(path: string): Promise<number> {
    return (await this.report()).topics.find((it) => it.topic === path)?.subscriptions ?? 0;
  }

  /** Waits until every subscriber has what it is known to miss. */
  async settled(): Promise<void> {
    await until(
      async () => {
        const { pending, failing } = await this.report();
        return pending + failing === 0;
      },
      () => this.#output.slice(-5000),
    );
  }
}

const STORY = { published: '2026-03-01T10:00:00Z', body: 'Some *text* of a story.', tags: ['Ukraine'] };

/** @throws {Error} with what was said, if it was refused */
export async function accepted(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response;
}

const stateIn = (folder: string) => join(folder, 'state');
const bundleIn = (folder: string) => join(folder, 'bundle');
const configIn = (folder: string) => join(folder, 'wrangler.toml');

/** Makes a configuration beside which there is no .dev.vars. */
async function writeConfig(folder: string): Promise<void> {
  const config = await readFile(projectPath('wrangler.toml'), 'utf8');
  const paths = /^(main|migrations_dir|directory) = "(.+)"/gm;
  await writeFile(
    configIn(folder),
    config.replace(paths, (_, name, path) => `${name} = ${JSON.stringify(projectPath(path))}`),
  );
}

async function migrate(folder: string): Promise<void> {
  const { code, output } = await runWrangler([
    ...['d1', 'migrations', 'apply', 'DB', '--local'],
    ...['--config', configIn(folder), '--persist-to', stateIn(folder)],
  ]);
  if (code !== 0) throw new Error(output);
}

const running = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of running) killGroup(child);
});

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** A free port that no outgoing connection gets while nobody listens: those begin at 32768. */
async function quietPort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.on('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
