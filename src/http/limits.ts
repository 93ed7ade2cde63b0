import type { Limiter } from '../platform/platform.ts';
import { HttpProblem, problemResponse } from './problem.ts';

/** Seconds in which requests are counted. The limits are in wrangler.toml, where Cloudflare expects them. */
export const PERIOD = 60;

/** Counts a request. A limiter that fails lets everybody through: feeds matter more than limits. */
export async function allows(limiter: Limiter, key: string): Promise<boolean> {
  try {
    return await limiter.allows(key);
  } catch (error) {
    console.error(error);
    return true;
  }
}

/** Responds with 429 (RFC 6585 §4). @param reason which limit it is; `advice` how to ask less often */
export function tooManyRequests(request: Request, reason: string, advice = ''): Response {
  const problem = new HttpProblem(429, `${reason}: try again in ${PERIOD} s${advice}`, {
    headers: { 'retry-after': String(PERIOD), 'access-control-expose-headers': 'Retry-After' },
  });
  const response = problemResponse(problem, new URL(request.url).pathname);
  return request.method === 'HEAD' ? new Response(null, response) : response;
}
