import { type Article, rankOf } from '../articles/article.ts';
import { NEWEST_NUMBER } from '../articles/sequence-store.ts';
import { change, type Database, type Query, query } from '../platform/database.ts';
import type { TagChannel } from './channel.ts';
import type { Expression } from './expression.ts';
import type { EntryOptions, Listed, ListOptions } from './listing.ts';
import { Bound, DIRECTIONS, listingQuery } from './listing-sql.ts';

/** An expression of tags with the number of articles in each: a clause walks along its smallest. */
type Walked = Pick<TagChannel, 'expression' | 'sizes'>;

/** Leaves stubs of withdrawn articles out of `main`, which is a row of `listings`. */
export const STORIES = "(SELECT status FROM articles WHERE articles.key = main.key) <> 'withdrawn'";

/** Articles of an expression, newest first. Reads listings by their primary key only. */
export function listArticles(
  db: Database,
  channel: Walked,
  { from, until, limit, direction = 'older', stubs = true, entries }: ListOptions,
): Query<Listed[]> {
  const bound = new Bound();
  const { beyond, way } = DIRECTIONS[direction];
  const conditions = [
    ...(from ? [`(rank, key) ${beyond} (${bound.place(from.rank)}, ${bound.place(from.key)})`] : []),
    ...(until === undefined ? [] : [`rank <= ${bound.place(until)}`]),
    ...(stubs ? [] : [STORIES]),
  ];
  const listing = walk(channel, bound, conditions, { order: `rank ${way}, key ${way}`, limit });
  return listingQuery(db, listing, bound, entries);
}

/**
 * What an expression lists whose newest change is after a number of the sequence, and not after another one; in the
 * order of these changes, or the newest first. Stubs of withdrawn articles are among them.
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
): Query<Listed[]> {
  const bound = new Bound();
  const conditions = [`seq > ${bound.place(after)}`, `seq <= ${bound.place(upto)}`];
  const listing = walk(channel, bound, conditions, { order: newestFirst ? 'seq DESC' : 'seq', limit });
  return listingQuery(db, listing, bound, entries);
}

/** D1 takes no more SELECTs in one compound statement ("too many terms in compound SELECT"); it does take nested ones. */
const MAX_COMPOUND = 5;

/** SQL that walks along listings: each clause of an expression by its smallest channel, the others looked up. */
function walk(
  { expression, sizes }: Walked,
  bound: Bound,
  conditions: string[],
  { order, limit }: { order: string; limit: number },
): string {
  const most = bound.place(limit);
  const listed = (slug: string) =>
    `EXISTS (SELECT 1 FROM listings AS other WHERE other.channel = ${bound.place(slug)} AND other.rank = main.rank AND other.key = main.key)`;
  const clauses = expression.map(({ every, none }: Expression[number]) => {
    const [walked = '', ...others] = [...every].sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
    const all = [
      `main.channel = ${bound.place(walked)}`,
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

/** Keys of the articles that any of these channels lists, stubs among them. */
export function findListedKeys(db: Database, channels: string[]): Query<string[]> {
  const statement = db
    .prepare('SELECT DISTINCT key FROM listings WHERE channel IN (SELECT value FROM json_each(?)) ORDER BY key')
    .bind(JSON.stringify(channels));
  return query(db, statement, (rows: { key: string }[]) => rows.map((it) => it.key));
}

/** A place in a channel's listing. */
export interface Place {
  channel: string;
  rank: number;
}

/** Takes stored articles out of the listings. Part of a transaction that is about to write them again. @returns their places */
export function leaveListings(db: Database, keys: string[]): Query<Place[]> {
  const statement = db
    .prepare(
      `DELETE FROM listings WHERE (channel, rank, key) IN (
         SELECT listed.value, articles.rank, articles.key
         FROM json_each(?1) AS given JOIN articles ON articles.key = given.value, json_each(articles.channels) AS listed)
       RETURNING channel, rank`,
    )
    .bind(JSON.stringify(keys));
  return query(db, statement, (rows: Place[]) => rows);
}

/** Puts articles into the listings. Part of a transaction that has taken a number for each of them. */
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
