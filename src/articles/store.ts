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

/** A release that is overdue by more milliseconds than this has failed and was logged; caches need not wait for it. */
const OVERDUE = 180_000;

const firstRelease = ([row]: { release: number | null }[]) => row?.release ?? undefined;

/** Finds the next moment at which any article appears or disappears by itself, in milliseconds since 1970. */
export function findNextRelease(db: Database, now: Date): Query<number | undefined> {
  const statement = db
    .prepare('SELECT min(next_release) AS release FROM articles WHERE next_release > ?')
    .bind(now.getTime() - OVERDUE);
  return query(db, statement, firstRelease);
}

/** Does the same for articles published from `start` on and before `end` (milliseconds since 1970). */
export function findNextReleaseOf(
  db: Database,
  { start, end }: { start: number; end: number },
  now: Date,
): Query<number | undefined> {
  const statement = db
    .prepare(
      `SELECT min(next_release) AS release FROM articles INDEXED BY articles_by_rank
       WHERE rank > ? AND rank <= ? AND next_release > ?`,
    )
    .bind(0 - end, 0 - start, now.getTime() - OVERDUE);
  return query(db, statement, firstRelease);
}

/** Finds the first release after a moment, up to and including another one; all in milliseconds since 1970. */
export function findReleaseBetween(db: Database, after: number, upto: number): Query<number | undefined> {
  const statement = db
    .prepare('SELECT min(next_release) AS release FROM articles WHERE next_release > ? AND next_release <= ?')
    .bind(after, upto);
  return query(db, statement, firstRelease);
}

/** A story in a sitemap. */
export interface SitemapStory {
  slug: string;
  /** Milliseconds since 1970. */
  updated: number;
}

/** Finds the highest of the database's own numbers of articles (not of the change sequence); 0 if there is none. */
export function findLastNumber(db: Database): Query<number> {
  return query(
    db,
    db.prepare('SELECT max(number) AS last FROM articles'),
    ([row]: { last: number | null }[]) => row?.last ?? 0,
  );
}

/**
 * Lists the stories that people can read on our own pages now, with article numbers above `after`, up to and including
 * `upto`.
 */
export function listSitemapStories(db: Database, after: number, upto: number): Query<SitemapStory[]> {
  const statement = db
    .prepare(
      // 1 is ORIGIN_MARK (src/articles/addresses.ts).
      `SELECT slug, updated FROM articles WHERE number > ?1 AND number <= ?2
         AND channels <> '[]' AND status <> 'withdrawn' AND entry ->> '$.link' = char(1) || '/articles/' || slug
       ORDER BY number`,
    )
    .bind(after, upto);
  return query(db, statement, (rows: SitemapStory[]) => rows);
}
