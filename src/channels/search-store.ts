import { change, type Database, type Query } from '../platform/database.ts';
import type { ListedArticle, ListOptions } from './listing.ts';
import { BoundValues, DIRECTIONS, listingQuery } from './listing-query-store.ts';
import type { Position } from './position.ts';
import type { Search } from './search.ts';
import { ALL } from './slug.ts';

/**
 * Ranks beyond this (milliseconds) count as equal: a rowid has room for no more; see `searchable.place` in the
 * migration.
 */
const FAR = 2 ** 42 - 1;

/**
 * Lists the stories that a search finds, newest first. The index is in this order, so no more rows are read than the
 * limit, however many stories have a word. Stubs are never found.
 */
export function listFound(
  db: Database,
  { match }: Search,
  { from, limit, direction = 'older', entries }: Pick<ListOptions, 'from' | 'limit' | 'direction' | 'entries'>,
): Query<ListedArticle[]> {
  const bound = new BoundValues();
  const { beyond, way } = DIRECTIONS[direction];
  const [matched, most] = [bound.add(match), bound.add(limit)];
  const start = from && `AND rowid ${beyond} ${rowidOf(bound, from)}`;
  const sql = `SELECT rank, key, seq FROM (SELECT rowid AS place FROM search WHERE search MATCH ${matched}
       ${start ?? ''} ORDER BY rowid ${way} LIMIT ${most})
     JOIN articles ON articles.number = place & 2097151 ORDER BY place ${way}`;
  return listingQuery(db, { sql, bound, isAnyNewer }, entries);
}

/** A search has no order by number, so it takes any newer story for one that it may find. */
const isAnyNewer = (placeholder: string) =>
  `EXISTS (SELECT 1 FROM listings WHERE channel = '${ALL}' AND seq > ${placeholder})`;

/** Writes SQL for the rowid of a position. No article needs to be there any more. */
function rowidOf(bound: BoundValues, { rank, key }: Position): string {
  const near = bound.add(Math.min(Math.max(rank, -FAR), FAR));
  return `(CAST(${near} AS INTEGER) * 2097152 + coalesce((SELECT number FROM articles WHERE key = ${bound.add(key)}), 0))`;
}

/** Takes stories out of the search index. Part of a transaction that is about to write them again. */
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

/**
 * Puts those of these articles that are live stories into the search index. In the order of rowids, which is by far the
 * fastest.
 */
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
