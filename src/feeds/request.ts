import { formatCursor, parseCursor } from '../channels/cursor.ts';
import type { Position } from '../channels/store.ts';
import { atom } from './atom.ts';
import type { Content, Format } from './format.ts';
import { json } from './json.ts';
import { rss } from './rss.ts';

export const FORMATS: Record<string, Format> = { rss, atom, json };

export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** Which page or archive of a channel, in which form. */
export interface FeedRequest {
  format: Format;
  /** Only of an archive: the month, as `yyyy-mm`. */
  month?: string | undefined;
  limit: number;
  content: Content;
  /** A place in the listing; the page begins after it. */
  before: Position | undefined;
}

/** What is asked for without parameters. */
export const PLAIN = { limit: DEFAULT_LIMIT, content: 'full', before: undefined } as const;

/** The canonical address of a page or archive of a channel, without the origin. A search's name brings a parameter. */
export function feedPath(name: string, { format, month, limit, content, before }: FeedRequest): string {
  const [path, parameters] = name.split('?');
  const query = new URLSearchParams(parameters);
  if (before) query.set('before', formatCursor(before));
  if (content !== 'full') query.set('content', content);
  if (!month && limit !== DEFAULT_LIMIT) query.set('limit', String(limit));
  query.sort();
  return `/feeds/${month ? `${path}/${month}` : path}.${format.extension}${query.size > 0 ? `?${query}` : ''}`;
}

/** The canonical address of a channel's feed, without the origin. */
export function plainPath(name: string, extension: Format['extension']): string {
  return feedPath(name, { ...PLAIN, format: { rss, atom, json }[extension] });
}

/** The canonical address of the subscription document that an archive belongs to, without the origin. */
export function currentPath(name: string, { format, content }: FeedRequest): string {
  return feedPath(name, { ...PLAIN, format, content });
}

/** A request's parameters; unknown ones and what cannot be meant are left out, so that the canonical address has them not. */
export function parseFeedQuery(query: URLSearchParams): Omit<FeedRequest, 'format'> | { unknownCursor: string } {
  const given = query.get('limit') ?? '';
  const limit = /^\d{1,9}$/.test(given) && Number(given) > 0 ? Math.min(Number(given), MAX_LIMIT) : DEFAULT_LIMIT;
  const content = query.get('content') === 'summary' ? 'summary' : 'full';
  const cursor = query.get('before');
  if (cursor === null || cursor === '') return { limit, content, before: undefined };
  const before = parseCursor(cursor);
  return before ? { limit, content, before } : { unknownCursor: cursor.slice(0, 100) };
}
