import { archivesCacheTag, cacheTagsOf, monthCacheTag, PROFILES_CACHE_TAG } from '../channels/cache-tags.ts';
import { endOf, monthOf } from '../channels/months.ts';
import { pagePath } from '../channels/page-path.ts';
import { cacheControl, outdatedCacheControl } from '../http/caching.ts';
import type { Validators } from '../http/conditional.ts';
import { CORS } from '../http/cors.ts';
import { formatHttpDate } from '../http/http-date.ts';
import { setTerms } from '../http/terms-headers.ts';
import type { Site } from '../site.ts';
import { currentPath } from './address.ts';
import type { Memory } from './memory.ts';
import { hubsOf } from './render.ts';
import {
  type DocumentHeaders,
  type FeedDocument,
  type FeedPage,
  isArchive,
  isClosed,
  type ResponseKind,
} from './types.ts';

/** For a browser that shows a feed as it is: our stylesheet, and nothing else. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page that is asked for. */
export type AskedPage = FeedPage & {
  /** Of an archive: when a story of its month disappears next, in milliseconds since 1970. */
  expiryInMonth?: number | undefined;
  /** True while the database does not answer: the page may have changed since. */
  outdated?: boolean;
};

/** The headers of a document's response, made at most once a second for a document whose bytes are in memory. */
export function headersOf(
  kind: ResponseKind,
  page: AskedPage,
  document: FeedDocument,
  site: Site,
  memory: Memory,
  now: Date,
): Headers {
  const second = Math.floor(now.getTime() / 1000);
  const known = memory.headers.get(document);
  const kept: DocumentHeaders = known?.second === second ? known : { second };
  const headers = kept[kind] ?? makeHeaders(kind, page, document, site, now);
  if (document.bytes) memory.headers.set(document, { ...kept, [kind]: headers });
  return headers;
}

function makeHeaders(kind: ResponseKind, page: AskedPage, document: FeedDocument, site: Site, now: Date): Headers {
  const headers = new Headers(headersOfNotModified(page, document, site, now));
  if (kind === 'notModified') return headers;
  headers.set('content-type', page.address.format.mediaType);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('content-security-policy', CONTENT_SECURITY_POLICY);
  const { lastModified } = validatorsOf(page);
  if (lastModified !== undefined) headers.set('last-modified', formatHttpDate(lastModified));
  if (kind === 'gzipped') headers.set('content-encoding', 'gzip');
  setTerms(headers, site, page.channel.terms);
  return headers;
}

/** RFC 9110 §15.4.5: what a cache needs to go on with what it has, and no more of the representation. */
function headersOfNotModified(page: AskedPage, document: FeedDocument, site: Site, now: Date): Record<string, string> {
  const { channel, address, path } = page;
  const archive = isArchive(page);
  const closed = isClosed(page);
  return {
    ...CORS,
    etag: document.etag,
    'cache-control': cachingOf(page, document, now),
    ...(closed ? {} : { 'cache-tag': cacheTags(page).join(',') }),
    link: [
      `<${site.origin}${path}>; rel="self"`,
      ...(archive ? [`<${site.origin}${currentPath(address)}>; rel="current"`] : []),
      ...hubsOf(page, site).map((it) => `<${it}>; rel="hub"`),
      `<${site.origin}${pagePath(channel.name)}>; rel="alternate"; type="text/html"`,
    ].join(', '),
    vary: [
      'Accept-Encoding',
      ...(archive ? [] : ['A-IM']),
      'Sec-Fetch-Dest',
      ...(closed ? ['Authorization'] : []),
    ].join(', '),
  };
}

function cachingOf(page: AskedPage, { hasNewer }: FeedDocument, now: Date): string {
  const { channel, address, expiryInMonth = Number.POSITIVE_INFINITY } = page;
  if (isClosed(page)) return 'private, no-cache';
  if (page.outdated) return outdatedCacheControl(now, channel.nextRelease);
  if (!isArchive(page)) return cacheControl(now, { ...channel, older: address.before !== undefined });
  const thisMonth = monthOf(now.getTime());
  // An archive that does not link to a newer one may do so when this month is over.
  const linked = hasNewer ? Number.POSITIVE_INFINITY : endOf(thisMonth);
  return cacheControl(now, {
    modified: Math.floor(now.getTime() / 1000),
    nextExpiry: Math.min(expiryInMonth, linked),
    over: address.month !== thisMonth,
  });
}

/** An archive has no Last-Modified: when its channel changed says nothing of it. */
export function validatorsOf(page: FeedPage, document?: FeedDocument): Validators {
  const { lastModified } = page.channel;
  return {
    ...(document && { etag: document.etag }),
    ...(lastModified !== undefined && !isArchive(page) && { lastModified }),
  };
}

/** The cache tags of a document: they are purged when it changes (see `changedArchives`). */
function cacheTags({ channel, address: { month, format } }: FeedPage): string[] {
  const slugs = cacheTagsOf(channel);
  if (format.profile) return [...slugs, PROFILES_CACHE_TAG];
  return month ? slugs.flatMap((it) => [monthCacheTag(it, month), archivesCacheTag(it)]) : slugs;
}

/** Browsers show what is called RSS or Atom as plain text. What a person opens is called XML, so that it has its stylesheet. */
export function asShown(request: Request, headers: Headers): Headers {
  if (request.headers.get('sec-fetch-dest') !== 'document') return headers;
  const shown = new Headers(headers);
  shown.set('content-type', headers.get('content-type')?.replace(/^application\/(rss|atom)\+xml/, 'text/xml') ?? '');
  return shown;
}
