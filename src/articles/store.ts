import type { Entry } from './entry.ts';
import type { ArticleRecord } from './record.ts';
import type { Remains } from './stub.ts';

/** What is known of an article before it is written again. */
export interface StoredArticle {
  key: string;
  id: string;
  hash: string;
  status: ArticleRecord['status'];
  slug: string;
  seq: number;
  /** Milliseconds since 1970. */
  updated: number;
  /** Whether it has ever been public. */
  released: boolean;
  /** Milliseconds since 1970 at which it was retracted or withdrawn, or came back from that, if it had been public. */
  since: number | null;
  /** Whether channels list it now, as a story or as a stub. */
  listed: boolean;
}

/** What the read path needs of an article besides its entry. */
export interface ListedEntry {
  seq: number;
  entry: Entry;
}

/** What is stored of these keys, by key. */
export async function findArticles(db: D1Database, keys: string[]): Promise<Map<string, StoredArticle>> {
  const { results } = await db
    .prepare(
      `SELECT key, id, hash, status, slug, seq, updated, released, since, channels <> '[]' AS listed
       FROM articles WHERE key IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(keys))
    .all<Omit<StoredArticle, 'released' | 'listed'> & { released: number; listed: number }>();
  return new Map(results.map((it) => [it.key, { ...it, released: it.released === 1, listed: it.listed === 1 }]));
}

/** What stubs keep of listed articles, by key. */
export async function findRemains(db: D1Database, keys: string[]): Promise<Map<string, Remains>> {
  const { results } = await db
    .prepare(
      `SELECT key, entry ->> '$.link' AS link, entry ->> '$.published' AS published,
         coalesce(entry -> '$.withdrawn.tags', record -> '$.tags') AS tags
       FROM articles JOIN records USING (number) WHERE key IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(keys))
    .all<{ key: string; link: string; published: string; tags: string }>();
  return new Map(results.map(({ key, tags, ...it }) => [key, { ...it, tags: JSON.parse(tags) as string[] }]));
}

/** Which article owns each of these slugs, now or formerly: its key is one of them if nobody had it before. */
export async function findSlugOwners(db: D1Database, slugs: string[]): Promise<Map<string, string>> {
  const { results } = await db
    .prepare(
      `SELECT value AS slug, coalesce(slugs.key, articles.key) AS key FROM json_each(?)
       LEFT JOIN slugs ON slugs.slug = value LEFT JOIN articles ON articles.key = value
       WHERE coalesce(slugs.key, articles.key) IS NOT NULL`,
    )
    .bind(JSON.stringify(slugs))
    .all<{ slug: string; key: string }>();
  return new Map(results.map((it) => [it.slug, it.key]));
}

/** Which article has brought each of these ids. */
export async function findIdOwners(db: D1Database, ids: string[]): Promise<Map<string, string>> {
  const { results } = await db
    .prepare('SELECT id, key FROM articles WHERE brought = 1 AND id IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(ids))
    .all<{ id: string; key: string }>();
  return new Map(results.map((it) => [it.id, it.key]));
}

/**
 * For each moment, the last one within its second that an article's `updated` has taken (milliseconds since 1970).
 * Moments that nobody has taken are left out.
 */
export async function findTakenMoments(db: D1Database, moments: number[]): Promise<Map<number, number>> {
  const { results } = await db
    .prepare(
      `SELECT value AS moment, (SELECT updated FROM articles WHERE updated >= value AND updated < value + 1000
         ORDER BY updated DESC LIMIT 1) AS taken
       FROM json_each(?)`,
    )
    .bind(JSON.stringify(moments))
    .all<{ moment: number; taken: number | null }>();
  return new Map(results.flatMap(({ moment, taken }) => (taken === null ? [] : [[moment, taken]])));
}

/** The record as it was published, with its current status, or undefined. */
export async function findRecord(
  db: D1Database,
  key: string,
): Promise<{ record: ArticleRecord; id: string; slug: string; hash: string; seq: number } | undefined> {
  const row = await db
    .prepare('SELECT record, id, slug, hash, seq FROM articles JOIN records USING (number) WHERE key = ?')
    .bind(key)
    .first<{ record: string; id: string; slug: string; hash: string; seq: number }>();
  return row ? { ...row, record: JSON.parse(row.record) as ArticleRecord } : undefined;
}

/** Records of these keys, with the hash under which each was published. */
export async function findRecords(db: D1Database, keys: string[]): Promise<{ record: ArticleRecord; hash: string }[]> {
  const { results } = await db
    .prepare(
      'SELECT record, hash FROM articles JOIN records USING (number) WHERE key IN (SELECT value FROM json_each(?))',
    )
    .bind(JSON.stringify(keys))
    .all<{ record: string; hash: string }>();
  return results.map((it) => ({ record: JSON.parse(it.record) as ArticleRecord, hash: it.hash }));
}

/** Key, hash and status of every article after `after`, in the order of keys. */
export async function listStored(
  db: D1Database,
  after: string,
  limit: number,
): Promise<Pick<StoredArticle, 'key' | 'hash' | 'status'>[]> {
  const { results } = await db
    .prepare('SELECT key, hash, status FROM articles WHERE key > ? ORDER BY key LIMIT ?')
    .bind(after, limit)
    .all<Pick<StoredArticle, 'key' | 'hash' | 'status'>>();
  return results;
}

/** Articles whose time to appear or disappear has come, in the order of their last changes, after one of them. */
export async function findDue(
  db: D1Database,
  now: Date,
  after: number,
  limit: number,
): Promise<{ key: string; seq: number }[]> {
  const { results } = await db
    .prepare('SELECT key, seq FROM articles WHERE flips <= ? AND seq > ? ORDER BY seq LIMIT ?')
    .bind(now.getTime(), after, limit)
    .all<{ key: string; seq: number }>();
  return results;
}

/** Keys of the articles that any of these channels lists, stubs among them. */
export async function findListed(db: D1Database, channels: string[]): Promise<string[]> {
  const { results } = await db
    .prepare('SELECT DISTINCT key FROM listings WHERE channel IN (SELECT value FROM json_each(?)) ORDER BY key')
    .bind(JSON.stringify(channels))
    .all<{ key: string }>();
  return results.map((it) => it.key);
}

/**
 * Entries of these keys that channels list now, by key. Others are left out: since a listing was read, a story may have
 * got a version under an embargo, and that is for nobody yet.
 */
export async function findEntries(db: D1Database, keys: string[]): Promise<Map<string, ListedEntry>> {
  const { results } = await db
    .prepare(`SELECT key, seq, entry FROM articles WHERE key IN (SELECT value FROM json_each(?)) AND channels <> '[]'`)
    .bind(JSON.stringify(keys))
    .all<{ key: string; seq: number; entry: string }>();
  return new Map(results.map(({ key, seq, entry }) => [key, { seq, entry: JSON.parse(entry) as Entry }]));
}

/** Entries of what a listing lists, in its order, but for those that `findEntries` leaves out. */
export async function listEntries(db: D1Database, listed: { key: string }[]): Promise<Entry[]> {
  const keys = listed.map((it) => it.key);
  const entries = await findEntries(db, keys);
  return keys.flatMap((key) => entries.get(key)?.entry ?? []);
}

/** The length of the stored entries of these keys, in bytes, by key. */
export async function findEntrySizes(db: D1Database, keys: string[]): Promise<Map<string, number>> {
  const { results } = await db
    .prepare('SELECT key, octet_length(entry) AS bytes FROM articles WHERE key IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(keys))
    .all<{ key: string; bytes: number }>();
  return new Map(results.map((it) => [it.key, it.bytes]));
}

/** The article that has or had a slug. */
export async function findBySlug(
  db: D1Database,
  slug: string,
): Promise<
  | (ListedEntry & { status: ArticleRecord['status']; live: boolean; released: boolean; flips: number | null })
  | undefined
> {
  const row = await db
    .prepare(
      `SELECT seq, entry, status, channels <> '[]' AND status <> 'withdrawn' AS live, released, flips FROM articles
       WHERE key = coalesce((SELECT slugs.key FROM slugs WHERE slug = ?1), ?1)`,
    )
    .bind(slug)
    .first<{
      seq: number;
      entry: string;
      status: ArticleRecord['status'];
      live: number;
      released: number;
      flips: number | null;
    }>();
  return row
    ? { ...row, live: row.live === 1, released: row.released === 1, entry: JSON.parse(row.entry) as Entry }
    : undefined;
}
