import type { Context } from 'hono';
import { withOrigin } from '../articles/html.ts';
import { findBySlug, findEntries } from '../articles/store.ts';
import { type ChannelDirectory, nameOf } from '../channels/directory.ts';
import { slugsOf } from '../channels/expression.ts';
import { listArticles, listChannels } from '../channels/store.ts';
import type { Env } from '../env.ts';
import { decode, redirectTo } from '../http/addresses.ts';
import { cacheControl } from '../http/caching.ts';
import { formatHttpDate, isNotModified } from '../http/conditional.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import type { Html } from './layout.ts';
import { articlePage, channelPage, startPage } from './pages.ts';

type PageContext = Context<{ Bindings: Env }>;

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  'referrer-policy': 'strict-origin-when-cross-origin',
};
const STORIES_ON_A_PAGE = 30;

export async function serveStartPage(
  c: PageContext,
  site: Site,
  directory: ChannelDirectory,
  now: Date,
): Promise<Response> {
  const opened = await directory.open(c.env.DB, 'all', now);
  const { modified = 0, nextFlip = undefined } = 'channel' in opened ? opened.channel : {};
  return page(c, now, { modified, nextFlip, tags: ['all'] }, async () => startPage(site, await listChannels(c.env.DB)));
}

export async function serveChannelPage(
  c: PageContext,
  site: Site,
  directory: ChannelDirectory,
  now: Date,
): Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const opened = await directory.open(c.env.DB, decode(pathname.slice('/channels/'.length)).replace(/\/$/, ''), now);
  const path = `/channels/${nameOf(opened)}`;
  if ('moved' in opened || path !== pathname + search) return redirectTo(site, path);
  const { channel } = opened;
  return page(c, now, { ...channel, tags: slugsOf(channel.expression) }, async () => {
    const listed = await listArticles(c.env.DB, channel.expression, channel.sizes, { limit: STORIES_ON_A_PAGE });
    const keys = listed.map((it) => it.key);
    const entries = await findEntries(c.env.DB, keys);
    return channelPage(
      site,
      channel,
      keys.flatMap((key) => entries.get(key)?.entry ?? []),
    );
  });
}

export async function serveArticlePage(c: PageContext, site: Site, now: Date): Promise<Response> {
  const { pathname } = new URL(c.req.url);
  const slug = decode(pathname.slice('/articles/'.length)).replace(/\/$/, '');
  const found = await findBySlug(c.env.DB, slug);
  if (found?.status === 'withdrawn') throw new HttpProblem(410, 'this story has been withdrawn');
  if (!found?.live) throw new HttpProblem(404, 'there is no such story');
  const { entry, modified } = found;
  const home = withOrigin(entry.link, site.origin);
  if (!home.startsWith(`${site.origin}/articles/`)) return c.redirect(home, 302);
  if (pathname !== `/articles/${entry.slug}`) return redirectTo(site, `/articles/${entry.slug}`);
  return page(c, now, { modified, nextFlip: undefined, tags: entry.tags.map((it) => it.slug) }, async () =>
    articlePage(site, entry),
  );
}

async function page(
  c: PageContext,
  now: Date,
  { modified, nextFlip, tags }: { modified: number; nextFlip: number | undefined; tags: string[] },
  render: () => Promise<Html>,
): Promise<Response> {
  const headers = {
    ...PAGE_HEADERS,
    'cache-control': cacheControl(now, { modified, ...(nextFlip !== undefined && { nextFlip }) }),
    'cache-tag': tags.join(','),
    ...(modified > 0 && { 'last-modified': formatHttpDate(Math.min(modified, Math.floor(now.getTime() / 1000))) }),
  };
  if (modified > 0 && isNotModified(c.req.raw.headers, { lastModified: modified }))
    return new Response(null, { status: 304, headers });
  return new Response(String(await await render()), { headers });
}
