import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { findNextReleaseOf } from '../articles/release-store.ts';
import { endOf, startOf } from '../channels/months.ts';
import { pagePath } from '../channels/page-path.ts';
import type { ReaderParts } from '../channels/reader-parts.ts';
import type { Handler } from '../http/add-routes.ts';
import { acceptEncodingOf, acceptsGzip, gzipResponse } from '../http/compression.ts';
import { isNotModified } from '../http/conditional.ts';
import { withoutParameters } from '../http/media-types.ts';
import { redirectTo } from '../http/redirects.ts';
import { answered } from '../platform/database.ts';
import { feedPath, PLAIN, type RequestedAddress, readFeedAddress } from './address.ts';
import type { FeedDocuments } from './documents.ts';
import { DEFAULT_FORMAT, formatOf, SERVED_FORMATS } from './formats/index.ts';
import { type AskedPage, asShown, headersOf, validatorsOf } from './headers.ts';
import type { Memory } from './memory.ts';
import type { DocumentHeaders, FeedDocument } from './types.ts';

interface Parts extends ReaderParts {
  documents: FeedDocuments;
  memory: Memory;
}

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
    const { memory, resolver, documents, clock } = this.#parts;
    const now = clock();
    const path = pathOf(request);
    const address = memory.addresses.get(path);
    const channel = address && resolver.fromMemory(address.name, now);
    if (!channel) return undefined;
    const page = { channel, address, path };
    const document = documents.fromMemory(page);
    if (!document) return undefined;
    if (isNotModified(request.headers, validatorsOf(page, document))) return this.#notModified(page, document, now);
    return wantsDelta(request) ? undefined : this.#whole(request, page, document, now);
  }

  /** `/feeds/{channel}.{format}`, `/feeds/{channel}/{month}.{format}`, and both without a format. */
  readonly feed: Handler = async (c) => {
    const { resolver, documents, memory, site, clock } = this.#parts;
    const request = c.req.raw;
    const now = clock();
    const requested = memory.addresses.get(pathOf(request)) ?? readFeedAddress(new URL(request.url));
    const { channel, also } = await resolver.look(requested.name, now, {
      release: this.#releaseInMonth(requested, now),
    });
    const { format } = requested;
    if (!format) return redirectTo(site, preferredAddress(c, { ...requested, name: channel.name }), 302);
    const address = { ...requested, format, name: channel.name };
    const path = feedPath(address);
    if (path !== pathOf(request)) return redirectTo(site, path);
    memory.addresses.set(path, address);
    const page = { channel, address, path, releaseInMonth: also.release };
    const { kind, document } = await documents.serve(page, {
      now,
      ifNoneMatch: request.headers.get('if-none-match'),
      delta: wantsDelta(request),
      fresh: isNotModified(request.headers, validatorsOf(page)),
      isNotModified: (it) => isNotModified(request.headers, validatorsOf(page, it)),
      gzip: takesGzip(request),
    });
    if (kind === 'not-modified') return this.#notModified(page, document, now);
    if (kind === 'delta') return this.#delta(request, page, document, now);
    return this.#whole(request, page, document, now) as Response;
  };

  /** Asked each time: a story that is to appear later has not changed its channels yet. */
  #releaseInMonth({ month }: RequestedAddress, now: Date) {
    const { db } = this.#parts;
    if (month === undefined) return answered(db, undefined);
    return findNextReleaseOf(db, { start: startOf(month), end: endOf(month) }, now);
  }

  #headers(page: AskedPage, document: FeedDocument, now: Date): DocumentHeaders {
    const { site, memory } = this.#parts;
    return headersOf(page, document, site, memory, now);
  }

  #notModified(page: AskedPage, document: FeedDocument, now: Date): Response {
    return new Response(null, { status: 304, headers: this.#headers(page, document, now).notModified });
  }

  /** The document; undefined if its bytes are not there in the encoding that is asked for. */
  #whole(request: Request, page: AskedPage, document: FeedDocument, now: Date): Response | undefined {
    const headers = this.#headers(page, document, now);
    if (takesGzip(request))
      return document.gzipped && gzipResponse(document.gzipped, { headers: asShown(request, headers.gzipped) });
    const bytes = document.bytes as Uint8Array<ArrayBuffer> | undefined;
    return bytes && new Response(bytes, { headers: asShown(request, headers.plain) });
  }

  /** RFC 3229 §10.4.1: 226, with the entity tag of the whole document as it is now, so that it serves next time. */
  #delta(request: Request, page: AskedPage, delta: FeedDocument, now: Date): Response {
    const zipped = takesGzip(request) ? delta.gzipped : undefined;
    const headers = new Headers(this.#headers(page, delta, now)[zipped ? 'gzipped' : 'plain']);
    headers.set('im', 'feed');
    headers.set('vary', `${headers.get('vary')}, If-None-Match`);
    // Shared caches that do not know 226 must not take it for the document.
    headers.set('cache-control', headers.get('cache-control')?.replace('public', 'private') ?? 'private');
    headers.delete('cache-tag');
    if (zipped) return gzipResponse(zipped, { status: 226, headers });
    return new Response(delta.bytes as Uint8Array<ArrayBuffer>, { status: 226, headers });
  }
}

/** RFC 3229 §10.5.3: true if A-IM lists "feed" with a quality above 0, for a client that says what it has. */
function wantsDelta({ headers }: Request): boolean {
  const manipulations = headers.get('a-im');
  if (manipulations === null || headers.get('if-none-match') === null) return false;
  return manipulations.split(',').some((it) => /^\s*feed\s*(;|$)/i.test(it) && !/;\s*q=0(\.0*)?\s*$/i.test(it));
}

const takesGzip = (request: Request) => acceptsGzip(acceptEncodingOf(request));

/** Path and query of a request, as they were sent. */
function pathOf({ url }: Request): string {
  return url.slice(url.indexOf('/', url.indexOf('//') + 2));
}

const PAGE_TYPE = 'text/html';
/** Extensions by the media type that Accept may ask for. */
const NEGOTIABLE: Record<string, string> = {
  ...Object.fromEntries(SERVED_FORMATS.map((it) => [withoutParameters(it.mediaType), it.extension])),
  'application/json': 'json',
};

/** The page, or the one of the formats, that Accept likes best (RFC 9110 §12.5.1); RSS where it names none. */
function preferredAddress(c: Context, { name, month }: RequestedAddress): string {
  const supports = [...Object.keys(NEGOTIABLE), PAGE_TYPE];
  const type = accepts(c, { header: 'Accept', supports, default: withoutParameters(DEFAULT_FORMAT.mediaType) });
  if (type === PAGE_TYPE) return pagePath(name);
  return feedPath({ ...PLAIN, name, month, format: formatOf(NEGOTIABLE[type]) ?? DEFAULT_FORMAT });
}
