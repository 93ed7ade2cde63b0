import type { Context } from 'hono';
import { type Channel, type ChannelDirectory, nameOf } from '../channels/directory.ts';
import { slugsOf } from '../channels/expression.ts';
import type { Env } from '../env.ts';
import { decode, redirectTo } from '../http/addresses.ts';
import { cacheControl } from '../http/caching.ts';
import { acceptEncodingOf, acceptsGzip } from '../http/compression.ts';
import { formatHttpDate, isNotModified } from '../http/conditional.ts';
import { PUBLIC_HEADERS } from '../http/methods.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import type { FeedDocuments } from './documents.ts';
import { type FeedRequest, FORMATS, feedPath, parseFeedQuery } from './request.ts';

type FeedContext = Context<{ Bindings: Env }>;

/** Answers a feed's address: a redirect to its canonical form, 304, or the document. */
export async function serveFeed(
  c: FeedContext,
  site: Site,
  directory: ChannelDirectory,
  documents: FeedDocuments,
  now: Date,
): Promise<Response> {
  const url = new URL(c.req.url);
  const { name, extension } = splitPath(url.pathname);
  const channel = await directory.open(c.env.DB, name, now);
  const format = FORMATS[extension ?? ''];
  if (!format) return redirectTo(site, preferredAddress(c, nameOf(channel)), 302);
  const query = parseFeedQuery(url.searchParams);
  if ('unknownCursor' in query) throw new HttpProblem(404, `before: "${query.unknownCursor}" is no place in a channel`);
  const request: FeedRequest = { format, ...query };
  const path = feedPath(nameOf(channel), request);
  if ('moved' in channel || path !== url.pathname + url.search) return redirectTo(site, path);
  return answer(c, channel.channel, request, path, site, documents, now);
}

async function answer(
  c: FeedContext,
  channel: Channel,
  request: FeedRequest,
  path: string,
  site: Site,
  documents: FeedDocuments,
  now: Date,
): Promise<Response> {
  const { modified, nextFlip } = channel;
  // No Last-Modified later than now (RFC 9110 §8.8.2.1): a channel's moves by a second per change, at times ahead.
  const lastModified = Math.min(modified, Math.floor(now.getTime() / 1000));
  const etag = await documents.etag(c.env.DB, channel, request);
  const headers: Record<string, string> = {
    ...PUBLIC_HEADERS,
    etag,
    ...(modified > 0 && { 'last-modified': formatHttpDate(lastModified) }),
    'cache-control': cacheControl(now, { modified, nextFlip, older: request.before !== undefined }),
    'cache-tag': slugsOf(channel.expression).join(','),
    link: `<${site.origin}${path}>; rel="self", <${site.origin}/channels/${channel.name}>; rel="alternate"; type="text/html"`,
    vary: 'Accept-Encoding',
  };
  if (isNotModified(c.req.raw.headers, { etag, ...(modified > 0 && { lastModified: modified }) })) {
    return new Response(null, { status: 304, headers });
  }
  const gzipped = acceptsGzip(acceptEncodingOf(c.req.raw));
  const bytes = await documents.bytes(c.env.DB, channel, request, etag, gzipped);
  headers['content-type'] = request.format.mediaType;
  if (gzipped) headers['content-encoding'] = 'gzip';
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers, ...(gzipped && { encodeBody: 'manual' }) });
}

/** The channel and format of `/feeds/{channel}.{format}`; the channel as it was written, percent-decoded. */
function splitPath(pathname: string): { name: string; extension?: string | undefined } {
  const [, name = '', extension] = /^\/feeds\/(.*?)(?:\.(rss|atom|json))?\/?$/s.exec(pathname) ?? [];
  return { name: decode(name), extension };
}

/** The page, or the one of the three formats, that Accept names first; RSS where it names none. */
function preferredAddress(c: FeedContext, name: string): string {
  const accept = c.req.header('accept')?.toLowerCase() ?? '';
  const choices = [
    { address: `/channels/${name}`, type: /text\/html/ },
    { address: `/feeds/${name}.rss`, type: /application\/rss\+xml/ },
    { address: `/feeds/${name}.atom`, type: /application\/atom\+xml/ },
    { address: `/feeds/${name}.json`, type: /application\/(feed\+)?json/ },
  ];
  const named = choices.map((it) => ({ ...it, at: accept.search(it.type) })).filter((it) => it.at >= 0);
  return named.sort((a, b) => a.at - b.at)[0]?.address ?? `/feeds/${name}.rss`;
}
