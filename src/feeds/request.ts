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

/** The canonical address of a page or archive of a channel, without the origin. */
export function feedPath(name: string, { format, month, limit, content, before }: FeedRequest): string {
  const query = new URLSearchParams();
  if (before) query.set('before', formatCursor(before));
  if (content !== 'full') query.set('content', content);
  if (!month && limit !== DEFAULT_LIMIT) query.set('limit', String(limit));
  return `/feeds/${month ? `${name}/${month}` : name}.${format.extension}${query.size > 0 ? `?${query}` : ''}`;
}

/** The canonical address of the subscription document that an archive belongs to, without the origin. */
export function currentPath(name: string, { format, content }: FeedRequest): string {
  return feedPath(name, { format, content, limit: DEFAULT_LIMIT, before: undefined });
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
