import type { Entry } from '../articles/entry.ts';
import type { SearchChannel } from '../channels/channel.ts';
import { listChannel } from '../channels/listing.ts';
import { formatCursor, type Position, parseCursor } from '../channels/position.ts';
import { pagePath } from '../channels/search.ts';
import type { Database } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import { entriesOf } from './channel-view.ts';

const STORIES_ON_A_PAGE = 30;

/** The contents of a search's page. */
export interface Found {
  channel: SearchChannel;
  entries: Entry[];
  /** True if it does not begin with the newest. */
  older: boolean;
  /** The address of the next page. */
  next: string | undefined;
}

/** Reads a page of what a search finds. */
export async function readSearch(db: Database, channel: SearchChannel, before: Position | undefined): Promise<Found> {
  const listed = await listChannel(db, channel, { from: before, limit: STORIES_ON_A_PAGE + 1, entries: {} }).ask();
  const shown = listed.slice(0, STORIES_ON_A_PAGE);
  return {
    channel,
    entries: entriesOf(shown),
    older: before !== undefined,
    next: listed.length > shown.length ? searchAddress(channel.name, shown.at(-1)) : undefined,
  };
}

/** The canonical address of a page of a search, without the origin. */
export function searchAddress(name: string, before: Position | undefined): string {
  const [path, parameters] = pagePath(name).split('?');
  const query = new URLSearchParams(parameters);
  if (before) query.set('before', formatCursor(before));
  query.sort();
  return `${path}?${query}`;
}

/** The place at which a page begins: undefined with the newest. */
export function positionIn(cursor: string): Position | undefined {
  const before = parseCursor(cursor);
  if (cursor !== '' && !before) throw notFound('that is not a place in a search');
  return before;
}
