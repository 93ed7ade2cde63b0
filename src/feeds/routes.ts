import { accepts } from 'hono/accepts';
import { LRUCache } from 'lru-cache';
import { type Channel, type ChannelDirectory, nameOf } from '../channels/directory.ts';
import { slugsOf } from '../channels/expression.ts';
import { archivesTag, isMonth, monthOf, monthTag } from '../channels/months.ts';
import { pagePath, searchedBy, searchName } from '../channels/search.ts';
import { SEARCH } from '../channels/slug.ts';
import type { AppContext } from '../env.ts';
import { decode, redirectTo } from '../http/addresses.ts';
import { cacheControl } from '../http/caching.ts';
import { acceptEncodingOf, acceptsGzip } from '../http/compression.ts';
import { formatHttpDate, isNotModified, type Validators } from '../http/conditional.ts';
import { CORS } from '../http/methods.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import { type FeedDocuments, type FeedPage, hubsOf, isArchive, type KeptDocument } from './documents.ts';
import { currentPath, type FeedRequest, FORMATS, feedPath, PLAIN, parseFeedQuery } from './request.ts';

/** An address that has turned out to be canonical. */
interface Canonical {
  name: string;
  request: FeedRequest;
  path: string;
}

const KEPT_ADDRESSES = 5000;

/** For a browser that shows a feed as it is: our stylesheet, and nothing else. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Answers the addresses of feeds: a redirect to the canonical form, 304, or the document. One per process. */
export class FeedServer {
  readonly #site: Site;
  readonly #directory: ChannelDirectory;
  readonly #documents: FeedDocuments;
  readonly #canonical = new LRUCache<string, Canonical>({ max: KEPT_ADDRESSES });
  readonly #prepared = new WeakMap<KeptDocument, PreparedHeaders>();

  constructor(site: Site, directory: ChannelDirectory, documents: FeedDocuments) {
    this.#site = site;
    this.#directory = directory;
    this.#documents = documents;
  }

  /**
   * Answers a GET whose document is in memory, before a router looks at it and without a turn of the event loop: that is
   * most of what a wire is asked. Undefined for anything else.
   */
  recall(request: Request, now: Date): Response | undefined {
    const canonical = this.#canonical.get(addressOf(request));
    const opened = canonical && this.#directory.recall(canonical.name, now);
    if (!opened || 'moved' in opened) return undefined;
    const page = { channel: opened.channel, request: canonical.request, path: canonical.path };
    const document = this.#documents.recall(page);
    if (!document || (wantsDelta(request) && !isNotModified(request.headers, validatorsOf(page, document))))
      return undefined;
    return this.#respond(request, page, document, now);
  }

  async serve(c: AppContext, now: Date): Promise<Response> {
    const request = c.req.raw;
    const address = addressOf(request);
    const found = this.#canonical.get(address) ?? (await this.#find(c, address, now));
    if (found instanceof Response) return found;
    const opened = await this.#directory.open(c.env.DB, found.name, now);
    if ('moved' in opened) return redirectTo(this.#site, feedPath(opened.moved, found.request));
    const page = { channel: opened.channel, request: found.request, path: found.path };
    const document = await this.#findDocument(c, page, now);
    const delta = wantsDelta(request) && !isNotModified(request.headers, validatorsOf(page, document));
    const changes =
      delta && (await this.#documents.findDelta(c.env.DB, page, request.headers.get('if-none-match') ?? ''));
    if (changes) return this.#respondDelta(c, page, changes, now);
    const response = this.#respond(request, page, document, now);
    if (response) return response;
    await this.#documents.load(c.env.DB, page, document, now, takesGzip(request));
    return this.#respond(request, page, document, now) as Response;
  }

  async #findDocument(c: AppContext, page: FeedPage, now: Date): Promise<KeptDocument> {
    if (!isArchive(page)) return this.#documents.find(c.env.DB, page);
    const archive = await this.#documents.findArchive(c.env.DB, page, now);
    if (!archive) throw new HttpProblem(404, `there is nothing of ${page.request.month} in this channel`);
    return archive;
  }

  /** RFC 3229 §10.4.1: 226, with the entity tag of the whole document as it is now, so that it serves next time. */
  async #respondDelta(c: AppContext, page: FeedPage, delta: KeptDocument, now: Date): Promise<Response> {
    const gzipped = takesGzip(c.req.raw);
    await this.#documents.load(c.env.DB, page, delta, now, gzipped);
    const headers = new Headers(this.#headers(page, delta, now)[gzipped ? 'gzipped' : 'plain']);
    headers.set('im', 'feed');
    headers.set('vary', `${headers.get('vary')}, If-None-Match`);
    // Shared caches that do not know 226 must not take it for the document.
    headers.set('cache-control', headers.get('cache-control')?.replace('public', 'private') ?? 'private');
    headers.delete('cache-tag');
    const bytes = (gzipped ? delta.gzipped : delta.bytes) as Uint8Array<ArrayBuffer>;
    return new Response(bytes, { status: 226, headers, ...(gzipped && { encodeBody: 'manual' }) });
  }

  /** What an address is that was not asked for yet. */
  async #find(c: AppContext, address: string, now: Date): Promise<Canonical | Response> {
    const { pathname, searchParams } = new URL(c.req.url);
    const { name, month, extension } = splitPath(pathname);
    const opened = await this.#directory.open(c.env.DB, channelText(name, searchParams), now);
    const canonicalName = nameOf(opened);
    if (month !== undefined && searchedBy(canonicalName) !== undefined)
      throw new HttpProblem(404, 'a search has no archives: its pages lead to all that it finds');
    if (month !== undefined && !isMonth(month))
      throw new HttpProblem(404, `"${month.slice(0, 100)}" is no month: expected yyyy-mm`);
    const format = FORMATS[extension ?? ''];
    if (!format) return redirectTo(this.#site, preferredAddress(c, canonicalName, month), 302);
    const query = parseFeedQuery(searchParams);
    if ('unknownCursor' in query)
      throw new HttpProblem(404, `before: "${query.unknownCursor}" is no place in a channel`);
    const canonical = { name: canonicalName, request: { format, month, ...query }, path: '' };
    canonical.path = feedPath(canonicalName, canonical.request);
    if (canonical.path !== address) return redirectTo(this.#site, canonical.path);
    this.#canonical.set(address, canonical);
    return canonical;
  }

  /** 304 or the document; undefined if its bytes are not there in the encoding that is asked for. */
  #respond(request: Request, page: FeedPage, document: KeptDocument, now: Date): Response | undefined {
    const headers = this.#headers(page, document, now);
    if (isNotModified(request.headers, validatorsOf(page, document))) {
      return new Response(null, { status: 304, headers: headers.notModified });
    }
    if (takesGzip(request)) {
      const bytes = document.gzipped as Uint8Array<ArrayBuffer> | undefined;
      return bytes && new Response(bytes, { headers: asShown(request, headers.gzipped), encodeBody: 'manual' });
    }
    const bytes = document.bytes as Uint8Array<ArrayBuffer> | undefined;
    return bytes && new Response(bytes, { headers: asShown(request, headers.plain) });
  }

  /** The headers of a document, made at most once a second: nothing in them depends on less. */
  #headers(page: FeedPage, document: KeptDocument, now: Date): PreparedHeaders {
    const second = Math.floor(now.getTime() / 1000);
    const kept = this.#prepared.get(document);
    if (kept?.second === second) return kept;
    const { channel, request, path } = page;
    const { modified, nextFlip } = channel;
    const { archive } = document;
    // RFC 9110 §15.4.5: what a cache needs to go on with what it has, and no more of the representation.
    const notModified = new Headers({
      ...CORS,
      etag: document.etag,
      'cache-control': archive
        ? cacheControl(now, {
            modified: second,
            nextFlip: archive.nextFlip,
            over: request.month !== monthOf(now.getTime()),
          })
        : cacheControl(now, { modified, nextFlip, older: request.before !== undefined }),
      'cache-tag': cacheTags(channel, request).join(','),
      link: [
        `<${this.#site.origin}${path}>; rel="self"`,
        ...(archive ? [`<${this.#site.origin}${currentPath(channel.name, request)}>; rel="current"`] : []),
        ...hubsOf(page, this.#site).map((it) => `<${it}>; rel="hub"`),
        `<${this.#site.origin}${pagePath(channel.name)}>; rel="alternate"; type="text/html"`,
      ].join(', '),
      vary: archive ? 'Accept-Encoding, Sec-Fetch-Dest' : 'Accept-Encoding, A-IM, Sec-Fetch-Dest',
    });
    const plain = new Headers(notModified);
    plain.set('content-type', request.format.mediaType);
    plain.set('x-content-type-options', 'nosniff');
    plain.set('content-security-policy', CONTENT_SECURITY_POLICY);
    // No Last-Modified later than now (RFC 9110 §8.8.2.1): a channel's moves by a second per change, at times ahead.
    if (modified > 0 && !archive) plain.set('last-modified', formatHttpDate(Math.min(modified, second)));
    const gzipped = new Headers(plain);
    gzipped.set('content-encoding', 'gzip');
    const prepared = { second, notModified, plain, gzipped };
    this.#prepared.set(document, prepared);
    return prepared;
  }
}

interface PreparedHeaders {
  /** Seconds since 1970 at which they were made. */
  second: number;
  notModified: Headers;
  plain: Headers;
  gzipped: Headers;
}

/** An archive has no Last-Modified: when its channel changed says nothing of it. */
function validatorsOf({ channel: { modified } }: FeedPage, { etag, archive }: KeptDocument): Validators {
  return { etag, ...(modified > 0 && !archive && { lastModified: modified }) };
}

/** What is purged when a document changes (see `changedArchives`). */
function cacheTags({ expression }: Channel, { month }: FeedRequest): string[] {
  const slugs = slugsOf(expression);
  return month ? slugs.flatMap((it) => [monthTag(it, month), archivesTag(it)]) : slugs;
}

/** RFC 3229 §10.5.3: whether A-IM lists "feed" with a quality above 0, for a client that says what it has. */
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

const FEED_PATH = /^\/feeds\/([^/]*?)(?:\/([^/]+?))?(?:\.(rss|atom|json))?\/?$/;

/** The parts of `/feeds/{channel}[/{month}][.{format}]`; the channel as it was written, percent-decoded. */
export function splitPath(pathname: string): {
  name: string;
  month: string | undefined;
  extension: string | undefined;
} {
  const [, name = '', month, extension] = FEED_PATH.exec(pathname) ?? [];
  return { name: decode(name), month, extension };
}

/** What the directory finds a channel by: the name in the path, of a search with what it is for. */
export function channelText(name: string, query: URLSearchParams): string {
  return name.toLowerCase() === SEARCH ? searchName(query.get('q') ?? '') : name;
}

/** What Accept may ask for: the extension of a format, or a page. */
const NEGOTIABLE: Record<string, string | undefined> = {
  'application/rss+xml': 'rss',
  'application/atom+xml': 'atom',
  'application/feed+json': 'json',
  'application/json': 'json',
  'text/html': undefined,
};

/** The page, or the one of the three formats, that Accept likes best (RFC 9110 §12.5.1); RSS where it names none. */
function preferredAddress(c: AppContext, name: string, month: string | undefined): string {
  const type = accepts(c, { header: 'Accept', supports: Object.keys(NEGOTIABLE), default: 'application/rss+xml' });
  const format = FORMATS[NEGOTIABLE[type] ?? ''];
  return format ? feedPath(name, { ...PLAIN, format, month }) : pagePath(name);
}
