import { findSequence } from '../articles/sequence-store.ts';
import { invalid, Refused } from '../refusal.ts';
import { CallbackError, checkCallback, hostOf } from './callback-check.ts';
import { enqueue } from './jobs.ts';
import type { HubParts } from './parts.ts';
import type { SubscriptionRequest } from './requests.ts';
import { countVerification, VERIFICATION_INTERVAL } from './verification-store.ts';

/** Verifications that one host gets in an interval, whoever asks for them. */
const MAX_PER_HOST = 100;

/**
 * Accepts a request to subscribe or unsubscribe: its intent is verified afterwards.
 * @throws {Refused} with the reason
 */
export async function acceptSubscription(parts: HubParts, request: SubscriptionRequest): Promise<void> {
  const { db, topics, clock, queues } = parts;
  const now = clock();
  refuseCallback(parts, request.callback);
  // The sequence is read before anything else: every change after that is to be delivered.
  const { also } = await topics.look(request.requestedTopic, now, { sequence: findSequence(db) });
  const host = hostOf(request.callback);
  if ((await countVerification(db, host, now).ask()) > MAX_PER_HOST) {
    const seconds = VERIFICATION_INTERVAL / 1000;
    const message = `${host}: at most ${MAX_PER_HOST} verifications in ${seconds} s; try again in ${seconds} s`;
    throw new Refused({ kind: 'busy', message, retryAfterSeconds: seconds });
  }
  await enqueue(queues, [{ kind: 'verify', ...request, since: also.sequence.value }]);
}

/** @throws {Refused} `invalid` for a callback that the hub must not call */
function refuseCallback({ site, settings: { allowLoopback } }: HubParts, callback: string): void {
  try {
    checkCallback(callback, { allowLoopback, ownOrigin: site.origin });
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    throw invalid([{ field: 'hub.callback', message: error.message }]);
  }
}
