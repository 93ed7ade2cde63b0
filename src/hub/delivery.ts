import { HUB_PATH, type Site } from '../site.ts';
import { parseRetryAfter } from './backoff.ts';
import { CallbackError } from './guard.ts';
import type { Claimed, SignatureAlgorithm } from './subscription-store.ts';

/** What became of an attempt to deliver. */
export type Outcome =
  | { result: 'delivered'; status: number }
  /** 410: the subscriber wants no more. */
  | { result: 'gone'; status: number }
  /** `retryAfter`: seconds that the subscriber asked for. */
  | { result: 'failed'; status?: number; problem: string; retryAfter?: number | undefined };

/** A document to be delivered. */
export interface Content {
  bytes: Uint8Array;
  /** The topic's media type. */
  type: string;
}

/** What delivering needs besides the subscription and the document. */
export interface Post {
  site: Site;
  /** Seconds. */
  timeout: number;
  /** @throws {CallbackError} if the callback must not be called */
  guard: (callback: string) => Promise<void>;
  now: Date;
}

/** Content distribution (WebSub §7): one attempt. Never throws. */
export async function post(subscription: Claimed, { bytes, type }: Content, options: Post): Promise<Outcome> {
  const { callback, secret, algorithm, requestedTopic } = subscription;
  const { site, timeout, guard, now } = options;
  try {
    await guard(callback);
    const response = await fetch(callback, {
      method: 'POST',
      // WebSub §7: a redirect is a failure.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout * 1000),
      headers: {
        'content-type': type,
        link: `<${site.origin}${HUB_PATH}>; rel="hub", <${new URL(requestedTopic, site.origin).href}>; rel="self"`,
        'user-agent': `Tagwire (${site.origin})`,
        ...(secret && { 'x-hub-signature': `${algorithm}=${await sign(bytes, secret, algorithm)}` }),
      },
      body: bytes as Uint8Array<ArrayBuffer>,
    });
    const { status } = response;
    const retryAfter = parseRetryAfter(response.headers.get('retry-after'), now);
    await response.body?.cancel();
    if (status >= 200 && status < 300) return { result: 'delivered', status };
    if (status === 410) return { result: 'gone', status };
    return { result: 'failed', status, problem: `expected a 2xx status, got ${status}`, retryAfter };
  } catch (error) {
    return { result: 'failed', problem: reasonOf(error as Error, timeout) };
  }
}

function reasonOf(error: Error, timeout: number): string {
  if (error instanceof CallbackError) return error.message;
  if (error.name === 'TimeoutError') return `no answer within ${timeout} s`;
  return `no connection: ${error.message.slice(0, 200)}`;
}

const HASHES: Record<SignatureAlgorithm, string> = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

/** WebSub §7.1: the HMAC of the body, in lower-case hex. */
export async function sign(bytes: Uint8Array, secret: string, algorithm: SignatureAlgorithm): Promise<string> {
  const hmac = { name: 'HMAC', hash: HASHES[algorithm] };
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, bytes as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(signature)].map((it) => it.toString(16).padStart(2, '0')).join('');
}
