import { withOrigin } from '../articles/html.ts';
import { findStory } from '../articles/stories.ts';
import { articleCacheTag, cacheTagsOf } from '../channels/cache-tags.ts';
import { listChannel } from '../channels/listing.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { cacheControl } from '../http/caching.ts';
import { problemOf, problemResponse } from '../http/problem.ts';
import { decode, redirectTo } from '../http/redirects.ts';
import { type Handler, PUBLIC_HEADERS } from '../http/routes.ts';
import { respondText } from '../http/text.ts';
import type { Database } from '../platform/database.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import { articleFrame, channelFrame, emptyFrame, STYLE, type Theme } from './frame.ts';
import { articleFramePath, channelFramePath, parseFrameQuery } from './frame-address.ts';
import type { Html } from './markup.ts';
import { type EmbedScript, embedScript, findScript } from './script.ts';
import { SANDBOX } from './snippet.ts';

/** Public documents that may stand in pages of other sites, also of those that isolate themselves. */
const EMBED_HEADERS = { ...PUBLIC_HEADERS, 'cross-origin-resource-policy': 'cross-origin' };

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
const VERSIONED = 'public, max-age=31536000, immutable';
const UNVERSIONED = 'public, max-age=3600, stale-while-revalidate=86400';

const SCRIPT_PATH = /^\/embed\/[0-9a-f]{16}\.js$/;

interface Parts {
  database: Database;
  site: Site;
  channels: ChannelResolver;
  clock: () => Date;
}

/** Answers the addresses of what other sites show. */
export class EmbedHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `/embed.js`: the script in its present version. */
  readonly script: Handler = async (c) => respondScript(c.req.raw, await embedScript(), UNVERSIONED);

  /** `/embed/{hash}.js` and `/embed/{channel}`. */
  readonly channelOrScript: Handler = async (c) => {
    const url = new URL(c.req.url);
    if (!SCRIPT_PATH.test(url.pathname)) return this.#channel(c.req.raw, url);
    const script = await findScript(url.pathname);
    // Whoever has not asked for a version's integrity can go on with another one.
    return script ? respondScript(c.req.raw, script, VERSIONED) : redirectTo(this.#parts.site, '/embed.js', 302);
  };

  #channel(request: Request, { pathname, search, searchParams }: URL): Promise<Response> {
    const { database, site, channels, clock } = this.#parts;
    const options = parseFrameQuery(searchParams);
    return framed(site, options.theme, async () => {
      const now = clock();
      const channel = await channels.resolve(nameIn(pathname, '/embed/'), now);
      const path = channelFramePath(channel.name, options);
      if (path !== pathname + search) return redirectTo(site, path);
      const listed = await listChannel(database, channel, { limit: options.limit, stubs: false, entries: {} }).ask();
      const entries = listed.flatMap((it) => it.entry ?? []);
      return respondText(request, await text(channelFrame(site, channel, entries, options.theme)), {
        ...(await frameHeaders()),
        'cache-control': cacheControl(now, channel),
        'cache-tag': cacheTagsOf(channel).join(','),
      });
    });
  }

  /** `/embed/articles/{slug}`. */
  readonly article: Handler = (c) => {
    const { database, site, clock } = this.#parts;
    const { pathname, search, searchParams } = new URL(c.req.url);
    const { theme } = parseFrameQuery(searchParams);
    return framed(site, theme, async () => {
      const { entry, nextRelease } = await findStory(database, nameIn(pathname, '/embed/articles/'));
      const path = articleFramePath(entry.slug, theme);
      if (path !== pathname + search) return redirectTo(site, path);
      return respondText(c.req.raw, await text(articleFrame(site, entry, theme)), {
        ...(await frameHeaders(entry.image && new URL(withOrigin(entry.image.url, site.origin)).origin)),
        'cache-control': cacheControl(clock(), { modified: Date.parse(entry.updated) / 1000, nextRelease }),
        'cache-tag': articleCacheTag(entry.key),
      });
    });
  };
}

function respondScript(request: Request, script: EmbedScript, caching: string): Promise<Response> {
  const headers = { ...EMBED_HEADERS, 'content-type': SCRIPT_TYPE, 'cache-control': caching };
  return respondText(request, script.text, headers);
}

const nameIn = (pathname: string, prefix: string) => decode(pathname.slice(prefix.length)).replace(/\/$/, '');

const text = async (markup: Html) => String(await markup);

/** What is missing is told to people: they see it in the frame. */
async function framed(site: Site, theme: Theme, serve: () => Promise<Response>): Promise<Response> {
  try {
    return await serve();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, headers } = problemResponse(problemOf(error), '');
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
