import { fingerprint } from '../hash.ts';
import type { Handler } from '../http/add-routes.ts';
import { IMMUTABLE } from '../http/caching.ts';
import { PUBLIC_HEADERS } from '../http/cors.ts';
import { MEDIA_TYPES } from '../http/media-types.ts';
import { respondText } from '../http/respond.ts';
import { notFound } from '../refusal.ts';
import { accentStyle } from './accent.ts';
import feedCss from './feed.css';
import siteJs from './site.client.js';
import siteCss from './site.css';

/** A file that pages or raw feeds link to. */
interface Asset {
  text: string;
  mediaType: string;
}

const CSS: Asset = { text: siteCss, mediaType: MEDIA_TYPES.css };
const JS: Asset = { text: siteJs, mediaType: MEDIA_TYPES.javascript };
const FEED_CSS: Asset = { text: feedCss, mediaType: MEDIA_TYPES.css };

/** Addresses with the fingerprint of the text: another text has another address. */
export const STYLESHEET = `/site/${fingerprint(siteCss)}.css`;
export const SCRIPT = `/site/${fingerprint(siteJs)}.js`;

const ACCENT = /^\/site\/accent-([\da-f]{6})\.css$/;

/** The address of the stylesheet for a publication's colour. @param color six hexadecimal digits */
export const accentStylesheet = (color: string) => `/site/accent-${color}.css`;

/** Cache-Control of an address that stays when the text changes, or of one from an earlier deployment. */
const FOR_A_DAY = 'public, max-age=86400';

/**
 * `/site/{fingerprint}.css` and `.js`, and `/site/accent-{color}.css`. A page from a cache may have the fingerprint of an earlier deployment: it gets the
 * present file.
 */
export const serveAsset: Handler = (c) => {
  const { pathname } = new URL(c.req.url);
  const color = ACCENT.exec(pathname)?.[1];
  if (color !== undefined)
    return respond(c.req.raw, { text: accentStyle(color), mediaType: MEDIA_TYPES.css }, FOR_A_DAY);
  const found = pathname.endsWith('.css') ? CSS : pathname.endsWith('.js') ? JS : undefined;
  if (!found) throw notFound('there is nothing at this address');
  return respond(c.req.raw, found, pathname === STYLESHEET || pathname === SCRIPT ? IMMUTABLE : FOR_A_DAY);
};

/** `/feed.css`: the stylesheet of raw feeds. Archives name its address for years, so it has no fingerprint. */
export const serveFeedStylesheet: Handler = (c) => respond(c.req.raw, FEED_CSS, FOR_A_DAY);

function respond(request: Request, { text, mediaType }: Asset, caching: string): Promise<Response> {
  return respondText(request, text, { ...PUBLIC_HEADERS, 'content-type': mediaType, 'cache-control': caching });
}
