import { type Database, Query, query, type Statement } from '../platform/database.ts';

// A part of the store of subscriptions (see subscription-store.ts): what is to become of failed deliveries.

/** Returns the time of the next attempt of any subscription, in milliseconds since 1970. */
export function findNextRetry(db: Database): Query<number | undefined> {
  const statement = db.prepare('SELECT min(retry) AS retry FROM subscriptions WHERE retry IS NOT NULL');
  return query(db, statement, ([row]: { retry: number | null }[]) => row?.retry ?? undefined);
}

/** Plans deliveries to subscribers that were given up, now that their topics have news for them. @returns how many */
export function wakeDead(db: Database, topics: number[], now: Date): Query<number> {
  const statement = db
    .prepare(
      `UPDATE subscriptions INDEXED BY subscriptions_by_dead SET retry = ?2
       WHERE topic IN (SELECT value FROM json_each(?1)) AND dead IS NOT NULL AND retry IS NULL AND expires > ?2`,
    )
    .bind(JSON.stringify(topics), now.getTime());
  return counted(db, statement);
}

/** SQL that is true of failed deliveries: of the given ids, or all that were given up. */
const IS_CHOSEN =
  'failing IS NOT NULL AND CASE WHEN ?1 IS NULL THEN dead IS NOT NULL ELSE id IN (SELECT value FROM json_each(?1)) END';

/** Plans failed deliveries for now. @param ids all that were given up, if it is undefined. @returns how many */
export function retryFailed(db: Database, ids: number[] | undefined, now: Date): Query<number> {
  const statement = db
    .prepare(`UPDATE subscriptions SET retry = ?2 WHERE ${IS_CHOSEN} AND claimed <= ?2 AND expires > ?2`)
    .bind(ids ? JSON.stringify(ids) : null, now.getTime());
  return counted(db, statement);
}

/** Drops failed deliveries: their subscribers never get what they missed. @returns the ids of the subscriptions */
export function dropFailed(db: Database, ids: number[] | undefined): Query<number[]> {
  const statement = db
    .prepare(
      `UPDATE subscriptions SET delivered = max(delivered, (SELECT target FROM topics WHERE topics.id = topic)),
         failures = 0, failing = NULL, problem = NULL, retry = NULL, dead = NULL
       WHERE ${IS_CHOSEN} RETURNING id`,
    )
    .bind(ids ? JSON.stringify(ids) : null);
  return query(db, statement, (rows: { id: number }[]) => rows.map((it) => it.id));
}

/** Makes a change. @returns how many rows it wrote */
function counted(db: Database, statement: Statement): Query<number> {
  return new Query(db, [statement], ([result]) => result?.meta.changes ?? 0);
}
