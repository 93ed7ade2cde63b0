import type { JSX } from 'hono/jsx/jsx-runtime';
import { type Caching, cachingHeaders } from '../http/caching.ts';
import { MEDIA_TYPES } from '../http/media-types.ts';
import { respondText } from '../http/respond.ts';

/** Scripts and styles come from our own files alone. Pictures, sounds and videos may come from anywhere, like stories. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src * data:',
  'media-src *',
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every page. */
export const PAGE_HEADERS: Record<string, string> = {
  'content-type': MEDIA_TYPES.html,
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-content-type-options': 'nosniff',
};

/** Writes a page as HTML. */
export async function htmlPage(markup: JSX.Element): Promise<string> {
  return `<!doctype html>${await markup.toString()}\n`;
}

/** Responds with a page, or with 304. */
export async function respondPage(
  request: Request,
  now: Date,
  caching: Caching,
  markup: JSX.Element,
): Promise<Response> {
  return respondText(request, await htmlPage(markup), { ...PAGE_HEADERS, ...cachingHeaders(now, caching) });
}
