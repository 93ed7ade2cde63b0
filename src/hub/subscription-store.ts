import { change, type Database, type Query, query, together } from '../platform/database.ts';
import type { SignatureAlgorithm } from './signature.ts';
import { openTopic, setTopicBack, type TopicChannels } from './topic-store.ts';

// The subscriptions and their leases. Their claims and failures, other columns of the same table, are in
// subscription-claim-store.ts and subscription-failure-store.ts. No other file writes the table.

/** A subscription whose intent is verified. */
export interface Subscription {
  callback: string;
  /** Of the callback. */
  host: string;
  /** The registrable domain of the host. */
  domain: string;
  requestedTopic: string;
  secret: string | undefined;
  algorithm: SignatureAlgorithm;
}

/**
 * Stores a verified subscription: a new one, or one whose lease begins anew (WebSub §5.1: it then replaces the former
 * one). A renewal keeps what was delivered, and ends a pause after failures.
 * @param expires milliseconds since 1970
 * @param since number of the newest change when the request came: later changes are delivered
 * @returns its topic, and true if it misses something already
 */
export function storeSubscription(
  db: Database,
  topic: TopicChannels,
  { callback, host, domain, requestedTopic, secret, algorithm }: Subscription,
  { expires, since, now }: { expires: number; since: number; now: Date },
): Query<{ topic: number; isBehind: boolean }> {
  const statement = db
    .prepare(
      `INSERT INTO subscriptions (topic, callback, host, domain, requested_topic, secret, algorithm, expires, delivered)
       VALUES ((SELECT id FROM topics WHERE path = ?1), ?2, ?3, ?10, ?4, ?5, ?6, ?7, ?8)
       ON CONFLICT (topic, callback) DO UPDATE SET domain = ?10, requested_topic = ?4, secret = ?5, algorithm = ?6, expires = ?7,
         delivered = CASE WHEN expires > ?9 THEN delivered ELSE max(delivered, ?8) END,
         failures = 0, failing = NULL, problem = NULL, retry = NULL, dead = NULL
       RETURNING topic, delivered < (SELECT target FROM topics WHERE topics.id = topic) AS isBehind`,
    )
    .bind(topic.path, callback, host, requestedTopic, secret ?? null, algorithm, expires, since, now.getTime(), domain);
  return together(db, {
    topic: openTopic(db, topic, since, now),
    // A later request may have been verified sooner.
    setBack: setTopicBack(db, topic.path, since),
    stored: query(db, statement, ([row]: { topic: number; isBehind: number }[]) => ({
      topic: row?.topic ?? 0,
      isBehind: row?.isBehind === 1,
    })),
  }).map(({ stored }) => stored);
}

/** Deletes a subscription. @param paths addresses under which its topic may be stored */
export function deleteSubscription(db: Database, paths: string[], callback: string): Query<void> {
  return change(
    db,
    db
      .prepare(
        `DELETE FROM subscriptions WHERE callback = ?2
           AND topic IN (SELECT id FROM topics WHERE path IN (SELECT value FROM json_each(?1)))`,
      )
      .bind(JSON.stringify(paths), callback),
  );
}

/** Deletes the subscriptions to whatever names a channel, also as one that is left out: it is closed for good. */
export function deleteSubscriptionsTo(db: Database, channel: string): Query<void> {
  const statement = db
    .prepare(
      `DELETE FROM subscriptions WHERE topic IN (SELECT topic FROM topic_channels WHERE channel = ?1
         UNION ALL SELECT id FROM topics WHERE combination AND path GLOB '*!' || ?1 || '[+,.]*')`,
    )
    .bind(channel);
  return change(db, statement);
}

/** Moves the subscriptions of a topic to the one with another address. */
export function moveSubscriptions(db: Database, topic: number, path: string): Query<void> {
  const successor = '(SELECT id FROM topics WHERE path = ?2)';
  return change(
    db,
    // A subscriber to both topics keeps one subscription, the one that has more to come.
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

/** The time that a subscription that was given up stays listed after the end of its lease, in milliseconds. */
const DEAD_KEPT = 7 * 24 * 3600 * 1000;
/** Leases that one call ends; others that are over are never delivered to, and wait for the next. */
const ENDED_AT_ONCE = 1000;

/** A subscription whose lease has ended, with the numbers of what it got last and of its topic's newest change. */
interface EndedSubscription {
  id: number;
  host: string;
  delivered: number;
  target: number;
}

/** Deletes subscriptions whose lease is over. @returns the subscriptions */
export function endLeases(db: Database, now: Date): Query<EndedSubscription[]> {
  const statement = db
    .prepare(
      `DELETE FROM subscriptions WHERE id IN (
         SELECT id FROM subscriptions WHERE expires <= ?1 - CASE WHEN dead IS NULL THEN 0 ELSE ?2 END AND expires <= ?1
         LIMIT ${ENDED_AT_ONCE})
       RETURNING id, host, delivered, (SELECT target FROM topics WHERE topics.id = topic) AS target`,
    )
    .bind(now.getTime(), DEAD_KEPT);
  return query(db, statement, (rows: EndedSubscription[]) => rows);
}
