import { openTopic, type TopicAddress } from './topic-store.ts';

/** What a subscriber asks for, once its intent is verified. */
export interface Subscription {
  callback: string;
  host: string;
  asked: string;
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
  callback: string;
  host: string;
  asked: string;
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

const SUBSCRIPTION_COLUMNS =
  'id, topic, callback, host, asked, secret, algorithm, delivered, failures, problem, claimed';

/** How many healthy subscribers of a topic miss something, at most `limit`. */
export async function countPending(db: D1Database, topic: number, limit: number): Promise<number> {
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
export async function wakeDead(db: D1Database, topic: number, now: Date): Promise<number> {
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
  db: D1Database,
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
       RETURNING ${SUBSCRIPTION_COLUMNS}`,
    )
    .bind(topic, now.getTime(), until, limit)
    .all<Claimed>();
  return results;
}

/** Claims subscriptions whose next attempt is due. A claim that nobody ends is due again when it is over. */
export async function claimDue(
  db: D1Database,
  { now, until, limit }: { now: Date; until: number; limit: number },
): Promise<Claimed[]> {
  const { results } = await db
    .prepare(
      `UPDATE subscriptions SET claimed = ?2, retry = ?2 WHERE id IN (
         SELECT id FROM subscriptions WHERE retry <= ?1 AND claimed <= ?1 AND expires > ?1 ORDER BY retry LIMIT ?3)
       RETURNING ${SUBSCRIPTION_COLUMNS}`,
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
  db: D1Database,
  progress: Progress[],
  gone: Claim[],
  now: Date,
): Promise<{ topics: number[]; retries: number[] }> {
  const [updated] = await db.batch<{ topic: number; retry: number | null; behind: number }>([
    db
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
      .bind(JSON.stringify(progress), now.getTime()),
    db
      .prepare(
        `DELETE FROM subscriptions WHERE (id, claimed) IN (SELECT value ->> 'id', value ->> 'claimed' FROM json_each(?))`,
      )
      .bind(JSON.stringify(gone)),
  ]);
  const rows = updated?.results ?? [];
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
  db: D1Database,
  topic: TopicAddress,
  { callback, host, asked, secret, algorithm }: Subscription,
  { expires, since, now }: { expires: number; since: number; now: Date },
): Promise<{ topic: number; behind: boolean }> {
  const results = await db.batch<{ topic: number; behind: number }>([
    ...openTopic(db, topic, since, now),
    // Another one may have been verified sooner though it was asked for later.
    db.prepare('UPDATE topics SET checked = min(checked, ?2) WHERE path = ?1').bind(topic.path, since),
    db
      .prepare(
        `INSERT INTO subscriptions (topic, callback, host, asked, secret, algorithm, expires, delivered)
         VALUES ((SELECT id FROM topics WHERE path = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (topic, callback) DO UPDATE SET asked = ?4, secret = ?5, algorithm = ?6, expires = ?7,
           delivered = CASE WHEN expires > ?9 THEN delivered ELSE max(delivered, ?8) END,
           failures = 0, failing = NULL, problem = NULL, retry = NULL, dead = NULL
         RETURNING topic, delivered < (SELECT target FROM topics WHERE topics.id = topic) AS behind`,
      )
      .bind(topic.path, callback, host, asked, secret ?? null, algorithm, expires, since, now.getTime()),
  ]);
  const [row] = results.at(-1)?.results ?? [];
  return { topic: row?.topic ?? 0, behind: row?.behind === 1 };
}

/** Ends a subscription to a topic. @param paths addresses under which it may be stored */
export async function deleteSubscription(db: D1Database, paths: string[], callback: string): Promise<void> {
  await db
    .prepare(
      `DELETE FROM subscriptions WHERE callback = ?2
         AND topic IN (SELECT id FROM topics WHERE path IN (SELECT value FROM json_each(?1)))`,
    )
    .bind(JSON.stringify(paths), callback)
    .run();
}

/** How long a delivery that was given up is listed after the end of its lease, in milliseconds. */
const DEAD_KEPT = 7 * 24 * 3600 * 1000;

/** Leases that the clock ends at once; the others have ended, too, and wait for its next tick. */
const SWEPT_AT_ONCE = 1000;

/** Deletes subscriptions whose lease is over, and topics that nobody is subscribed to. @returns the subscriptions */
export async function sweepLeases(
  db: D1Database,
  now: Date,
): Promise<{ id: number; host: string; delivered: number; target: number }[]> {
  const [ended] = await db.batch<{ id: number; host: string; delivered: number; target: number }>([
    db
      .prepare(
        `DELETE FROM subscriptions WHERE id IN (
           SELECT id FROM subscriptions WHERE expires <= ?1 - CASE WHEN dead IS NULL THEN 0 ELSE ?2 END AND expires <= ?1
           LIMIT ${SWEPT_AT_ONCE})
         RETURNING id, host, delivered, (SELECT target FROM topics WHERE topics.id = topic) AS target`,
      )
      .bind(now.getTime(), DEAD_KEPT),
    db.prepare(
      'DELETE FROM topics WHERE NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.topic = topics.id)',
    ),
    db.prepare('DELETE FROM topic_channels WHERE topic NOT IN (SELECT id FROM topics)'),
  ]);
  return ended?.results ?? [];
}

/** The time of the next attempt of any subscription, in milliseconds since 1970. */
export async function findNextRetry(db: D1Database): Promise<number | undefined> {
  return (
    (await db
      .prepare('SELECT min(retry) AS retry FROM subscriptions WHERE retry IS NOT NULL')
      .first<number>('retry')) ?? undefined
  );
}
