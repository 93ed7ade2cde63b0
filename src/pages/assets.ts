import { fingerprint } from '../hash.ts';
import { PUBLIC_HEADERS } from '../http/methods.ts';
import { HttpProblem } from '../http/problem.ts';
import { respondText } from '../http/text.ts';
import feedCss from './feed.css';
import siteJs from './site.client.js';
import siteCss from './site.css';

/** A file that pages or raw feeds name, with its bytes in the worker. */
interface Asset {
  text: string;
  mediaType: string;
}

const asset = (text: string, mediaType: string): Asset => ({
  text,
  mediaType: `${mediaType}; charset=utf-8`,
});
const CSS = asset(siteCss, 'text/css');
const JS = asset(siteJs, 'text/javascript');
const FEED_CSS = asset(feedCss, 'text/css');

/** Addresses that have the bytes' fingerprint in them: another text is at another address. */
export const STYLESHEET = `/site/${fingerprint(siteCss)}.css`;
export const SCRIPT = `/site/${fingerprint(siteJs)}.js`;

const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Of an address that stays when the bytes change, or that an earlier deployment has given out. */
const FOR_A_DAY = 'public, max-age=86400';

/**
 * What is at `/site/{fingerprint}.css` and `.js`. A page that a cache kept may name a fingerprint of an earlier deployment:
 * it gets what there is now.
 */
export function serveAsset(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const found = pathname.endsWith('.css') ? CSS : pathname.endsWith('.js') ? JS : undefined;
  if (!found) throw new HttpProblem(404, 'there is nothing at this address');
  return respond(request, found, pathname === STYLESHEET || pathname === SCRIPT ? IMMUTABLE : FOR_A_DAY);
}

/** The stylesheet of raw feeds. Archives keep its address for years, so it has no fingerprint. */
export function serveFeedStylesheet(request: Request): Promise<Response> {
  return respond(request, FEED_CSS, FOR_A_DAY);
}

function respond(request: Request, { text, mediaType }: Asset, caching: string): Promise<Response> {
  return respondText(request, text, { ...PUBLIC_HEADERS, 'content-type': mediaType, 'cache-control': caching });
}
