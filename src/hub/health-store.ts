import { change, type Database, type Query, query } from '../platform/database.ts';
import { IS_OVERDUE } from './topic-store.ts';

/** What the clock found when it ticked last. Times are milliseconds since 1970. */
export interface Health {
  /** Null before the first tick. */
  at: number | null;
  /** Time since which anything is undelivered; null if nothing is. */
  oldestUndelivered: number | null;
  /** Keys of articles that cannot be served, a few of them; `tags.yaml` if it is the vocabulary. */
  unreadable: string[];
}

/**
 * Notes what is undelivered now. Deliveries that were given up do not count, and neither does a subscriber that never
 * had one: anybody can subscribe with a machine that does not work.
 */
export function noteHealth(db: Database, now: Date): Query<void> {
  return change(
    db,
    db
      .prepare(
        `UPDATE health SET at = ?1, oldest_undelivered = (SELECT min(since) FROM (
           SELECT min(failing) AS since FROM subscriptions
             WHERE failing IS NOT NULL AND dead IS NULL AND succeeded IS NOT NULL
           UNION ALL SELECT min(changed) FROM topics WHERE ${IS_OVERDUE}
           UNION ALL SELECT min(channels.modified) * 1000 FROM topic_channels
             JOIN topics ON topics.id = topic JOIN channels ON channels.slug = channel WHERE channels.revision > checked))`,
      )
      .bind(now.getTime()),
  );
}

/** The most keys that /healthz names. */
const MAX_NAMED = 10;

/** Finds what the clock noted, and what cannot be served: a few rows. */
export function findHealth(db: Database): Query<Health> {
  const statement = db.prepare(
    `SELECT at, oldest_undelivered AS oldestUndelivered,
       (SELECT json_group_array(key) FROM (SELECT key FROM faults LIMIT ${MAX_NAMED})) AS unreadable FROM health`,
  );
  return query(db, statement, ([row]: (Omit<Health, 'unreadable'> & { unreadable: string })[]) => ({
    at: row?.at ?? null,
    oldestUndelivered: row?.oldestUndelivered ?? null,
    unreadable: JSON.parse(row?.unreadable ?? '[]') as string[],
  }));
}
