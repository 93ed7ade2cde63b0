import type { LogLine } from '../platform/platform.ts';
import { attemptDelivery, type DeliveryResult } from './delivery-attempt.ts';
import { type DeliveryDocument, DeliveryDocuments } from './delivery-documents.ts';
import { type DeliveryJob, enqueue } from './jobs.ts';
import type { HubParts } from './parts.ts';
import { delivered, failed, putOff, untouched } from './progress.ts';
import { ProgressWriter } from './progress-writer.ts';
import { type ClaimedSubscription, claimDue, claimPending } from './subscription-claim-store.ts';

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
  await deliverAll(parts, claimed, options.until);
  if (claimed.length === BATCH_SIZE) await enqueue(parts.queues, [job]);
}

/** Delivers to a batch of those whose next attempt is due after a failed one. */
export async function retryDeliveries(parts: HubParts): Promise<void> {
  const options = claimOptions(parts);
  const claimed = await claimDue(parts.db, options).ask();
  await deliverAll(parts, claimed, options.until);
  if (claimed.length === BATCH_SIZE) await enqueue(parts.queues, [{ kind: 'retry' }]);
}

/** A claim lasts for two deliveries: what has not begun in its first half is left to the next batch. */
function claimOptions({ clock, settings }: HubParts) {
  const now = clock();
  return { now, until: now.getTime() + 2 * settings.timeoutSeconds * 1000 + CLAIM_MARGIN, limit: BATCH_SIZE };
}

/** Delivers to subscribers, to a few at a time. @param until end of their claims, in milliseconds since 1970 */
async function deliverAll(parts: HubParts, claimed: ClaimedSubscription[], until: number): Promise<void> {
  const documents = new DeliveryDocuments(parts);
  const progress = new ProgressWriter(parts);
  const latestStart = until - parts.settings.timeoutSeconds * 1000 - CLAIM_MARGIN;
  // Those who have the same, one after another: their document need not be held for long.
  const waiting = claimed.toSorted((a, b) => a.topic - b.topic || a.delivered - b.delivered);
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (parts.clock().getTime() > latestStart) progress.add(untouched(next));
      else await deliver(parts, next, documents, progress);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  await progress.finish();
}

async function deliver(
  parts: HubParts,
  subscription: ClaimedSubscription,
  documents: DeliveryDocuments,
  progress: ProgressWriter,
): Promise<void> {
  const { settings, clock, random, log } = parts;
  const begun = clock();
  const next = await documents.next(subscription).catch((error: Error) => error);
  if (next instanceof Error) {
    log({ event: 'error', subscription: subscription.id, problem: `cannot make the document: ${next.message}` });
    return progress.add(putOff(subscription, begun, settings));
  }
  const { document, upto } = next;
  if (!document) return progress.add(delivered(subscription, upto));
  const result = await attemptDelivery(parts, subscription, document, begun);
  const ended = clock();
  log(logLineOf(subscription, { document, upto }, result, ended.getTime() - begun.getTime()));
  if (result.result === 'gone') progress.delete(subscription);
  else if (result.result === 'delivered') progress.add(delivered(subscription, upto));
  else progress.add(failed(subscription, result, { now: ended, random: random(), settings }));
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
