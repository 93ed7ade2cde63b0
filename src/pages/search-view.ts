import type { Entry } from '../articles/entry.ts';
import { listEntries } from '../articles/store.ts';
import { formatCursor, parseCursor } from '../channels/cursor.ts';
import type { Channel } from '../channels/directory.ts';
import { listChannel } from '../channels/listing.ts';
import { pagePath } from '../channels/search.ts';
import type { Position } from '../channels/store.ts';
import { HttpProblem } from '../http/problem.ts';

const STORIES_ON_A_PAGE = 30;

/** What a page of a search shows. */
export interface Found {
  channel: Channel;
  entries: Entry[];
  /** Whether it does not begin with the newest. */
  older: boolean;
  /** The address of the next page. */
  next: string | undefined;
}

/** A page of what a search finds. */
export async function readSearch(db: D1Database, channel: Channel, before: Position | undefined): Promise<Found> {
  const listed = await listChannel(db, channel, { from: before, limit: STORIES_ON_A_PAGE + 1 });
  const shown = listed.slice(0, STORIES_ON_A_PAGE);
  return {
    channel,
    entries: await listEntries(db, shown),
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
export function placeIn(cursor: string): Position | undefined {
  const before = parseCursor(cursor);
  if (cursor !== '' && !before) throw new HttpProblem(404, 'that is no place in a search');
  return before;
}
