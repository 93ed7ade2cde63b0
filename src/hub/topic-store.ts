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

/** The statements that make a topic of a canonical address, unless it is there. */
export function openTopic(
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

/**
 * Notes up to where a topic's changes are known, and the newest of them if there are new ones.
 * @param seen the topic before its changes were looked at: if it has been set back since, it stays there
 */
export async function advanceTopic(
  db: D1Database,
  seen: TopicRow,
  { checked, target, now }: { checked: number; target: number | undefined; now: Date },
): Promise<void> {
  await db
    .prepare(
      `UPDATE topics SET checked = CASE WHEN checked < ?5 THEN checked ELSE max(checked, ?2) END,
         target = max(target, ?3),
         changed = CASE WHEN ?3 > target AND NOT ${PENDING} THEN ?4 ELSE changed END
       WHERE id = ?1`,
    )
    .bind(seen.id, checked, target ?? 0, now.getTime(), seen.checked)
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
