import { change, type Database, type Query, query, together } from '../platform/database.ts';
import type { DeliveryJob } from './jobs.ts';
import type { SignatureAlgorithm } from './signature.ts';
import { slowDomains } from './slow-domain-store.ts';

// A part of the store of subscriptions (see subscription-store.ts): who delivers to whom, and how far.

/** The right to deliver to a subscription: nobody else does until `claimed` (milliseconds since 1970). */
export interface Claim {
  id: number;
  claimed: number;
}

/** A subscription that is claimed for a delivery. */
export interface ClaimedSubscription extends Claim {
  topic: number;
  /** The topic's address and the number of its newest change; null if it is gone. */
  path: string | null;
  target: number | null;
  callback: string;
  host: string;
  /** The registrable domain of the host. */
  domain: string;
  requestedTopic: string;
  secret: string | null;
  algorithm: SignatureAlgorithm;
  delivered: number;
  failures: number;
  problem: string | null;
}

/** The state in which a claimed subscription is left when its delivery is over, or was not begun. */
export interface Progress extends Claim {
  delivered: number;
  failures: number;
  /** Milliseconds since 1970, like `dead` and `succeeded`. */
  retry: number | null;
  dead: number | null;
  /** The moment of a delivery that succeeded; null if none was made or none succeeded. */
  succeeded: number | null;
  problem: string | null;
}

/** Terms of a claim: at most `limit` subscriptions, until a time (milliseconds since 1970). */
export interface ClaimOptions {
  now: Date;
  until: number;
  limit: number;
}

const CLAIMED_COLUMNS = `id, topic, callback, host, domain, requested_topic AS requestedTopic, secret, algorithm, delivered, failures,
  problem, claimed, (SELECT path FROM topics WHERE topics.id = topic) AS path,
  (SELECT target FROM topics WHERE topics.id = topic) AS target`;

/** Counts the healthy subscribers of each of some topics who miss something, up to `limit`. */
export function countPending(db: Database, topics: number[], limit: number): Query<{ topic: number; count: number }[]> {
  const statement = db
    .prepare(
      `SELECT topics.id AS topic, (SELECT count(*) FROM (SELECT 1 FROM subscriptions
         WHERE topic = topics.id AND failing IS NULL AND delivered < topics.target LIMIT ?2)) AS count
       FROM json_each(?1) AS given JOIN topics ON topics.id = given.value`,
    )
    .bind(JSON.stringify(topics), limit);
  return query(db, statement, (rows: { topic: number; count: number }[]) => rows);
}

/** Claims healthy subscribers of a topic who miss something, but none of a slow domain. */
export function claimPending(
  db: Database,
  topic: number,
  { now, until, limit }: ClaimOptions,
): Query<ClaimedSubscription[]> {
  const statement = db
    .prepare(
      `UPDATE subscriptions SET claimed = ?3 WHERE id IN (
         SELECT id FROM subscriptions
         WHERE topic = ?1 AND failing IS NULL AND delivered < (SELECT target FROM topics WHERE id = ?1)
           AND claimed <= ?2 AND expires > ?2 AND domain NOT IN ${slowDomains('?2')}
         ORDER BY delivered LIMIT ?4)
       RETURNING ${CLAIMED_COLUMNS}`,
    )
    .bind(topic, now.getTime(), until, limit);
  return query(db, statement, (rows: ClaimedSubscription[]) => rows);
}

/**
 * Claims healthy subscriptions of slow domains that miss something, then those whose next attempt is due. A claim that
 * nobody ends is due again when it is over.
 */
export function claimDue(db: Database, { now, until, limit }: ClaimOptions): Query<ClaimedSubscription[]> {
  const statement = db
    .prepare(
      `UPDATE subscriptions SET claimed = ?2, retry = CASE WHEN failing IS NOT NULL THEN ?2 END WHERE id IN (
         SELECT * FROM (SELECT id FROM subscriptions
           WHERE domain IN ${slowDomains('?1')} AND failing IS NULL AND claimed <= ?1 AND expires > ?1
             AND delivered < (SELECT target FROM topics WHERE topics.id = topic) LIMIT ?3)
         UNION ALL SELECT * FROM (SELECT id FROM subscriptions
           WHERE retry <= ?1 AND claimed <= ?1 AND expires > ?1 ORDER BY retry LIMIT ?3)
         LIMIT ?3)
       RETURNING ${CLAIMED_COLUMNS}`,
    )
    .bind(now.getTime(), until, limit);
  return query(db, statement, (rows: ClaimedSubscription[]) => rows);
}

interface ProgressRow {
  topic: number;
  combination: number;
  retry: number | null;
  isBehind: number;
}

/**
 * Stores the progress of claimed subscriptions, and ends their claims; not of one that somebody else has claimed since.
 * @param gone the subscriptions to be deleted
 * @returns the topics of which healthy subscribers miss something already, and the times of the next attempts
 */
export function storeProgress(
  db: Database,
  progress: Progress[],
  gone: Claim[],
  now: Date,
): Query<{ topics: Pick<DeliveryJob, 'topic' | 'combination'>[]; retries: number[] }> {
  const update = db
    .prepare(
      `UPDATE subscriptions SET claimed = 0, delivered = max(delivered, given.value ->> 'delivered'),
         failures = given.value ->> 'failures', retry = given.value ->> 'retry', problem = given.value ->> 'problem',
         succeeded = coalesce(given.value ->> 'succeeded', succeeded),
         dead = CASE WHEN given.value ->> 'dead' IS NOT NULL THEN coalesce(dead, given.value ->> 'dead') END,
         failing = CASE WHEN given.value ->> 'failures' > 0 THEN coalesce(failing, ?2) END
       FROM json_each(?1) AS given
       WHERE subscriptions.id = given.value ->> 'id' AND claimed = given.value ->> 'claimed'
       RETURNING topic, (SELECT combination FROM topics WHERE topics.id = topic) AS combination,
         subscriptions.retry AS retry,
         failing IS NULL AND delivered < (SELECT target FROM topics WHERE topics.id = topic) AS isBehind`,
    )
    .bind(JSON.stringify(progress), now.getTime());
  const deletion = db
    .prepare(
      `DELETE FROM subscriptions WHERE (id, claimed) IN (SELECT value ->> 'id', value ->> 'claimed' FROM json_each(?))`,
    )
    .bind(JSON.stringify(gone));
  return together(db, {
    updated: query(db, update, (rows: ProgressRow[]) => rows),
    deleted: change(db, deletion),
  }).map(({ updated }) => ({
    topics: [...new Map(updated.filter((it) => it.isBehind === 1).map((it) => [it.topic, it.combination === 1]))].map(
      ([topic, combination]) => ({ topic, combination }),
    ),
    retries: updated.flatMap((it) => it.retry ?? []),
  }));
}
