import { findLastNumber, listSitemapStories } from '../articles/store.ts';
import type { Channel } from '../channels/channel.ts';
import { groupChannels } from '../channels/groups.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { searchedBy } from '../channels/search.ts';
import { ALL } from '../channels/slug.ts';
import { listChannels } from '../channels/store.ts';
import { cacheControl } from '../http/caching.ts';
import { decode, redirectTo } from '../http/redirects.ts';
import { type Handler, PUBLIC_HEADERS } from '../http/routes.ts';
import { respondText } from '../http/text.ts';
import type { Database } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { renderOpml } from './opml.ts';
import { MAX_ADDRESSES, renderSitemap, renderSitemapIndex, STORIES_IN_A_PART } from './sitemap.ts';

const OPML_TYPE = 'text/x-opml; charset=utf-8';
const XML_TYPE = 'application/xml; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const MAX_EXPRESSIONS = 20;

interface Parts {
  database: Database;
  site: Site;
  channels: ChannelResolver;
  clock: () => Date;
}

/** Answers the addresses at which programs find out what there is. */
export class DiscoveryHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `/feeds.opml` and `/.well-known/feeds`: every channel, and with `?expression=a+b` combinations. */
  readonly opml: Handler = async (c) => {
    const { database, site, channels, clock } = this.#parts;
    const now = clock();
    const { pathname, search } = new URL(c.req.url);
    const requested = expressionsIn(search);
    const [all, ...others] = await Promise.all([
      channels.lookNow(ALL, now, { rows: listChannels(database) }),
      ...requested.map((it) => channels.resolve(it, now)),
    ]);
    const combinations = new Map(others.filter((it) => it.kind === 'combination').map((it) => [it.name, it]));
    const names = [...combinations.keys()].sort();
    const query = names.length > 0 ? `?${names.map((it) => `expression=${it}`).join('&')}` : '';
    if (search !== query) return redirectTo(site, pathname + query);
    const { channel, vocabulary, also } = all;
    const text = renderOpml({
      site,
      modified: channel.modified,
      all: { name: ALL, label: channel.label, description: site.description },
      expressions: [...combinations.values()],
      groups: groupChannels(also.rows, vocabulary),
      descriptionOf: (slug) => vocabulary.descriptionOf(slug),
    });
    return this.#respond(c.req.raw, channel, OPML_TYPE, text);
  };

  /** `/sitemap.xml`: the sitemap of channels, and those of stories, by the database's own numbers. */
  readonly sitemapIndex: Handler = async (c) => {
    const { database, site, channels, clock } = this.#parts;
    const { channel, also } = await channels.lookNow(ALL, clock(), { last: findLastNumber(database) });
    const parts = Array.from({ length: partsFor(also.last) }, (_, index) => `stories-${index + 1}`);
    const text = renderSitemapIndex(['channels', ...parts].map((it) => `${site.origin}/sitemaps/${it}.xml`));
    return this.#respond(c.req.raw, channel, XML_TYPE, text);
  };

  /** `/sitemaps/channels.xml` and `/sitemaps/stories-1.xml`. */
  readonly sitemap: Handler = async (c) => {
    const [, part] = /^\/sitemaps\/(?:channels|stories-([1-9]\d{0,5}))\.xml$/.exec(c.req.path) ?? [];
    if (part === undefined && c.req.path !== '/sitemaps/channels.xml') throw notFound('there is no such sitemap');
    return part === undefined ? this.#channelSitemap(c.req.raw) : this.#storySitemap(c.req.raw, Number(part));
  };

  async #channelSitemap(request: Request): Promise<Response> {
    const { database, site, channels, clock } = this.#parts;
    const { channel, also } = await channels.lookNow(ALL, clock(), { rows: listChannels(database) });
    const listed = also.rows.filter((it) => it.articles > 0).slice(0, MAX_ADDRESSES - 1);
    const modified = listed.find((it) => it.slug === ALL)?.modified;
    const mapped = [
      { address: `${site.origin}/`, modified: modified && modified * 1000 },
      ...listed.map((it) => ({ address: `${site.origin}/channels/${it.slug}`, modified: it.modified * 1000 })),
    ];
    return this.#respond(request, channel, XML_TYPE, renderSitemap(mapped));
  }

  async #storySitemap(request: Request, part: number): Promise<Response> {
    const { database, site, channels, clock } = this.#parts;
    const [after, upto] = [(part - 1) * STORIES_IN_A_PART, part * STORIES_IN_A_PART];
    const { channel, also } = await channels.lookNow(ALL, clock(), {
      last: findLastNumber(database),
      stories: listSitemapStories(database, after, upto),
    });
    if (part > partsFor(also.last)) throw notFound('there is no such sitemap');
    const mapped = also.stories.map((it) => ({
      address: `${site.origin}/articles/${it.slug}`,
      modified: it.updated,
    }));
    return this.#respond(request, channel, XML_TYPE, renderSitemap(mapped));
  }

  /** `/robots.txt`: everybody may read everything. */
  readonly robots: Handler = (c) => {
    const text = `User-agent: *\nAllow: /\n\nSitemap: ${this.#parts.site.origin}/sitemap.xml\n`;
    return this.#respond(c.req.raw, { modified: 0, nextRelease: undefined }, TEXT_TYPE, text);
  };

  #respond(
    request: Request,
    { modified, nextRelease }: Pick<Channel, 'modified' | 'nextRelease'>,
    type: string,
    text: string,
  ): Promise<Response> {
    return respondText(request, text, {
      ...PUBLIC_HEADERS,
      'content-type': type,
      'cache-control': cacheControl(this.#parts.clock(), { modified, nextRelease }),
      'cache-tag': ALL,
    });
  }
}

/** The number of sitemaps of stories. @param last the highest number of an article */
const partsFor = (last: number) => Math.ceil(last / STORIES_IN_A_PART);

/** The values of `expression` in a query. Not by `URLSearchParams`, to which "+" is a blank. */
function expressionsIn(search: string): string[] {
  const values = search
    .slice(1)
    .split('&')
    .flatMap((it) => (it.startsWith('expression=') ? [decode(it.slice('expression='.length))] : []));
  if (values.length > MAX_EXPRESSIONS)
    throw notFound(`expected at most ${MAX_EXPRESSIONS} expressions, got ${values.length}`);
  if (values.some((it) => searchedBy(it) !== undefined))
    throw notFound('expected tag expressions; searches are not accepted here');
  return values.filter((it) => it !== '');
}
