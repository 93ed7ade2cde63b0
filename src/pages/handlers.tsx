import { withOrigin } from '../articles/html.ts';
import { findStory } from '../articles/stories.ts';
import { articleCacheTag, cacheTagsOf } from '../channels/cache-tags.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { MAX_SEARCH_CHARACTERS, pagePath, searchName } from '../channels/search.ts';
import { ALL } from '../channels/slug.ts';
import { listChannels } from '../channels/store.ts';
import { channelFramePath } from '../embed/frame-address.ts';
import { embedSnippet, frameSnippet } from '../embed/snippet.ts';
import { problemOf } from '../http/problem.ts';
import { decode, redirectTo } from '../http/redirects.ts';
import type { Handler } from '../http/routes.ts';
import type { Database } from '../platform/database.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import { ArticlePage } from './article-page.tsx';
import { ChannelPage } from './channel-page.tsx';
import { readChannel } from './channel-view.ts';
import { combinationOf } from './combine.tsx';
import { FrontPage } from './front-page.tsx';
import { readFront } from './front-view.ts';
import { htmlPage, PAGE_HEADERS, respondPage } from './response.ts';
import { SearchPage } from './search-page.tsx';
import { positionIn, readSearch, searchAddress } from './search-view.ts';

const MAX_QUERY_CHARACTERS = 100;
const ERROR_CACHING = 'public, max-age=60';

interface Parts {
  database: Database;
  site: Site;
  channels: ChannelResolver;
  clock: () => Date;
}

/** Answers the addresses that people look at. */
export class PageHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `/`, and `/?q=` for some of the channels. */
  readonly front: Handler = async (c) => {
    const { database, site, channels, clock } = this.#parts;
    const now = clock();
    const { search, searchParams } = new URL(c.req.url);
    const query = (searchParams.get('q') ?? '').trim().slice(0, MAX_QUERY_CHARACTERS).trim();
    const canonical = query === '' ? '' : `?${new URLSearchParams({ q: query })}`;
    if (search !== canonical) return redirectTo(site, `/${canonical}`);
    const { channel, vocabulary, also } = await channels.look(ALL, now, { rows: listChannels(database) });
    const view = await readFront(database, site, { rows: also.rows, vocabulary }, query, now);
    return respondPage(c.req.raw, now, { ...channel, cacheTags: [ALL] }, <FrontPage {...view} />);
  };

  /** `/channels?tag=a&tag=b&join=every&without=c`: what the form sends, to the page of that combination. */
  readonly combination: Handler = async (c) => {
    const { site, channels, clock } = this.#parts;
    const expression = combinationOf(new URL(c.req.url).searchParams);
    if (expression === undefined) return redirectTo(site, '/');
    return redirectTo(site, pagePath((await channels.resolve(expression, clock())).name));
  };

  /** `/channels/{channel}`. */
  readonly channel: Handler = async (c) => {
    const { database, site, channels, clock } = this.#parts;
    const now = clock();
    const { pathname, search } = new URL(c.req.url);
    const text = decode(pathname.slice('/channels/'.length)).replace(/\/$/, '');
    const { channel, vocabulary } = await channels.look(text, now, {});
    const path = pagePath(channel.name);
    if (channel.kind === 'search' || path !== pathname + search) return redirectTo(site, path);
    const view = await readChannel(database, site, channel, vocabulary, now);
    const embed = {
      snippet: await embedSnippet(site, channel, view.entries),
      frameSnippet: frameSnippet(site, channel),
      frame: channelFramePath(channel.name),
    };
    const caching = { ...channel, cacheTags: cacheTagsOf(channel) };
    return respondPage(c.req.raw, now, caching, <ChannelPage {...view} embed={embed} />);
  };

  /** `/search?q=`: what a search finds, newest first; without words, how to search. */
  readonly search: Handler = async (c) => {
    const { site, clock } = this.#parts;
    const url = new URL(c.req.url);
    const q = url.searchParams.get('q') ?? '';
    if (q.trim() === '') {
      if (url.pathname + url.search !== '/search') return redirectTo(site, '/search');
      const caching = { modified: 0, nextRelease: undefined, cacheTags: [ALL] };
      return respondPage(c.req.raw, clock(), caching, <SearchPage site={site} />);
    }
    try {
      return await this.#found(c.req.raw, url);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status } = problemOf(error);
      const text = q.slice(0, MAX_SEARCH_CHARACTERS);
      const page = await htmlPage(<SearchPage site={site} text={text} problem={error.message} />);
      return new Response(page, { status, headers: { ...PAGE_HEADERS, 'cache-control': ERROR_CACHING } });
    }
  };

  async #found(request: Request, { pathname, search, searchParams }: URL): Promise<Response> {
    const { database, site, channels, clock } = this.#parts;
    const now = clock();
    const before = positionIn(searchParams.get('before') ?? '');
    const channel = await channels.resolve(searchName(searchParams.get('q') ?? ''), now);
    const path = searchAddress(channel.name, before);
    if (channel.kind !== 'search' || path !== pathname + search) return redirectTo(site, path);
    const found = await readSearch(database, channel, before);
    const page = <SearchPage site={site} text={channel.search.text} found={found} />;
    return respondPage(request, now, { ...channel, cacheTags: [ALL] }, page);
  }

  /** `/articles/{slug}`. */
  readonly article: Handler = async (c) => {
    const { database, site, clock } = this.#parts;
    const { pathname } = new URL(c.req.url);
    const slug = decode(pathname.slice('/articles/'.length)).replace(/\/$/, '');
    const { entry, nextRelease } = await findStory(database, slug);
    const home = withOrigin(entry.link, site.origin);
    if (!home.startsWith(`${site.origin}/articles/`)) return c.redirect(home, 302);
    if (pathname !== `/articles/${entry.slug}`) return redirectTo(site, `/articles/${entry.slug}`);
    const caching = {
      modified: Date.parse(entry.updated) / 1000,
      nextRelease,
      cacheTags: [articleCacheTag(entry.key)],
    };
    return respondPage(c.req.raw, clock(), caching, <ArticlePage site={site} entry={entry} />);
  };
}
