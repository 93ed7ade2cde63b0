import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { findNextReleaseOf } from '../articles/store.ts';
import { slugsIn } from '../channels/channel.ts';
import { archivesTag, endOf, monthOf, monthTag, startOf } from '../channels/months.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { pagePath } from '../channels/search.ts';
import { cacheControl } from '../http/caching.ts';
import { acceptEncodingOf, acceptsGzip, gzipped } from '../http/compression.ts';
import { isNotModified, type Validators } from '../http/conditional.ts';
import { CORS } from '../http/cors.ts';
import { formatHttpDate } from '../http/http-date.ts';
import { redirectTo } from '../http/redirects.ts';
import type { Handler } from '../http/routes.ts';
import { answered, type Database } from '../platform/database.ts';
import type { Site } from '../site.ts';
import { currentPath, feedPath, PLAIN, type RequestedAddress, readFeedAddress } from './address.ts';
import type { FeedDocuments } from './documents.ts';
import { DEFAULT_FORMAT, formatOf, SERVED_FORMATS } from './formats/index.ts';
import type { Memory } from './memory.ts';
import { hubsOf } from './render.ts';
import { type DocumentHeaders, type FeedDocument, type FeedPage, isArchive } from './types.ts';

/** For a browser that shows a feed as it is: our stylesheet, and nothing else. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What answers are made from. */
interface Parts {
  database: Database;
  site: Site;
  channels: ChannelResolver;
  documents: FeedDocuments;
  memory: Memory;
  clock: () => Date;
}

/** A page, and of an archive when a story of its month appears or disappears by itself next (milliseconds since 1970). */
type Asked = FeedPage & { releaseInMonth?: number | undefined };

/** Answers the addresses of feeds: a redirect to the canonical form, 304, or the document. */
export class FeedHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Answers a GET whose document is in memory, before a router looks at it and without a turn of the event loop: that is
   * most of what a wire is asked. Undefined for anything else.
   */
  fromMemory(request: Request): Response | undefined {
    const { memory, channels, documents, clock } = this.#parts;
    const now = clock();
    const path = addressOf(request);
    const address = memory.addresses.get(path);
    const channel = address && channels.fromMemory(address.name, now);
    if (!channel) return undefined;
    const page = { channel, address, path };
    const document = documents.fromMemory(page);
    if (!document) return undefined;
    if (isNotModified(request.headers, validatorsOf(page, document))) return this.#notModified(page, document, now);
    return wantsDelta(request) ? undefined : this.#whole(request, page, document, now);
  }

  /** `/feeds/{channel}.{format}`, `/feeds/{channel}/{month}.{format}`, and both without a format. */
  readonly feed: Handler = async (c) => {
    const { channels, documents, memory, site, clock } = this.#parts;
    const request = c.req.raw;
    const now = clock();
    const requested = memory.addresses.get(addressOf(request)) ?? readFeedAddress(new URL(request.url));
    const { channel, also } = await channels.look(requested.name, now, {
      release: this.#releaseInMonth(requested, now),
    });
    const { format } = requested;
    if (!format) return redirectTo(site, preferredAddress(c, { ...requested, name: channel.name }), 302);
    const address = { ...requested, format, name: channel.name };
    const path = feedPath(address);
    if (path !== addressOf(request)) return redirectTo(site, path);
    memory.addresses.set(path, address);
    const page = { channel, address, path, releaseInMonth: also.release };
    const { kind, document } = await documents.serve(page, {
      now,
      ifNoneMatch: request.headers.get('if-none-match'),
      delta: wantsDelta(request),
      content: isNotModified(request.headers, validatorsOf(page)),
      isNotModified: (it) => isNotModified(request.headers, validatorsOf(page, it)),
      gzip: takesGzip(request),
    });
    if (kind === 'not-modified') return this.#notModified(page, document, now);
    if (kind === 'delta') return this.#delta(request, page, document, now);
    return this.#whole(request, page, document, now) as Response;
  };

  /** Asked each time: a story that is to appear later has not changed its channels yet. */
  #releaseInMonth({ month }: RequestedAddress, now: Date) {
    const { database } = this.#parts;
    if (month === undefined) return answered(database, undefined);
    return findNextReleaseOf(database, { start: startOf(month), end: endOf(month) }, now);
  }

  #notModified(page: Asked, document: FeedDocument, now: Date): Response {
    return new Response(null, { status: 304, headers: this.#headers(page, document, now).notModified });
  }

  /** The document; undefined if its bytes are not there in the encoding that is asked for. */
  #whole(request: Request, page: Asked, document: FeedDocument, now: Date): Response | undefined {
    const headers = this.#headers(page, document, now);
    if (takesGzip(request))
      return document.gzipped && gzipped(document.gzipped, { headers: asShown(request, headers.gzipped) });
    const bytes = document.bytes as Uint8Array<ArrayBuffer> | undefined;
    return bytes && new Response(bytes, { headers: asShown(request, headers.plain) });
  }

  /** RFC 3229 §10.4.1: 226, with the entity tag of the whole document as it is now, so that it serves next time. */
  #delta(request: Request, page: Asked, delta: FeedDocument, now: Date): Response {
    const zipped = takesGzip(request) ? delta.gzipped : undefined;
    const headers = new Headers(this.#headers(page, delta, now)[zipped ? 'gzipped' : 'plain']);
    headers.set('im', 'feed');
    headers.set('vary', `${headers.get('vary')}, If-None-Match`);
    // Shared caches that do not know 226 must not take it for the document.
    headers.set('cache-control', headers.get('cache-control')?.replace('public', 'private') ?? 'private');
    headers.delete('cache-tag');
    if (zipped) return gzipped(zipped, { status: 226, headers });
    return new Response(delta.bytes as Uint8Array<ArrayBuffer>, { status: 226, headers });
  }

  /** The headers of a document, made at most once a second: nothing in them depends on less. */
  #headers(page: Asked, document: FeedDocument, now: Date): DocumentHeaders {
    const { memory, site } = this.#parts;
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
}

/** RFC 9110 §15.4.5: what a cache needs to go on with what it has, and no more of the representation. */
function headersOfNotModified(page: Asked, document: FeedDocument, site: Site, now: Date): Record<string, string> {
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

function cachingOf(page: Asked, { hasNewer }: FeedDocument, now: Date): string {
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
function validatorsOf(page: FeedPage, document?: FeedDocument): Validators {
  const { modified } = page.channel;
  return {
    ...(document && { etag: document.etag }),
    ...(modified > 0 && !isArchive(page) && { lastModified: modified }),
  };
}

/** What is purged when a document changes (see `changedArchives`). */
function cacheTags({ channel, address: { month } }: FeedPage): string[] {
  const slugs = slugsIn(channel);
  return month ? slugs.flatMap((it) => [monthTag(it, month), archivesTag(it)]) : slugs;
}

/** RFC 3229 §10.5.3: true if A-IM lists "feed" with a quality above 0, for a client that says what it has. */
function wantsDelta({ headers }: Request): boolean {
  const manipulations = headers.get('a-im');
  if (manipulations === null || headers.get('if-none-match') === null) return false;
  return manipulations.split(',').some((it) => /^\s*feed\s*(;|$)/i.test(it) && !/;\s*q=0(\.0*)?\s*$/i.test(it));
}

/** Browsers show what is called RSS or Atom as plain text. What a person opens is called XML, so that it has its stylesheet. */
function asShown(request: Request, headers: Headers): Headers {
  if (request.headers.get('sec-fetch-dest') !== 'document') return headers;
  const shown = new Headers(headers);
  shown.set('content-type', headers.get('content-type')?.replace(/^application\/(rss|atom)\+xml/, 'text/xml') ?? '');
  return shown;
}

const takesGzip = (request: Request) => acceptsGzip(acceptEncodingOf(request));

/** Path and query of a request, as they were sent. */
function addressOf({ url }: Request): string {
  return url.slice(url.indexOf('/', url.indexOf('//') + 2));
}

/** What Accept may ask for: a format that is served, or the page. */
const PAGE_TYPE = 'text/html';
const NEGOTIABLE: Record<string, string> = {
  ...Object.fromEntries(SERVED_FORMATS.map((it) => [it.mediaType.replace(/;.*/, ''), it.extension])),
  'application/json': 'json',
};

/** The page, or the one of the formats, that Accept likes best (RFC 9110 §12.5.1); RSS where it names none. */
function preferredAddress(c: Context, { name, month }: RequestedAddress): string {
  const supports = [...Object.keys(NEGOTIABLE), PAGE_TYPE];
  const type = accepts(c, { header: 'Accept', supports, default: 'application/rss+xml' });
  if (type === PAGE_TYPE) return pagePath(name);
  return feedPath({ ...PLAIN, name, month, format: formatOf(NEGOTIABLE[type]) ?? DEFAULT_FORMAT });
}
