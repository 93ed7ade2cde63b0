import { listChanged } from '../channels/store.ts';
import { plainPath } from '../feeds/address.ts';
import { PINGED_FORMATS } from '../feeds/formats/index.ts';
import { pauseAfter } from './backoff.ts';
import { enqueueLater } from './jobs.ts';
import { claimOtherHubs, keepOtherHubs, type OtherHub, storeOtherHub } from './other-hub-store.ts';
import type { HubTools } from './tools.ts';

/** Changes that come within this time are told together, in seconds. */
export const PING_DELAY = 5;
/** Seconds from a failed ping to the next. */
const FIRST_PAUSE = 60;
const CHANNELS_AT_ONCE = 15;
/** After this many attempts in a row a hub is not told of these channels any more. */
const MAX_FAILURES = 8;

/** Gives other hubs that are configured now a row, and forgets the others. */
export function keepConfiguredHubs({ db, site }: HubTools): Promise<void> {
  return keepOtherHubs(db, site.hubs.slice(1));
}

/** Tells other hubs which feeds of tags have changed. Those of expressions are not told: nobody has a list of them. */
export async function pingOtherHubs(tools: HubTools): Promise<void> {
  const now = tools.clock();
  const hubs = await claimOtherHubs(
    tools.db,
    now,
    now.getTime() + CHANNELS_AT_ONCE * PINGED_FORMATS.length * tools.settings.timeout * 1000,
  );
  await Promise.all(hubs.map((it) => pingHub(tools, it)));
}

async function pingHub(tools: HubTools, hub: OtherHub): Promise<void> {
  const { db, site, queues, clock, random, log } = tools;
  const changed = await listChanged(db, { revision: hub.told, slug: hub.channel }, CHANNELS_AT_ONCE).ask();
  const last = changed.at(-1);
  if (!last) return storeOtherHub(db, { ...hub, problem: null, retry: 0 });
  const position = { told: last.revision, channel: last.slug };
  const feeds = changed.flatMap(({ slug }) => PINGED_FORMATS.map((format) => site.origin + plainPath(slug, format)));
  const problem = await pingAll(tools, hub.address, feeds);
  log({ event: 'ping', hub: hub.address, feeds: feeds.length, ...(problem && { problem, attempt: hub.failures + 1 }) });
  const now = clock().getTime();
  const failures = problem ? hub.failures + 1 : 0;
  const givenUp = failures >= MAX_FAILURES;
  const pause = problem && !givenUp ? pauseAfter(failures, FIRST_PAUSE, undefined, random()) : 0;
  await storeOtherHub(db, {
    address: hub.address,
    ...(!problem || givenUp ? position : { told: hub.told, channel: hub.channel }),
    failures: givenUp ? 0 : failures,
    problem: problem ?? null,
    retry: now + pause * 1000,
  });
  // What has changed meanwhile found the hub claimed.
  const more = problem || (await listChanged(db, last, 1).ask()).length > 0;
  if (more) await enqueueLater(queues, [{ job: { kind: 'ping' }, delay: pause }]);
}

/** @returns what was wrong with the first ping that failed; the others are not sent then */
async function pingAll({ settings }: HubTools, hub: string, feeds: string[]): Promise<string | undefined> {
  for (const feed of feeds) {
    // PubSubHubbub 0.4 §7 names the feed hub.url, later hubs want hub.topic.
    const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': feed, 'hub.topic': feed });
    try {
      const signal = AbortSignal.timeout(settings.timeout * 1000);
      const response = await fetch(hub, { method: 'POST', body, signal, redirect: 'manual' });
      await response.body?.cancel();
      if (!response.ok) return `expected a 2xx status, got ${response.status}`;
    } catch (error) {
      return `no connection: ${(error as Error).message.slice(0, 200)}`;
    }
  }
  return undefined;
}
