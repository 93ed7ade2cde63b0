import { change, type Database, type Query, query, together } from '../platform/database.ts';
import { deleteUnusedTopics, openTopic, setBack, type TopicAddress } from './topic-store.ts';

/** What a subscriber asks for, once its intent is verified. */
export interface Subscription {
  callback: string;
  host: string;
  requestedTopic: string;
  secret: string | undefined;
  algorithm: SignatureAlgorithm;
}

export type SignatureAlgorithm = 'sha256' | 'sha384' | 'sha512';

/** Somebody's right to deliver to a subscription: nobody else does until `claimed` (milliseconds since 1970). */
export interface Claim {
  id: number;
  claimed: number;
}

/** A subscription that is claimed for a delivery. */
export interface Claimed extends Claim {
  topic: number;
  /** The topic's address and the number of its newest change; null if it is gone. */
  path: string | null;
  target: number | null;
  callback: string;
  host: string;
  requestedTopic: string;
  secret: string | null;
  algorithm: SignatureAlgorithm;
  delivered: number;
  failures: number;
  problem: string | null;
}

/** What is to be stored of a claimed subscription when its delivery is over, or was not begun. */
export interface Progress extends Claim {
  delivered: number;
  failures: number;
  /** Milliseconds since 1970, like `dead`. */
  retry: number | null;
  dead: number | null;
  problem: string | null;
}

const CLAIMED_COLUMNS = `id, topic, callback, host, requested_topic AS requestedTopic, secret, algorithm, delivered, failures,
  problem, claimed, (SELECT path FROM topics WHERE topics.id = topic) AS path,
  (SELECT target FROM topics WHERE topics.id = topic) AS target`;

/** How many healthy subscribers of a topic miss something, at most `limit`. */
export async function countPending(db: Database, topic: number, limit: number): Promise<number> {
  const count = await db
    .prepare(
      `SELECT count(*) AS count FROM (SELECT 1 FROM subscriptions
         WHERE topic = ?1 AND failing IS NULL AND delivered < (SELECT target FROM topics WHERE id = ?1) LIMIT ?2)`,
    )
    .bind(topic, limit)
    .first<number>('count');
  return count ?? 0;
}

/** Gives those that were given up another chance, now that there is news for them. @returns how many */
export async function wakeDead(db: Database, topic: number, now: Date): Promise<number> {
  const { meta } = await db
    .prepare(
      `UPDATE subscriptions INDEXED BY subscriptions_by_dead SET retry = ?2
       WHERE topic = ?1 AND dead IS NOT NULL AND retry IS NULL AND expires > ?2`,
    )
    .bind(topic, now.getTime())
    .run();
  return meta.changes;
}

/**
 * Claims healthy subscribers of a topic that miss something.
 * @param until milliseconds since 1970
 */
export async function claimPending(
  db: Database,
  topic: number,
  { now, until, limit }: { now: Date; until: number; limit: number },
): Promise<Claimed[]> {
  const { results } = await db
    .prepare(
      `UPDATE subscriptions SET claimed = ?3 WHERE id IN (
         SELECT id FROM subscriptions
         WHERE topic = ?1 AND failing IS NULL AND delivered < (SELECT target FROM topics WHERE id = ?1)
           AND claimed <= ?2 AND expires > ?2
         ORDER BY delivered LIMIT ?4)
       RETURNING ${CLAIMED_COLUMNS}`,
    )
    .bind(topic, now.getTime(), until, limit)
    .all<Claimed>();
  return results;
}

/** Claims subscriptions whose next attempt is due. A claim that nobody ends is due again when it is over. */
export async function claimDue(
  db: Database,
  { now, until, limit }: { now: Date; until: number; limit: number },
): Promise<Claimed[]> {
  const { results } = await db
    .prepare(
      `UPDATE subscriptions SET claimed = ?2, retry = ?2 WHERE id IN (
         SELECT id FROM subscriptions WHERE retry <= ?1 AND claimed <= ?1 AND expires > ?1 ORDER BY retry LIMIT ?3)
       RETURNING ${CLAIMED_COLUMNS}`,
    )
    .bind(now.getTime(), until, limit)
    .all<Claimed>();
  return results;
}

/**
 * Stores what became of claimed subscriptions, and ends their claims; not of one that somebody else has claimed since.
 * @returns the topics of which healthy ones miss something already, and the times of the next attempts
 */
export async function storeProgress(
  db: Database,
  progress: Progress[],
  gone: Claim[],
  now: Date,
): Promise<{ topics: number[]; retries: number[] }> {
  const updated = db
    .prepare(
      `UPDATE subscriptions SET claimed = 0, delivered = max(delivered, given.value ->> 'delivered'),
           failures = given.value ->> 'failures', retry = given.value ->> 'retry', problem = given.value ->> 'problem',
           dead = CASE WHEN given.value ->> 'dead' IS NOT NULL THEN coalesce(dead, given.value ->> 'dead') END,
           failing = CASE WHEN given.value ->> 'failures' > 0 THEN coalesce(failing, ?2) END
         FROM json_each(?1) AS given
         WHERE subscriptions.id = given.value ->> 'id' AND claimed = given.value ->> 'claimed'
         RETURNING topic, subscriptions.retry AS retry,
           failing IS NULL AND delivered < (SELECT target FROM topics WHERE topics.id = topic) AS behind`,
    )
    .bind(JSON.stringify(progress), now.getTime());
  const deleted = db
    .prepare(
      `DELETE FROM subscriptions WHERE (id, claimed) IN (SELECT value ->> 'id', value ->> 'claimed' FROM json_each(?))`,
    )
    .bind(JSON.stringify(gone));
  const { rows } = await together(db, {
    rows: query(db, updated, (all: { topic: number; retry: number | null; behind: number }[]) => all),
    gone: change(db, deleted),
  }).ask();
  return {
    topics: [...new Set(rows.filter((it) => it.behind === 1).map((it) => it.topic))],
    retries: rows.flatMap((it) => it.retry ?? []),
  };
}

/**
 * Stores a verified subscription: a new one, or one whose lease begins anew (WebSub §5.1: it then replaces the former
 * one). A renewal keeps what was delivered, and ends a pause after failures.
 * @param expires milliseconds since 1970
 * @param since number of the sequence when it was asked for: changes after that are delivered
 * @returns its topic, and whether it misses something already
 */
export async function storeSubscription(
  db: Database,
  topic: TopicAddress,
  { callback, host, requestedTopic, secret, algorithm }: Subscription,
  { expires, since, now }: { expires: number; since: number; now: Date },
): Promise<{ topic: number; behind: boolean }> {
  const { stored } = await together(db, {
    topic: openTopic(db, topic, since, now),
    // Another one may have been verified sooner though it was asked for later.
    looked: setBack(db, topic.path, since),
    stored: query(
      db,
      db
        .prepare(
          `INSERT INTO subscriptions (topic, callback, host, requested_topic, secret, algorithm, expires, delivered)
         VALUES ((SELECT id FROM topics WHERE path = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (topic, callback) DO UPDATE SET requested_topic = ?4, secret = ?5, algorithm = ?6, expires = ?7,
           delivered = CASE WHEN expires > ?9 THEN delivered ELSE max(delivered, ?8) END,
           failures = 0, failing = NULL, problem = NULL, retry = NULL, dead = NULL
         RETURNING topic, delivered < (SELECT target FROM topics WHERE topics.id = topic) AS behind`,
        )
        .bind(topic.path, callback, host, requestedTopic, secret ?? null, algorithm, expires, since, now.getTime()),
      ([row]: { topic: number; behind: number }[]) => ({ topic: row?.topic ?? 0, behind: row?.behind === 1 }),
    ),
  }).ask();
  return stored;
}

/** Ends a subscription to a topic. @param paths addresses under which it may be stored */
export async function deleteSubscription(db: Database, paths: string[], callback: string): Promise<void> {
  await db
    .prepare(
      `DELETE FROM subscriptions WHERE callback = ?2
         AND topic IN (SELECT id FROM topics WHERE path IN (SELECT value FROM json_each(?1)))`,
    )
    .bind(JSON.stringify(paths), callback)
    .run();
}

/** Gives the subscriptions of a topic to the one with another address. */
export function moveSubscriptions(db: Database, topic: number, path: string): Query<void> {
  const successor = '(SELECT id FROM topics WHERE path = ?2)';
  return change(
    db,
    // Who is subscribed to both keeps one subscription, the one that has more to come.
    db
      .prepare(
        `UPDATE subscriptions SET delivered = min(subscriptions.delivered, other.delivered),
           expires = max(subscriptions.expires, other.expires)
         FROM subscriptions AS other
         WHERE other.topic = ?1 AND subscriptions.topic = ${successor} AND subscriptions.callback = other.callback`,
      )
      .bind(topic, path),
    db.prepare(`UPDATE OR IGNORE subscriptions SET topic = ${successor} WHERE topic = ?1`).bind(topic, path),
    db.prepare('DELETE FROM subscriptions WHERE topic = ?').bind(topic),
  );
}

/** Failed deliveries: these, or all that were given up. */
const CHOSEN =
  'failing IS NOT NULL AND CASE WHEN ?1 IS NULL THEN dead IS NOT NULL ELSE id IN (SELECT value FROM json_each(?1)) END';

/** Has failed deliveries tried again now. @param ids all that were given up, if it is undefined. @returns how many */
export async function retryFailed(db: Database, ids: number[] | undefined, now: Date): Promise<number> {
  const { meta } = await db
    .prepare(`UPDATE subscriptions SET retry = ?2 WHERE ${CHOSEN} AND claimed <= ?2 AND expires > ?2`)
    .bind(ids ? JSON.stringify(ids) : null, now.getTime())
    .run();
  return meta.changes;
}

/** Lets go of failed deliveries: their subscribers miss what was to be delivered. @returns their subscriptions */
export async function dropFailed(db: Database, ids: number[] | undefined): Promise<number[]> {
  const { results } = await db
    .prepare(
      `UPDATE subscriptions SET delivered = max(delivered, (SELECT target FROM topics WHERE topics.id = topic)),
         failures = 0, failing = NULL, problem = NULL, retry = NULL, dead = NULL
       WHERE ${CHOSEN} RETURNING id`,
    )
    .bind(ids ? JSON.stringify(ids) : null)
    .all<{ id: number }>();
  return results.map((it) => it.id);
}

/** How long a delivery that was given up is listed after the end of its lease, in milliseconds. */
const DEAD_KEPT = 7 * 24 * 3600 * 1000;

/** Leases that the clock ends at once; the others have ended, too, and wait for its next tick. */
const SWEPT_AT_ONCE = 1000;

/** Deletes subscriptions whose lease is over, and topics that nobody is subscribed to. @returns the subscriptions */
export async function sweepLeases(
  db: Database,
  now: Date,
): Promise<{ id: number; host: string; delivered: number; target: number }[]> {
  const deleted = db
    .prepare(
      `DELETE FROM subscriptions WHERE id IN (
           SELECT id FROM subscriptions WHERE expires <= ?1 - CASE WHEN dead IS NULL THEN 0 ELSE ?2 END AND expires <= ?1
           LIMIT ${SWEPT_AT_ONCE})
         RETURNING id, host, delivered, (SELECT target FROM topics WHERE topics.id = topic) AS target`,
    )
    .bind(now.getTime(), DEAD_KEPT);
  const { ended } = await together(db, {
    ended: query(db, deleted, (rows: { id: number; host: string; delivered: number; target: number }[]) => rows),
    topics: deleteUnusedTopics(db),
  }).ask();
  return ended;
}

/** The time of the next attempt of any subscription, in milliseconds since 1970. */
export async function findNextRetry(db: Database): Promise<number | undefined> {
  return (
    (await db
      .prepare('SELECT min(retry) AS retry FROM subscriptions WHERE retry IS NOT NULL')
      .first<number>('retry')) ?? undefined
  );
}
