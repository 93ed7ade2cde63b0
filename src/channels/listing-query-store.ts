import { type Entry, parseEntry } from '../articles/entry.ts';
import { type Database, type Query, query } from '../platform/database.ts';
import type { EntryOptions, ListedArticle, ListOptions } from './listing.ts';

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
}

/** The comparison and the order by which SQL reads on from a position, in each direction. */
export const DIRECTIONS = {
  older: { beyond: '>', way: 'ASC' },
  newer: { beyond: '<', way: 'DESC' },
  'newer-or-same': { beyond: '<=', way: 'DESC' },
};

/** SQL that is true of a story unless a partner does not take it (src/partners/verdict-store.ts). @param key a column */
export const isTaken = (partner: string, key: string, bound: BoundValues): string =>
  `NOT EXISTS (SELECT 1 FROM verdicts WHERE partner = ${bound.add(partner)} AND verdicts.key = ${key} AND verdict = 'withheld')`;

type Row = Omit<ListedArticle, 'entry' | 'bytes'> & { fits?: number; entry?: string | null; bytes?: number | null };

/**
 * Reads a listing, or its ends, together with its entries, in one statement. Only the entries that the options ask for are
 * looked up.
 */
export function listingQuery(
  db: Database,
  listing: Listing,
  { entries, onlyEnds, limit }: Pick<ListOptions, 'entries' | 'onlyEnds' | 'limit'>,
): Query<ListedArticle[]> {
  const chosen = onlyEnds ? { ...listing, sql: endsOf(listing, limit) } : listing;
  const sql = entries ? withEntries(chosen, entries) : chosen.sql;
  return query(db, db.prepare(sql).bind(...listing.bound.values), (rows: Row[]) => rows.map(articleOf));
}

/** An article that was looked at, and if it is one of those that were looked for. */
export interface WalkedArticle extends ListedArticle {
  fits: boolean;
}

/**
 * Reads articles that are looked at, in one statement, with the entries of those that fit.
 * @param listing its SQL also selects `fits`, 0 or 1
 * @param limit of the first that fit, as many entries are read; undefined if all fit
 */
export function walkQuery(
  db: Database,
  listing: Listing,
  limit: number | undefined,
  entries: EntryOptions | undefined,
): Query<WalkedArticle[]> {
  const sql = entries ? withEntries(listing, entries, limit) : listing.sql;
  return query(db, db.prepare(sql).bind(...listing.bound.values), (rows: Row[]) =>
    rows.map((it) => ({ ...articleOf(it), fits: it.fits === 1 })),
  );
}

/** No date is further from 1970, in milliseconds (ECMA-262 §21.4.1.1). */
const FURTHEST = 8.64e15;

function articleOf({ rank, key, seq, entry, bytes }: Row): ListedArticle {
  return {
    rank: Math.max(-FURTHEST, Math.min(FURTHEST, rank)),
    key,
    seq,
    ...(entry != null && entryOrBroken(parseEntry(entry))),
    ...(bytes != null && { bytes }),
  };
}

const entryOrBroken = (entry: Entry | undefined) => (entry ? { entry } : { broken: true as const });

/** Writes SQL that is true of each article whose entry the caller does not have. */
function isUnknown({ except }: EntryOptions, bound: BoundValues): string[] {
  const known = except ? [...except] : [];
  // In a text rather than a list: D1 would count each row of a list as a row that is read.
  return known.length === 0 ? [] : [`instr(${bound.add(`,${known.join(',')},`)}, ',' || listed.seq || ',') = 0`];
}

/** @param fitting only the entries of the first articles that fit, as many as this; undefined where all do */
function withEntries({ sql, bound }: Listing, options: EntryOptions, fitting?: number): string {
  const { maxBytes, maxBytesEach, ifNewerThan } = options;
  const wanted = [...(fitting === undefined ? [] : ['fits']), ...isUnknown(options, bound)];
  const joined = `FROM (${sql}) AS listed LEFT JOIN articles ON articles.key = ${where(wanted, 'listed.key')}`;
  const most = maxBytesEach === undefined ? '' : bound.add(maxBytesEach);
  const isShort = (bytes: string) => (most ? [`${bytes} <= ${most}`] : []);
  const windows = [
    ...(fitting === undefined ? [] : [`sum(fits) OVER (${UP_TO_HERE}) <= ${bound.add(fitting)}`]),
    ...(maxBytes === undefined ? [] : [`(size = bytes OR size <= ${bound.add(maxBytes)})`]),
    ...(ifNewerThan === undefined ? [] : [`max(seq) OVER () > ${bound.add(ifNewerThan)}`]),
  ];
  const bytes = 'octet_length(entry)';
  if (windows.length === 0)
    return `SELECT listed.*, ${bytes} AS bytes, ${where(isShort(bytes), 'entry')} AS entry ${joined}`;
  // Where all rows are gathered before the first is returned, entries are not among them, but looked up afterwards.
  const size = maxBytes === undefined ? '' : `, sum(${bytes}) OVER (${UP_TO_HERE}) AS size`;
  const entry = '(SELECT entry FROM articles WHERE articles.key = listed.key)';
  const conditions = ['bytes IS NOT NULL', ...isShort('bytes'), ...windows];
  return `SELECT *, ${where(conditions, entry)} AS entry
    FROM (SELECT listed.*, ${bytes} AS bytes${size} ${joined}) AS listed`;
}

/** Writes SQL for a value where conditions hold, and NULL elsewhere. */
const where = (conditions: string[], value: string) =>
  conditions.length > 0 ? `CASE WHEN ${conditions.join(' AND ')} THEN ${value} END` : value;

function endsOf({ sql, bound }: Listing, limit: number): string {
  return `SELECT rank, key, seq FROM (SELECT *, row_number() OVER () AS number FROM (${sql})) WHERE number IN (1, ${bound.add(limit)})`;
}

const UP_TO_HERE = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
