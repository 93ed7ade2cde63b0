import { type Database, type Query, query } from '../platform/database.ts';
import { type Entry, parseEntry } from './entry.ts';
import type { ArticleRecord } from './record.ts';

/** An entry with the number of the article's newest change, and its length as it is stored, in bytes. */
export interface NumberedEntry {
  seq: number;
  /** Undefined if it cannot be read. */
  entry: Entry | undefined;
  bytes: number;
}

/**
 * Finds the entries of these keys that channels list now, by key. Others are left out: after the caller has read a
 * listing, a story may have got a new version under an embargo, which nobody may see yet.
 */
export function findEntries(db: Database, keys: string[]): Query<Map<string, NumberedEntry>> {
  const statement = db
    .prepare(
      `SELECT key, seq, entry, octet_length(entry) AS bytes FROM articles WHERE key IN (SELECT value FROM json_each(?)) AND channels <> '[]'`,
    )
    .bind(JSON.stringify(keys));
  return query(
    db,
    statement,
    (rows: { key: string; seq: number; entry: string; bytes: number }[]) =>
      new Map(rows.map(({ key, seq, entry, bytes }) => [key, { seq, entry: parseEntry(entry), bytes }])),
  );
}

/** An article, for its page. */
export interface ServedArticle {
  key: string;
  /** Undefined if it cannot be read. */
  entry: Entry | undefined;
  status: ArticleRecord['status'];
  /** True if people can read it now. */
  live: boolean;
  /** True if it has ever been public. */
  released: boolean;
  /** The next moment at which it appears or disappears by itself, in milliseconds since 1970. */
  nextRelease: number | undefined;
}

/** Finds the article that has or had the first of these slugs or former paths that is anybody's, public or not. */
export function findByNames(db: Database, names: string[]): Query<ServedArticle | undefined> {
  interface Row {
    key: string;
    entry: string;
    status: ArticleRecord['status'];
    live: number;
    released: number;
    next_release: number | null;
  }
  const statement = db
    .prepare(
      `SELECT key, entry, status, channels <> '[]' AND status <> 'withdrawn' AS live, released, next_release FROM articles
       WHERE key = coalesce((SELECT slugs.key FROM json_each(?1) AS names JOIN slugs ON slugs.slug = names.value
                             ORDER BY names.key LIMIT 1), ?1 ->> 0)`,
    )
    .bind(JSON.stringify(names));
  return query(
    db,
    statement,
    ([row]: Row[]) =>
      row && {
        key: row.key,
        entry: parseEntry(row.entry),
        status: row.status,
        live: row.live === 1,
        released: row.released === 1,
        nextRelease: row.next_release ?? undefined,
      },
  );
}

/** An entry, live or not, with the database's own number of its article. */
export interface StoredEntry {
  number: number;
  key: string;
  seq: number;
  /** Undefined if it cannot be read. */
  entry: Entry | undefined;
}

/** Lists entries in the order of the database's own numbers. @param after the number after which they begin */
export function listEntries(db: Database, after: number, limit: number): Query<StoredEntry[]> {
  const statement = db
    .prepare('SELECT number, key, seq, entry FROM articles WHERE number > ? ORDER BY number LIMIT ?')
    .bind(after, limit);
  return query(db, statement, (rows: { number: number; key: string; seq: number; entry: string }[]) =>
    rows.map(({ entry, ...row }) => ({ ...row, entry: parseEntry(entry) })),
  );
}
