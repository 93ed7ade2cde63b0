import { type Database, type Query, query } from '../platform/database.ts';
import type { Entry } from './entry.ts';
import type { ArticleRecord } from './record.ts';

/** An entry with the number of the article's newest change. */
export interface NumberedEntry {
  seq: number;
  entry: Entry;
}

/**
 * Finds the entries of these keys that channels list now, by key. Others are left out: after the caller has read a
 * listing, a story may have got a new version under an embargo, which nobody may see yet.
 */
export function findEntries(db: Database, keys: string[]): Query<Map<string, NumberedEntry>> {
  const statement = db
    .prepare(`SELECT key, seq, entry FROM articles WHERE key IN (SELECT value FROM json_each(?)) AND channels <> '[]'`)
    .bind(JSON.stringify(keys));
  return query(
    db,
    statement,
    (rows: { key: string; seq: number; entry: string }[]) =>
      new Map(rows.map(({ key, seq, entry }) => [key, { seq, entry: JSON.parse(entry) as Entry }])),
  );
}

/** An article, for its page. */
export interface ServedArticle {
  entry: Entry;
  status: ArticleRecord['status'];
  /** True if people can read it now. */
  live: boolean;
  /** True if it has ever been public. */
  released: boolean;
  /** The next moment at which it appears or disappears by itself, in milliseconds since 1970. */
  nextRelease: number | undefined;
}

/** Finds the article that has or had a slug, public or not. */
export function findBySlug(db: Database, slug: string): Query<ServedArticle | undefined> {
  interface Row {
    entry: string;
    status: ArticleRecord['status'];
    live: number;
    released: number;
    next_release: number | null;
  }
  const statement = db
    .prepare(
      `SELECT entry, status, channels <> '[]' AND status <> 'withdrawn' AS live, released, next_release FROM articles
       WHERE key = coalesce((SELECT slugs.key FROM slugs WHERE slug = ?1), ?1)`,
    )
    .bind(slug);
  return query(
    db,
    statement,
    ([row]: Row[]) =>
      row && {
        entry: JSON.parse(row.entry) as Entry,
        status: row.status,
        live: row.live === 1,
        released: row.released === 1,
        nextRelease: row.next_release ?? undefined,
      },
  );
}
