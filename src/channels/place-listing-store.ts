import type { Database, Query } from '../platform/database.ts';
import type { ListedArticle, ListOptions } from './listing.ts';
import { BoundValues, DIRECTIONS, isTaken, listingQuery } from './listing-query-store.ts';
import type { Position } from './position.ts';

/** An index of words whose rowids are places of articles, newest first. */
interface PlaceIndex {
  table: 'search' | 'filings';
  /** Returns the part of a place that follows from a rank: see the views of the index in src/migrations. */
  orderOf: (rank: number) => number;
}

/** Ranks beyond this count as equal in the index of searches: a rowid has room for no more milliseconds. */
const FAR = 2 ** 42 - 1;

/** The index of searches (0006_search.sql): by the millisecond. */
export const SEARCHES: PlaceIndex = {
  table: 'search',
  orderOf: (rank) => Math.min(Math.max(rank, -FAR), FAR),
};

/** The index of channels (0009_filings.sql): by the second, so that it has room for every date. */
export const FILINGS: PlaceIndex = {
  table: 'filings',
  orderOf: (rank) => Math.ceil(rank / 1000) + 1e12,
};

/**
 * Lists the articles that an index finds, newest first; equal dates go by the database's own numbers. The index is in this
 * order, so no more articles are read than the limit, however many have a word.
 * @param match a query of SQLite's FTS5
 */
export function listByPlace(
  db: Database,
  { table, orderOf }: PlaceIndex,
  match: string,
  options: Omit<ListOptions, 'stubs'>,
): Query<ListedArticle[]> {
  const { from, until, limit, takenBy, direction = 'older' } = options;
  const bound = new BoundValues();
  const { beyond, way } = DIRECTIONS[direction];
  const first = (rank: number) => `CAST(${bound.add(orderOf(rank))} AS INTEGER) * 2097152`;
  const conditions = [
    `${table} MATCH ${bound.add(match)}`,
    ...(from ? [`${table}.rowid ${beyond} ${first(from.rank)} + ${numberAt(bound, from)}`] : []),
    ...(until === undefined ? [] : [`${table}.rowid < ${first(until)} + 2097152`]),
  ];
  if (takenBy !== undefined) {
    // The index gives them in this order, so it is read no further than the last one that is taken.
    const sql = `SELECT articles.rank, articles.key, articles.seq
      FROM ${table} CROSS JOIN articles ON articles.number = ${table}.rowid & 2097151
      WHERE ${conditions.join(' AND ')} AND articles.channels <> '[]' AND ${isTaken(takenBy, 'articles.key', bound)}
      ORDER BY ${table}.rowid ${way} LIMIT ${bound.add(limit)}`;
    return listingQuery(db, { sql, bound }, options);
  }
  const sql = `SELECT rank, key, seq FROM (SELECT rowid AS place FROM ${table} WHERE ${conditions.join(' AND ')}
       ORDER BY rowid ${way} LIMIT ${bound.add(limit)})
     JOIN articles ON articles.number = place & 2097151 WHERE channels <> '[]' ORDER BY place ${way}`;
  return listingQuery(db, { sql, bound }, options);
}

/** Writes SQL for the number of the article at a position; 0 if there is none any more. */
const numberAt = (bound: BoundValues, { key }: Position) =>
  `coalesce((SELECT number FROM articles WHERE key = ${bound.add(key)}), 0)`;
