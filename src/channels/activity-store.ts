import { type Database, Query, query } from '../platform/database.ts';
import { STORIES } from './listing-store.ts';
import { endOf, startOf } from './months.ts';
import type { ChannelRow } from './store.ts';

const WITHIN = "rank <= 0 - (span.value ->> 'from') AND rank > 0 - (span.value ->> 'to')";

/** When each of these channels got its newest story, in milliseconds since 1970; those without stories are left out. */
export function findNewest(db: Database, slugs: string[]): Query<Map<string, number>> {
  const statement = db
    .prepare(
      `SELECT given.value AS slug, (SELECT 0 - main.rank FROM listings AS main
         WHERE main.channel = given.value AND ${STORIES} ORDER BY main.rank LIMIT 1) AS newest
       FROM json_each(?) AS given`,
    )
    .bind(JSON.stringify(slugs));
  return query(
    db,
    statement,
    (rows: { slug: string; newest: number | null }[]) =>
      new Map(rows.flatMap(({ slug, newest }) => (newest === null ? [] : [[slug, newest]]))),
  );
}

/** Counts by channel and month. */
export type MonthlyCounts = Map<string, Map<string, number>>;

interface CountRow {
  slug: string;
  month: string;
  count: number;
}

/** The number of stories that each of these channels has in each of these months (`yyyy-mm`). */
export function countByMonth(db: Database, slugs: string[], months: string[]): Query<MonthlyCounts> {
  const spans = months.map((it) => ({ month: it, from: startOf(it), to: endOf(it) }));
  const bound = [JSON.stringify(slugs), JSON.stringify(spans)];
  const listed = db
    .prepare(
      `SELECT given.value AS slug, span.value ->> 'month' AS month,
         (SELECT count(*) FROM listings WHERE channel = given.value AND ${WITHIN}) AS count
       FROM json_each(?1) AS given, json_each(?2) AS span`,
    )
    .bind(...bound);
  const stubs = db
    .prepare(
      `SELECT filed.value AS slug, span.value ->> 'month' AS month, count(*) AS count
       FROM json_each(?2) AS span CROSS JOIN articles, json_each(articles.channels) AS filed
       WHERE status = 'withdrawn' AND ${WITHIN} AND filed.value IN (SELECT value FROM json_each(?1)) GROUP BY 1, 2`,
    )
    .bind(...bound);
  return new Query(db, [listed, stubs], ([all, withdrawn]) =>
    difference(slugs, all?.results as CountRow[], withdrawn?.results as CountRow[]),
  );
}

function difference(slugs: string[], all: CountRow[], withdrawn: CountRow[]): MonthlyCounts {
  const counts: MonthlyCounts = new Map(slugs.map((it) => [it, new Map()]));
  const add = ({ slug, month, count }: CountRow, sign: number) => {
    const ofChannel = counts.get(slug);
    ofChannel?.set(month, (ofChannel.get(month) ?? 0) + sign * count);
  };
  for (const it of all) add(it, 1);
  for (const it of withdrawn) add(it, -1);
  return counts;
}

/** The channels, but for some, that most of these articles are in, with the number of them; those of most first. */
export function listShared(
  db: Database,
  keys: string[],
  { without, limit }: { without: string[]; limit: number },
): Query<(Pick<ChannelRow, 'slug' | 'label'> & { shared: number })[]> {
  const statement = db
    .prepare(
      `SELECT channels.slug, channels.label, count(*) AS shared
       FROM articles, json_each(articles.channels) AS filed JOIN channels ON channels.slug = filed.value
       WHERE articles.key IN (SELECT value FROM json_each(?1))
         AND channels.slug NOT IN (SELECT value FROM json_each(?2))
       GROUP BY 1 ORDER BY shared DESC, channels.slug LIMIT ?3`,
    )
    .bind(JSON.stringify(keys), JSON.stringify(without), limit);
  return query(db, statement, (rows: (Pick<ChannelRow, 'slug' | 'label'> & { shared: number })[]) => rows);
}
