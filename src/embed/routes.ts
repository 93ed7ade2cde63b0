import type { Context } from 'hono';
import { articleTag, type Entry } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import { findBySlug, findEntries } from '../articles/store.ts';
import { type Channel, type ChannelDirectory, nameOf } from '../channels/directory.ts';
import { slugsOf } from '../channels/expression.ts';
import { listArticles } from '../channels/store.ts';
import type { Env } from '../env.ts';
import { sha256 } from '../hash.ts';
import { decode, redirectTo } from '../http/addresses.ts';
import { cacheControl } from '../http/caching.ts';
import { isNotModified } from '../http/conditional.ts';
import { PUBLIC_HEADERS } from '../http/methods.ts';
import { HttpProblem, problemResponse } from '../http/problem.ts';
import type { Site } from '../site.ts';
import { articleFramePath, channelFramePath, parseFrameQuery } from './addresses.ts';
import { articleFrame, channelFrame, emptyFrame, STYLE, type Theme } from './frame.ts';
import type { Html } from './markup.ts';
import { describe, embeddable, type OEmbed, type Room, roomOf, toXml } from './oembed.ts';
import { type EmbedScript, embedScript, findScript } from './script.ts';
import { FRAME_HEIGHT, SANDBOX } from './snippet.ts';

type EmbedContext = Context<{ Bindings: Env }>;

/** Public documents that may stand in pages of other sites, also of those that isolate themselves. */
const EMBED_HEADERS = { ...PUBLIC_HEADERS, 'cross-origin-resource-policy': 'cross-origin' };

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
const VERSIONED = 'public, max-age=31536000, immutable';
const UNVERSIONED = 'public, max-age=3600, stale-while-revalidate=86400';

const SCRIPT_PATH = /^\/embed\/[0-9a-f]{16}\.js$/;

const FRAME_WIDTH = 600;
const CARD_HEIGHT = 220;
/** Pixels of a frame that its heading takes, and each story at most. */
const HEADING_HEIGHT = 60;
const STORY_HEIGHT = 72;

/** `/embed.js`: the script in its present version. */
export async function serveScript(c: EmbedContext): Promise<Response> {
  return respondScript(c, await embedScript(), UNVERSIONED);
}

/** `/embed/{hash}.js` and `/embed/{channel}`. */
export async function serveEmbed(c: EmbedContext, site: Site, directory: ChannelDirectory, now: Date) {
  const { pathname } = new URL(c.req.url);
  if (!SCRIPT_PATH.test(pathname)) return serveChannelFrame(c, site, directory, now);
  const script = await findScript(pathname);
  // Whoever has not asked for a version's integrity can go on with another one.
  return script ? respondScript(c, script, VERSIONED) : redirectTo(site, '/embed.js', 302);
}

function respondScript(c: EmbedContext, { text }: EmbedScript, caching: string): Promise<Response> {
  return respond(c, text, { ...EMBED_HEADERS, 'content-type': SCRIPT_TYPE, 'cache-control': caching });
}

async function serveChannelFrame(
  c: EmbedContext,
  site: Site,
  directory: ChannelDirectory,
  now: Date,
): Promise<Response> {
  const { pathname, search, searchParams } = new URL(c.req.url);
  const options = parseFrameQuery(searchParams);
  return framed(site, options.theme, async () => {
    const opened = await directory.open(c.env.DB, nameIn(pathname, '/embed/'), now);
    const path = channelFramePath(nameOf(opened), options);
    if ('moved' in opened || path !== pathname + search) return redirectTo(site, path);
    const { channel } = opened;
    const entries = await latest(c.env.DB, channel, options.limit);
    return respond(c, await text(channelFrame(site, channel, entries, options.theme)), {
      ...(await frameHeaders()),
      'cache-control': cacheControl(now, channel),
      'cache-tag': slugsOf(channel.expression).join(','),
    });
  });
}

/** `/embed/articles/{slug}`. */
export async function serveArticleFrame(c: EmbedContext, site: Site, now: Date): Promise<Response> {
  const { pathname, search, searchParams } = new URL(c.req.url);
  const { theme } = parseFrameQuery(searchParams);
  return framed(site, theme, async () => {
    const { entry, flips } = await findStory(c.env.DB, nameIn(pathname, '/embed/articles/'));
    const path = articleFramePath(entry.slug, theme);
    if (path !== pathname + search) return redirectTo(site, path);
    return respond(c, await text(articleFrame(site, entry, theme)), {
      ...(await frameHeaders(entry.image && new URL(withOrigin(entry.image.url, site.origin)).origin)),
      'cache-control': cacheControl(now, { modified: Date.parse(entry.updated) / 1000, nextFlip: flips ?? undefined }),
      'cache-tag': articleTag(entry.key),
    });
  });
}

/** `/oembed`. */
export async function serveOEmbed(
  c: EmbedContext,
  site: Site,
  directory: ChannelDirectory,
  now: Date,
): Promise<Response> {
  const { searchParams: query } = new URL(c.req.url);
  const format = query.get('format') || 'json';
  const address = query.get('url');
  if (format !== 'json' && format !== 'xml') {
    throw new HttpProblem(501, `format: expected json or xml, got "${format.slice(0, 20)}"`);
  }
  if (!address) throw new HttpProblem(400, 'url: expected the address of a channel or story, found none');
  const page = embeddable(site, address);
  if (!page) throw new HttpProblem(404, 'url: expected the address of a channel or story of ours');
  const { described, headers } =
    'channel' in page
      ? await describeChannel(site, await directory.find(c.env.DB, decode(page.channel), now), roomOf(query), now)
      : await describeArticle(site, await findStory(c.env.DB, decode(page.article)), roomOf(query), now);
  return respond(c, format === 'xml' ? toXml(described) : JSON.stringify(described), {
    ...PUBLIC_HEADERS,
    'content-type': format === 'xml' ? 'text/xml; charset=utf-8' : 'application/json; charset=utf-8',
    ...headers,
  });
}

interface Described {
  described: OEmbed;
  headers: Record<string, string>;
}

async function describeChannel(site: Site, channel: Channel, room: Room, now: Date): Promise<Described> {
  const fitting = Math.floor((Math.min(FRAME_HEIGHT, room.height) - HEADING_HEIGHT) / STORY_HEIGHT);
  const path = channelFramePath(channel.name, { limit: Math.max(1, fitting) });
  const title = `${channel.label} - ${site.title}`;
  return {
    described: describe(site, {
      ...{ title, address: site.origin + path, room },
      ...{ width: FRAME_WIDTH, height: FRAME_HEIGHT },
    }),
    headers: {
      'cache-control': cacheControl(now, channel),
      'cache-tag': slugsOf(channel.expression).join(','),
    },
  };
}

async function describeArticle(site: Site, { entry, flips }: Story, room: Room, now: Date): Promise<Described> {
  const { image, authors } = entry;
  const { width = Number.POSITIVE_INFINITY, height = Number.POSITIVE_INFINITY } = image ?? {};
  const names = authors.map((it) => it.name).join(', ');
  const described = describe(
    site,
    {
      ...{ title: entry.title, address: site.origin + articleFramePath(entry.slug), room },
      ...{ width: FRAME_WIDTH, height: CARD_HEIGHT },
    },
    {
      ...(names && { author_name: names }),
      // oEmbed §2.3.4: all three or none, and within what there is room for.
      ...(image &&
        Number.isFinite(width + height) &&
        width <= room.width &&
        height <= room.height && {
          thumbnail_url: withOrigin(image.url, site.origin),
          thumbnail_width: width,
          thumbnail_height: height,
        }),
    },
  );
  return {
    described,
    headers: {
      'cache-control': cacheControl(now, { modified: Date.parse(entry.updated) / 1000, nextFlip: flips ?? undefined }),
      'cache-tag': articleTag(entry.key),
    },
  };
}

interface Story {
  entry: Entry;
  /** When it appears or disappears by itself, in milliseconds since 1970. */
  flips: number | null;
}

/** @throws {HttpProblem} 404 for a story that is not there, 410 for one that was withdrawn */
async function findStory(db: D1Database, slug: string): Promise<Story> {
  const found = await findBySlug(db, slug);
  if (found?.status === 'withdrawn' && found.released) throw new HttpProblem(410, 'this story has been withdrawn');
  if (!found?.live) throw new HttpProblem(404, 'there is no such story');
  return found;
}

async function latest(db: D1Database, { expression, sizes }: Channel, limit: number): Promise<Entry[]> {
  const listed = await listArticles(db, expression, sizes, { limit, stubs: false });
  const keys = listed.map((it) => it.key);
  const entries = await findEntries(db, keys);
  return keys.flatMap((key) => entries.get(key)?.entry ?? []);
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

/** A whole document or 304. Its ETag is made of its text. */
async function respond(c: EmbedContext, body: string, headers: Record<string, string>): Promise<Response> {
  const etag = `W/"${(await sha256(body)).slice(0, 16)}"`;
  const all = { ...headers, etag };
  if (isNotModified(c.req.raw.headers, { etag })) return new Response(null, { status: 304, headers: all });
  return new Response(body, { headers: all });
}
