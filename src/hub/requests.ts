import { invalid } from '../refusal.ts';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from './signature.ts';

/** A subscriber's request (WebSub §5.1). */
export interface SubscriptionRequest {
  mode: 'subscribe' | 'unsubscribe';
  callback: string;
  /** hub.topic as the subscriber wrote it. */
  requestedTopic: string;
  leaseSeconds: number;
  secret?: string | undefined;
  /** PubSubHubbub 0.3 §6.1.1, which WebSub has left out: some subscribers want it back. */
  verifyToken?: string | undefined;
  algorithm: SignatureAlgorithm;
}

/** A publisher's ping: these topics may have changed. */
interface PublishRequest {
  mode: 'publish';
  requestedTopics: string[];
}

/** A request to the hub. */
export type HubRequest = SubscriptionRequest | PublishRequest;

const MIN_LEASE_SECONDS = 5 * 60;
const MAX_LEASE_SECONDS = 30 * 24 * 3600;
const DEFAULT_LEASE_SECONDS = 10 * 24 * 3600;
/** WebSub §5.1: a secret is less than 200 bytes in length. */
const SECRET_BYTES = 200;
const MAX_TOPIC_CHARACTERS = 2000;
const MAX_PINGED_TOPICS = 20;
const MAX_TOKEN_CHARACTERS = 1000;

/**
 * Reads the form of a request. Unknown parameters are ignored.
 * @throws {Refused} `invalid` with what was expected and what came
 */
export function parseHubRequest(form: URLSearchParams): HubRequest {
  const mode = form.get('hub.mode');
  if (mode === 'publish') {
    const requestedTopics = [...new Set([...form.getAll('hub.topic'), ...form.getAll('hub.url')])];
    const { length } = requestedTopics;
    if (length === 0 || length > MAX_PINGED_TOPICS)
      throw bad('hub.topic', `expected 1 to ${MAX_PINGED_TOPICS} addresses, got ${length}`);
    return { mode, requestedTopics };
  }
  if (mode !== 'subscribe' && mode !== 'unsubscribe')
    throw bad('hub.mode', `expected subscribe, unsubscribe or publish, got ${quote(mode)}`);
  return {
    mode,
    callback: required(form, 'hub.callback'),
    requestedTopic: topicIn(form),
    leaseSeconds: leaseIn(form.get('hub.lease_seconds')),
    secret: secretIn(form.get('hub.secret')),
    algorithm: algorithmIn(form.get('hub.algorithm')),
    verifyToken: tokenIn(form.get('hub.verify_token')),
  };
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw bad(name, 'expected an address, got none');
  return value;
}

function topicIn(form: URLSearchParams): string {
  const topic = required(form, 'hub.topic');
  if (topic.length <= MAX_TOPIC_CHARACTERS) return topic;
  throw bad('hub.topic', `expected at most ${MAX_TOPIC_CHARACTERS} characters, got ${topic.length}`);
}

/** The lease that was asked for, within our limits. */
function leaseIn(value: string | null): number {
  if (value === null || value === '') return DEFAULT_LEASE_SECONDS;
  if (!/^-?\d+$/.test(value)) throw bad('hub.lease_seconds', `expected a whole number, got ${quote(value)}`);
  return Math.min(MAX_LEASE_SECONDS, Math.max(MIN_LEASE_SECONDS, Number(value)));
}

function secretIn(value: string | null): string | undefined {
  const bytes = new TextEncoder().encode(value ?? '').byteLength;
  if (bytes >= SECRET_BYTES) throw bad('hub.secret', `expected less than ${SECRET_BYTES} bytes, got ${bytes}`);
  return value || undefined;
}

function tokenIn(value: string | null): string | undefined {
  const length = value?.length ?? 0;
  if (length > MAX_TOKEN_CHARACTERS)
    throw bad('hub.verify_token', `expected at most ${MAX_TOKEN_CHARACTERS} characters, got ${length}`);
  return value || undefined;
}

function algorithmIn(value: string | null): SignatureAlgorithm {
  if (value === null || value === '') return 'sha256';
  const algorithm = SIGNATURE_ALGORITHMS.find((it) => it === value);
  if (!algorithm) throw bad('hub.algorithm', `expected ${SIGNATURE_ALGORITHMS.join(', ')}, got ${quote(value)}`);
  return algorithm;
}

const quote = (value: string | null) => (value === null ? 'none' : `"${value.slice(0, 100)}"`);

const bad = (field: string, message: string) => invalid([{ field, message }]);
