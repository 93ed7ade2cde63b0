import { findSequence } from '../articles/sequence-store.ts';
import { invalid, Refused } from '../refusal.ts';
import { CallbackError, checkCallback } from './guard.ts';
import { enqueue, type VerificationJob } from './jobs.ts';
import type { HubRequest } from './requests.ts';
import { deleteSubscription, storeSubscription } from './subscription-store.ts';
import { guardOf, type HubTools } from './tools.ts';
import { topicAddress } from './topics.ts';
import { countVerification } from './verification-store.ts';

/** Seconds that a subscriber has to confirm; slow ones may take 3. */
const TIMEOUT_SECONDS = 10;
/** Verifications that one host gets in an interval, whoever asks for them. */
const MAX_PER_HOST = 100;
export const HOST_INTERVAL = 10_000;
/** More than a challenge is long: what comes after it is not read. */
const MAX_ANSWER_BYTES = 1000;

/**
 * Accepts a request to subscribe or unsubscribe: its intent is verified afterwards.
 * @throws {Refused} with the reason
 */
export async function accept(tools: HubTools, request: Exclude<HubRequest, { mode: 'publish' }>): Promise<void> {
  const { db, site, topics, settings, clock, queues } = tools;
  const { mode, callback, topic, ...others } = request;
  const now = clock();
  try {
    checkCallback(callback, { allowLoopback: settings.allowLoopback, ownOrigin: site.origin });
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    throw invalid([{ field: 'hub.callback', message: error.message }]);
  }
  // Before anything that might let a change pass unnoticed.
  const { value: since } = await findSequence(db).ask();
  await topics.find(topic, now);
  const window = now.getTime() - (now.getTime() % HOST_INTERVAL);
  if ((await countVerification(db, hostOf(callback), window)) > MAX_PER_HOST) {
    const message = `${hostOf(callback)} gets no more than ${MAX_PER_HOST} verifications in 10 s`;
    throw new Refused({ kind: 'busy', message, retryAfterSeconds: HOST_INTERVAL / 1000 });
  }
  await enqueue(queues, [{ kind: 'verify', mode, callback, requestedTopic: topic, since, ...others }]);
}

/**
 * Verification of intent (WebSub §5.3): the callback must answer 2xx with the challenge. If it does not, nothing
 * changes.
 * @param challenge not to be guessed
 */
export async function verify(tools: HubTools, job: VerificationJob, challenge: string): Promise<void> {
  const { db, site, topics, clock, queues, log } = tools;
  const { mode, callback, requestedTopic, leaseSeconds, since, secret, algorithm } = job;
  const host = hostOf(callback);
  const problem = await challengeCallback(tools, job, challenge);
  log({
    event: 'verification',
    mode,
    host,
    topic: requestedTopic,
    ...(problem ? { result: 'failed', problem } : { result: 'confirmed' }),
  });
  if (problem) return;
  const now = clock();
  const found = await topics.find(requestedTopic, now);
  if (mode === 'unsubscribe') {
    // For a moment after a tag is renamed, its topics are stored under its former name.
    const { pathname, search } = new URL(requestedTopic, site.origin);
    return deleteSubscription(db, [found.path, pathname + search], callback);
  }
  const expires = now.getTime() + leaseSeconds * 1000;
  const address = topicAddress(found);
  const subscription = { callback, host, requestedTopic, secret, algorithm };
  const { topic, behind } = await storeSubscription(db, address, subscription, { expires, since, now });
  await enqueue(queues, [
    { kind: 'distribute', channels: address.channels },
    ...(behind ? [{ kind: 'deliver' as const, topic }] : []),
  ]);
}

/** @returns what was wrong */
async function challengeCallback(
  tools: HubTools,
  { mode, callback, requestedTopic, leaseSeconds }: VerificationJob,
  challenge: string,
): Promise<string | undefined> {
  const parameters = new URLSearchParams({
    'hub.mode': mode,
    'hub.topic': requestedTopic,
    'hub.challenge': challenge,
    ...(mode === 'subscribe' && { 'hub.lease_seconds': String(leaseSeconds) }),
  });
  try {
    await guardOf(tools)(callback);
    // WebSub §5.3: the callback's own query stays as it is.
    const response = await fetch(`${callback}${callback.includes('?') ? '&' : '?'}${parameters}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
      headers: { 'user-agent': `Tagwire (${tools.site.origin})` },
    });
    if (!response.ok) {
      await response.body?.cancel();
      return `expected a 2xx status, got ${response.status}`;
    }
    const answer = await readStart(response.body, MAX_ANSWER_BYTES);
    return answer === challenge ? undefined : 'expected the challenge as the body of the answer';
  } catch (error) {
    return error instanceof CallbackError ? error.message : `no answer: ${(error as Error).message.slice(0, 200)}`;
  }
}

/** The host of a callback; a name with a dot at its end is the same (RFC 1034 §3.1). */
const hostOf = (callback: string) => new URL(callback).hostname.replace(/\.$/, '');

/** The beginning of a body as text. */
async function readStart(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    if (length > maxBytes) break;
  }
  return text;
}
