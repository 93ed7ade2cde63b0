import { MAX_FAILURES, pauseAfter } from './backoff.ts';
import { Chunks } from './chunks.ts';
import { type Outcome, post } from './delivery.ts';
import { enqueue } from './jobs.ts';
import { Results } from './results.ts';
import type { HubSettings } from './settings.ts';
import { type Claimed, claimDue, claimPending, type Progress } from './subscription-store.ts';
import { guardOf, type HubTools } from './tools.ts';

/** Subscribers that one message delivers to: Cloudflare's free plan lets an invocation call 50 addresses. */
export const PAGE_SIZE = 40;
/** Cloudflare opens at most this many connections at once for one invocation. */
const CONNECTIONS = 6;
/** Time for storing the results of a claim, in milliseconds. */
const CLAIM_MARGIN = 3000;

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
  // Those who have the same, one after the other: their document need not be kept for long.
  const waiting = claimed.toSorted((a, b) => a.topic - b.topic || a.delivered - b.delivered);
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
  if (chunk instanceof Error) {
    log({ event: 'error', subscription: subscription.id, problem: `nothing to deliver: ${chunk.message}` });
    return results.add(putOff(subscription, begun, settings));
  }
  const { content, upto, changes } = chunk;
  if (!content) {
    return results.add({ ...leftAlone(subscription), delivered: upto, failures: 0, retry: null, problem: null });
  }
  const outcome = await post(subscription, content, {
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
    topic: subscription.path,
    after: subscription.delivered,
    upto,
    changes,
    bytes: content.bytes.byteLength,
    attempt: subscription.failures + 1,
    milliseconds: ended.getTime() - begun.getTime(),
    ...outcome,
  });
  if (outcome.result === 'gone') results.remove(subscription);
  else results.add(progressOf(subscription, outcome, upto, ended, random(), settings));
}

/** A subscription as it was claimed: nothing has been tried. */
function leftAlone({ id, claimed, delivered, failures, problem }: Claimed): Progress {
  return { id, claimed, delivered, failures, retry: failures > 0 ? claimed : null, dead: null, problem };
}

/** A subscription for which we ourselves could make no document: a fault of ours is never its last. */
function putOff(subscription: Claimed, now: Date, { retry }: HubSettings): Progress {
  const failures = Math.max(1, subscription.failures);
  return {
    ...leftAlone(subscription),
    failures,
    retry: now.getTime() + retry * 1000,
    problem: 'no document could be made',
  };
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
