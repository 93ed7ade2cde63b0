import { change, type Database, type Query } from '../platform/database.ts';
import type { Listed, ListOptions } from './listing.ts';
import { Bound, DIRECTIONS, listingQuery } from './listing-sql.ts';
import type { Search } from './search.ts';

/** Dates further away than this from 1970 (milliseconds) have one place; see the migration. */
const FAR = 2 ** 42 - 1;

/**
 * Stories that a search finds, newest first. The index is in this order, so that no more rows are read than are wanted,
 * however many stories have a word. Stubs have no words.
 */
export function listFound(
  db: Database,
  { match }: Search,
  { from, limit, direction = 'older', entries }: Pick<ListOptions, 'from' | 'limit' | 'direction' | 'entries'>,
): Query<Listed[]> {
  const bound = new Bound();
  const { beyond, way } = DIRECTIONS[direction];
  const [matched, most] = [bound.place(match), bound.place(limit)];
  const start = from && `AND rowid ${beyond} ${placeOf(bound, from)}`;
  const listing = `SELECT rank, key, seq FROM (SELECT rowid AS place FROM search WHERE search MATCH ${matched}
       ${start ?? ''} ORDER BY rowid ${way} LIMIT ${most})
     JOIN articles ON articles.number = place & 2097151 ORDER BY place ${way}`;
  return listingQuery(db, listing, bound, entries);
}

/** SQL for the place of a position, also of one that nobody has any more. */
function placeOf(bound: Bound, { rank, key }: { rank: number; key: string }): string {
  const near = bound.place(Math.min(Math.max(rank, -FAR), FAR));
  return `(CAST(${near} AS INTEGER) * 2097152 + coalesce((SELECT number FROM articles WHERE key = ${bound.place(key)}), 0))`;
}

/** Takes stories out of the search as they are stored, before they are written again. */
export function leaveSearch(db: Database, keys: string[]): Query<void> {
  return change(
    db,
    db
      .prepare(
        `DELETE FROM search WHERE rowid IN (
           SELECT place FROM searchable WHERE key IN (SELECT value FROM json_each(?)))`,
      )
      .bind(JSON.stringify(keys)),
  );
}

/** Puts stories into the search as they are stored, if they are live. In its own order, which is much the fastest. */
export function enterSearch(db: Database, keys: string[]): Query<void> {
  return change(
    db,
    db
      .prepare(
        `INSERT INTO search (rowid, title, summary, body, tags, authors)
         SELECT place, title, summary, body, tags, authors FROM searchable
         WHERE key IN (SELECT value FROM json_each(?)) ORDER BY place`,
      )
      .bind(JSON.stringify(keys)),
  );
}
