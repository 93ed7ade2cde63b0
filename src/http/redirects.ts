import { REDIRECT_CACHE_CONTROL } from './caching.ts';
import { PUBLIC_HEADERS } from './cors.ts';

/** A redirect to one of our own addresses. Pages on other sites may read it, like the document itself. */
export function redirectTo({ origin }: { origin: string }, path: string, status: 301 | 302 = 301): Response {
  const headers = {
    ...PUBLIC_HEADERS,
    location: origin + path,
    'cache-control': status === 301 ? REDIRECT_CACHE_CONTROL : 'no-store',
    ...(status === 302 && { vary: 'Accept' }),
  };
  return new Response(null, { status, headers });
}
