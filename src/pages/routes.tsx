import { articleTag } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import { findStory } from '../articles/served.ts';
import { type ChannelDirectory, nameOf } from '../channels/directory.ts';
import { slugsOf } from '../channels/expression.ts';
import { MAX_SEARCH_CHARACTERS, pagePath, searchName } from '../channels/search.ts';
import { ALL } from '../channels/slug.ts';
import { channelFramePath } from '../embed/addresses.ts';
import { embedSnippet, frameSnippet } from '../embed/snippet.ts';
import type { AppContext } from '../env.ts';
import { decode, redirectTo } from '../http/addresses.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import { ArticlePage } from './article-page.tsx';
import { ChannelPage } from './channel-page.tsx';
import { readChannel } from './channel-view.ts';
import { combinationOf } from './combine.tsx';
import { DirectoryPage } from './directory-page.tsx';
import { readDirectory } from './directory-view.ts';
import { htmlPage, PAGE_HEADERS, respondPage } from './response.ts';
import { SearchPage } from './search-page.tsx';
import { placeIn, readSearch, searchAddress } from './search-view.ts';

const MAX_QUERY_CHARACTERS = 100;
const ERROR_CACHING = 'public, max-age=60';

/** Answers the addresses that people look at. One per process. */
export class PageServer {
  readonly #site: Site;
  readonly #directory: ChannelDirectory;

  constructor(site: Site, directory: ChannelDirectory) {
    this.#site = site;
    this.#directory = directory;
  }

  /** `/`, and `/?q=` for some of the channels. */
  async serveDirectory(c: AppContext, now: Date): Promise<Response> {
    const { search, searchParams } = new URL(c.req.url);
    const query = (searchParams.get('q') ?? '').trim().slice(0, MAX_QUERY_CHARACTERS).trim();
    const canonical = query === '' ? '' : `?${new URLSearchParams({ q: query })}`;
    if (search !== canonical) return redirectTo(this.#site, `/${canonical}`);
    const opened = await this.#directory.open(c.env.DB, ALL, now);
    const { modified = 0, nextFlip = undefined } = 'channel' in opened ? opened.channel : {};
    const vocabulary = await this.#directory.vocabulary(c.env.DB, now);
    const view = await readDirectory(c.env.DB, this.#site, vocabulary, query, now);
    return respondPage(c.req.raw, now, { modified, nextFlip, tags: [ALL] }, <DirectoryPage {...view} />);
  }

  /** `/channels?tag=a&tag=b&join=every&without=c`: what the form sends, to the page of that combination. */
  async serveCombination(c: AppContext, now: Date): Promise<Response> {
    const expression = combinationOf(new URL(c.req.url).searchParams);
    if (expression === undefined) return redirectTo(this.#site, '/');
    return redirectTo(this.#site, pagePath(nameOf(await this.#directory.open(c.env.DB, expression, now))));
  }

  /** `/channels/{channel}`. */
  async serveChannel(c: AppContext, now: Date): Promise<Response> {
    const { pathname, search } = new URL(c.req.url);
    const text = decode(pathname.slice('/channels/'.length)).replace(/\/$/, '');
    const opened = await this.#directory.open(c.env.DB, text, now);
    const path = pagePath(nameOf(opened));
    if ('moved' in opened || path !== pathname + search) return redirectTo(this.#site, path);
    const { channel } = opened;
    const vocabulary = await this.#directory.vocabulary(c.env.DB, now);
    const view = await readChannel(c.env.DB, this.#site, channel, vocabulary, now);
    const embed = {
      snippet: await embedSnippet(this.#site, channel, view.entries),
      frameSnippet: frameSnippet(this.#site, channel),
      frame: channelFramePath(channel.name),
    };
    const kept = { ...channel, tags: slugsOf(channel.expression) };
    return respondPage(c.req.raw, now, kept, <ChannelPage {...view} embed={embed} />);
  }

  /** `/search?q=`: what a search finds, newest first; without words, how to search. */
  async serveSearch(c: AppContext, now: Date): Promise<Response> {
    const { pathname, search, searchParams } = new URL(c.req.url);
    const site = this.#site;
    const q = searchParams.get('q') ?? '';
    if (q.trim() === '') {
      if (pathname + search !== '/search') return redirectTo(site, '/search');
      return respondPage(c.req.raw, now, { modified: 0, nextFlip: undefined, tags: [ALL] }, <SearchPage site={site} />);
    }
    try {
      const before = placeIn(searchParams.get('before') ?? '');
      const opened = await this.#directory.open(c.env.DB, searchName(q), now);
      const path = searchAddress(nameOf(opened), before);
      if ('moved' in opened || path !== pathname + search) return redirectTo(site, path);
      const found = await readSearch(c.env.DB, opened.channel, before);
      const page = <SearchPage site={site} text={opened.channel.search?.text} found={found} />;
      return respondPage(c.req.raw, now, { ...opened.channel, tags: [ALL] }, page);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      const text = q.slice(0, MAX_SEARCH_CHARACTERS);
      const page = await htmlPage(<SearchPage site={site} text={text} problem={error.message} />);
      return new Response(page, { status: error.status, headers: { ...PAGE_HEADERS, 'cache-control': ERROR_CACHING } });
    }
  }

  /** `/articles/{slug}`. */
  async serveArticle(c: AppContext, now: Date): Promise<Response> {
    const { pathname } = new URL(c.req.url);
    const slug = decode(pathname.slice('/articles/'.length)).replace(/\/$/, '');
    const { entry, flips } = await findStory(c.env.DB, slug);
    const home = withOrigin(entry.link, this.#site.origin);
    if (!home.startsWith(`${this.#site.origin}/articles/`)) return c.redirect(home, 302);
    if (pathname !== `/articles/${entry.slug}`) return redirectTo(this.#site, `/articles/${entry.slug}`);
    const modified = Date.parse(entry.updated) / 1000;
    const kept = { modified, nextFlip: flips ?? undefined, tags: [articleTag(entry.key)] };
    return respondPage(c.req.raw, now, kept, <ArticlePage site={this.#site} entry={entry} />);
  }
}
