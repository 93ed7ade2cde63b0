import { findEntrySizes } from '../articles/store.ts';
import { listChanges } from '../channels/store.ts';
import type { FeedDocuments, FeedPage } from '../feeds/documents.ts';
import type { Site } from '../site.ts';
import { MAX_FAILURES, pauseAfter } from './backoff.ts';
import { type Content, type Outcome, post } from './delivery.ts';
import { checkCallback, checkResolved } from './guard.ts';
import { enqueue, type HubQueues } from './jobs.ts';
import type { HubSettings } from './settings.ts';
import {
  type Claimed,
  claimDue,
  claimPending,
  findTopic,
  type Progress,
  storeProgress,
  type TopicRow,
} from './store.ts';
import type { Topics } from './topics.ts';

/** Subscribers that one message delivers to. */
export const PAGE_SIZE = 50;
/** Cloudflare opens at most this many connections at once for one invocation. */
const CONNECTIONS = 6;
/** Results are stored together that come within this time, in milliseconds. */
const STORED_EVERY = 200;
/** Time for storing the results of a claim, in milliseconds. */
const CLAIM_MARGIN = 3000;
/** What one document holds at most: more follows in the next. */
const MAX_CHANGES = 500;
const MAX_DOCUMENT_BYTES = 8_000_000;

/** What happened, for a log. Of a callback it has the host alone: its path may be a secret. */
export type LogLine = { event: string; problem?: string } & Record<string, unknown>;

/** What the hub works with. */
export interface HubTools {
  db: D1Database;
  site: Site;
  topics: Topics;
  documents: FeedDocuments;
  queues: HubQueues;
  settings: HubSettings;
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  random: () => number;
  /** The addresses of a name, where the runtime can tell them. */
  resolve?: ((host: string) => Promise<string[]>) | undefined;
  log: (line: LogLine) => void;
}

/** A delivery document, and the number of the sequence that its subscriber has everything up to with it. */
interface Chunk {
  upto: number;
  /** Undefined if nothing is left to be said. */
  content: Content | undefined;
  changes: number;
}

/** Delivers to a page of a topic's healthy subscribers. */
export async function deliverPage(tools: HubTools, topic: number): Promise<void> {
  const claim = claimFrom(tools);
  const claimed = await claimPending(tools.db, topic, claim);
  await deliver(tools, claimed, claim.until);
  if (claimed.length === PAGE_SIZE) await enqueue(tools.queues, [{ kind: 'deliver', topic }]);
}

/** Tries again to deliver to a page of those with whom it failed before. */
export async function retryPage(tools: HubTools): Promise<void> {
  const claim = claimFrom(tools);
  const claimed = await claimDue(tools.db, claim);
  await deliver(tools, claimed, claim.until);
  if (claimed.length === PAGE_SIZE) await enqueue(tools.queues, [{ kind: 'retry' }]);
}

/** A claim lasts for two deliveries: what has not begun in its first half is left to the next page. */
function claimFrom({ clock, settings }: HubTools) {
  const now = clock();
  return { now, until: now.getTime() + 2 * settings.timeout * 1000 + CLAIM_MARGIN, limit: PAGE_SIZE };
}

async function deliver(tools: HubTools, claimed: Claimed[], until: number): Promise<void> {
  const chunks = new Chunks(tools);
  const results = new Results(tools);
  const waiting = [...claimed];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const late = tools.clock().getTime() > until - tools.settings.timeout * 1000 - CLAIM_MARGIN;
      if (late) results.add(leftAlone(next));
      else await deliverTo(tools, next, chunks, results);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  await results.finish();
}

async function deliverTo(tools: HubTools, subscription: Claimed, chunks: Chunks, results: Results): Promise<void> {
  const { site, settings, clock, random, log } = tools;
  const begun = clock();
  const chunk = await chunks.since(subscription).catch((error: Error) => error);
  if (!(chunk instanceof Error) && !chunk.content) {
    results.add({ ...leftAlone(subscription), delivered: chunk.upto, failures: 0, retry: null, problem: null });
    return;
  }
  const outcome: Outcome =
    chunk instanceof Error
      ? { result: 'failed', problem: `nothing to deliver: ${chunk.message}` }
      : await post(subscription, chunk.content as Content, {
          site,
          timeout: settings.timeout,
          guard: guardOf(tools),
          now: begun,
        });
  const ended = clock();
  log({
    event: 'delivery',
    subscription: subscription.id,
    host: subscription.host,
    after: subscription.delivered,
    ...(!(chunk instanceof Error) && {
      topic: chunk.path,
      upto: chunk.upto,
      changes: chunk.changes,
      bytes: chunk.content?.bytes.byteLength,
    }),
    attempt: subscription.failures + 1,
    milliseconds: ended.getTime() - begun.getTime(),
    ...outcome,
  });
  const upto = chunk instanceof Error ? subscription.delivered : chunk.upto;
  if (outcome.result === 'gone') results.remove(subscription.id);
  else results.add(progressOf(subscription, outcome, upto, ended, random(), settings));
}

/** Refuses callbacks that must not be called. It is asked before each call: names change. */
export function guardOf({ site, settings: { allowLoopback }, resolve }: HubTools): (callback: string) => Promise<void> {
  return async (callback) => {
    checkCallback(callback, { allowLoopback, ownOrigin: site.origin });
    await checkResolved(callback, { allowLoopback, ...(resolve && { resolve }) });
  };
}

/** A subscription as it was claimed: nothing has been tried. */
function leftAlone({ id, claimed, delivered, failures, problem }: Claimed): Progress {
  return { id, claimed, delivered, failures, retry: failures > 0 ? claimed : null, dead: null, problem };
}

function progressOf(
  { id, claimed, delivered, failures }: Claimed,
  outcome: Exclude<Outcome, { result: 'gone' }>,
  upto: number,
  now: Date,
  random: number,
  settings: HubSettings,
): Progress {
  if (outcome.result === 'delivered')
    return { id, claimed, delivered: upto, failures: 0, retry: null, dead: null, problem: null };
  const failed = { id, claimed, delivered, failures: failures + 1, problem: outcome.problem };
  if (failed.failures >= MAX_FAILURES) return { ...failed, retry: null, dead: now.getTime() };
  const pause = pauseAfter(failed.failures, settings.retry, outcome.retryAfter, random);
  return { ...failed, retry: now.getTime() + Math.ceil(pause * 1000), dead: null };
}

/** The documents of a page of deliveries: those who have the same get the same. */
class Chunks {
  readonly #tools: HubTools;
  readonly #topics = new Map<number, Promise<{ row: TopicRow; page: FeedPage } | undefined>>();
  readonly #chunks = new Map<string, Promise<Chunk>>();

  constructor(tools: HubTools) {
    this.#tools = tools;
  }

  async since({ topic, delivered }: Claimed): Promise<Chunk & { path: string }> {
    const found = await this.#find(topic);
    if (!found) return { upto: delivered, content: undefined, changes: 0, path: '' };
    const name = `${topic} ${delivered}`;
    const chunk = this.#chunks.get(name) ?? this.#make(found, delivered);
    this.#chunks.set(name, chunk);
    return { ...(await chunk), path: found.row.path };
  }

  #find(topic: number) {
    const { db, topics, clock } = this.#tools;
    const found =
      this.#topics.get(topic) ??
      findTopic(db, topic).then(async (row) => row && { row, page: await topics.find(db, row.path, clock()) });
    this.#topics.set(topic, found);
    return found;
  }

  async #make({ row, page }: { row: TopicRow; page: FeedPage }, after: number): Promise<Chunk> {
    const { db, documents } = this.#tools;
    const { expression, sizes } = page.channel;
    const listed = await listChanges(db, expression, sizes, { after, upto: row.target, limit: MAX_CHANGES + 1 });
    const changes = await this.#fitting(listed);
    const last = changes.at(-1);
    const upto = changes.length < listed.length && last ? last.seq : row.target;
    if (changes.length === 0) return { upto, content: undefined, changes: 0 };
    const bytes = await documents.renderChanges(db, page, changes);
    return { upto, content: { bytes, type: page.request.format.mediaType }, changes: changes.length };
  }

  /** As many of the changes, and at least one, as go into one document. */
  async #fitting<T extends { key: string }>(listed: T[]): Promise<T[]> {
    const sizes = await findEntrySizes(
      this.#tools.db,
      listed.map((it) => it.key),
    );
    let room = MAX_DOCUMENT_BYTES;
    return listed.slice(0, MAX_CHANGES).filter(({ key }, index) => {
      room -= sizes.get(key) ?? 0;
      return index === 0 || room > 0;
    });
  }
}

/** Stores results while others are still under way, so that a slow subscriber holds up nobody else. */
class Results {
  readonly #tools: HubTools;
  #progress: Progress[] = [];
  #gone: number[] = [];
  #scheduled = false;
  #stored: Promise<void> = Promise.resolve();

  constructor(tools: HubTools) {
    this.#tools = tools;
  }

  add(progress: Progress): void {
    this.#progress.push(progress);
    this.#storeSoon();
  }

  remove(subscription: number): void {
    this.#gone.push(subscription);
    this.#storeSoon();
  }

  /** Stores what is left at once, and resolves when everything is stored. */
  async finish(): Promise<void> {
    await Promise.all([this.#stored, this.#store()]);
  }

  #storeSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const { sleep, log } = this.#tools;
    sleep(STORED_EVERY).then(() => {
      this.#scheduled = false;
      // A claim that is not ended here ends by itself, and the delivery is made again.
      this.#stored = this.#stored
        .then(() => this.#store())
        .catch((error: Error) => log({ event: 'error', problem: `results could not be stored: ${error.message}` }));
    });
  }

  /** Stores what there is, and wakes whoever goes on. */
  async #store(): Promise<void> {
    const [progress, gone] = [this.#progress, this.#gone];
    if (progress.length + gone.length === 0) return;
    this.#progress = [];
    this.#gone = [];
    const { db, queues, clock } = this.#tools;
    const now = clock();
    const { topics, retries } = await storeProgress(db, progress, gone, now);
    await enqueue(
      queues,
      topics.map((topic) => ({ kind: 'deliver', topic })),
    );
    const pauses = new Set(retries.map((it) => Math.ceil((it - now.getTime()) / 1000)));
    for (const pause of pauses) await enqueue(queues, [{ kind: 'retry' }], pause);
  }
}
