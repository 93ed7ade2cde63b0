import { change, type Database, type Query } from '../platform/database.ts';
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

/** Makes a topic of a canonical address, unless it is there. */
export function openTopic(db: Database, { path, channels }: TopicAddress, checked: number, now: Date): Query<void> {
  return change(
    db,
    db
      .prepare('INSERT INTO topics (path, checked, target, changed) VALUES (?1, ?2, 0, ?3) ON CONFLICT DO NOTHING')
      .bind(path, checked, now.getTime()),
    db
      .prepare(
        `INSERT INTO topic_channels (channel, topic) SELECT value, (SELECT id FROM topics WHERE path = ?1)
         FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(path, JSON.stringify(channels)),
  );
}

/** Sets a topic back to a number, so that its changes after that are looked at again. */
export function setBack(db: Database, path: string, checked: number): Query<void> {
  return change(db, db.prepare('UPDATE topics SET checked = min(checked, ?2) WHERE path = ?1').bind(path, checked));
}

/** Deletes topics that nobody is subscribed to. */
export function deleteUnusedTopics(db: Database): Query<void> {
  return change(
    db,
    db.prepare(
      'DELETE FROM topics WHERE NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.topic = topics.id)',
    ),
    db.prepare('DELETE FROM topic_channels WHERE topic NOT IN (SELECT id FROM topics)'),
  );
}

/**
 * Topics whose channels have changed since they were last looked at, or have been replaced; in the order of their ids.
 * @param channels looks at the topics of these only
 */
export async function findLagging(
  db: Database,
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
  db: Database,
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

/** Gives a topic what is known of the changes of another one that it replaces. */
export function joinTopics(db: Database, from: TopicRow, path: string): Query<void> {
  return change(
    db,
    db
      .prepare(
        `UPDATE topics SET checked = min(topics.checked, former.checked), target = max(topics.target, former.target)
         FROM topics AS former WHERE former.id = ?1 AND topics.path = ?2`,
      )
      .bind(from.id, path),
  );
}

/** Deletes a topic without subscriptions. */
export function deleteTopic(db: Database, id: number): Query<void> {
  return change(
    db,
    db.prepare('DELETE FROM topic_channels WHERE topic = ?').bind(id),
    db.prepare('DELETE FROM topics WHERE id = ?').bind(id),
  );
}

/** Topics with healthy subscribers that miss something, with the end of the claim that is over first (milliseconds). */
export async function findPendingTopics(db: Database, limit: number): Promise<{ id: number; claimed: number }[]> {
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
