import type { ChannelRow } from './store.ts';

/** Leaves stubs of withdrawn articles out of `main`, which is a row of `listings`. */
const STORIES = "(SELECT status FROM articles WHERE articles.key = main.key) <> 'withdrawn'";

/** When each of these channels got its newest story, in milliseconds since 1970; those without stories are left out. */
export async function findNewest(db: D1Database, slugs: string[]): Promise<Map<string, number>> {
  const { results } = await db
    .prepare(
      `SELECT given.value AS slug, (SELECT 0 - main.rank FROM listings AS main
         WHERE main.channel = given.value AND ${STORIES} ORDER BY main.rank LIMIT 1) AS newest
       FROM json_each(?) AS given`,
    )
    .bind(JSON.stringify(slugs))
    .all<{ slug: string; newest: number | null }>();
  return new Map(results.flatMap(({ slug, newest }) => (newest === null ? [] : [[slug, newest]])));
}

/** How many stories each of these channels has by month (`yyyy-mm`), from a moment on (milliseconds since 1970). */
export async function countByMonth(
  db: D1Database,
  slugs: string[],
  since: number,
): Promise<Map<string, Map<string, number>>> {
  const { results } = await db
    .prepare(
      `SELECT main.channel AS slug, strftime('%Y-%m', (0 - main.rank) / 1000, 'unixepoch') AS month, count(*) AS stories
       FROM json_each(?1) AS given CROSS JOIN listings AS main ON main.channel = given.value AND main.rank <= 0 - ?2
       WHERE ${STORIES} GROUP BY 1, 2`,
    )
    .bind(JSON.stringify(slugs), since)
    .all<{ slug: string; month: string; stories: number }>();
  const counts = new Map<string, Map<string, number>>();
  for (const { slug, month, stories } of results) {
    counts.set(slug, (counts.get(slug) ?? new Map()).set(month, stories));
  }
  return counts;
}

/** The channels, but for some, that most of these articles are in, with the number of them; those of most first. */
export async function listShared(
  db: D1Database,
  keys: string[],
  { without, limit }: { without: string[]; limit: number },
): Promise<(Pick<ChannelRow, 'slug' | 'label'> & { shared: number })[]> {
  const { results } = await db
    .prepare(
      `SELECT channels.slug, channels.label, count(*) AS shared
       FROM articles, json_each(articles.channels) AS filed JOIN channels ON channels.slug = filed.value
       WHERE articles.key IN (SELECT value FROM json_each(?1))
         AND channels.slug NOT IN (SELECT value FROM json_each(?2))
       GROUP BY 1 ORDER BY shared DESC, channels.slug LIMIT ?3`,
    )
    .bind(JSON.stringify(keys), JSON.stringify(without), limit)
    .all<Pick<ChannelRow, 'slug' | 'label'> & { shared: number }>();
  return results;
}
