import type { Platform } from '../platform/platform.ts';
import { isAggregator } from './aggregators.ts';
import { allows, tooManyRequests } from './limits.ts';

const MAX_KEY_CHARACTERS = 500;

/**
 * Answers a request, or with 429 (RFC 6585 §4) if a client (an address and a User-Agent) asks for one feed too often.
 * Conditional requests and aggregators have a generous limit. Where nothing is counted, the answer is returned as it is,
 * without a promise around it.
 */
export function politely(
  request: Request,
  { limiters, clientAddress }: Pick<Platform, 'limiters' | 'clientAddress'>,
  answer: () => Response | Promise<Response>,
): Response | Promise<Response> {
  if (!limiters || (request.method !== 'GET' && request.method !== 'HEAD')) return answer();
  const { pathname, search } = new URL(request.url);
  const { headers } = request;
  const address = clientAddress(request);
  if (!pathname.startsWith('/feeds/') || address === null) return answer();
  const userAgent = headers.get('user-agent') ?? '';
  const conditional = headers.has('if-none-match') || headers.has('if-modified-since');
  const generous = conditional || isAggregator(userAgent);
  const key = `${address} ${pathname}${search} ${userAgent}`.slice(0, MAX_KEY_CHARACTERS);
  const advice = conditional ? '' : ', with If-None-Match or If-Modified-Since';
  return allows(generous ? limiters.conditional : limiters.unconditional, key).then((allowed) =>
    allowed ? answer() : tooManyRequests(request, 'too many requests for this feed', advice),
  );
}
