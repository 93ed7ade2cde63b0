/** A story as a sitemap lists it. */
export interface MappedStory {
  slug: string;
  /** Milliseconds since 1970. */
  updated: number;
}

/** The highest of the database's own numbers of articles; 0 if there is none. */
export async function findLastNumber(db: D1Database): Promise<number> {
  return (await db.prepare('SELECT max(number) AS last FROM articles').first<number>('last')) ?? 0;
}

/** The stories that can be read on our own pages now, among the articles of some numbers, the first not among them. */
export async function listMapped(db: D1Database, after: number, upto: number): Promise<MappedStory[]> {
  const { results } = await db
    .prepare(
      // 1 is ORIGIN_MARK (src/articles/html.ts).
      `SELECT slug, updated FROM articles WHERE number > ?1 AND number <= ?2
         AND channels <> '[]' AND status <> 'withdrawn' AND entry ->> '$.link' = char(1) || '/articles/' || slug
       ORDER BY number`,
    )
    .bind(after, upto)
    .all<MappedStory>();
  return results;
}
