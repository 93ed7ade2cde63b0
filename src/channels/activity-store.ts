import { type Database, type Query, query, together } from '../platform/database.ts';
import { STORIES } from './listing-store.ts';
import { endOf, startOf } from './months.ts';

/** SQL that selects ranks of one month; `span` has its start and its end. */
const WITHIN = "rank <= 0 - (span.value ->> 'from') AND rank > 0 - (span.value ->> 'to')";

/** Finds the date of each channel's newest story, in milliseconds since 1970. Channels without stories are left out. */
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

/** Numbers of stories by slug and month (`yyyy-mm`). */
export type MonthlyCounts = Map<string, Map<string, number>>;

interface CountRow {
  slug: string;
  month: string;
  count: number;
}

/**
 * Counts the stories that each of these channels published in each of these months (`yyyy-mm`). Counts everything that
 * is listed and subtracts the stubs, which are few: faster than looking at each article.
 */
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
  const withdrawn = db
    .prepare(
      `SELECT filed.value AS slug, span.value ->> 'month' AS month, count(*) AS count
       FROM json_each(?2) AS span CROSS JOIN articles, json_each(articles.channels) AS filed
       WHERE status = 'withdrawn' AND ${WITHIN} AND filed.value IN (SELECT value FROM json_each(?1)) GROUP BY 1, 2`,
    )
    .bind(...bound);
  return together(db, {
    listed: query(db, listed, (rows: CountRow[]) => rows),
    withdrawn: query(db, withdrawn, (rows: CountRow[]) => rows),
  }).map((found) => difference(slugs, found.listed, found.withdrawn));
}

function difference(slugs: string[], listed: CountRow[], withdrawn: CountRow[]): MonthlyCounts {
  const counts: MonthlyCounts = new Map(slugs.map((it) => [it, new Map()]));
  const add = ({ slug, month, count }: CountRow, sign: number) => {
    const ofChannel = counts.get(slug);
    ofChannel?.set(month, (ofChannel.get(month) ?? 0) + sign * count);
  };
  for (const it of listed) add(it, 1);
  for (const it of withdrawn) add(it, -1);
  return counts;
}
