import { type Article, rankOf } from '../articles/article.ts';
import { NEWEST_NUMBER } from '../articles/sequence-store.ts';
import { change, type Database, type Query, query } from '../platform/database.ts';
import type { ExpressionChannel } from './channel.ts';
import type { Expression } from './expression.ts';
import type { EntryOptions, ListedArticle, ListOptions } from './listing.ts';
import { BoundValues, DIRECTIONS, listingQuery } from './listing-query-store.ts';

/** An expression, and the number of stories of each slug in it, by which `walk` finds the smallest. */
type Walked = Pick<ExpressionChannel, 'expression' | 'sizes'>;

/** SQL that leaves out stubs; `main` is a row of `listings`. */
export const STORIES = "(SELECT status FROM articles WHERE articles.key = main.key) <> 'withdrawn'";

/** Lists the articles of an expression. Reads listings by their primary key; only `ifNewerThan` looks into another index. */
export function listArticles(
  db: Database,
  channel: Walked,
  { from, until, limit, direction = 'older', stubs = true, entries }: ListOptions,
): Query<ListedArticle[]> {
  const bound = new BoundValues();
  const { beyond, way } = DIRECTIONS[direction];
  const conditions = [
    ...(from ? [`(rank, key) ${beyond} (${bound.add(from.rank)}, ${bound.add(from.key)})`] : []),
    ...(until === undefined ? [] : [`rank <= ${bound.add(until)}`]),
    ...(stubs ? [] : [STORIES]),
  ];
  const sql = walk(channel, bound, conditions, { order: `rank ${way}, key ${way}`, limit });
  return listingQuery(db, { sql, bound, isAnyNewer: isAnyNewer(channel, bound) }, entries);
}

/**
 * Lists the articles of an expression whose newest change has a number above `after`, up to and including `upto`; the
 * oldest change first, unless `newestFirst`. Stubs are among them.
 */
export function listChanges(
  db: Database,
  channel: Walked,
  {
    after,
    upto = Number.MAX_SAFE_INTEGER,
    limit,
    newestFirst = false,
    entries,
  }: { after: number; upto?: number; limit: number; newestFirst?: boolean; entries?: EntryOptions },
): Query<ListedArticle[]> {
  const bound = new BoundValues();
  const conditions = [`seq > ${bound.add(after)}`, `seq <= ${bound.add(upto)}`];
  const sql = walk(channel, bound, conditions, { order: newestFirst ? 'seq DESC' : 'seq', limit });
  return listingQuery(db, { sql, bound, isAnyNewer: isAnyNewer(channel, bound) }, entries);
}

const isAnyNewer = (channel: Walked, bound: BoundValues) => (placeholder: string) =>
  `EXISTS (${walk(channel, bound, [`seq > ${placeholder}`], { order: 'seq', limit: 1 })})`;

/** D1's limit for one compound statement ("too many terms in compound SELECT"); nested ones are not counted. */
const MAX_COMPOUND = 5;

/**
 * Writes SQL that walks along the listing of each clause's smallest slug, and looks up the clause's other slugs for each row.
 */
function walk(
  { expression, sizes }: Walked,
  bound: BoundValues,
  conditions: string[],
  { order, limit }: { order: string; limit: number },
): string {
  const most = bound.add(limit);
  const listed = (slug: string) =>
    `EXISTS (SELECT 1 FROM listings AS other WHERE other.channel = ${bound.add(slug)} AND other.rank = main.rank AND other.key = main.key)`;
  const clauses = expression.map(({ every, none }: Expression[number]) => {
    const [walked = '', ...others] = [...every].sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
    const all = [
      `main.channel = ${bound.add(walked)}`,
      ...conditions,
      ...others.map(listed),
      ...none.map((it) => `NOT ${listed(it)}`),
    ];
    return `SELECT * FROM (SELECT rank, key, seq FROM listings AS main WHERE ${all.join(' AND ')} ORDER BY ${order} LIMIT ${most})`;
  });
  const ordered = (selects: string[]) => `${selects.join(' UNION ')} ORDER BY ${order} LIMIT ${most}`;
  const nested = inParts(clauses, MAX_COMPOUND).map((it) => `SELECT * FROM (${ordered(it)})`);
  return ordered(clauses.length > MAX_COMPOUND ? nested : clauses);
}

function inParts<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size));
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
         FROM json_each(?1) AS given JOIN articles ON articles.key = given.value, json_each(articles.channels) AS listed)
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
         FROM json_each(?1) AS given, json_each(given.value, '$.channels') AS listed ORDER BY 1, 2, 3`,
      )
      .bind(JSON.stringify(rows), rows.length),
  );
}
