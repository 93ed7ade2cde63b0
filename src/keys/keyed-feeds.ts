import type { Context } from 'hono';
import type { Handler } from '../http/add-routes.ts';
import { acceptEncodingOf, acceptsGzip, gzip, gzipResponse } from '../http/compression.ts';
import { decode } from '../http/paths.ts';
import { HttpProblem } from '../http/problem.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import type { KeyRing, Locked } from './key-ring.ts';

/** `/feeds/{channel}/key/{key}.{format}`, and the same of an archive and of a partner's profile. */
const KEYED = /^(\/feeds\/([^/]+))(\/for\/[^/]+|\/\d{4}-\d{2})?\/key\/([^/.]+)(\.[a-z]+)?\/?$/;

/** Where the head of a document ends: in RSS, Atom and JSON. A text that is like it is escaped. */
const FIRST_ENTRY = /<item>|<entry[ >]|"(?:items|associations|_items)":\[|$/;

const ADDRESS = /https?:\/\/[^\s"<]+/g;

/** What follows a channel in the addresses of its feeds, its archives and their pages. */
const ENDS = /^(?:\/for\/[^/]+|\/\d{4}-\d{2})?\.[a-z]+(?:\?|$)/;

/** Of the links in the headers of a feed, the one that names no feed. */
const LICENSE_LINK = /<[^>]*>; rel="license"[^,]*/;

interface Parts {
  site: Site;
  keys: KeyRing;
  /** Answers a feed's address for whoever has shown a key, and tells what it turned out to be. */
  feeds: { keyed(c: Context, request: Request, mayRead: (locked: Locked) => Promise<boolean>): Promise<Response> };
}

/**
 * Answers the addresses of feeds that hold a key. They are nobody else's: no shared cache keeps the answers, and whatever
 * a key does not open is not there.
 */
export class KeyedFeeds {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly feed: Handler = async (c) => {
    try {
      return await this.#feed(c);
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.kind !== 'not-found') throw error;
      throw nothingHere();
    }
  };

  async #feed(c: Context): Promise<Response> {
    const { site, keys, feeds } = this.#parts;
    const { pathname, search } = new URL(c.req.url);
    const [, channel = '', , part = '', secret = '', extension = ''] = KEYED.exec(pathname) ?? [];
    const key = await keys.find(decode(secret));
    if (!key) throw nothingHere();
    const plain = channel + part + extension;
    const headers = new Headers(c.req.raw.headers);
    // Its addresses are written for the holder of the key below, and then compressed.
    headers.set('accept-encoding', 'identity');
    const request = new Request(`${site.origin}${plain}${search}`, { method: c.req.raw.method, headers });
    const answer = await feeds.keyed(c, request, (locked) => keys.opens(key, locked));
    const withKey = (path: string) =>
      path.replace(/(\.[a-z]+)(\?.*)?$/, (_, end, query = '') => `/key/${secret}${end}${query}`);
    const location = answer.headers.get('location');
    if (location !== null) {
      const led = location.startsWith(`${site.origin}/feeds/`) ? withKey(location) : location;
      return new Response(null, { status: answer.status, headers: { ...PRIVATE, location: led } });
    }
    keys.count(key);
    const kept = new Headers(answer.headers);
    for (const [name, value] of Object.entries(PRIVATE)) kept.set(name, value);
    kept.delete('cache-tag');
    kept.delete('access-control-allow-origin');
    const [license] = LICENSE_LINK.exec(kept.get('link') ?? '') ?? [];
    if (license) kept.set('link', license);
    else kept.delete('link');
    if (answer.body === null) return new Response(null, { status: answer.status, headers: kept });
    const text = await answer.text();
    // The links of the document itself, and none in a story: whoever publishes the story would publish the key.
    const head = text.slice(0, Math.max(0, text.search(FIRST_ENTRY)));
    const beginning = site.origin + channel;
    const itself = site.origin + plain + search;
    const isOther = (address: string) =>
      address.replaceAll('&amp;', '&') !== itself &&
      address.startsWith(beginning) &&
      ENDS.test(address.slice(beginning.length));
    const keyed = head.replace(ADDRESS, (it) => (isOther(it) ? withKey(it) : it));
    return compressed(c.req.raw, keyed + text.slice(head.length), answer.status, kept);
  }
}

/** Nothing of an address with a key stays anywhere between here and its holder. */
const PRIVATE = { 'cache-control': 'private, no-cache', 'referrer-policy': 'no-referrer' };

const nothingHere = () =>
  new HttpProblem(404, 'there is nothing at this address', { headers: { 'cache-control': 'no-store' } });

async function compressed(request: Request, text: string, status: number, headers: Headers): Promise<Response> {
  if (!acceptsGzip(acceptEncodingOf(request))) return new Response(text, { status, headers });
  headers.set('content-encoding', 'gzip');
  return gzipResponse(await gzip(new TextEncoder().encode(text)), { status, headers });
}
