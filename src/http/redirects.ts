import { notFound } from '../refusal.ts';
import { REDIRECT_CACHE_CONTROL } from './caching.ts';
import { PUBLIC_HEADERS } from './routes.ts';

/** Decodes a part of an address. @throws {Refused} `not-found` where percent signs encode nothing */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound('expected percent-encoded UTF-8 in the address');
  }
}

/** A redirect to one of our own addresses, readable by pages on other sites like the document itself. */
export function redirectTo({ origin }: { origin: string }, path: string, status: 301 | 302 = 301): Response {
  const headers = {
    ...PUBLIC_HEADERS,
    location: origin + path,
    'cache-control': status === 301 ? REDIRECT_CACHE_CONTROL : 'no-store',
    ...(status === 302 && { vary: 'Accept' }),
  };
  return new Response(null, { status, headers });
}
