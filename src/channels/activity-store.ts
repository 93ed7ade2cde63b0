import { endOf, startOf } from './months.ts';
import type { ChannelRow } from './store.ts';

/** Leaves stubs of withdrawn articles out of `main`, which is a row of `listings`. */
const STORIES = "(SELECT status FROM articles WHERE articles.key = main.key) <> 'withdrawn'";
const WITHIN = "rank <= 0 - (span.value ->> 'from') AND rank > 0 - (span.value ->> 'to')";

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

/** How many stories each of these channels has in each of these months (`yyyy-mm`). */
export async function countByMonth(
  db: D1Database,
  slugs: string[],
  months: string[],
): Promise<Map<string, Map<string, number>>> {
  const spans = months.map((it) => ({ month: it, from: startOf(it), to: endOf(it) }));
  const given = [JSON.stringify(slugs), JSON.stringify(spans)];
  const [listed, stubs] = await db.batch<{ slug: string; month: string; count: number }>([
    db
      .prepare(
        `SELECT given.value AS slug, span.value ->> 'month' AS month,
           (SELECT count(*) FROM listings WHERE channel = given.value AND ${WITHIN}) AS count
         FROM json_each(?1) AS given, json_each(?2) AS span`,
      )
      .bind(...given),
    db
      .prepare(
        `SELECT filed.value AS slug, span.value ->> 'month' AS month, count(*) AS count
         FROM json_each(?2) AS span CROSS JOIN articles, json_each(articles.channels) AS filed
         WHERE status = 'withdrawn' AND ${WITHIN} AND filed.value IN (SELECT value FROM json_each(?1)) GROUP BY 1, 2`,
      )
      .bind(...given),
  ]);
  const counts = new Map(slugs.map((it) => [it, new Map<string, number>()]));
  for (const { slug, month, count } of listed?.results ?? []) counts.get(slug)?.set(month, count);
  for (const { slug, month, count } of stubs?.results ?? []) {
    const ofChannel = counts.get(slug);
    ofChannel?.set(month, (ofChannel.get(month) ?? 0) - count);
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
