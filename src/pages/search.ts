import { html } from 'hono/html';
import type { Entry } from '../articles/entry.ts';
import { findEntries } from '../articles/store.ts';
import { formatCursor, parseCursor } from '../channels/cursor.ts';
import { type Channel, type ChannelDirectory, nameOf } from '../channels/directory.ts';
import { listChannel } from '../channels/listing.ts';
import { MAX_SEARCH_CHARACTERS, pagePath, searchName } from '../channels/search.ts';
import type { Position } from '../channels/store.ts';
import { FORMATS, feedPath, PLAIN } from '../feeds/request.ts';
import { redirectTo } from '../http/addresses.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import { type Html, layout } from './layout.ts';
import { storySummary } from './pages.ts';
import { PAGE_HEADERS, type PageContext, page, STORIES_ON_A_PAGE } from './routes.ts';

const ERROR_CACHING = 'public, max-age=60';

/** What a search has found, or why it is none. */
interface Found {
  channel?: Channel;
  problem?: string;
  entries?: Entry[];
  /** Whether it does not begin with the newest. */
  older?: boolean;
  /** The address of the next page. */
  next?: string | undefined;
}

/** `/search?q=`: what a search finds, newest first, and where its feeds are; without words, a form to write them in. */
export async function serveSearchPage(
  c: PageContext,
  site: Site,
  directory: ChannelDirectory,
  now: Date,
): Promise<Response> {
  const { pathname, search, searchParams } = new URL(c.req.url);
  const q = searchParams.get('q') ?? '';
  const tags = ['all'];
  if (q.trim() === '') {
    if (pathname + search !== '/search') return redirectTo(site, '/search');
    return page(c, now, { modified: 0, nextFlip: undefined, tags }, async () => searchPage(site, '', {}));
  }
  const cursor = searchParams.get('before') ?? '';
  const before = parseCursor(cursor);
  try {
    if (cursor !== '' && !before) throw new HttpProblem(404, 'that is no place in a search');
    const opened = await directory.open(c.env.DB, searchName(q), now);
    const path = pageAddress(nameOf(opened), before);
    if ('moved' in opened || path !== pathname + search) return redirectTo(site, path);
    const { channel } = opened;
    return page(c, now, { ...channel, tags }, async () =>
      searchPage(site, channel.search?.text ?? '', { channel, ...(await find(c.env.DB, channel, before)) }),
    );
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    const text = String(await searchPage(site, q.slice(0, MAX_SEARCH_CHARACTERS), { problem: error.message }));
    return new Response(text, { status: error.status, headers: { ...PAGE_HEADERS, 'cache-control': ERROR_CACHING } });
  }
}

/** The canonical address of a page of a search, without the origin. */
function pageAddress(name: string, before: Position | undefined): string {
  const [path, parameters] = pagePath(name).split('?');
  const query = new URLSearchParams(parameters);
  if (before) query.set('before', formatCursor(before));
  query.sort();
  return `${path}?${query}`;
}

async function find(db: D1Database, channel: Channel, before: Position | undefined) {
  const listed = await listChannel(db, channel, { from: before, limit: STORIES_ON_A_PAGE + 1 });
  const shown = listed.slice(0, STORIES_ON_A_PAGE);
  const entries = await findEntries(
    db,
    shown.map((it) => it.key),
  );
  return {
    entries: shown.flatMap(({ key }) => entries.get(key)?.entry ?? []),
    older: before !== undefined,
    next: listed.length > shown.length ? pageAddress(channel.name, shown.at(-1)) : undefined,
  };
}

/** A form, and what the words in it find. */
export function searchPage(site: Site, text: string, { channel, problem, entries = [], older, next }: Found): Html {
  return layout(site, {
    title: `${channel?.label ?? 'Search'} - ${site.title}`,
    head: html`<meta name="robots" content="noindex">${channel && feedLinks(channel)}`,
    body: html`<main>
<h1>${text === '' ? 'Search' : html`Search: <bdi>${text}</bdi>`}</h1>
<form action="/search" role="search">
<input type="search" name="q" value="${text}" maxlength="${MAX_SEARCH_CHARACTERS}" required aria-label="Words to look for">
<button>Search</button>
</form>
${problem ? html`<p>${problem}.</p>` : ''}
${channel ? html`<p>Newest first. Subscribe to this search: ${feedsOf(channel)}</p>` : html`<p>Every word has to be in a story. "Two words" in quotation marks stand together, -word must not be in it, and the beginning of a word ends with *.</p>`}
${channel && entries.length === 0 ? html`<p>${older ? 'No older stories.' : 'No story has all of that. The feed will tell when one does.'}</p>` : ''}
${entries.map((it) => storySummary(site, it))}
${next ? html`<p><a href="${next}" rel="next">Older stories</a></p>` : ''}
</main>`,
  });
}

const NAMES = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed' };

const addressesOf = ({ name }: Channel) =>
  Object.values(FORMATS).map((format) => ({
    title: NAMES[format.extension],
    type: format.mediaType.replace(/;.*/, ''),
    href: feedPath(name, { ...PLAIN, format }),
  }));

const feedLinks = (channel: Channel) =>
  addressesOf(channel).map(
    ({ title, type, href }) =>
      html`<link rel="alternate" type="${type}" title="${channel.label} (${title})" href="${href}">\n`,
  );

const feedsOf = (channel: Channel) =>
  addressesOf(channel).map(({ title, href }, index) => html`${index === 0 ? '' : ' · '}<a href="${href}">${title}</a>`);
