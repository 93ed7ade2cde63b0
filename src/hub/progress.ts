import { pauseAfter } from './backoff.ts';
import type { FailedDelivery } from './delivery-attempt.ts';
import type { HubSettings } from './settings.ts';
import type { ClaimedSubscription, Progress } from './subscription-claim-store.ts';

/** After so many failed attempts in a row a delivery is given up, until its topic changes again. */
const MAX_FAILURES = 12;

/** Leaves a subscription as it was claimed: nothing was attempted. */
export function untouched({ id, claimed, delivered, failures, problem }: ClaimedSubscription): Progress {
  return {
    id,
    claimed,
    delivered,
    failures,
    retry: failures > 0 ? claimed : null,
    dead: null,
    succeeded: null,
    problem,
  };
}

/**
 * Notes that a subscriber has everything up to a number of the sequence.
 * @param at the moment of the delivery; undefined if there was nothing to deliver
 */
export function delivered({ id, claimed }: ClaimedSubscription, upto: number, at?: Date): Progress {
  const succeeded = at?.getTime() ?? null;
  return { id, claimed, delivered: upto, failures: 0, retry: null, dead: null, succeeded, problem: null };
}

/** Puts a delivery off because of an internal error; such an error never makes the hub give up. */
export function putOff(subscription: ClaimedSubscription, now: Date, { firstPauseSeconds }: HubSettings): Progress {
  const failures = Math.max(1, subscription.failures);
  const retry = now.getTime() + firstPauseSeconds * 1000;
  return { ...untouched(subscription), failures, retry, problem: 'no document could be made' };
}

/** Plans the next attempt after a failed one, or gives up. @param random from 0 to 1 */
export function failed(
  { id, claimed, delivered, failures: before }: ClaimedSubscription,
  { problem, retryAfter }: FailedDelivery,
  { now, random, settings }: { now: Date; random: number; settings: HubSettings },
): Progress {
  const failures = before + 1;
  const progress = { id, claimed, delivered, failures, succeeded: null, problem };
  if (failures >= MAX_FAILURES) return { ...progress, retry: null, dead: now.getTime() };
  const pause = pauseAfter(failures, settings.firstPauseSeconds, retryAfter, random);
  return { ...progress, retry: now.getTime() + Math.ceil(pause * 1000), dead: null };
}
