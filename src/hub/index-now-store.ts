import { ALL } from '../channels/slug.ts';
import { type Database, type Query, query } from '../platform/database.ts';

/** A story that has changed, and the number of that change. */
export interface ChangedStory {
  slug: string;
  seq: number;
}

/** Lists stories whose pages here have changed after a number, the oldest change first: stubs of withdrawn ones among them. */
export function listChangedPages(db: Database, after: number, limit: number): Query<ChangedStory[]> {
  const statement = db
    .prepare(
      // 1 is ORIGIN_MARK (src/articles/addresses.ts).
      `SELECT slug, listings.seq AS seq FROM listings JOIN articles ON articles.key = listings.key
       WHERE channel = ?1 AND listings.seq > ?2 AND json_valid(entry) AND entry ->> '$.link' = char(1) || '/articles/' || slug
       ORDER BY listings.seq LIMIT ?3`,
    )
    .bind(ALL, after, limit);
  return query(db, statement, (rows: ChangedStory[]) => rows);
}
