import { CallbackError, checkCallback, checkResolved } from './callback-check.ts';
import type { HubParts } from './parts.ts';

/** A request to a callback. */
interface CallbackRequest {
  method: 'GET' | 'POST';
  timeoutSeconds: number;
  /** Parameters to be added to the callback's own. */
  query?: URLSearchParams;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

/**
 * Calls a callback. It is checked before each call, since names change. A redirect is an answer like any other
 * (WebSub §7: it is a failure).
 * @throws {CallbackError} if the callback must not be called
 * @throws {Error} if there is no answer; `describeFailure` says why
 */
export async function call(
  { site, settings: { allowLoopback }, resolve }: HubParts,
  callback: string,
  { method, timeoutSeconds, query, headers, body }: CallbackRequest,
): Promise<Response> {
  checkCallback(callback, { allowLoopback, ownOrigin: site.origin });
  await checkResolved(callback, { allowLoopback, ...(resolve && { resolve }) });
  // WebSub §5.3: the callback's own query stays as it is.
  const url = query ? `${callback}${callback.includes('?') ? '&' : '?'}${query}` : callback;
  return fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
    headers: { 'user-agent': `Tagwire (${site.origin})`, ...headers },
    ...(body && { body: body as Uint8Array<ArrayBuffer> }),
  });
}

/** Says why a call to a callback failed. */
export function describeFailure(error: Error, timeoutSeconds: number): string {
  if (error instanceof CallbackError) return error.message;
  if (error.name === 'TimeoutError') return `no answer within ${timeoutSeconds} s`;
  return `no connection: ${error.message.slice(0, 200)}`;
}
