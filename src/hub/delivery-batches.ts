import type { LogLine } from '../platform/platform.ts';
import { attemptDelivery, type DeliveryResult } from './delivery-attempt.ts';
import { type DeliveryDocument, DeliveryDocuments } from './delivery-documents.ts';
import { tellDenied } from './denial.ts';
import { type DeliveryJob, enqueue, type HubJob } from './jobs.ts';
import type { HubParts } from './parts.ts';
import { delivered, failed, putOff, untouched } from './progress.ts';
import { ProgressWriter } from './progress-writer.ts';
import { noteSlow } from './slow-domain-store.ts';
import { type ClaimedSubscription, claimDue, claimPending } from './subscription-claim-store.ts';
import { FeedClosed } from './topics.ts';

/** Subscribers that one job delivers to: Cloudflare's free plan lets an invocation call 50 addresses. */
export const BATCH_SIZE = 40;
/** Cloudflare opens at most this many connections at once for one invocation. */
const CONNECTIONS = 6;
/** Time for storing progress before a claim ends, in milliseconds. */
const CLAIM_MARGIN = 3000;

/** Delivers to a batch of a topic's healthy subscribers. */
export async function deliverToTopic(parts: HubParts, job: DeliveryJob): Promise<void> {
  const options = claimOptions(parts);
  const claimed = await claimPending(parts.db, job.topic, options).ask();
  const { isAnySlow } = await deliverAll(parts, claimed, { until: options.until, leavesSlow: true });
  const jobs: HubJob[] = claimed.length === BATCH_SIZE ? [job] : [];
  if (isAnySlow) jobs.push({ kind: 'retry' });
  await enqueue(parts.queues, jobs);
}

/** Delivers to a batch of those whose next attempt is due after a failed one, or whose domain is slow. */
export async function retryDeliveries(parts: HubParts): Promise<void> {
  const options = claimOptions(parts);
  const claimed = await claimDue(parts.db, options).ask();
  const again: HubJob[] = [{ kind: 'retry' }];
  // Before the deliveries, which may take long: the next batch is somebody else's.
  if (claimed.length === BATCH_SIZE) await enqueue(parts.queues, again);
  const { isAnyLeft } = await deliverAll(parts, claimed, { until: options.until, leavesSlow: false });
  if (isAnyLeft) await enqueue(parts.queues, again);
}

/** A claim lasts for two deliveries: what has not begun in its first half is left to the next batch. */
function claimOptions({ clock, settings }: HubParts) {
  const now = clock();
  return { now, until: now.getTime() + 2 * settings.timeoutSeconds * 1000 + CLAIM_MARGIN, limit: BATCH_SIZE };
}

/**
 * Delivers to subscribers, to a few at a time.
 * @param until end of their claims, in milliseconds since 1970
 * @param leavesSlow leaves the others of a domain where one has timed out, so that nobody waits behind them as well
 */
async function deliverAll(
  parts: HubParts,
  claimed: ClaimedSubscription[],
  { until, leavesSlow }: { until: number; leavesSlow: boolean },
): Promise<{ isAnySlow: boolean; isAnyLeft: boolean }> {
  const { db, clock, settings, log } = parts;
  const documents = new DeliveryDocuments(parts);
  const progress = new ProgressWriter(parts);
  const slow = new Set<string>();
  let isAnyLeft = false;
  const latestStart = until - settings.timeoutSeconds * 1000 - CLAIM_MARGIN;
  // Those who have not failed come first; then those who have the same, one after another, so that their document need not
  // be held for long.
  const waiting = claimed.toSorted((a, b) => a.failures - b.failures || a.topic - b.topic || a.delivered - b.delivered);
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (clock().getTime() > latestStart || (leavesSlow && slow.has(next.domain))) {
        isAnyLeft = true;
        progress.add(untouched(next));
        continue;
      }
      const result = await deliver(parts, next, documents, progress);
      if (result?.result !== 'failed' || !result.timedOut) continue;
      slow.add(next.domain);
      await noteSlow(db, next.domain, clock())
        .ask()
        .catch((error: Error) => log({ event: 'error', problem: `cannot note a slow domain: ${error.message}` }));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  await progress.finish();
  return { isAnySlow: slow.size > 0, isAnyLeft };
}

/** Delivers to one subscriber. @returns what became of the attempt; undefined if there was none */
async function deliver(
  parts: HubParts,
  subscription: ClaimedSubscription,
  documents: DeliveryDocuments,
  progress: ProgressWriter,
): Promise<DeliveryResult | undefined> {
  const { settings, clock, random, log } = parts;
  const begun = clock();
  const next = await documents.next(subscription).catch((error: Error) => error);
  if (next instanceof FeedClosed) {
    log({ event: 'closed', subscription: subscription.id, topic: subscription.path });
    await tellDenied(parts, subscription, 'the feed asks for a key now');
    progress.delete(subscription);
    return undefined;
  }
  if (next instanceof Error) {
    log({ event: 'error', subscription: subscription.id, problem: `cannot make the document: ${next.message}` });
    progress.add(putOff(subscription, begun, settings));
    return undefined;
  }
  const { document, upto } = next;
  if (!document) {
    progress.add(delivered(subscription, upto));
    return undefined;
  }
  const result = await attemptDelivery(parts, subscription, document, begun);
  const ended = clock();
  log(logLineOf(subscription, { document, upto }, result, ended.getTime() - begun.getTime()));
  if (result.result === 'gone') progress.delete(subscription);
  else if (result.result === 'delivered') progress.add(delivered(subscription, upto, ended));
  else progress.add(failed(subscription, result, { now: ended, random: random(), settings }));
  return result;
}

function logLineOf(
  { id, host, path, delivered, failures }: ClaimedSubscription,
  { document, upto }: { document: DeliveryDocument; upto: number },
  result: DeliveryResult,
  milliseconds: number,
): LogLine {
  return {
    event: 'delivery',
    subscription: id,
    host,
    topic: path,
    after: delivered,
    upto,
    changes: document.changes,
    bytes: document.bytes.byteLength,
    attempt: failures + 1,
    milliseconds,
    ...result,
  };
}
