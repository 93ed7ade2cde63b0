import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseServices, workerdConfig } from '../support/workerd/config.ts';
import { type Server, startWorkerd } from '../support/workerd/workerd.ts';
import type { Call, Condition } from './condition.ts';
import { type Bundles, type Options, processesConfig, TOKEN } from './processes.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
  milliseconds: number;
}

/** A request: a path, and what else matters. */
export interface Asked {
  process?: number;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

/** D1's answer to a statement. */
interface Told {
  results: Record<string, unknown>[];
  meta?: { rows_written: number };
  error?: string;
}

/** Milliseconds after which a request counts as hanging. */
const PATIENCE = 30_000;

let wires = 0;

/** The built worker under bare workerd, beside another workerd with its database. Known only from outside. */
export class Wire {
  readonly #folder: string;
  readonly #name = `wire-${++wires}`;
  readonly #bundles: Bundles;
  readonly #options: Options;
  #database: Server | undefined;
  #server: Server | undefined;

  private constructor(folder: string, bundles: Bundles, options: Options) {
    this.#folder = folder;
    this.#bundles = bundles;
    this.#options = options;
  }

  static async start(folder: string, bundles: Bundles, options: Options = {}): Promise<Wire> {
    const wire = new Wire(folder, bundles, options);
    await mkdir(wire.store);
    if (options.store !== undefined) await cp(options.store, wire.store, { recursive: true });
    const { database: module, migrations } = bundles;
    const services = await databaseServices(folder, { store: wire.store, module, migrations });
    wire.#database = await startWorkerd(folder, `${wire.#name}-database`, workerdConfig(services, { database: 'd1' }));
    await wire.#launch();
    return wire;
  }

  /** The folder of its database. */
  get store(): string {
    return join(this.#folder, `${this.#name}-store`);
  }

  /** Ends all processes of the worker and starts them again: they know nothing. The database goes on. */
  async restart(): Promise<void> {
    await this.#server?.kill();
    await this.#launch();
  }

  async stop(): Promise<void> {
    await this.#server?.kill();
    await this.#database?.stop();
  }

  async #launch(): Promise<void> {
    const config = await processesConfig(this.#folder, this.#bundles, this.#options, this.#database?.port ?? 0);
    this.#server = await startWorkerd(this.#folder, this.#name, config, this.#options.inspected);
  }

  /** Of a process. */
  url(process = 0): string {
    return `http://127.0.0.1:${this.#server?.ports[`process-${process}`]}`;
  }

  async ask(path: string, { process = 0, headers, ...init }: Asked = {}): Promise<Answer> {
    const begun = performance.now();
    const response = await fetch(this.url(process) + path, {
      signal: AbortSignal.timeout(PATIENCE),
      ...init,
      redirect: 'manual',
      headers: { 'accept-encoding': 'identity', ...headers },
    });
    const body = await response.text();
    return { status: response.status, headers: response.headers, body, milliseconds: performance.now() - begun };
  }

  api(method: string, path: string, body?: unknown, asked: Asked = {}): Promise<Answer> {
    const text = typeof body === 'string';
    return this.ask(path, {
      ...asked,
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': text ? 'application/x-ndjson' : 'application/json',
        ...asked.headers,
      },
      ...(body !== undefined && { body: text ? body : JSON.stringify(body) }),
    });
  }

  /** Publishes a story. */
  put(key: string, fields: object = {}, asked: Asked = {}): Promise<Answer> {
    return this.api('PUT', `/api/articles/${key}`, { ...STORY, title: key, ...fields }, asked);
  }

  /** The clock's tick, of which there is one a minute. */
  async tick(): Promise<void> {
    await fetch(`http://127.0.0.1:${this.#server?.ports.queue}/tick`);
  }

  /** The calls of the database since the last time, out of its notes. */
  async calls(): Promise<Call[]> {
    return (await fetch(`${this.#database?.origin}/calls`)).json() as Promise<Call[]>;
  }

  /** Makes the database well, or whatever it is to be. */
  async condition(condition: Partial<Condition> = {}): Promise<void> {
    await fetch(`${this.#database?.origin}/condition`, { method: 'POST', body: JSON.stringify(condition) });
  }

  /** Runs SQL in the database, past the wire. @throws {Error} with what SQLite says */
  async sql(sql: string): Promise<{ results: Record<string, unknown>[]; written: number }> {
    const response = await fetch(`${this.#database?.origin}/sql`, { method: 'POST', body: JSON.stringify({ sql }) });
    const [answer] = [await response.json()].flat() as Told[];
    if (answer?.meta === undefined) throw new Error(`${sql}: ${answer?.error}`);
    return { results: answer.results, written: answer.meta.rows_written };
  }

  /** Bytes of memory that the workerd of the worker holds, without its database. */
  async residentBytes(): Promise<number> {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(this.#server?.pid)]);
    return Number(stdout) * 1024;
  }

  /** The port of V8's inspector. */
  get inspectorPort(): number {
    return this.#server?.ports.inspector as number;
  }
}

const STORY = {
  published: '2025-12-31T20:00:00Z',
  body: 'O common words of a story.',
  bodyType: 'text',
  tags: ['News', 'World'],
};
