import { type Database, type Query, query, together } from '../platform/database.ts';

/** Numbers of stories by slug and month (`yyyy-mm`). */
export type MonthlyCounts = Map<string, Map<string, number>>;

/** How busy a channel is: the date of its newest story (milliseconds since 1970), and its stories by month. */
export interface Activity {
  newest: number | undefined;
  counts: Map<string, number>;
}

/** Finds how busy channels are. @param from the first month that is counted (`yyyy-mm`) */
export function findActivity(db: Database, slugs: string[], from: string): Query<Map<string, Activity>> {
  return together(db, { newest: findNewest(db, slugs), counts: countByMonth(db, slugs, from) }).map(
    ({ newest, counts }) =>
      new Map(slugs.map((it) => [it, { newest: newest.get(it), counts: counts.get(it) ?? new Map() }])),
  );
}

/** Finds the months in which a channel has stories (`yyyy-mm`), newest first, and how many. */
export function findMonths(db: Database, slug: string, limit: number): Query<Map<string, number>> {
  const statement = db
    .prepare('SELECT month, stories FROM channel_months WHERE channel = ? ORDER BY month DESC LIMIT ?')
    .bind(slug, limit);
  return query(
    db,
    statement,
    (rows: { month: string; stories: number }[]) => new Map(rows.map((it) => [it.month, it.stories])),
  );
}

/** Finds the date of each channel's newest story, in milliseconds since 1970. Channels without stories are left out. */
function findNewest(db: Database, slugs: string[]): Query<Map<string, number>> {
  const statement = db
    .prepare(
      `SELECT given.value AS slug, (SELECT (1000000000000 - (rowid >> 21)) * 1000 FROM filings
         WHERE filings MATCH '"' || replace(given.value, '"', '""') || '" NOT "-stub"' ORDER BY rowid LIMIT 1) AS newest
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

/**
 * Finds how many stories each of these channels published by month, from one month on (`yyyy-mm`). Triggers keep the numbers:
 * src/migrations/0011_bounds.sql.
 */
function countByMonth(db: Database, slugs: string[], from: string): Query<MonthlyCounts> {
  const statement = db
    .prepare(
      `SELECT channel, month, stories FROM json_each(?1) AS given
       CROSS JOIN channel_months ON channel = given.value AND month >= ?2`,
    )
    .bind(JSON.stringify(slugs), from);
  return query(db, statement, (rows: { channel: string; month: string; stories: number }[]) => {
    const byChannel = Map.groupBy(rows, (it) => it.channel);
    return new Map(
      slugs.map((it) => [it, new Map((byChannel.get(it) ?? []).map(({ month, stories }) => [month, stories]))]),
    );
  });
}
