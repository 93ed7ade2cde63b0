import { findSequence } from '../articles/sequence-store.ts';
import { invalid, Refused } from '../refusal.ts';
import { admitPing, admitRequest, type CountedRequest, findExceeded, type Limit, MOST } from './admission-store.ts';
import { CallbackError, checkCallback, hostOf } from './callback-check.ts';
import { enqueue } from './jobs.ts';
import type { HubParts } from './parts.ts';
import { registrableDomainOf } from './registrable-domain.ts';
import type { SubscriptionRequest } from './requests.ts';
import { storedPaths } from './topics.ts';

/** Seconds in which a request that is meant has been confirmed, and makes room for others. */
const CONFIRMED_WITHIN = 10;
/** Seconds until a hub that is full may have room: leases end by the day. */
const FULL_FOR = 3600;

/**
 * Accepts a request to subscribe or unsubscribe: its intent is verified afterwards. A request that is refused writes
 * nothing.
 * @param client the key of whoever asks; undefined if it is not known
 * @throws {Refused} with the reason: `busy` if too many requests are not verified yet, or the hub is full
 */
export async function acceptSubscription(
  parts: HubParts,
  request: SubscriptionRequest,
  client: string | undefined,
): Promise<void> {
  const { db, site, topics, clock, queues } = parts;
  const { mode, callback, requestedTopic } = request;
  const { maxSubscriptions } = parts.settings;
  const now = clock();
  refuseCallback(parts, callback);
  // The sequence is read before anything else: every change after that is to be delivered.
  const closed = mode === 'unsubscribe' ? 'found' : 'refused';
  const { topic, also } = await topics.look(requestedTopic, now, { sequence: findSequence(db) }, closed);
  const counted: CountedRequest = {
    client,
    domain: registrableDomainOf(hostOf(callback)),
    callback,
    isSubscribing: mode === 'subscribe',
    paths: storedPaths(site, requestedTopic, topic.path),
  };
  const id = await admitRequest(db, counted, { maxSubscriptions, now }).ask();
  if (id === undefined) {
    const limit = await findExceeded(db, counted, { maxSubscriptions, now }).ask();
    throw refusalOf(limit ?? 'domain', counted, maxSubscriptions);
  }
  await enqueue(queues, [{ kind: 'verify', ...request, since: also.sequence.value, request: id }]);
}

/** @throws {Refused} `busy` if a client pings too often */
export async function acceptPing({ db, clock }: HubParts, client: string | undefined): Promise<void> {
  if (client === undefined || (await admitPing(db, client, clock()).ask())) return;
  const { count, seconds } = MOST.ping;
  throw busy(`at most ${count} pings in ${seconds} s from one client`, seconds);
}

/** Names the limit that a request would exceed. */
function refusalOf(limit: Limit, { domain }: CountedRequest, maxSubscriptions: number): Refused {
  if (limit === 'subscriptions')
    return busy(
      `at most ${maxSubscriptions} subscriptions: until some end, the hub only renews those it has`,
      FULL_FOR,
    );
  const { count, seconds } = MOST[limit];
  const message = {
    'client-and-domain': `for ${domain} in ${seconds} s from one client`,
    client: `in ${seconds} s from one client`,
    domain: `for ${domain} in ${seconds} s`,
    callback: `for this callback in ${seconds} s`,
  }[limit];
  return busy(`at most ${count} unconfirmed requests ${message}`, CONFIRMED_WITHIN);
}

const busy = (message: string, seconds: number) =>
  new Refused({ kind: 'busy', message: `${message}; try again in ${seconds} s`, retryAfterSeconds: seconds });

/** @throws {Refused} `invalid` for a callback that the hub must not call */
function refuseCallback({ site, settings: { allowLoopback } }: HubParts, callback: string): void {
  try {
    checkCallback(callback, { allowLoopback, ownOrigin: site.origin });
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    throw invalid([{ field: 'hub.callback', message: error.message }]);
  }
}
