import type { Entry } from '../articles/entry.ts';
import type { SearchChannel } from '../channels/channel.ts';
import { listChannel } from '../channels/list-channel.ts';
import { entriesOf } from '../channels/listing.ts';
import { pagePath } from '../channels/page-path.ts';
import { formatCursor, type Position, placeOf } from '../channels/position.ts';
import { answered, type Database, together } from '../platform/database.ts';

const STORIES_ON_A_PAGE = 30;

/** The contents of a search's page. */
export interface SearchView {
  channel: SearchChannel;
  entries: Entry[];
  /** The place after which the page begins; undefined if it begins with the newest story. */
  before: Position | undefined;
  /** The address of the next page. */
  next: string | undefined;
}

/** Reads the contents of a search's page. @param before the place after which it begins; undefined for the newest story */
export async function readSearchView(
  db: Database,
  channel: SearchChannel,
  before: Position | undefined,
): Promise<SearchView> {
  const { listed, nearest } = await together(db, {
    listed: listChannel(db, channel, { from: before, limit: STORIES_ON_A_PAGE + 1, entries: {} }),
    nearest: before
      ? listChannel(db, channel, { from: before, limit: 1, direction: 'newer-or-same' }).map(([it]) => it)
      : answered(db, undefined),
  }).ask();
  const shown = listed.slice(0, STORIES_ON_A_PAGE);
  return {
    channel,
    entries: entriesOf(shown),
    before: placeOf(before, nearest),
    next: listed.length > shown.length ? searchPath(channel.name, shown.at(-1)) : undefined,
  };
}

/** The canonical address of a page of a search, without the origin. */
export function searchPath(name: string, before: Position | undefined): string {
  const [path, parameters] = pagePath(name).split('?');
  const query = new URLSearchParams(parameters);
  if (before) query.set('before', formatCursor(before));
  query.sort();
  return `${path}?${query}`;
}
