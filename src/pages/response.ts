import type { JSX } from 'hono/jsx/jsx-runtime';
import { cacheControl } from '../http/caching.ts';
import { respondText } from '../http/text.ts';

/** Nothing runs and nothing is styled but from our own files; pictures may come from anywhere, as stories do. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src * data:',
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every page. */
export const PAGE_HEADERS: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-content-type-options': 'nosniff',
};

/** The text of a page. */
export async function htmlPage(markup: JSX.Element): Promise<string> {
  return `<!doctype html>${await markup.toString()}\n`;
}

/** What caches have to know of a page. */
export interface Caching {
  /** Seconds since 1970 of its newest change. */
  modified: number;
  /** Milliseconds since 1970 at which something on it appears or disappears by itself. */
  nextRelease: number | undefined;
  cacheTags: string[];
}

/** A page, or 304. */
export async function respondPage(
  request: Request,
  now: Date,
  caching: Caching,
  markup: JSX.Element,
): Promise<Response> {
  return respondText(request, await htmlPage(markup), {
    ...PAGE_HEADERS,
    'cache-control': cacheControl(now, caching),
    'cache-tag': caching.cacheTags.join(','),
  });
}
