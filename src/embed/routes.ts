import { articleTag, type Entry } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import { findStory } from '../articles/served.ts';
import { listEntries } from '../articles/store.ts';
import { type Channel, type ChannelDirectory, nameOf } from '../channels/directory.ts';
import { slugsOf } from '../channels/expression.ts';
import { listArticles } from '../channels/store.ts';
import type { AppContext } from '../env.ts';
import { decode, redirectTo } from '../http/addresses.ts';
import { cacheControl } from '../http/caching.ts';
import { PUBLIC_HEADERS } from '../http/methods.ts';
import { HttpProblem, problemResponse } from '../http/problem.ts';
import { respondText } from '../http/text.ts';
import type { Site } from '../site.ts';
import { articleFramePath, channelFramePath, parseFrameQuery } from './addresses.ts';
import { articleFrame, channelFrame, emptyFrame, STYLE, type Theme } from './frame.ts';
import type { Html } from './markup.ts';
import { type EmbedScript, embedScript, findScript } from './script.ts';
import { SANDBOX } from './snippet.ts';

/** Public documents that may stand in pages of other sites, also of those that isolate themselves. */
const EMBED_HEADERS = { ...PUBLIC_HEADERS, 'cross-origin-resource-policy': 'cross-origin' };

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
const VERSIONED = 'public, max-age=31536000, immutable';
const UNVERSIONED = 'public, max-age=3600, stale-while-revalidate=86400';

const SCRIPT_PATH = /^\/embed\/[0-9a-f]{16}\.js$/;

/** `/embed.js`: the script in its present version. */
export async function serveScript(c: AppContext): Promise<Response> {
  return respondScript(c, await embedScript(), UNVERSIONED);
}

/** `/embed/{hash}.js` and `/embed/{channel}`. */
export async function serveEmbed(c: AppContext, site: Site, directory: ChannelDirectory, now: Date) {
  const { pathname } = new URL(c.req.url);
  if (!SCRIPT_PATH.test(pathname)) return serveChannelFrame(c, site, directory, now);
  const script = await findScript(pathname);
  // Whoever has not asked for a version's integrity can go on with another one.
  return script ? respondScript(c, script, VERSIONED) : redirectTo(site, '/embed.js', 302);
}

function respondScript(c: AppContext, { text }: EmbedScript, caching: string): Promise<Response> {
  return respondText(c.req.raw, text, { ...EMBED_HEADERS, 'content-type': SCRIPT_TYPE, 'cache-control': caching });
}

async function serveChannelFrame(c: AppContext, site: Site, directory: ChannelDirectory, now: Date): Promise<Response> {
  const { pathname, search, searchParams } = new URL(c.req.url);
  const options = parseFrameQuery(searchParams);
  return framed(site, options.theme, async () => {
    const opened = await directory.open(c.env.DB, nameIn(pathname, '/embed/'), now);
    const path = channelFramePath(nameOf(opened), options);
    if ('moved' in opened || path !== pathname + search) return redirectTo(site, path);
    const { channel } = opened;
    const entries = await latest(c.env.DB, channel, options.limit);
    return respondText(c.req.raw, await text(channelFrame(site, channel, entries, options.theme)), {
      ...(await frameHeaders()),
      'cache-control': cacheControl(now, channel),
      'cache-tag': slugsOf(channel.expression).join(','),
    });
  });
}

/** `/embed/articles/{slug}`. */
export async function serveArticleFrame(c: AppContext, site: Site, now: Date): Promise<Response> {
  const { pathname, search, searchParams } = new URL(c.req.url);
  const { theme } = parseFrameQuery(searchParams);
  return framed(site, theme, async () => {
    const { entry, flips } = await findStory(c.env.DB, nameIn(pathname, '/embed/articles/'));
    const path = articleFramePath(entry.slug, theme);
    if (path !== pathname + search) return redirectTo(site, path);
    return respondText(c.req.raw, await text(articleFrame(site, entry, theme)), {
      ...(await frameHeaders(entry.image && new URL(withOrigin(entry.image.url, site.origin)).origin)),
      'cache-control': cacheControl(now, { modified: Date.parse(entry.updated) / 1000, nextFlip: flips ?? undefined }),
      'cache-tag': articleTag(entry.key),
    });
  });
}

async function latest(db: D1Database, { expression, sizes }: Channel, limit: number): Promise<Entry[]> {
  const listed = await listArticles(db, expression, sizes, { limit, stubs: false });
  return listEntries(db, listed);
}

const nameIn = (pathname: string, prefix: string) => decode(pathname.slice(prefix.length)).replace(/\/$/, '');

const text = async (markup: Html) => String(await markup);

/** What is missing is told to people: they see it in the frame. */
async function framed(site: Site, theme: Theme, serve: () => Promise<Response>): Promise<Response> {
  try {
    return await serve();
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    const { status, headers } = problemResponse(error, '');
    const caching = { 'cache-control': headers.get('cache-control') ?? 'no-store' };
    const message = status === 410 ? 'This story has been withdrawn.' : 'There is nothing here at the moment.';
    const body = await text(emptyFrame(site, message, theme));
    return new Response(body, { status, headers: { ...(await frameHeaders()), ...caching } });
  }
}

let styleHash: Promise<string> | undefined;

async function hashOfStyle(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

/** The headers of a frame: any page may show it, and it may run nothing, whatever that page allows it. */
async function frameHeaders(images?: string): Promise<Record<string, string>> {
  styleHash ??= hashOfStyle();
  const policy = [
    "default-src 'none'",
    `style-src ${await styleHash}`,
    ...(images ? [`img-src ${images}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    'frame-ancestors *',
    `sandbox ${SANDBOX}`,
  ];
  return {
    ...EMBED_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
