/** A topic as it is stored: see the migration for the columns. */
export interface TopicRow {
  id: number;
  path: string;
  checked: number;
  target: number;
}

/** A topic's canonical address without the origin, and the channels whose changes may concern it. */
export interface TopicAddress {
  path: string;
  channels: string[];
}

/** What a subscriber asks for, once its intent is verified. */
export interface Subscription {
  callback: string;
  host: string;
  asked: string;
  secret: string | undefined;
  algorithm: SignatureAlgorithm;
}

export type SignatureAlgorithm = 'sha256' | 'sha384' | 'sha512';

/** A subscription that is claimed for a delivery: nobody else delivers to it until `claimed`. */
export interface Claimed {
  id: number;
  topic: number;
  callback: string;
  host: string;
  asked: string;
  secret: string | null;
  algorithm: SignatureAlgorithm;
  delivered: number;
  failures: number;
  problem: string | null;
  /** Milliseconds since 1970. */
  claimed: number;
}

/** What is to be stored of a claimed subscription when its delivery is over, or was not begun. */
export interface Progress {
  id: number;
  claimed: number;
  delivered: number;
  failures: number;
  /** Milliseconds since 1970, like `dead`. */
  retry: number | null;
  dead: number | null;
  problem: string | null;
}

const SUBSCRIPTION_COLUMNS =
  'id, topic, callback, host, asked, secret, algorithm, delivered, failures, problem, claimed';

/** The statements that make a topic of a canonical address, unless it is there. */
function openTopic(
  db: D1Database,
  { path, channels }: TopicAddress,
  checked: number,
  now: Date,
): D1PreparedStatement[] {
  return [
    db
      .prepare('INSERT INTO topics (path, checked, target, changed) VALUES (?1, ?2, 0, ?3) ON CONFLICT DO NOTHING')
      .bind(path, checked, now.getTime()),
    db
      .prepare(
        `INSERT INTO topic_channels (channel, topic) SELECT value, (SELECT id FROM topics WHERE path = ?1)
         FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(path, JSON.stringify(channels)),
  ];
}

export async function findTopic(db: D1Database, id: number): Promise<TopicRow | undefined> {
  return (
    (await db.prepare('SELECT id, path, checked, target FROM topics WHERE id = ?').bind(id).first<TopicRow>()) ??
    undefined
  );
}

/**
 * Topics whose channels have changed since they were last looked at, or have been replaced; in the order of their ids.
 * @param channels looks at the topics of these only
 */
export async function findLagging(
  db: D1Database,
  channels: string[] | undefined,
  { after, limit }: { after: number; limit: number },
): Promise<TopicRow[]> {
  const { results } = await db
    .prepare(
      `SELECT DISTINCT topics.id, path, checked, target FROM topic_channels
       JOIN topics ON topics.id = topic LEFT JOIN channels ON channels.slug = topic_channels.channel
       WHERE ${channels ? 'topic_channels.channel IN (SELECT value FROM json_each(?3)) AND' : ''}
         topics.id > ?1 AND (channels.revision IS NULL OR channels.revision > checked) ORDER BY topics.id LIMIT ?2`,
    )
    .bind(after, limit, ...(channels ? [JSON.stringify(channels)] : []))
    .all<TopicRow>();
  return results;
}

/** Notes up to where a topic's changes are known, and the newest of them if there are new ones. */
export async function advanceTopic(
  db: D1Database,
  id: number,
  { checked, target, now }: { checked: number; target: number | undefined; now: Date },
): Promise<void> {
  await db
    .prepare(
      `UPDATE topics SET checked = max(checked, ?2), target = max(target, ?3),
         changed = CASE WHEN ?3 > target AND NOT ${PENDING} THEN ?4 ELSE changed END
       WHERE id = ?1`,
    )
    .bind(id, checked, target ?? 0, now.getTime())
    .run();
}

/** Whether a topic has healthy subscribers who miss something. */
export const PENDING = `EXISTS (SELECT 1 FROM subscriptions
  WHERE topic = topics.id AND failing IS NULL AND delivered < topics.target)`;

/** Gives the subscriptions of a topic to another address: its tags are called something else now. */
export async function moveTopic(db: D1Database, from: TopicRow, to: TopicAddress, now: Date): Promise<void> {
  const successor = '(SELECT id FROM topics WHERE path = ?2)';
  await db.batch([
    ...openTopic(db, to, from.checked, now),
    db
      .prepare(
        `UPDATE topics SET checked = min(topics.checked, former.checked), target = max(topics.target, former.target)
         FROM topics AS former WHERE former.id = ?1 AND topics.path = ?2`,
      )
      .bind(from.id, to.path),
    // Who is subscribed to both keeps one subscription, the one that has more to come.
    db
      .prepare(
        `UPDATE subscriptions SET delivered = min(subscriptions.delivered, other.delivered),
           expires = max(subscriptions.expires, other.expires)
         FROM subscriptions AS other
         WHERE other.topic = ?1 AND subscriptions.topic = ${successor} AND subscriptions.callback = other.callback`,
      )
      .bind(from.id, to.path),
    db.prepare(`UPDATE OR IGNORE subscriptions SET topic = ${successor} WHERE topic = ?1`).bind(from.id, to.path),
    db.prepare('DELETE FROM subscriptions WHERE topic = ?').bind(from.id),
    db.prepare('DELETE FROM topic_channels WHERE topic = ?').bind(from.id),
    db.prepare('DELETE FROM topics WHERE id = ?').bind(from.id),
  ]);
}

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
    .prepare('UPDATE subscriptions SET retry = ?2 WHERE topic = ?1 AND dead IS NOT NULL AND retry IS NULL')
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
  gone: number[],
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
    db.prepare('DELETE FROM subscriptions WHERE id IN (SELECT value FROM json_each(?))').bind(JSON.stringify(gone)),
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

/** Ends a subscription. */
export async function deleteSubscription(db: D1Database, path: string, callback: string): Promise<void> {
  await db
    .prepare('DELETE FROM subscriptions WHERE topic = (SELECT id FROM topics WHERE path = ?) AND callback = ?')
    .bind(path, callback)
    .run();
}

/** How long a delivery that was given up is listed after the end of its lease, in milliseconds. */
const DEAD_KEPT = 7 * 24 * 3600 * 1000;

/** Deletes subscriptions whose lease is over, and topics that nobody is subscribed to. @returns the subscriptions */
export async function sweepLeases(
  db: D1Database,
  now: Date,
): Promise<{ id: number; host: string; delivered: number; target: number }[]> {
  const [ended] = await db.batch<{ id: number; host: string; delivered: number; target: number }>([
    db
      .prepare(
        `DELETE FROM subscriptions WHERE expires <= ?1 - CASE WHEN dead IS NULL THEN 0 ELSE ?2 END AND expires <= ?1
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

/** Topics with healthy subscribers that miss something, with the end of the claim that is over first (milliseconds). */
export async function findPendingTopics(db: D1Database, limit: number): Promise<{ id: number; claimed: number }[]> {
  const { results } = await db
    .prepare(
      `SELECT id, (SELECT min(claimed) FROM (SELECT claimed FROM subscriptions
           WHERE topic = topics.id AND failing IS NULL AND delivered < topics.target LIMIT 1000)) AS claimed
       FROM topics WHERE ${PENDING} LIMIT ?`,
    )
    .bind(limit)
    .all<{ id: number; claimed: number }>();
  return results;
}

/** The time of the next attempt of any subscription, in milliseconds since 1970. */
export async function findNextRetry(db: D1Database): Promise<number | undefined> {
  return (await db.prepare('SELECT min(retry) AS retry FROM subscriptions').first<number>('retry')) ?? undefined;
}

/** Counts a verification that is to go to a host in an interval. @returns how many there are with it */
export async function countVerification(db: D1Database, host: string, window: number): Promise<number> {
  const count = await db
    .prepare(
      `INSERT INTO verifications (host, window, count) VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count`,
    )
    .bind(host, window)
    .first<number>('count');
  return count ?? 1;
}

/** Forgets intervals that began before a time (milliseconds since 1970). */
export async function forgetVerifications(db: D1Database, before: number): Promise<void> {
  await db.prepare('DELETE FROM verifications WHERE window < ?').bind(before).run();
}

/** A hub besides our own as it is stored: see the migration for the columns. */
export interface OtherHub {
  address: string;
  told: number;
  failures: number;
}

/** Knows these hubs from now on, and no others. */
export async function keepOtherHubs(db: D1Database, addresses: string[]): Promise<void> {
  const given = JSON.stringify(addresses);
  await db.batch([
    db
      .prepare(
        `INSERT INTO other_hubs (address, told, failures, retry) SELECT given.value, sequence.value, 0, 0
         FROM json_each(?1) AS given, sequence WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(given),
    db.prepare('DELETE FROM other_hubs WHERE address NOT IN (SELECT value FROM json_each(?1))').bind(given),
  ]);
}

/** Claims hubs that may be told something now, so that nobody else tells them until a time (milliseconds since 1970). */
export async function claimOtherHubs(db: D1Database, now: Date, until: number): Promise<OtherHub[]> {
  const { results } = await db
    .prepare('UPDATE other_hubs SET retry = ?2 WHERE retry <= ?1 RETURNING address, told, failures')
    .bind(now.getTime(), until)
    .all<OtherHub>();
  return results;
}

/** Channels that have changed after a number of the sequence, oldest first: `limit`, and those that equal the last. */
export async function findChangedChannels(
  db: D1Database,
  after: number,
  limit: number,
): Promise<{ slug: string; revision: number }[]> {
  const { results } = await db
    .prepare(
      `SELECT slug, revision FROM channels WHERE revision > ?1 AND revision <= (
         SELECT max(revision) FROM (SELECT revision FROM channels WHERE revision > ?1 ORDER BY revision LIMIT ?2))
       ORDER BY revision, slug`,
    )
    .bind(after, limit)
    .all<{ slug: string; revision: number }>();
  return results;
}

/** Notes what became of telling another hub. @param retry milliseconds since 1970 */
export async function storeOtherHub(
  db: D1Database,
  { address, told, failures, problem, retry }: OtherHub & { problem: string | null; retry: number },
): Promise<void> {
  await db
    .prepare('UPDATE other_hubs SET told = max(told, ?2), failures = ?3, problem = ?4, retry = ?5 WHERE address = ?1')
    .bind(address, told, failures, problem, retry)
    .run();
}
