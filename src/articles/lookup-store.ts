import { type Database, type Query, query } from '../platform/database.ts';
import { type ArticleRecord, parseRecord } from './record.ts';
import type { Remains } from './stub.ts';

/** A stored article, as far as publishing it again and the API need it. */
export interface StoredArticle {
  key: string;
  id: string;
  hash: string;
  status: ArticleRecord['status'];
  slug: string;
  /** The number of its newest change. */
  seq: number;
  /** The entry's, in milliseconds since 1970. */
  updated: number;
  published: number;
  /** True if it has ever been public. */
  released: boolean;
  /**
   * When it was last retracted, withdrawn or revived after being public, in milliseconds since 1970 (see
   * `statusSince`).
   */
  since: number | null;
  /** True if channels list it now, as a story or as a stub. */
  listed: boolean;
}

/** Finds the stored articles with these keys, by key. */
export function findArticles(db: Database, keys: string[]): Query<Map<string, StoredArticle>> {
  type Row = Omit<StoredArticle, 'released' | 'listed'> & { released: number; listed: number };
  const statement = db
    .prepare(
      `SELECT key, id, hash, status, slug, seq, updated, 0 - rank AS published, released, since, channels <> '[]' AS listed
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

/** Finds what stubs need of listed articles, by key. @param onlyWithdrawn leaves out articles that are not stubs yet */
export function findRemains(db: Database, keys: string[], onlyWithdrawn = false): Query<Map<string, Remains>> {
  const statement = db
    .prepare(
      `SELECT key, entry ->> '$.link' AS link, entry ->> '$.published' AS published,
         entry ->> '$.language' AS language,
         coalesce(entry -> '$.withdrawn.tags', record -> '$.tags') AS tags
       FROM articles JOIN records USING (number) WHERE key IN (SELECT value FROM json_each(?)) AND channels <> '[]'
         AND json_valid(entry) AND json_valid(record)
         ${onlyWithdrawn ? "AND status = 'withdrawn'" : ''}`,
    )
    .bind(JSON.stringify(keys));
  return query(
    db,
    statement,
    (rows: (Omit<Remains, 'tags'> & { key: string; tags: string })[]) =>
      new Map(rows.map(({ key, tags, ...it }) => [key, { ...it, tags: JSON.parse(tags) as string[] }])),
  );
}

/**
 * Finds the key of the article that owns each of these slugs, now or formerly, by slug. An article owns its key as a slug
 * unless another one had that slug first.
 */
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

/** Finds the key of the article whose record gave each of these ids, by id. */
export function findIdOwners(db: Database, ids: string[]): Query<Map<string, string>> {
  const statement = db
    .prepare('SELECT id, key FROM articles WHERE has_given_id = 1 AND id IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(ids));
  return query(db, statement, (rows: { id: string; key: string }[]) => new Map(rows.map((it) => [it.id, it.key])));
}

/**
 * Finds, for each moment, the last `updated` of an article from that moment on, within a second; all in milliseconds
 * since 1970. Moments without any are left out.
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

/** A record as it was published, with its current status, and the identity that it is stored with. */
export interface StoredRecord {
  record: ArticleRecord;
  id: string;
  slug: string;
  hash: string;
  seq: number;
}

/** Finds the records with these keys; without those that cannot be read. */
export function findRecords(db: Database, keys: string[]): Query<StoredRecord[]> {
  const statement = db
    .prepare(
      `SELECT record, id, slug, hash, seq FROM articles JOIN records USING (number)
       WHERE key IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(keys));
  return query(db, statement, (rows: (Omit<StoredRecord, 'record'> & { record: string })[]) =>
    rows.flatMap((it) => {
      const record = parseRecord(it.record);
      return record ? [{ ...it, record }] : [];
    }),
  );
}

/** An article as it is listed: its state says what readers have of it now. */
export interface ListedStored extends Pick<StoredArticle, 'key' | 'hash' | 'status'> {
  state: 'draft' | 'live' | 'scheduled' | 'expired' | 'retracted' | 'withdrawn';
}

/** Lists articles in the order of their keys. @param after a key; only later ones are listed */
export function listStored(db: Database, after: string, limit: number): Query<ListedStored[]> {
  const statement = db
    .prepare(
      `SELECT key, hash, status, CASE WHEN status IN ('draft', 'withdrawn') THEN status
         WHEN channels <> '[]' THEN CASE status WHEN 'retracted' THEN status ELSE 'live' END
         WHEN next_release IS NOT NULL THEN 'scheduled' ELSE 'expired' END AS state
       FROM articles WHERE key > ? ORDER BY key LIMIT ?`,
    )
    .bind(after, limit);
  return query(db, statement, (rows: ListedStored[]) => rows);
}
