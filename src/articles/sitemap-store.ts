import { type Database, type Query, query } from '../platform/database.ts';

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
         AND channels <> '[]' AND status <> 'withdrawn' AND json_valid(entry) AND entry ->> '$.link' = char(1) || '/articles/' || slug
       ORDER BY number`,
    )
    .bind(after, upto);
  return query(db, statement, (rows: SitemapStory[]) => rows);
}
