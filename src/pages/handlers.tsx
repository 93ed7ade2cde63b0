import type { Context } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { articlePath, withOrigin } from '../articles/addresses.ts';
import { plainWords } from '../articles/characters.ts';
import { findStory } from '../articles/stories.ts';
import { channelCaching, storyCaching } from '../channels/caching.ts';
import { refuseWithoutStories } from '../channels/channel.ts';
import { pagePath } from '../channels/page-path.ts';
import { positionIn } from '../channels/position.ts';
import type { ReaderParts } from '../channels/reader-parts.ts';
import { MAX_SEARCH_CHARACTERS, searchName } from '../channels/search.ts';
import { ALL } from '../channels/slug.ts';
import { missesOf } from '../channels/walk.ts';
import { channelFramePath } from '../embed/frame-address.ts';
import { embedSnippet, frameSnippet } from '../embed/snippet.ts';
import { feedNamed } from '../feeds/address.ts';
import type { Flights } from '../feeds/flights.ts';
import type { Handler } from '../http/add-routes.ts';
import { errorCacheControl } from '../http/caching.ts';
import { countAlso } from '../http/miss-budget.ts';
import { positiveIn } from '../http/parameters.ts';
import { decodeAfter } from '../http/paths.ts';
import { problemOf } from '../http/problem.ts';
import { redirectTo } from '../http/redirects.ts';
import { setTerms } from '../http/terms-headers.ts';
import type { PartnerReports } from '../partners/reports.ts';
import { together } from '../platform/database.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import type { Permissions } from '../terms.ts';
import { ArticlePage } from './article-page.tsx';
import { ChannelPage } from './channel-page.tsx';
import { readChannelView } from './channel-view.ts';
import { ClosedChannelPage } from './closed-channel-page.tsx';
import { combinationOf } from './combine.tsx';
import { FrontPage } from './front-page.tsx';
import { readFrontView } from './front-view.ts';
import { kindIn, PartnerPage, PartnersPage } from './partners-page.tsx';
import { htmlPage, PAGE_HEADERS, respondPage } from './response.ts';
import { SearchPage } from './search-page.tsx';
import { readSearchView, searchPath } from './search-view.ts';

const MAX_QUERY_CHARACTERS = 100;

interface Parts extends ReaderParts {
  flights: Flights;
  reports: PartnerReports;
}

/** Answers the addresses of pages for people. Who asks for a page at the same time shares what is read for it. */
export class PageHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The publication, as pages show it while the vocabulary is as it was read last. */
  get #site(): Site {
    const { site, resolver } = this.#parts;
    return { ...site, closed: resolver.knownVocabulary().asksForKey(ALL) };
  }

  /** `/`: every channel; `/?q=`: those with a name. */
  readonly front: Handler = async (c) => {
    const { site, resolver, flights, clock } = this.#parts;
    const now = clock();
    const { search, searchParams } = new URL(c.req.url);
    // WordPress: `/?feed=rss2`.
    const feed = searchParams.get('feed');
    if (feed !== null) return redirectTo(site, feedNamed(ALL, feed));
    const query = canonicalQuery(searchParams.get('q') ?? '');
    const canonical = query === '' ? '' : `?${new URLSearchParams({ q: query })}`;
    if (search !== canonical) return redirectTo(site, `/${canonical}`);
    const { channel, view } = await flights.share(`front page ${query}`, async () => {
      const { channel, vocabulary, also } = await resolver.look(ALL, now, { directory: resolver.directory() });
      return { channel, view: await readFrontView(this.#parts, { ...also, vocabulary }, query, now) };
    });
    return respondPage(c.req.raw, now, channelCaching(channel), <FrontPage {...view} site={this.#site} />);
  };

  /** `/channels?tag=a&tag=b&join=every&without=c`: leads from the form to the page of that combination. */
  readonly combination: Handler = async (c) => {
    const { site, resolver, clock } = this.#parts;
    const expression = combinationOf(new URL(c.req.url).searchParams);
    if (expression === undefined) return redirectTo(site, '/');
    return redirectTo(site, pagePath((await resolver.resolve(expression, clock())).name));
  };

  /** `/channels/{channel}`. */
  readonly channel: Handler = async (c) => {
    const { db, site, resolver, flights, clock } = this.#parts;
    const now = clock();
    const { pathname } = new URL(c.req.url);
    const { channel, vocabulary } = await resolver.look(decodeAfter('/channels/', pathname), now, {});
    const path = pagePath(channel.name);
    if (channel.kind === 'search' || path !== pathname) return redirectTo(site, path);
    refuseWithoutStories(channel);
    if (channel.closed)
      return respondPage(
        c.req.raw,
        now,
        channelCaching(channel),
        <ClosedChannelPage site={this.#site} channel={channel} />,
      );
    const view = await flights.share(`page ${path}`, () => readChannelView(db, site, channel, vocabulary, now));
    countAlso(c, missesOf(channel, view.published.length));
    const embed = {
      snippet: await embedSnippet(site, channel, view.entries),
      frameSnippet: frameSnippet(site, channel),
      frame: channelFramePath(channel.name),
    };
    const page = await respondPage(
      c.req.raw,
      now,
      channelCaching(channel),
      <ChannelPage {...view} site={this.#site} embed={embed} />,
    );
    return withTerms(page, site, channel.terms);
  };

  /** `/search?q=`: the stories that a search finds, newest first; without words, how to search. */
  readonly search: Handler = async (c) => {
    const { site, clock } = this.#parts;
    const url = new URL(c.req.url);
    const q = url.searchParams.get('q') ?? '';
    if (q.trim() === '') {
      if (url.pathname + url.search !== '/search') return redirectTo(site, '/search');
      const caching = { modified: 0, nextExpiry: undefined, cacheTags: [ALL] };
      return respondPage(c.req.raw, clock(), caching, <SearchPage site={this.#site} />);
    }
    try {
      return await this.#results(c, url);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status } = problemOf(error);
      const text = q.slice(0, MAX_SEARCH_CHARACTERS);
      const page = await htmlPage(<SearchPage site={this.#site} text={text} problem={error.message} />);
      return new Response(page, { status, headers: { ...PAGE_HEADERS, 'cache-control': errorCacheControl(status) } });
    }
  };

  async #results(c: Context, { pathname, search, searchParams }: URL): Promise<Response> {
    const { db, site, resolver, clock } = this.#parts;
    const now = clock();
    const before = positionIn(searchParams);
    const channel = await resolver.resolve(searchName(searchParams.get('q') ?? ''), now);
    const path = searchPath(channel.name, before);
    if (channel.kind !== 'search' || path !== pathname + search) return redirectTo(site, path);
    const found = await readSearchView(db, channel, before);
    countAlso(c, missesOf(channel, found.entries.length));
    if (found.before !== before) return redirectTo(site, searchPath(channel.name, found.before), 302);
    const page = <SearchPage site={this.#site} text={channel.search.text} found={found} />;
    return respondPage(c.req.raw, now, channelCaching(channel), page);
  }

  /** `/partners`, for the newsroom: what each partner gets. */
  readonly partners: Handler = async (c) => {
    const { reports } = this.#parts;
    return newsroomPage(c, <PartnersPage site={this.#site} partners={await reports.overview()} />);
  };

  /** `/partners/{name}?show=withheld`, for the newsroom: what a partner gets of each story, and why not. */
  readonly partner: Handler = async (c) => {
    const { reports } = this.#parts;
    const { searchParams } = new URL(c.req.url);
    const report = await reports.of((c.req.param('name') ?? '').toLowerCase());
    const kind = kindIn(searchParams.get('show'), report);
    const from = positiveIn(searchParams, 'from') ?? 0;
    return newsroomPage(c, <PartnerPage site={this.#site} report={report} kind={kind} from={from} />);
  };

  /** `/articles/{slug}`. */
  readonly article: Handler = async (c) => {
    const { db, site, resolver, clock } = this.#parts;
    const { pathname } = new URL(c.req.url);
    const { story, vocabulary } = await together(db, {
      story: findStory(this.#parts, decodeAfter('/articles/', pathname)),
      vocabulary: resolver.vocabulary(),
    }).ask();
    const { entry } = story;
    const followed = entry.tags.find((it) => !vocabulary.asksForKey(it.slug));
    const home = withOrigin(entry.link, site.origin);
    if (!home.startsWith(site.origin + articlePath(''))) {
      c.header('cache-control', 'no-store');
      return c.redirect(home, 302);
    }
    if (pathname !== articlePath(entry.slug)) return redirectTo(site, articlePath(entry.slug));
    const page = await respondPage(
      c.req.raw,
      clock(),
      storyCaching(story),
      <ArticlePage site={this.#site} entry={entry} followed={followed} />,
    );
    return withTerms(page, site, entry.terms);
  };
}

/** A page that says what machines may do with it, if that is not what the publication says. */
function withTerms(page: Response, site: Site, own: Permissions | undefined): Response {
  if (own && page.status === 200) setTerms(page.headers, site, own);
  return page;
}

/** Returns the words that channels are looked for by, the same for all texts that mean them: in lower case, each once. */
function canonicalQuery(text: string): string {
  const folded = plainWords(text).toLowerCase().normalize('NFC').slice(0, MAX_QUERY_CHARACTERS);
  return [...new Set(plainWords(folded).split(' '))].join(' ');
}

/** A page for the newsroom alone: behind a guard, which keeps it out of caches. */
async function newsroomPage(c: Context, markup: JSX.Element): Promise<Response> {
  return c.body(await htmlPage(markup), 200, PAGE_HEADERS);
}
