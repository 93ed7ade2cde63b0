import type { Limiter, Platform } from '../platform/platform.ts';
import { isAggregator } from './aggregators.ts';
import { HttpProblem, problemResponse } from './problem.ts';

/** Seconds in which requests are counted. The limits are in wrangler.toml, where Cloudflare expects them. */
const PERIOD = 60;
const MAX_KEY_CHARACTERS = 500;

/**
 * Answers a request, or with 429 (RFC 6585 §4) if a client (an address and a User-Agent) asks for one feed too often.
 * Conditional requests have a generous limit of their own, and aggregators have none. Where nothing is counted, the answer
 * is returned as it is, without a promise around it.
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
  const userAgent = headers.get('user-agent') ?? '';
  if (!pathname.startsWith('/feeds/') || address === null || isAggregator(userAgent)) return answer();
  const conditional = headers.has('if-none-match') || headers.has('if-modified-since');
  const key = `${address} ${pathname}${search} ${userAgent}`.slice(0, MAX_KEY_CHARACTERS);
  return allows(conditional ? limiters.conditional : limiters.unconditional, key).then((allowed) =>
    allowed ? answer() : tooOften(request, pathname, conditional),
  );
}

/** Counts a request. A limiter that fails lets everybody through: feeds matter more than limits. */
async function allows(limiter: Limiter, key: string): Promise<boolean> {
  try {
    return await limiter.allows(key);
  } catch (error) {
    console.error(error);
    return true;
  }
}

function tooOften(request: Request, path: string, conditional: boolean): Response {
  const advice = conditional ? '' : ', with If-None-Match or If-Modified-Since';
  const problem = new HttpProblem(429, `too many requests for this feed: try again in ${PERIOD} s${advice}`, {
    headers: { 'retry-after': String(PERIOD), 'access-control-expose-headers': 'Retry-After' },
  });
  const response = problemResponse(problem, path);
  return request.method === 'HEAD' ? new Response(null, response) : response;
}
