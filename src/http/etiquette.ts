import type { Limiter, Platform } from '../platform/platform.ts';
import { HttpProblem, problemResponse } from './problem.ts';

/** Programs that fetch once for many readers, by what stands in their User-Agent in any case. Never limited. */
const WELCOME: Record<string, string[]> = {
  'Apple News': ['applenews', 'applebot'],
  BazQux: ['bazqux'],
  Bloglovin: ['bloglovin'],
  Blogtrottr: ['blogtrottr'],
  Feedbin: ['feedbin'],
  Feedly: ['feedly'],
  Feedspot: ['feedspot'],
  Flipboard: ['flipboard'],
  Google: ['feedfetcher-google', 'apis-google', 'appengine-google', 'google-', 'googlebot', 'googleproducer'],
  'hubs (WebSub)': ['pubsubhubbub', 'websub'],
  Inoreader: ['inoreader'],
  'MSN and Bing': ['msnbot', 'bingbot'],
  Netvibes: ['netvibes'],
  NewsBlur: ['newsblur'],
  SmartNews: ['smartnews'],
  Superfeedr: ['superfeedr'],
  'The Old Reader': ['theoldreader'],
  'W3C validators': ['w3c_validator', 'feedvalidator'],
  Yahoo: ['yahoo'],
};
const TOKENS = Object.values(WELCOME).flat();

/** Seconds; the limits themselves are in wrangler.toml, as the platform wants it. */
const PERIOD = 60;
const MAX_KEY_CHARACTERS = 500;

/** True if a User-Agent is that of a hub or aggregator. */
export function isWelcome(userAgent: string): boolean {
  const lower = userAgent.toLowerCase();
  return TOKENS.some((it) => lower.includes(it));
}

/**
 * Answers, unless a client (an address and a User-Agent) asks for one feed too often: then 429 (RFC 6585 §4).
 * Conditional requests have a generous limit of their own. Without limiters, what comes back is the answer itself and no
 * promise of it.
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
  if (!pathname.startsWith('/feeds/') || address === null || isWelcome(userAgent)) return answer();
  const conditional = headers.has('if-none-match') || headers.has('if-modified-since');
  const key = `${address} ${pathname}${search} ${userAgent}`.slice(0, MAX_KEY_CHARACTERS);
  return allows(conditional ? limiters.conditional : limiters.unconditional, key).then((allowed) =>
    allowed ? answer() : tooOften(request, pathname, conditional),
  );
}

/** Manners are no reason to be down: a limiter that fails lets everybody through. */
async function allows(limiter: Limiter, key: string): Promise<boolean> {
  try {
    return await limiter.allows(key);
  } catch (error) {
    console.error(error);
    return true;
  }
}

function tooOften(request: Request, path: string, conditional: boolean): Response {
  const advice = conditional ? '' : ', and with If-None-Match or If-Modified-Since';
  const problem = new HttpProblem(429, `this feed was asked for too often: ask again in ${PERIOD} s${advice}`, {
    headers: { 'retry-after': String(PERIOD), 'access-control-expose-headers': 'Retry-After' },
  });
  const response = problemResponse(problem, path);
  return request.method === 'HEAD' ? new Response(null, response) : response;
}
