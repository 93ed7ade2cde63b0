import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { findNextExpiryOf } from '../articles/release-store.ts';
import type { Channel } from '../channels/channel.ts';
import { endOf, startOf } from '../channels/months.ts';
import { pagePath } from '../channels/page-path.ts';
import type { ReaderParts } from '../channels/reader-parts.ts';
import type { Handler } from '../http/add-routes.ts';
import { bodyOf } from '../http/body-of.ts';
import { acceptEncodingOf, acceptsGzip, gzipResponse } from '../http/compression.ts';
import { isNotModified } from '../http/conditional.ts';
import { withoutParameters } from '../http/media-types.ts';
import { countAlso, countAsLight } from '../http/miss-budget.ts';
import { withoutKey } from '../http/paths.ts';
import { redirectTo } from '../http/redirects.ts';
import { answered, DatabaseAway } from '../platform/database.ts';
import type { Surroundings } from '../platform/platform.ts';
import { notFound } from '../refusal.ts';
import { defaultContent, defaultLimit, feedPath, PLAIN, type RequestedAddress, readFeedAddress } from './address.ts';
import { refusesDeltas } from './delta-refusers.ts';
import type { FeedDocuments } from './documents.ts';
import type { Flights } from './flights.ts';
import { DEFAULT_FORMAT, formatOf, SERVED_FORMATS } from './formats/index.ts';
import { type AskedPage, asShown, headersOf, validatorsOf } from './headers.ts';
import type { Memory } from './memory.ts';
import {
  type FeedAddress,
  type FeedDocument,
  type Format,
  isClosed,
  type ProfileSource,
  type ResponseKind,
} from './types.ts';

/** What a key is to open: a channel in a format. */
type Locked = Pick<FeedAddress, 'name' | 'format'>;

interface Parts extends ReaderParts {
  documents: FeedDocuments;
  memory: Memory;
  flights: Flights;
  profiles: ProfileSource;
  /** Lets whoever asks for a closed feed in, or throws. */
  gate: { admit(request: Request, locked: Locked): Promise<void> };
  log: Surroundings['log'];
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
    if (!channel || !isAsSet(address.format, channel) || isClosed({ channel, address })) return undefined;
    const page = { channel, address, path };
    const document = documents.fromMemory(page, now);
    return document && this.#known(request, page, document, now);
  }

  /** `/feeds/{channel}.{format}`, `/feeds/{channel}/{month}.{format}`, and both without a format. */
  readonly feed: Handler = async (c) => {
    const request = c.req.raw;
    const now = this.#parts.clock();
    try {
      return await this.#feed(c, request, now);
    } catch (error) {
      const outdated = error instanceof DatabaseAway && this.#outdated(request, now);
      if (!outdated) throw error;
      this.#parts.log({
        event: 'outdated',
        path: withoutKey(pathOf(request)).slice(0, MAX_LOGGED),
        problem: error.message,
      });
      return outdated;
    }
  };

  /**
   * Answers a request for whoever has shown a key.
   * @param request of the plain address
   * @param mayRead says if the key opens that
   * @throws {Refused} `not-found` if it does not
   */
  keyed(c: Context, request: Request, mayRead: (locked: Locked) => Promise<boolean>): Promise<Response> {
    return this.#feed(c, request, this.#parts.clock(), mayRead);
  }

  async #feed(
    c: Context,
    request: Request,
    now: Date,
    mayRead?: (locked: Locked) => Promise<boolean>,
  ): Promise<Response> {
    const { db, resolver, documents, memory, flights, site, profiles, gate } = this.#parts;
    const requested = memory.addresses.get(pathOf(request)) ?? readFeedAddress(new URL(request.url), profiles.formats);
    const { name, month } = requested;
    const remembered = resolver.fromMemory(name, now);
    const isKnown = remembered !== undefined && profiles.known.hash === remembered.settings;
    const isProfile = requested.format?.profile !== undefined;
    const book = isProfile && !isKnown ? profiles.read() : answered(db, profiles.known);
    const look = () => resolver.look(name, now, { expiry: this.#expiryInMonth(requested, now), book });
    const asksNothing = month === undefined && remembered !== undefined && (isKnown || !isProfile);
    const shared = `look ${name} ${month ?? ''} ${isProfile}`;
    const { channel, also } = await (asksNothing ? look() : flights.share(shared, look));
    const format = also.book.formatOf(requested.format);
    if (!format) return redirectTo(site, preferredAddress(c, { ...requested, name: channel.name }), 302);
    if (mayRead && !(await mayRead({ name: channel.name, format }))) throw notFound('the key does not open this');
    const address = { ...requested, ...ofProfile(format), name: channel.name };
    const path = feedPath(address);
    if (path !== pathOf(request)) return redirectTo(site, path);
    memory.addresses.set(path, address);
    if (isClosed({ channel, address }) && !mayRead) await gate.admit(request, address);
    const page: AskedPage = { channel, address, path, expiryInMonth: also.expiry };
    const served = await documents.serve(page, {
      now,
      ifNoneMatch: request.headers.get('if-none-match'),
      delta: wantsDelta(request),
      fresh: isNotModified(request.headers, validatorsOf(page)),
      isNotModified: (it, document) => isNotModified(request.headers, validatorsOf(it, document)),
      gzip: takesGzip(request),
      countAlso: (misses) => countAlso(c, misses),
    });
    if (served.kind === 'elsewhere') return redirectTo(site, feedPath({ ...address, before: served.before }), 302);
    const made = { ...served.page, expiryInMonth: also.expiry };
    if (served.kind === 'not-modified') {
      if (namesAnEtag(request) && month === undefined) countAsLight(c);
      return this.#notModified(made, served.document, now);
    }
    if (served.kind === 'delta') return this.#delta(request, made, served.document, now);
    return this.#whole(request, made, served.document, now) as Response;
  }

  /** The document as it was when the database last answered, if that may still be shown. */
  #outdated(request: Request, now: Date): Response | undefined {
    const { memory, resolver, documents } = this.#parts;
    const path = pathOf(request);
    const address = memory.addresses.get(path);
    const channel = address && resolver.outdated(address.name, now);
    // Whether a key holds is only known to the database.
    if (!channel || !isAsSet(address.format, channel) || isClosed({ channel, address })) return undefined;
    const page = { channel, address, path, outdated: true };
    const document = documents.outdated(page, now);
    // A copy of its own: the headers that are kept for it are those of a document that is up to date.
    return document && this.#known(request, page, { ...document }, now);
  }

  /** Answers with a document in memory; undefined if a delta is wanted, or bytes that are not there. */
  #known(request: Request, page: AskedPage, document: FeedDocument, now: Date): Response | undefined {
    if (isNotModified(request.headers, validatorsOf(page, document))) return this.#notModified(page, document, now);
    return wantsDelta(request) && !page.outdated ? undefined : this.#whole(request, page, document, now);
  }

  /** Asked each time: a story that disappears by itself has not changed its channels yet. */
  #expiryInMonth({ month }: RequestedAddress, now: Date) {
    const { db } = this.#parts;
    if (month === undefined) return answered(db, undefined);
    return findNextExpiryOf(db, { start: startOf(month), end: endOf(month) }, now);
  }

  #headers(kind: ResponseKind, page: AskedPage, document: FeedDocument, now: Date): Headers {
    const { site, memory } = this.#parts;
    return headersOf(kind, page, document, site, memory, now);
  }

  #notModified(page: AskedPage, document: FeedDocument, now: Date): Response {
    return new Response(null, { status: 304, headers: this.#headers('notModified', page, document, now) });
  }

  /** The document; undefined if its bytes are not there in the encoding that is asked for. */
  #whole(request: Request, page: AskedPage, document: FeedDocument, now: Date): Response | undefined {
    const { gzipped, bytes } = document;
    if (takesGzip(request)) {
      if (!gzipped) return undefined;
      return gzipResponse(gzipped, { headers: asShown(request, this.#headers('gzipped', page, document, now)) });
    }
    if (!bytes) return undefined;
    const headers = asShown(request, this.#headers('plain', page, document, now));
    return new Response(bodyOf(bytes), { headers });
  }

  /** RFC 3229 §10.4.1: 226, with the entity tag of the whole document as it is now, so that it serves next time. */
  #delta(request: Request, page: AskedPage, delta: FeedDocument, now: Date): Response {
    const zipped = takesGzip(request) ? delta.gzipped : undefined;
    const headers = new Headers(this.#headers(zipped ? 'gzipped' : 'plain', page, delta, now));
    headers.set('im', 'feed');
    headers.set('vary', `${headers.get('vary')}, If-None-Match`);
    // Shared caches that do not know 226 must not take it for the document.
    headers.set('cache-control', headers.get('cache-control')?.replace('public', 'private') ?? 'private');
    headers.delete('cache-tag');
    if (zipped) return gzipResponse(zipped, { status: 226, headers });
    return new Response(delta.bytes && bodyOf(delta.bytes), { status: 226, headers });
  }
}

/** True if a profile follows the settings of partners that hold; of any other format. */
const isAsSet = ({ profile }: Format, { settings }: Channel) => profile === undefined || profile.settings === settings;

/** What an address leaves to the profile. */
const ofProfile = (format: Format) =>
  format.profile ? { format, limit: defaultLimit(format), content: defaultContent(format) } : { format };

/** Characters of an address in the log. */
const MAX_LOGGED = 200;

/** RFC 3229 §10.5.3: true if A-IM lists "feed" with a quality above 0, for a client that says what it has. */
function wantsDelta({ headers }: Request): boolean {
  const manipulations = headers.get('a-im');
  if (manipulations === null || headers.get('if-none-match') === null) return false;
  if (refusesDeltas(headers.get('user-agent') ?? '')) return false;
  return manipulations.split(',').some((it) => /^\s*feed\s*(;|$)/i.test(it) && !/;\s*q=0(\.0*)?\s*$/i.test(it));
}

/** True if a client says which document it has. With "*" or a date, it could have anything. */
const namesAnEtag = ({ headers }: Request) => headers.get('if-none-match')?.includes('"') ?? false;

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
