import { together } from '../platform/database.ts';
import { endRequest } from './admission-store.ts';
import { call, describeFailure } from './callback-call.ts';
import { hostOf } from './callback-check.ts';
import { enqueue, type HubJob, lookInto, type VerificationJob } from './jobs.ts';
import type { HubParts } from './parts.ts';
import { registrableDomainOf } from './registrable-domain.ts';
import { deleteSubscription, storeSubscription } from './subscription-store.ts';
import { isLagging } from './topic-store.ts';
import { channelsOf, storedPaths } from './topics.ts';

/** The time that a subscriber has to confirm; slow ones take up to 3 s. */
const TIMEOUT_SECONDS = 10;
/** More than a challenge is long: the rest of an answer is not read. */
const MAX_ANSWER_BYTES = 1000;

/**
 * Verifies the intent of a request (WebSub §5.3), and carries it out: the callback must answer 2xx with the challenge. If
 * it does not, nothing changes.
 * @param challenge not to be guessed
 */
export async function verify(parts: HubParts, job: VerificationJob, challenge: string): Promise<void> {
  const { mode, callback, requestedTopic } = job;
  const problem = await challengeCallback(parts, job, challenge);
  parts.log({
    event: 'verification',
    mode,
    host: hostOf(callback),
    topic: requestedTopic,
    ...(problem ? { result: 'failed', problem } : { result: 'confirmed' }),
  });
  if (problem) return;
  if (mode === 'subscribe') await subscribe(parts, job);
  else await unsubscribe(parts, job);
}

async function subscribe({ db, topics, clock, queues }: HubParts, job: VerificationJob): Promise<void> {
  const { callback, requestedTopic, secret, algorithm, leaseSeconds, since, request } = job;
  const now = clock();
  const topic = channelsOf(await topics.find(requestedTopic, now));
  const host = hostOf(callback);
  const subscription = { callback, host, domain: registrableDomainOf(host), requestedTopic, secret, algorithm };
  const expires = now.getTime() + leaseSeconds * 1000;
  const { stored, lags } = await together(db, {
    stored: storeSubscription(db, topic, subscription, { expires, since, now }),
    lags: isLagging(db, topic.path),
    ended: endRequest(db, request),
  }).ask();
  const jobs: HubJob[] = lags ? [lookInto(topic)] : [];
  if (stored.isBehind) jobs.push({ kind: 'deliver', topic: stored.topic, combination: topic.combination });
  await enqueue(queues, jobs);
}

async function unsubscribe({ db, site, topics, clock }: HubParts, job: VerificationJob): Promise<void> {
  const { path } = await topics.find(job.requestedTopic, clock(), 'found');
  await together(db, {
    deleted: deleteSubscription(db, storedPaths(site, job.requestedTopic, path), job.callback),
    ended: endRequest(db, job.request),
  }).ask();
}

/** @returns a description of the fault */
async function challengeCallback(
  parts: HubParts,
  { mode, callback, requestedTopic, leaseSeconds, verifyToken }: VerificationJob,
  challenge: string,
): Promise<string | undefined> {
  const query = new URLSearchParams({
    'hub.mode': mode,
    'hub.topic': requestedTopic,
    'hub.challenge': challenge,
    ...(mode === 'subscribe' && { 'hub.lease_seconds': String(leaseSeconds) }),
    ...(verifyToken !== undefined && { 'hub.verify_token': verifyToken }),
  });
  try {
    const response = await call(parts, callback, { method: 'GET', query, timeoutSeconds: TIMEOUT_SECONDS });
    if (!response.ok) {
      await response.body?.cancel();
      return `expected a 2xx status, got ${response.status}`;
    }
    const answer = await readStart(response.body, MAX_ANSWER_BYTES);
    return answer === challenge ? undefined : 'expected the challenge as the body of the answer';
  } catch (error) {
    return describeFailure(error as Error, TIMEOUT_SECONDS);
  }
}

/** Reads the beginning of a body as text. */
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
