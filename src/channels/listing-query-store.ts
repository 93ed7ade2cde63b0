import type { Entry } from '../articles/entry.ts';
import { type Database, type Query, query } from '../platform/database.ts';
import type { EntryOptions, ListedArticle } from './listing.ts';

// The SQL that listings of expressions and of searches share.

/** The values that are bound to a statement, in the order of their placeholders. */
export class BoundValues {
  readonly values: (string | number)[] = [];

  /** Adds a value. @returns its placeholder: `?1`, `?2` and so on */
  add(value: string | number): string {
    return `?${this.values.push(value)}`;
  }
}

/** A listing as SQL. */
export interface Listing {
  /** Selects rank, key and seq, in the order of the listing. */
  sql: string;
  /** The values of `sql`; those of further conditions are added. */
  bound: BoundValues;
  /** SQL that is true if anything in the channel has a higher number than a placeholder's. */
  isAnyNewer: (placeholder: string) => string;
}

/** The comparison and the order by which SQL reads on from a position, in each direction. */
export const DIRECTIONS = {
  older: { beyond: '>', way: 'ASC' },
  newer: { beyond: '<', way: 'DESC' },
  'newer-or-same': { beyond: '<=', way: 'DESC' },
};

type Row = Omit<ListedArticle, 'entry' | 'bytes'> & { entry?: string | null; bytes?: number };

/**
 * Reads a listing together with its entries, in one statement. Only the entries that the options ask for are looked up.
 * @param entries undefined reads no entries
 */
export function listingQuery(
  db: Database,
  listing: Listing,
  entries: EntryOptions | undefined,
): Query<ListedArticle[]> {
  const sql = entries ? withEntries(listing, entries) : listing.sql;
  return query(db, db.prepare(sql).bind(...listing.bound.values), (rows: Row[]) =>
    rows.map(({ rank, key, seq, entry, bytes }) => ({
      rank,
      key,
      seq,
      ...(entry != null && { entry: JSON.parse(entry) as Entry }),
      ...(bytes !== undefined && { bytes }),
    })),
  );
}

function withEntries(
  { sql, bound, isAnyNewer }: Listing,
  { first, maxBytes, except, ifNewerThan }: EntryOptions,
): string {
  const known = except ? [...except] : [];
  const wanted = [
    ...(first === undefined ? [] : [`row_number() OVER () <= ${bound.add(first)}`]),
    ...(maxBytes === undefined
      ? []
      : [`(row_number() OVER () = 1 OR sum(bytes) OVER (${UP_TO_HERE}) < ${bound.add(maxBytes)})`]),
    ...(ifNewerThan === undefined ? [] : [isAnyNewer(bound.add(ifNewerThan))]),
    // In a text rather than a list: D1 would count each row of a list as a row that is read.
    ...(known.length === 0 ? [] : [`instr(${bound.add(`,${known.join(',')},`)}, ',' || seq || ',') = 0`]),
  ];
  const entry = wanted.length > 0 ? `CASE WHEN ${wanted.join(' AND ')} THEN ${column('entry')} END` : column('entry');
  const sized =
    maxBytes === undefined
      ? `(${sql})`
      : `(SELECT *, ${column('octet_length(entry)')} AS bytes FROM (${sql}) AS listed)`;
  return `SELECT *, ${entry} AS entry FROM ${sized} AS listed`;
}

const UP_TO_HERE = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';

const column = (expression: string) => `(SELECT ${expression} FROM articles WHERE articles.key = listed.key)`;
