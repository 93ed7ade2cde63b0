import type { Entry } from '../articles/entry.ts';
import { type Database, type Query, query } from '../platform/database.ts';
import type { EntryOptions, Listed } from './listing.ts';

/** The values of a statement, and their places in it. */
export class Bound {
  readonly values: (string | number)[] = [];

  /** A value's place in the statement. */
  place(value: string | number): string {
    return `?${this.values.push(value)}`;
  }
}

/** How SQL goes on from a place in each direction. */
export const DIRECTIONS = {
  older: { beyond: '>', way: 'ASC' },
  newer: { beyond: '<', way: 'DESC' },
  'newer-or-same': { beyond: '<=', way: 'DESC' },
};

type ListedRow = Omit<Listed, 'entry' | 'bytes'> & { entry?: string | null; bytes?: number };

/**
 * Asks for a listing and, in the same statement, for the entries that are wanted of it: only they are looked up.
 * @param listing a SELECT of rank, key and seq, in its order
 */
export function listingQuery(
  db: Database,
  listing: string,
  bound: Bound,
  entries: EntryOptions | undefined,
): Query<Listed[]> {
  const sql = entries ? withEntries(listing, bound, entries) : listing;
  return query(db, db.prepare(sql).bind(...bound.values), (rows: ListedRow[]) =>
    rows.map(({ rank, key, seq, entry, bytes }) => ({
      ...{ rank, key, seq },
      ...(entry != null && { entry: JSON.parse(entry) as Entry }),
      ...(bytes !== undefined && { bytes }),
    })),
  );
}

function withEntries(listing: string, bound: Bound, { first, maxBytes, except, unlessNewest }: EntryOptions): string {
  const known = except ? [...except] : [];
  const wanted = [
    ...(first === undefined ? [] : [`row_number() OVER () <= ${bound.place(first)}`]),
    ...(maxBytes === undefined
      ? []
      : [`(row_number() OVER () = 1 OR sum(bytes) OVER (${UP_TO_HERE}) < ${bound.place(maxBytes)})`]),
    ...(unlessNewest === undefined ? [] : [`max(seq) OVER () <> ${bound.place(unlessNewest)}`]),
    // Within a text, since each row of a list would count as a row that is read.
    ...(known.length === 0 ? [] : [`instr(${bound.place(`,${known.join(',')},`)}, ',' || seq || ',') = 0`]),
  ];
  const entry = wanted.length > 0 ? `CASE WHEN ${wanted.join(' AND ')} THEN ${column('entry')} END` : column('entry');
  const sized =
    maxBytes === undefined
      ? `(${listing})`
      : `(SELECT *, ${column('octet_length(entry)')} AS bytes FROM (${listing}) AS listed)`;
  return `SELECT *, ${entry} AS entry FROM ${sized} AS listed`;
}

const UP_TO_HERE = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';

const column = (expression: string) => `(SELECT ${expression} FROM articles WHERE articles.key = listed.key)`;
