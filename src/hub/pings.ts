import { listChanged } from '../channels/channel-store.ts';
import { plainPath } from '../feeds/address.ts';
import { PINGED_FORMATS } from '../feeds/formats/index.ts';
import { type Query, together } from '../platform/database.ts';
import { pauseAfter } from './backoff.ts';
import { ADDRESSES_PER_REQUEST, tellIndexNow } from './index-now.ts';
import { listChangedPages } from './index-now-store.ts';
import { enqueueLater } from './jobs.ts';
import { claimOtherHubs, type OtherHub, storeOtherHub } from './other-hub-store.ts';
import type { HubParts } from './parts.ts';

/** Changes that come within this time are told together, in seconds. */
export const PING_DELAY = 5;
/** Seconds from a first failed attempt to the next. */
const FIRST_PAUSE = 60;
/** Channels of which a hub is told in one attempt, a ping for each format. */
const CHANNELS_PER_ATTEMPT = 15;
/** After so many failed attempts in a row, a hub is not told of these channels any more. */
const MAX_FAILED_ATTEMPTS = 8;

/** Tells search engines which pages have changed, and other hubs which feeds of tags; not those of expressions, since nobody has a list of them. */
export async function pingOtherHubs(parts: HubParts): Promise<void> {
  const { db, clock, settings } = parts;
  const now = clock();
  const longest = CHANNELS_PER_ATTEMPT * PINGED_FORMATS.length * settings.timeoutSeconds * 1000;
  const hubs = await claimOtherHubs(db, now, now.getTime() + longest).ask();
  await Promise.all(hubs.map((it) => pingHub(parts, it)));
}

async function pingHub(parts: HubParts, hub: OtherHub): Promise<void> {
  if (hub.address === parts.site.indexNow?.endpoint) return tellPages(parts, hub);
  const { db, site, topics } = parts;
  const { changed, vocabulary } = await together(db, {
    changed: listChanged(db, { revision: hub.told, slug: hub.channel }, CHANNELS_PER_ATTEMPT),
    vocabulary: topics.vocabulary(),
  }).ask();
  const last = changed.at(-1);
  if (!last) return storeOtherHub(db, { ...hub, problem: null, retry: 0 }).ask();
  const feeds = changed
    .filter(({ slug }) => !vocabulary.asksForKey(slug))
    .flatMap(({ slug }) => PINGED_FORMATS.map((format) => site.origin + plainPath(slug, format)));
  const problem = await pingAll(parts, hub.address, feeds);
  parts.log({ event: 'ping', hub: hub.address, feeds: feeds.length, ...failed(problem, hub) });
  const told = { ...hub, told: last.revision, channel: last.slug };
  // The pings for what has changed meanwhile found the hub claimed.
  await settle(parts, { hub, told, problem }, listChanged(db, last, 1));
}

/** Tells search engines of the pages that have changed since they were told last. */
async function tellPages(parts: HubParts, hub: OtherHub): Promise<void> {
  const { db } = parts;
  const changed = await listChangedPages(db, hub.told, ADDRESSES_PER_REQUEST).ask();
  const last = changed.at(-1);
  if (!last) return storeOtherHub(db, { ...hub, problem: null, retry: 0 }).ask();
  const problem = await tellIndexNow(
    parts,
    changed.map((it) => it.slug),
  );
  parts.log({ event: 'index-now', pages: changed.length, ...failed(problem, hub) });
  await settle(parts, { hub, told: { ...hub, told: last.seq }, problem }, listChangedPages(db, last.seq, 1));
}

const failed = (problem: string | undefined, hub: OtherHub) => problem && { problem, attempt: hub.failures + 1 };

/** Stores what became of an attempt, and plans the next one if it failed or if there is more to tell. */
async function settle(
  { db, queues, clock, random }: HubParts,
  { hub, told, problem }: { hub: OtherHub; told: OtherHub; problem: string | undefined },
  more: Query<unknown[]>,
): Promise<void> {
  const { state, pause } = problem ? afterFailure(hub, told, random()) : { state: { ...told, failures: 0 }, pause: 0 };
  const { newer } = await together(db, {
    stored: storeOtherHub(db, { ...state, problem: problem ?? null, retry: clock().getTime() + pause * 1000 }),
    newer: more,
  }).ask();
  if (problem || newer.length > 0) await enqueueLater(queues, [{ job: { kind: 'ping' }, delay: pause }]);
}

/** Returns another hub after a failed attempt, and the seconds until the next. @param told the hub if it had been told */
function afterFailure(hub: OtherHub, told: OtherHub, random: number): { state: OtherHub; pause: number } {
  const failures = hub.failures + 1;
  if (failures >= MAX_FAILED_ATTEMPTS) return { state: { ...told, failures: 0 }, pause: 0 };
  return { state: { ...hub, failures }, pause: pauseAfter(failures, FIRST_PAUSE, undefined, random) };
}

/** Sends pings until one fails. @returns a description of its fault */
async function pingAll({ settings }: HubParts, hub: string, feeds: string[]): Promise<string | undefined> {
  for (const feed of feeds) {
    // PubSubHubbub 0.4 §7 names the feed hub.url, later hubs want hub.topic.
    const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': feed, 'hub.topic': feed });
    try {
      const signal = AbortSignal.timeout(settings.timeoutSeconds * 1000);
      const response = await fetch(hub, { method: 'POST', body, signal, redirect: 'manual' });
      await response.body?.cancel();
      if (!response.ok) return `expected a 2xx status, got ${response.status}`;
    } catch (error) {
      return `no connection: ${(error as Error).message.slice(0, 200)}`;
    }
  }
  return undefined;
}
