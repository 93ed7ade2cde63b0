import { articlePath } from '../articles/addresses.ts';
import type { Channel } from '../channels/channel.ts';
import { groupChannels } from '../channels/groups.ts';
import { isMonth } from '../channels/months.ts';
import { pagePath } from '../channels/page-path.ts';
import type { ReaderParts } from '../channels/reader-parts.ts';
import { searchedBy } from '../channels/search.ts';
import { ALL } from '../channels/slug.ts';
import type { Handler } from '../http/add-routes.ts';
import { cachingHeaders } from '../http/caching.ts';
import { PUBLIC_HEADERS } from '../http/cors.ts';
import { MEDIA_TYPES } from '../http/media-types.ts';
import { decode } from '../http/paths.ts';
import { redirectTo } from '../http/redirects.ts';
import { respondText } from '../http/respond.ts';
import { notFound } from '../refusal.ts';
import { holderOf } from '../site.ts';
import { LICENSE_TYPE, licenseDocument, robotsLines, tdmrepDocument } from '../terms.ts';
import { renderOpml } from './opml.ts';
import {
  MAX_ADDRESSES,
  MAX_NEWS,
  NEWS_MILLISECONDS,
  renderNewsSitemap,
  renderSitemap,
  renderSitemapIndex,
} from './sitemap.ts';
import { listNewsStories, listSitemapParts, listSitemapStories, type SitemapPart } from './sitemap-store.ts';

const MAX_EXPRESSIONS = 20;
export const NEWS_PATH = '/sitemap-news.xml';

/** Answers the addresses at which programs find feeds and pages. */
export class DiscoveryHandlers {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** `/feeds.opml` and `/.well-known/feeds`: every channel, and combinations with `?expression=a+b`. */
  readonly opml: Handler = async (c) => {
    const { site, resolver, clock } = this.#parts;
    const now = clock();
    const { pathname, search } = new URL(c.req.url);
    const requested = expressionsIn(search);
    const { channels, ...everything } = await resolver.lookAll([ALL, ...requested], now, {
      directory: resolver.directory(),
    });
    const [channel, ...others] = channels as [Channel, ...Channel[]];
    const combinations = new Map(
      others.filter((it) => it.kind === 'combination' && !it.closed).map((it) => [it.name, it]),
    );
    const names = [...combinations.keys()].sort();
    const query = names.length > 0 ? `?${names.map((it) => `expression=${it}`).join('&')}` : '';
    const path = c.req.path + query;
    if (path !== pathname + search) return redirectTo(site, path);
    const { vocabulary, also } = everything;
    const opml = renderOpml({
      site,
      modified: channel.modified,
      main: channel.closed ? undefined : { name: ALL, label: channel.label, description: site.description },
      combinations: [...combinations.values()],
      groups: groupChannels(
        also.directory.rows.filter((it) => !vocabulary.asksForKey(it.slug)),
        vocabulary,
      ),
      descriptionOf: (slug) => vocabulary.descriptionOf(slug),
    });
    // Browsers know nothing to do with it but to keep it.
    const headers = { 'content-disposition': 'attachment; filename="feeds.opml"' };
    return this.#respond(c.req.raw, channel, MEDIA_TYPES.opml, opml, headers);
  };

  /** `/sitemap.xml`: the sitemaps of channels and of stories, which are divided by month. */
  readonly sitemapIndex: Handler = async (c) => {
    const { db, site, resolver, clock } = this.#parts;
    const { channel, also } = await resolver.lookNow(ALL, clock(), { parts: listSitemapParts(db) });
    const stories = also.parts.map(({ month, part }) => `stories-${month}${part > 1 ? `-${part}` : ''}`);
    const sitemaps = ['channels', ...stories].map((it) => `${site.origin}/sitemaps/${it}.xml`);
    const index = renderSitemapIndex([site.origin + NEWS_PATH, ...sitemaps]);
    return this.#respond(c.req.raw, channel, MEDIA_TYPES.xml, index);
  };

  /** `/sitemap-news.xml`: the stories of the last two days, for Google News. */
  readonly newsSitemap: Handler = async (c) => {
    const { db, site, resolver, clock } = this.#parts;
    const now = clock();
    const [until, since] = [now.getTime(), now.getTime() - NEWS_MILLISECONDS];
    const { channel, also } = await resolver.lookNow(ALL, now, {
      stories: listNewsStories(db, { since, until, limit: MAX_NEWS }),
    });
    const news = also.stories.map(({ slug, updated, language, ...story }) => ({
      ...story,
      address: site.origin + articlePath(slug),
      modified: updated,
      language: language ?? site.language,
    }));
    // The oldest story leaves by itself, as one does that expires.
    const oldest = news.at(-1)?.published;
    const leaves = oldest === undefined ? [] : [oldest + NEWS_MILLISECONDS];
    const ends = [...leaves, ...(channel.nextExpiry === undefined ? [] : [channel.nextExpiry])];
    const nextExpiry = ends.length > 0 ? Math.min(...ends) : undefined;
    return this.#respond(c.req.raw, { ...channel, nextExpiry }, MEDIA_TYPES.xml, renderNewsSitemap(site.title, news));
  };

  /** `/sitemaps/channels.xml`, `/sitemaps/stories-2026-03.xml` and its second part, `/sitemaps/stories-2026-03-2.xml`. */
  readonly sitemap: Handler = async (c) => {
    const [, month, part = '1'] =
      /^\/sitemaps\/(?:channels|stories-(\d{4}-\d{2})(?:-([2-9]|[1-9]\d{1,2}))?)\.xml$/.exec(c.req.path) ?? [];
    if (month !== undefined && isMonth(month)) return this.#storySitemap(c.req.raw, { month, part: Number(part) });
    if (c.req.path !== '/sitemaps/channels.xml') throw noSuchSitemap();
    return this.#channelSitemap(c.req.raw);
  };

  async #channelSitemap(request: Request): Promise<Response> {
    const { site, resolver, clock } = this.#parts;
    const { channel, also } = await resolver.lookNow(ALL, clock(), { directory: resolver.directory() });
    const listed = also.directory.rows.filter((it) => it.articles > 0).slice(0, MAX_ADDRESSES - 1);
    const modified = listed.find((it) => it.slug === ALL)?.modified;
    const mapped = [
      { address: `${site.origin}/`, modified: modified && modified * 1000 },
      ...listed.map((it) => ({ address: site.origin + pagePath(it.slug), modified: it.modified * 1000 })),
    ];
    return this.#respond(request, channel, MEDIA_TYPES.xml, renderSitemap(mapped));
  }

  async #storySitemap(request: Request, part: SitemapPart): Promise<Response> {
    const { db, site, resolver, clock } = this.#parts;
    const { channel, also } = await resolver.lookNow(ALL, clock(), {
      parts: listSitemapParts(db, part.month),
      stories: listSitemapStories(db, part),
    });
    if (!also.parts.some((it) => it.part === part.part)) throw noSuchSitemap();
    const mapped = also.stories.map((it) => ({
      address: site.origin + articlePath(it.slug),
      modified: it.updated,
    }));
    return this.#respond(request, channel, MEDIA_TYPES.xml, renderSitemap(mapped));
  }

  /** `/robots.txt`: every program may read everything. */
  readonly robots: Handler = (c) => {
    const { origin, terms } = this.#parts.site;
    const { group, global } = terms ? robotsLines(terms, origin) : { group: '', global: '' };
    const rules = `User-agent: *\nAllow: /\n${group}\nSitemap: ${origin}/sitemap.xml\n${global}`;
    return this.#respond(c.req.raw, { modified: 0, nextExpiry: undefined }, MEDIA_TYPES.plain, rules);
  };

  /** `/license.xml`: the terms of everything on the wire, as RSL; only where there are terms. */
  readonly license: Handler = (c) => {
    const { terms, copyright } = this.#parts.site;
    if (!terms) throw notFound('there are no terms for machines');
    const text = licenseDocument(terms, copyright && holderOf(copyright));
    return this.#respond(c.req.raw, { modified: 0, nextExpiry: undefined }, LICENSE_TYPE, text);
  };

  /** `/.well-known/tdmrep.json`: the same by TDMRep. */
  readonly tdmrep: Handler = (c) => {
    const { terms } = this.#parts.site;
    if (!terms) throw notFound('there are no terms for machines');
    const caching = { modified: 0, nextExpiry: undefined };
    return this.#respond(c.req.raw, caching, 'application/json; charset=utf-8', tdmrepDocument(terms));
  };

  /** The file that proves to search engines that the key of IndexNow is this site's. */
  readonly indexNowKey: Handler = (c) => {
    const { key = '' } = this.#parts.site.indexNow ?? {};
    return this.#respond(c.req.raw, { modified: 0, nextExpiry: undefined }, MEDIA_TYPES.plain, key);
  };

  /** Everything here lists all channels or stories, so it is purged with every change. */
  #respond(
    request: Request,
    { modified, nextExpiry }: Pick<Channel, 'modified' | 'nextExpiry'>,
    type: string,
    text: string,
    others: Record<string, string> = {},
  ): Promise<Response> {
    const caching = { modified, nextExpiry, cacheTags: [ALL] };
    const all = cachingHeaders(this.#parts.clock(), caching);
    const headers = { ...PUBLIC_HEADERS, 'content-type': type, ...all, ...others };
    return respondText(request, text, headers);
  }
}

const noSuchSitemap = () => notFound('there is no such sitemap: /sitemap.xml lists them all');

/** The values of `expression` in a query. `URLSearchParams` would read "+" as a blank. */
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
