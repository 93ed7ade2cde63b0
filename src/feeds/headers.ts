import { archivesCacheTag, cacheTagsOf, monthCacheTag } from '../channels/cache-tags.ts';
import { endOf, monthOf } from '../channels/months.ts';
import { pagePath } from '../channels/page-path.ts';
import { cacheControl } from '../http/caching.ts';
import type { Validators } from '../http/conditional.ts';
import { CORS } from '../http/cors.ts';
import { formatHttpDate } from '../http/http-date.ts';
import type { Site } from '../site.ts';
import { currentPath } from './address.ts';
import type { Memory } from './memory.ts';
import { hubsOf } from './render.ts';
import { type DocumentHeaders, type FeedDocument, type FeedPage, isArchive } from './types.ts';

/** For a browser that shows a feed as it is: our stylesheet, and nothing else. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page that is asked for, and of an archive the next release in its month (milliseconds since 1970). */
export type AskedPage = FeedPage & { releaseInMonth?: number | undefined };

/** The headers of a document, made at most once a second. */
export function headersOf(
  page: AskedPage,
  document: FeedDocument,
  site: Site,
  memory: Memory,
  now: Date,
): DocumentHeaders {
  const second = Math.floor(now.getTime() / 1000);
  const known = memory.headers.get(document);
  if (known?.second === second) return known;
  const { modified } = page.channel;
  const notModified = new Headers(headersOfNotModified(page, document, site, now));
  const plain = new Headers(notModified);
  plain.set('content-type', page.address.format.mediaType);
  plain.set('x-content-type-options', 'nosniff');
  plain.set('content-security-policy', CONTENT_SECURITY_POLICY);
  // No Last-Modified later than now (RFC 9110 §8.8.2.1): a channel's moves by a second per change, at times ahead.
  if (modified > 0 && !isArchive(page)) plain.set('last-modified', formatHttpDate(Math.min(modified, second)));
  const zipped = new Headers(plain);
  zipped.set('content-encoding', 'gzip');
  const headers = { second, notModified, plain, gzipped: zipped };
  memory.headers.set(document, headers);
  return headers;
}

/** RFC 9110 §15.4.5: what a cache needs to go on with what it has, and no more of the representation. */
function headersOfNotModified(page: AskedPage, document: FeedDocument, site: Site, now: Date): Record<string, string> {
  const { channel, address, path } = page;
  const archive = isArchive(page);
  return {
    ...CORS,
    etag: document.etag,
    'cache-control': cachingOf(page, document, now),
    'cache-tag': cacheTags(page).join(','),
    link: [
      `<${site.origin}${path}>; rel="self"`,
      ...(archive ? [`<${site.origin}${currentPath(address)}>; rel="current"`] : []),
      ...hubsOf(page, site).map((it) => `<${it}>; rel="hub"`),
      `<${site.origin}${pagePath(channel.name)}>; rel="alternate"; type="text/html"`,
    ].join(', '),
    vary: archive ? 'Accept-Encoding, Sec-Fetch-Dest' : 'Accept-Encoding, A-IM, Sec-Fetch-Dest',
  };
}

function cachingOf(page: AskedPage, { hasNewer }: FeedDocument, now: Date): string {
  const { channel, address, releaseInMonth = Number.POSITIVE_INFINITY } = page;
  if (!isArchive(page)) return cacheControl(now, { ...channel, older: address.before !== undefined });
  const thisMonth = monthOf(now.getTime());
  // An archive that does not link to a newer one may do so when this month is over.
  const linked = hasNewer ? Number.POSITIVE_INFINITY : endOf(thisMonth);
  return cacheControl(now, {
    modified: Math.floor(now.getTime() / 1000),
    nextRelease: Math.min(releaseInMonth, linked),
    over: address.month !== thisMonth,
  });
}

/** An archive has no Last-Modified: when its channel changed says nothing of it. */
export function validatorsOf(page: FeedPage, document?: FeedDocument): Validators {
  const { modified } = page.channel;
  return {
    ...(document && { etag: document.etag }),
    ...(modified > 0 && !isArchive(page) && { lastModified: modified }),
  };
}

/** The cache tags of a document: they are purged when it changes (see `changedArchives`). */
function cacheTags({ channel, address: { month } }: FeedPage): string[] {
  const slugs = cacheTagsOf(channel);
  return month ? slugs.flatMap((it) => [monthCacheTag(it, month), archivesCacheTag(it)]) : slugs;
}

/** Browsers show what is called RSS or Atom as plain text. What a person opens is called XML, so that it has its stylesheet. */
export function asShown(request: Request, headers: Headers): Headers {
  if (request.headers.get('sec-fetch-dest') !== 'document') return headers;
  const shown = new Headers(headers);
  shown.set('content-type', headers.get('content-type')?.replace(/^application\/(rss|atom)\+xml/, 'text/xml') ?? '');
  return shown;
}
