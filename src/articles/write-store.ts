import { boundInParts, change, type Database, type Query, query } from '../platform/database.ts';
import { type Article, rankOf } from './article.ts';
import type { ArticleRecord } from './record.ts';
import { NEWEST_NUMBER } from './sequence-store.ts';
import type { Remains } from './stub.ts';

/** An article as it is known before it is written again. */
export interface StoredArticle {
  key: string;
  id: string;
  hash: string;
  status: ArticleRecord['status'];
  slug: string;
  /** The number of its newest change. */
  seq: number;
  /** Milliseconds since 1970. */
  updated: number;
  /** True if it has ever been public. */
  released: boolean;
  /** Milliseconds since 1970 at which it was retracted or withdrawn, or came back from that, if it had been public. */
  since: number | null;
  /** True if channels list it now, as a story or as a stub. */
  listed: boolean;
}

/** The stored articles of these keys, by key. */
export function findArticles(db: Database, keys: string[]): Query<Map<string, StoredArticle>> {
  type Row = Omit<StoredArticle, 'released' | 'listed'> & { released: number; listed: number };
  const statement = db
    .prepare(
      `SELECT key, id, hash, status, slug, seq, updated, released, since, channels <> '[]' AS listed
       FROM articles WHERE key IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(keys));
  return query(
    db,
    statement,
    (rows: Row[]) =>
      new Map(rows.map((it) => [it.key, { ...it, released: it.released === 1, listed: it.listed === 1 }])),
  );
}

/** What stubs keep of listed articles, by key. @param onlyWithdrawn leaves out articles that are no stubs yet */
export function findRemains(db: Database, keys: string[], onlyWithdrawn = false): Query<Map<string, Remains>> {
  const statement = db
    .prepare(
      `SELECT key, entry ->> '$.link' AS link, entry ->> '$.published' AS published,
         coalesce(entry -> '$.withdrawn.tags', record -> '$.tags') AS tags
       FROM articles JOIN records USING (number) WHERE key IN (SELECT value FROM json_each(?)) AND channels <> '[]'
         ${onlyWithdrawn ? "AND status = 'withdrawn'" : ''}`,
    )
    .bind(JSON.stringify(keys));
  return query(
    db,
    statement,
    (rows: { key: string; link: string; published: string; tags: string }[]) =>
      new Map(rows.map(({ key, tags, ...it }) => [key, { ...it, tags: JSON.parse(tags) as string[] }])),
  );
}

/** The article that owns each of these slugs, now or formerly; nobody else may have a key as a slug. */
export function findSlugOwners(db: Database, slugs: string[]): Query<Map<string, string>> {
  const statement = db
    .prepare(
      `SELECT value AS slug, coalesce(slugs.key, articles.key) AS key FROM json_each(?)
       LEFT JOIN slugs ON slugs.slug = value LEFT JOIN articles ON articles.key = value
       WHERE coalesce(slugs.key, articles.key) IS NOT NULL`,
    )
    .bind(JSON.stringify(slugs));
  return query(db, statement, (rows: { slug: string; key: string }[]) => new Map(rows.map((it) => [it.slug, it.key])));
}

/** The article that came with each of these ids. */
export function findIdOwners(db: Database, ids: string[]): Query<Map<string, string>> {
  const statement = db
    .prepare('SELECT id, key FROM articles WHERE has_given_id = 1 AND id IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(ids));
  return query(db, statement, (rows: { id: string; key: string }[]) => new Map(rows.map((it) => [it.id, it.key])));
}

/**
 * For each moment, the last one within its second that an article's `updated` has taken (milliseconds since 1970).
 * Moments that nobody has taken are left out.
 */
export function findTakenMoments(db: Database, moments: number[]): Query<Map<number, number>> {
  const statement = db
    .prepare(
      `SELECT value AS moment, (SELECT updated FROM articles WHERE updated >= value AND updated < value + 1000
         ORDER BY updated DESC LIMIT 1) AS taken
       FROM json_each(?)`,
    )
    .bind(JSON.stringify(moments));
  return query(
    db,
    statement,
    (rows: { moment: number; taken: number | null }[]) =>
      new Map(rows.flatMap(({ moment, taken }) => (taken === null ? [] : [[moment, taken]]))),
  );
}

/** A record as it was published, with its current status, and what it is stored under. */
export interface StoredRecord {
  record: ArticleRecord;
  id: string;
  slug: string;
  hash: string;
  seq: number;
}

/** The records of these keys. */
export function findRecords(db: Database, keys: string[]): Query<StoredRecord[]> {
  const statement = db
    .prepare(
      `SELECT record, id, slug, hash, seq FROM articles JOIN records USING (number)
       WHERE key IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(keys));
  return query(db, statement, (rows: (Omit<StoredRecord, 'record'> & { record: string })[]) =>
    rows.map((it) => ({ ...it, record: JSON.parse(it.record) as ArticleRecord })),
  );
}

/** Key, hash and status of articles after a key, in the order of keys. */
export function listStored(
  db: Database,
  after: string,
  limit: number,
): Query<Pick<StoredArticle, 'key' | 'hash' | 'status'>[]> {
  const statement = db
    .prepare('SELECT key, hash, status FROM articles WHERE key > ? ORDER BY key LIMIT ?')
    .bind(after, limit);
  return query(db, statement, (rows: Pick<StoredArticle, 'key' | 'hash' | 'status'>[]) => rows);
}

/** Articles whose time to appear or disappear has come, in the order of their last changes, after one of them. */
export function findDue(db: Database, now: Date, after: number, limit: number): Query<{ key: string; seq: number }[]> {
  const statement = db
    .prepare('SELECT key, seq FROM articles WHERE next_release <= ? AND seq > ? ORDER BY seq LIMIT ?')
    .bind(now.getTime(), after, limit);
  return query(db, statement, (rows: { key: string; seq: number }[]) => rows);
}

/** Stores what is served of articles. Part of a transaction that has taken a number for each of them. */
export function putArticles(db: Database, articles: Article[]): Query<void> {
  const rows = articles.map(rowOf);
  const statements = boundInParts(rows, (json) =>
    db
      .prepare(
        `INSERT INTO articles (key, id, has_given_id, hash, seq, status, slug, rank, updated, released, next_release, since,
           channels, entry)
         SELECT value ->> 'key', value ->> 'id', value ->> 'hasGivenId', value ->> 'hash',
           ${NEWEST_NUMBER} - ?2 + 1 + (value ->> 'index'), value ->> 'status', value ->> 'slug',
           value ->> 'rank', value ->> 'updated', value -> 'channels' <> '[]', value ->> 'nextRelease', value ->> 'since',
           value -> 'channels', value -> 'entry'
         FROM json_each(?1) WHERE true
         ON CONFLICT (key) DO UPDATE SET hash = excluded.hash, seq = excluded.seq, status = excluded.status,
           slug = excluded.slug, rank = excluded.rank, updated = excluded.updated, released = max(released, excluded.released),
           next_release = excluded.next_release, since = excluded.since, channels = excluded.channels,
           entry = excluded.entry`,
      )
      .bind(json, rows.length),
  );
  return change(db, ...statements);
}

function rowOf(article: Article, index: number) {
  const { entry, record, hash, nextRelease, since, channels } = article;
  return {
    index,
    key: entry.key,
    id: entry.id,
    hasGivenId: record.id === undefined ? 0 : 1,
    hash,
    status: record.status,
    slug: entry.slug,
    rank: rankOf(article),
    updated: Date.parse(entry.updated),
    nextRelease,
    since,
    channels: channels.map((it) => it.slug),
    entry,
  };
}

/** Gives articles their slugs for good. A key needs no row. */
export function putSlugs(db: Database, articles: Article[]): Query<void> {
  const rows = articles.flatMap(({ entry, record }) =>
    [entry.slug, ...record.formerSlugs].map((slug) => ({ slug, key: entry.key })).filter((it) => it.slug !== it.key),
  );
  return change(
    db,
    db
      .prepare(
        `INSERT INTO slugs (slug, key) SELECT value ->> 'slug', value ->> 'key' FROM json_each(?1) WHERE true
         ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(rows)),
  );
}

/** Stores the records of articles that are stored already. */
export function putRecords(db: Database, articles: Article[]): Query<void> {
  const rows = articles.map((it) => ({ key: it.entry.key, record: it.record }));
  const statements = boundInParts(rows, (json) =>
    db
      .prepare(
        `INSERT INTO records (number, record) SELECT number, value -> 'record'
         FROM json_each(?1) JOIN articles ON articles.key = value ->> 'key' WHERE true
         ON CONFLICT (number) DO UPDATE SET record = excluded.record`,
      )
      .bind(json),
  );
  return change(db, ...statements);
}
