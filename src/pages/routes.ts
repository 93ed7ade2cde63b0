import type { Context } from 'hono';
import { articleTag } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import { findBySlug, findEntries } from '../articles/store.ts';
import { type ChannelDirectory, nameOf } from '../channels/directory.ts';
import { slugsOf } from '../channels/expression.ts';
import { pagePath } from '../channels/search.ts';
import { listArticles, listChannels } from '../channels/store.ts';
import type { Env } from '../env.ts';
import { sha256 } from '../hash.ts';
import { decode, redirectTo } from '../http/addresses.ts';
import { cacheControl } from '../http/caching.ts';
import { isNotModified } from '../http/conditional.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import type { Html } from './layout.ts';
import { articlePage, channelPage, startPage } from './pages.ts';

export type PageContext = Context<{ Bindings: Env }>;

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'",
  'referrer-policy': 'strict-origin-when-cross-origin',
};
export const STORIES_ON_A_PAGE = 30;

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
  const path = pagePath(nameOf(opened));
  if ('moved' in opened || path !== pathname + search) return redirectTo(site, path);
  const { channel } = opened;
  return page(c, now, { ...channel, tags: slugsOf(channel.expression) }, async () => {
    const listed = await listArticles(c.env.DB, channel.expression, channel.sizes, {
      limit: STORIES_ON_A_PAGE,
      stubs: false,
    });
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
  if (found?.status === 'withdrawn' && found.released) throw new HttpProblem(410, 'this story has been withdrawn');
  if (!found?.live) throw new HttpProblem(404, 'there is no such story');
  const { entry, flips } = found;
  const home = withOrigin(entry.link, site.origin);
  if (!home.startsWith(`${site.origin}/articles/`)) return c.redirect(home, 302);
  if (pathname !== `/articles/${entry.slug}`) return redirectTo(site, `/articles/${entry.slug}`);
  const modified = Date.parse(entry.updated) / 1000;
  return page(c, now, { modified, nextFlip: flips ?? undefined, tags: [articleTag(entry.key)] }, async () =>
    articlePage(site, entry),
  );
}

/** A page, or 304. Its ETag is made of its bytes: a page is quickly rendered, and has no revision of its own. */
export async function page(
  c: PageContext,
  now: Date,
  { modified, nextFlip, tags }: { modified: number; nextFlip: number | undefined; tags: string[] },
  render: () => Promise<Html>,
): Promise<Response> {
  const markup = await render();
  const text = String(await markup);
  const etag = `W/"${(await sha256(text)).slice(0, 16)}"`;
  const headers = {
    ...PAGE_HEADERS,
    etag,
    'cache-control': cacheControl(now, { modified, ...(nextFlip !== undefined && { nextFlip }) }),
    'cache-tag': tags.join(','),
  };
  if (isNotModified(c.req.raw.headers, { etag })) return new Response(null, { status: 304, headers });
  return new Response(text, { headers });
}
