import type { Database, Query } from '../platform/database.ts';
import type { ListedArticle, ListOptions } from './listing.ts';
import { BoundValues, DIRECTIONS, listingQuery } from './listing-query-store.ts';
import type { Position } from './position.ts';

/**
 * Ranks beyond this (milliseconds) count as equal: a rowid has room for no more; see `searchable.place` in
 * src/migrations/0006_search.sql.
 */
const FAR = 2 ** 42 - 1;

/** An index of words whose rowids are places of articles, newest first, and the words that are looked for in it. */
export interface PlaceIndex {
  table: 'search' | 'filings';
  /** A query of SQLite's FTS5. */
  match: string;
}

/**
 * Lists the articles that an index finds, newest first; equal dates go by the database's own numbers. The index is in this
 * order, so no more articles are read than the limit, however many have a word.
 */
export function listByPlace(
  db: Database,
  { table, match }: PlaceIndex,
  { from, until, limit, direction = 'older', entries }: Omit<ListOptions, 'stubs'>,
): Query<ListedArticle[]> {
  const bound = new BoundValues();
  const { beyond, way } = DIRECTIONS[direction];
  const [matched, most] = [bound.add(match), bound.add(limit)];
  const places = [
    ...(from ? [`rowid ${beyond} ${placeOf(bound, from)}`] : []),
    ...(until === undefined || until >= FAR ? [] : [`rowid < ${firstPlace(bound, until + 1)}`]),
  ];
  // Among the articles whose ranks count as equal, those outside of the range.
  const ranks = until === undefined ? '' : `AND rank <= ${bound.add(until)}`;
  const sql = `SELECT rank, key, seq FROM (SELECT rowid AS place FROM ${table} WHERE ${[`${table} MATCH ${matched}`, ...places].join(' AND ')}
       ORDER BY rowid ${way} LIMIT ${most})
     JOIN articles ON articles.number = place & 2097151 WHERE channels <> '[]' ${ranks} ORDER BY place ${way}`;
  return listingQuery(db, { sql, bound }, entries);
}

/** Writes SQL for the place of a position. No article needs to be there any more. */
function placeOf(bound: BoundValues, { rank, key }: Position): string {
  return `(${firstPlace(bound, rank)} + coalesce((SELECT number FROM articles WHERE key = ${bound.add(key)}), 0))`;
}

/** Writes SQL for the first place of a rank: before that of any article. */
function firstPlace(bound: BoundValues, rank: number): string {
  return `(CAST(${bound.add(Math.min(Math.max(rank, -FAR), FAR))} AS INTEGER) * 2097152)`;
}
