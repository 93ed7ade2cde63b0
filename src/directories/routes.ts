import { findLastNumber, listMapped } from '../articles/sitemap-store.ts';
import { type Channel, type ChannelDirectory, isSingle, nameOf } from '../channels/directory.ts';
import { groupChannels } from '../channels/groups.ts';
import { searchedBy } from '../channels/search.ts';
import { ALL } from '../channels/slug.ts';
import { listChannels } from '../channels/store.ts';
import type { AppContext } from '../env.ts';
import { decode, redirectTo } from '../http/addresses.ts';
import { cacheControl } from '../http/caching.ts';
import { PUBLIC_HEADERS } from '../http/methods.ts';
import { HttpProblem } from '../http/problem.ts';
import { respondText } from '../http/text.ts';
import type { Site } from '../site.ts';
import { renderOpml } from './opml.ts';
import { MAX_ADDRESSES, renderSitemap, renderSitemapIndex, STORIES_IN_A_PART } from './sitemap.ts';

const OPML_TYPE = 'text/x-opml; charset=utf-8';
const XML_TYPE = 'application/xml; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const MAX_EXPRESSIONS = 20;

/** Answers the addresses at which programs find out what there is. One per process. */
export class DirectoryServer {
  readonly #site: Site;
  readonly #directory: ChannelDirectory;

  constructor(site: Site, directory: ChannelDirectory) {
    this.#site = site;
    this.#directory = directory;
  }

  /** `/feeds.opml` and `/.well-known/feeds`: every channel, and with `?expression=a+b` combinations. */
  async serveOpml(c: AppContext, now: Date): Promise<Response> {
    const { pathname, search } = new URL(c.req.url);
    const opened = await Promise.all(expressionsIn(search).map((it) => this.#directory.open(c.env.DB, it, now)));
    const unlisted = opened.filter((it) => 'moved' in it || !isSingle(it.channel));
    const names = [...new Set(unlisted.map(nameOf))].sort();
    const query = names.length > 0 ? `?${names.map((it) => `expression=${it}`).join('&')}` : '';
    if (search !== query) return redirectTo(this.#site, pathname + query);
    const vocabulary = await this.#directory.vocabulary(c.env.DB, now);
    const all = await this.#directory.find(c.env.DB, ALL, now);
    const text = renderOpml({
      site: this.#site,
      modified: all.modified,
      all: { name: ALL, label: all.label, description: this.#site.description },
      expressions: unlisted.flatMap((it) => ('channel' in it ? [it.channel] : [])),
      groups: groupChannels(await listChannels(c.env.DB), vocabulary),
      descriptionOf: (slug) => vocabulary.descriptionOf(slug),
    });
    return this.#respond(c, now, all, OPML_TYPE, text);
  }

  /** `/sitemap.xml`: the sitemap of channels, and those of stories, by the database's own numbers. */
  async serveSitemapIndex(c: AppContext, now: Date): Promise<Response> {
    const all = await this.#directory.find(c.env.DB, ALL, now);
    const parts = Math.ceil((await findLastNumber(c.env.DB)) / STORIES_IN_A_PART);
    const names = ['channels', ...Array.from({ length: parts }, (_, index) => `stories-${index + 1}`)];
    const text = renderSitemapIndex(names.map((it) => `${this.#site.origin}/sitemaps/${it}.xml`));
    return this.#respond(c, now, all, XML_TYPE, text);
  }

  /** `/sitemaps/channels.xml` and `/sitemaps/stories-1.xml`. */
  async serveSitemap(c: AppContext, now: Date): Promise<Response> {
    const [, part] = /^\/sitemaps\/(?:channels|stories-([1-9]\d{0,5}))\.xml$/.exec(c.req.path) ?? [];
    if (part === undefined && c.req.path !== '/sitemaps/channels.xml')
      throw new HttpProblem(404, 'there is no such sitemap');
    const all = await this.#directory.find(c.env.DB, ALL, now);
    const mapped =
      part === undefined ? await this.#mapChannels(c.env.DB) : await this.#mapStories(c.env.DB, Number(part));
    return this.#respond(c, now, all, XML_TYPE, renderSitemap(mapped));
  }

  async #mapChannels(db: D1Database) {
    const { origin } = this.#site;
    const channels = (await listChannels(db)).filter((it) => it.articles > 0).slice(0, MAX_ADDRESSES - 1);
    const modified = channels.find((it) => it.slug === ALL)?.modified;
    return [
      { address: `${origin}/`, modified: modified && modified * 1000 },
      ...channels.map((it) => ({ address: `${origin}/channels/${it.slug}`, modified: it.modified * 1000 })),
    ];
  }

  async #mapStories(db: D1Database, part: number) {
    if (part > Math.ceil((await findLastNumber(db)) / STORIES_IN_A_PART))
      throw new HttpProblem(404, 'there is no such sitemap');
    const stories = await listMapped(db, (part - 1) * STORIES_IN_A_PART, part * STORIES_IN_A_PART);
    return stories.map((it) => ({ address: `${this.#site.origin}/articles/${it.slug}`, modified: it.updated }));
  }

  /** `/robots.txt`: everybody may read everything. */
  async serveRobots(c: AppContext, now: Date): Promise<Response> {
    const text = `User-agent: *\nAllow: /\n\nSitemap: ${this.#site.origin}/sitemap.xml\n`;
    return this.#respond(c, now, { modified: 0, nextFlip: undefined }, TEXT_TYPE, text);
  }

  #respond(
    { req }: AppContext,
    now: Date,
    { modified, nextFlip }: Pick<Channel, 'modified' | 'nextFlip'>,
    type: string,
    text: string,
  ): Promise<Response> {
    return respondText(req.raw, text, {
      ...PUBLIC_HEADERS,
      'content-type': type,
      'cache-control': cacheControl(now, { modified, nextFlip }),
      'cache-tag': ALL,
    });
  }
}

/** The values of `expression` in a query. Not by `URLSearchParams`, to which "+" is a blank. */
function expressionsIn(search: string): string[] {
  const values = search
    .slice(1)
    .split('&')
    .flatMap((it) => (it.startsWith('expression=') ? [decode(it.slice('expression='.length))] : []));
  if (values.length > MAX_EXPRESSIONS)
    throw new HttpProblem(404, `expected at most ${MAX_EXPRESSIONS} expressions, got ${values.length}`);
  if (values.some((it) => searchedBy(it) !== undefined))
    throw new HttpProblem(404, 'expected expressions of tags: a search is none');
  return values.filter((it) => it !== '');
}
