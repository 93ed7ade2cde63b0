import { fingerprint } from '../hash.ts';
import { type Handler, PUBLIC_HEADERS } from '../http/routes.ts';
import { respondText } from '../http/text.ts';
import { notFound } from '../refusal.ts';
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
export const serveAsset: Handler = (c) => {
  const { pathname } = new URL(c.req.url);
  const found = pathname.endsWith('.css') ? CSS : pathname.endsWith('.js') ? JS : undefined;
  if (!found) throw notFound('there is nothing at this address');
  return respond(c.req.raw, found, pathname === STYLESHEET || pathname === SCRIPT ? IMMUTABLE : FOR_A_DAY);
};

/** The stylesheet of raw feeds. Archives keep its address for years, so it has no fingerprint. */
export const serveFeedStylesheet: Handler = (c) => respond(c.req.raw, FEED_CSS, FOR_A_DAY);

function respond(request: Request, { text, mediaType }: Asset, caching: string): Promise<Response> {
  return respondText(request, text, { ...PUBLIC_HEADERS, 'content-type': mediaType, 'cache-control': caching });
}
