import { type Article, rankOf } from '../articles/article.ts';
import { NEWEST_NUMBER } from '../articles/sequence-store.ts';
import { change, type Database, Query, query } from '../platform/database.ts';
import type { ExpressionChannel } from './channel.ts';
import { READABLE_CHANNELS } from './channel-store.ts';
import type { EntryOptions, ListedArticle, ListOptions } from './listing.ts';
import {
  BoundValues,
  DIRECTIONS,
  isTaken,
  listingQuery,
  type WalkedArticle,
  walkQuery,
} from './listing-query-store.ts';

/** Lists the articles of `all` or a tag, stubs among them, newest first; equal dates go by key. */
export function listTag(db: Database, slug: string, options: Omit<ListOptions, 'stubs'>): Query<ListedArticle[]> {
  const { from, until, limit, takenBy, direction = 'older' } = options;
  const bound = new BoundValues();
  const { beyond, way } = DIRECTIONS[direction];
  const conditions = [
    `channel = ${bound.add(slug)}`,
    ...(from ? [`(rank, key) ${beyond} (${bound.add(from.rank)}, ${bound.add(from.key)})`] : []),
    ...(until === undefined ? [] : [`rank <= ${bound.add(until)}`]),
    ...(takenBy === undefined ? [] : [isTaken(takenBy, 'listings.key', bound)]),
  ];
  const sql = `SELECT rank, key, seq FROM listings WHERE ${conditions.join(' AND ')}
    ORDER BY rank ${way}, key ${way} LIMIT ${bound.add(limit)}`;
  return listingQuery(db, { sql, bound }, options);
}

/** Selects changes of a channel by their numbers. */
export interface ChangeOptions {
  /** Only changes with a higher number than this, up to and including `upto`. */
  after: number;
  upto?: number | undefined;
  limit: number;
  entries?: EntryOptions | undefined;
}

/** What has changed in a channel, the oldest change first. */
export interface Changes {
  listed: ListedArticle[];
  /** The number of the sequence up to which these are all changes: it is lower than the one asked for if there may be more. */
  upto: number;
}

/** An expression, and the number of stories of each slug in it: the changes of the smallest are looked at. */
type Changing = Pick<ExpressionChannel, 'kind' | 'expression' | 'sizes'>;

/** So many changes of a combination's tags are looked at in one question; all of them may be of other stories. */
const MAX_LOOKED_AT = 200;

/**
 * Lists the articles of an expression by the numbers of their newest changes. Stubs are among them. Of a combination,
 * the changes of one tag of each clause are looked at, so the question may end before it has found all.
 */
export function listChanges(
  db: Database,
  { kind, expression, sizes }: Changing,
  { after, upto = Number.MAX_SAFE_INTEGER, limit, entries }: ChangeOptions,
): Query<Changes> {
  const clauses = expression.map((clause) => {
    const [walked = '', ...others] = clause.every.toSorted((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
    return { walked, others, none: clause.none };
  });
  const most = kind === 'combination' ? Math.floor(MAX_LOOKED_AT / clauses.length) : limit;
  const walks = clauses.map((it) => walkChanges(db, it, { after, upto, most, limit, entries }));
  return new Query(
    db,
    walks.flatMap((it) => it.statements),
    (results) => {
      const walked = walks.map((it, index) => it.read(results.slice(index, index + 1)));
      const ends = walked.flatMap((it) => (it.length < most ? [] : (it.at(-1)?.seq ?? [])));
      return inOrder(walked.flat(), Math.min(...ends, upto), limit);
    },
  );
}

/** Merges what was found for each clause. @param end the number up to which all of them were looked at */
function inOrder(walked: WalkedArticle[], end: number, limit: number): Changes {
  const fitting = walked.filter((it) => it.fits && it.seq <= end).sort((a, b) => a.seq - b.seq);
  const found = [...new Map(fitting.map(({ fits, ...it }) => [it.seq, it])).values()];
  const listed = found.slice(0, limit);
  return { listed, upto: found.length < limit ? end : (listed.at(-1)?.seq ?? end) };
}

/** Looks at the changes of one tag, and tells of each if it has the other tags of a clause. */
function walkChanges(
  db: Database,
  { walked, others, none }: { walked: string; others: string[]; none: string[] },
  {
    after,
    upto,
    most,
    limit,
    entries,
  }: Required<Pick<ChangeOptions, 'after' | 'upto'>> & {
    most: number;
    limit: number;
    entries: EntryOptions | undefined;
  },
): Query<WalkedArticle[]> {
  const bound = new BoundValues();
  const isIn = (slug: string) =>
    `EXISTS (SELECT 1 FROM listings AS other WHERE other.channel = ${bound.add(slug)} AND other.rank = main.rank AND other.key = main.key)`;
  const fits = [...others.map(isIn), ...none.map((it) => `NOT ${isIn(it)}`)];
  const sql = `SELECT rank, key, seq, ${fits.length > 0 ? fits.join(' AND ') : '1'} AS fits FROM listings AS main
    WHERE channel = ${bound.add(walked)} AND seq > ${bound.add(after)} AND seq <= ${bound.add(upto)}
    ORDER BY seq LIMIT ${bound.add(most)}`;
  return walkQuery(db, { sql, bound }, fits.length > 0 ? limit : undefined, entries);
}

/** Finds the keys of the articles that any of these channels lists; stubs are among them. */
export function findListedKeys(db: Database, channels: string[]): Query<string[]> {
  const statement = db
    .prepare('SELECT DISTINCT key FROM listings WHERE channel IN (SELECT value FROM json_each(?)) ORDER BY key')
    .bind(JSON.stringify(channels));
  return query(db, statement, (rows: { key: string }[]) => rows.map((it) => it.key));
}

/** A row of a channel's listing, without its key. */
export interface ListingRow {
  channel: string;
  rank: number;
}

/**
 * Takes stored articles out of the listings. Part of a transaction that is about to write them again.
 * @returns the rows that they had
 */
export function leaveListings(db: Database, keys: string[]): Query<ListingRow[]> {
  const statement = db
    .prepare(
      `DELETE FROM listings WHERE (channel, rank, key) IN (
         SELECT listed.value, articles.rank, articles.key
         FROM json_each(?1) AS given JOIN articles ON articles.key = given.value, json_each(${READABLE_CHANNELS}) AS listed)
       RETURNING channel, rank`,
    )
    .bind(JSON.stringify(keys));
  return query(db, statement, (rows: ListingRow[]) => rows);
}

/**
 * Puts articles into the listings of their channels. Part of a transaction that has taken a number for each of them.
 */
export function enterListings(db: Database, articles: Article[]): Query<void> {
  const rows = articles.map((it, index) => ({
    index,
    key: it.entry.key,
    rank: rankOf(it),
    channels: it.channels.map((channel) => channel.slug),
  }));
  return change(
    db,
    db
      .prepare(
        `INSERT INTO listings (channel, rank, key, seq) SELECT listed.value, given.value ->> 'rank', given.value ->> 'key',
           ${NEWEST_NUMBER} - ?2 + 1 + (given.value ->> 'index')
         FROM json_each(?1) AS given, json_each(given.value, '$.channels') AS listed WHERE true ORDER BY 1, 2, 3
         -- One that is there already was left behind by a row that could not be read.
         ON CONFLICT (channel, rank, key) DO UPDATE SET seq = excluded.seq`,
      )
      .bind(JSON.stringify(rows), rows.length),
  );
}
