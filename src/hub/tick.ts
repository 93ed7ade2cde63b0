import { together } from '../platform/database.ts';
import { forgetRequests } from './admission-store.ts';
import { noteHealth } from './health-store.ts';
import { enqueueLater, type HubJob } from './jobs.ts';
import { keepOtherHubs } from './other-hub-store.ts';
import type { HubParts } from './parts.ts';
import { forgetSlow, isAnySlow } from './slow-domain-store.ts';
import { findNextRetry } from './subscription-failure-store.ts';
import { endLeases } from './subscription-store.ts';
import { deleteUnusedTopics, findPendingTopics } from './topic-store.ts';

/** Topics of each kind whose deliveries the clock starts at once. */
const TOPICS_AT_ONCE = 100;
/** From one tick of the clock to the next, in seconds: retries that are due within it are planned now. */
const CLOCK_INTERVAL = 60;

/** Ends leases, forgets what is over, notes how old the oldest undelivered change is, and plans a job for everything that is to be done, in case one was lost. */
export async function tick({ db, site, queues, clock, log }: HubParts): Promise<void> {
  const now = clock();
  const { ended, plain, combinations, nextRetry, slow } = await together(db, {
    ended: endLeases(db, now),
    unused: deleteUnusedTopics(db),
    requests: forgetRequests(db, now),
    otherHubs: keepOtherHubs(db, [...site.hubs.slice(1), ...(site.indexNow ? [site.indexNow.endpoint] : [])]),
    plain: findPendingTopics(db, { combination: false, limit: TOPICS_AT_ONCE }),
    combinations: findPendingTopics(db, { combination: true, limit: TOPICS_AT_ONCE }),
    nextRetry: findNextRetry(db),
    forgotten: forgetSlow(db, now),
    slow: isAnySlow(db, now),
    health: noteHealth(db, now),
  }).ask();
  for (const { id, host, delivered, target } of ended)
    log({ event: 'lease-ended', subscription: id, host, undelivered: delivered < target });
  const at = (job: HubJob, time: number) => ({ job, delay: (time - now.getTime()) / 1000 });
  const retries = [nextRetry, slow ? now.getTime() : undefined]
    .filter((it) => it !== undefined)
    .map((time) => at({ kind: 'retry' }, time));
  await enqueueLater(queues, [
    at({ kind: 'distribute' }, now.getTime()),
    at({ kind: 'ping' }, now.getTime()),
    ...plain.map(({ id, claimed }) => at({ kind: 'deliver', topic: id, combination: false }, claimed)),
    ...combinations.map(({ id, claimed }) => at({ kind: 'deliver', topic: id, combination: true }, claimed)),
    ...retries.filter((it) => it.delay < CLOCK_INTERVAL),
  ]);
}
