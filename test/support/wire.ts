import { applyD1Migrations, env, reset } from 'cloudflare:test';
import { cloudflare } from '../../src/platform/cloudflare/platform.ts';
import type { Database } from '../../src/platform/database.ts';
import type { LogLine, Platform } from '../../src/platform/platform.ts';
import { fetchOf } from '../../src/routes.ts';
import type { Settings } from '../../src/settings.ts';
import { createWire, type Wire } from '../../src/wire.ts';
import { TimedJobs } from './jobs.ts';

export const ORIGIN = 'http://127.0.0.1:8787';
export const FORMATS = ['rss', 'atom', 'json'] as const;
export type Format = (typeof FORMATS)[number];
export const START = new Date('2026-03-01T12:00:00Z');

/** The wire over a real, empty D1, with a clock that the test sets. A second one shares the database, not the memory. */
export class TestWire {
  now = new Date(START);
  readonly log: LogLine[] = [];
  /** Cache tags that were purged, where there is a cache in front. */
  readonly purged: string[] = [];
  readonly jobs = new TimedJobs(() => this.now);
  /** Settings of the wire: to be changed before its first request, or before `restart`. */
  readonly settings: Settings = {
    ...env,
    SITE_COPYRIGHT: 'Tagwire',
    EDITOR_NAME: 'Desk',
    EDITOR_EMAIL: 'desk@tagwire.example',
  };
  database: Database = env.DB;
  /** Parts of its platform that are not the usual ones. */
  platform: Partial<Platform> = {};
  #running: { wire: Wire; fetch: (request: Request) => Response | Promise<Response> } | undefined;
  readonly #background: Promise<unknown>[] = [];

  static async fresh(): Promise<TestWire> {
    await reset();
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
    return new TestWire();
  }

  /** Forgets everything in memory, as a new process does. */
  restart(): void {
    this.#running = undefined;
  }

  pass(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  #run() {
    if (!this.#running) {
      const wire = createWire(this.#platform(), this.settings, {
        clock: () => new Date(this.now),
        sleep: async () => {},
        random: () => 0.5,
        challenge: () => crypto.randomUUID(),
        log: (line) => this.log.push(line),
      });
      this.#running = { wire, fetch: fetchOf(wire) };
    }
    return this.#running;
  }

  #platform(): Platform {
    return {
      ...cloudflare(env),
      database: this.database,
      verifications: this.jobs,
      deliveries: this.jobs,
      combinations: this.jobs,
      retries: this.jobs,
      releases: this.jobs,
      cache: () => ({ purge: async (tags) => void this.purged.push(...tags) }),
      background: (work) => this.#background.push(work),
      ...this.platform,
    };
  }

  /** Fetches, and goes on where a place in a channel is now (302). */
  async follow(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await this.fetch(path, init);
    if (response.status !== 302) return response;
    return this.fetch((response.headers.get('location') ?? '').slice(ORIGIN.length), init);
  }

  /** Called when an answer is there, before what goes on after it. */
  answered: () => void = () => {};

  /** Waits for what goes on after an answer. */
  async #settle<T>(answer: Promise<T> | T): Promise<T> {
    const settled = await answer;
    this.answered();
    while (this.#background.length > 0) await Promise.all(this.#background.splice(0));
    return settled;
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#settle(this.#run().fetch(new Request(new URL(path, ORIGIN), { redirect: 'manual', ...init })));
  }

  /** Does the jobs whose time has come, and those that they make, until there are none. @returns how many */
  async work(): Promise<number> {
    let done = 0;
    for (let jobs = this.jobs.take(); jobs.length > 0; jobs = this.jobs.take()) {
      await this.#settle(Promise.all(jobs.map((it) => this.#run().wire.work(it))));
      done += jobs.length;
    }
    return done;
  }

  tick(): Promise<number> {
    return this.#settle(this.#run().wire.tick());
  }

  api(method: string, path: string, body?: BodyInit | null, type?: string, token = 'first-token'): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) };
    return this.fetch(path, { method, headers, body: body ?? null });
  }

  putJson(key: string, fields: Record<string, unknown>): Promise<Response> {
    return this.api('PUT', `/api/articles/${key}`, JSON.stringify({ ...STORY, ...fields }), 'application/json');
  }

  putMarkdown(key: string, source: BodyInit): Promise<Response> {
    return this.api('PUT', `/api/articles/${key}`, source, 'text/markdown');
  }

  /** Publishes a story that must be accepted. */
  async story(key: string, fields: Record<string, unknown> = {}): Promise<void> {
    const response = await this.putJson(key, fields);
    if (!response.ok) throw new Error(`${key} was refused: ${await response.text()}`);
  }

  async bulk(lines: (string | Uint8Array)[]): Promise<Record<string, unknown>[]> {
    const body = new Blob(lines.flatMap((it) => [it, '\n']));
    const response = await this.api('POST', '/api/articles', body, 'application/x-ndjson');
    return readNdjson(response);
  }

  putTags(tags: unknown[]): Promise<Response> {
    return this.api('PUT', '/api/tags', JSON.stringify({ version: 1, tags }), 'application/json');
  }

  /** Titles in a channel's JSON Feed, newest first. */
  async titles(channel: string, query = ''): Promise<string[]> {
    const response = await this.fetch(`/feeds/${channel}.json${query}`);
    if (response.status !== 200)
      throw new Error(`${channel}: ${response.status} ${response.headers.get('location')} ${await response.text()}`);
    const feed = (await response.json()) as { items: { title: string }[] };
    return feed.items.map((it) => it.title);
  }
}

/** The wire of the test that runs. */
export let wire: TestWire;

/** Replaces it by one over an empty database. */
export async function freshWire(): Promise<void> {
  wire = await TestWire.fresh();
}

/** The rows of NDJSON. By bytes: the runtime warns of `text()` on a type that it does not know as text. */
export async function readNdjson(response: Response): Promise<Record<string, unknown>[]> {
  const text = new TextDecoder().decode(await response.arrayBuffer());
  return text
    .split('\n')
    .filter((it) => it !== '')
    .map((it) => JSON.parse(it));
}

export const STORY = {
  title: 'A story',
  body: 'Some *text* of a story.',
  published: '2026-02-01T10:00:00Z',
  tags: ['Ukraine'],
};
