import { change, type Database, type Query, query } from '../platform/database.ts';

/** A topic as it is stored: see the migration for the columns. */
export interface StoredTopic {
  id: number;
  path: string;
  checked: number;
  target: number;
}

/** A topic's canonical address without the origin, and the channels whose changes may concern it. */
export interface TopicChannels {
  path: string;
  channels: string[];
}

/** Stores a topic, unless it is there. @param checked number of the sequence up to which its changes are known */
export function openTopic(db: Database, { path, channels }: TopicChannels, checked: number, now: Date): Query<void> {
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

/** Sets a topic back to a number of the sequence: the hub looks again for its changes after that. */
export function setTopicBack(db: Database, path: string, checked: number): Query<void> {
  return change(db, db.prepare('UPDATE topics SET checked = min(checked, ?2) WHERE path = ?1').bind(path, checked));
}

/**
 * Returns topics whose channels have changed since the hub last looked, or have been replaced; in the order of their ids.
 * @param channels the topics of these only
 */
export function findLaggingTopics(
  db: Database,
  channels: string[] | undefined,
  { after, limit }: { after: number; limit: number },
): Query<StoredTopic[]> {
  const statement = db
    .prepare(
      `SELECT DISTINCT topics.id, path, checked, target FROM topic_channels
       JOIN topics ON topics.id = topic LEFT JOIN channels ON channels.slug = topic_channels.channel
       WHERE ${channels ? 'topic_channels.channel IN (SELECT value FROM json_each(?3)) AND' : ''}
         topics.id > ?1 AND (channels.revision IS NULL OR channels.revision > checked) ORDER BY topics.id LIMIT ?2`,
    )
    .bind(after, limit, ...(channels ? [JSON.stringify(channels)] : []));
  return query(db, statement, (rows: StoredTopic[]) => rows);
}

/**
 * Notes up to where a topic's changes are known, and the newest of them if there are new ones.
 * @param seen the topic before the hub looked for its changes: if it has been set back since, it stays there
 */
export function advanceTopic(
  db: Database,
  seen: StoredTopic,
  { checked, target, now }: { checked: number; target: number | undefined; now: Date },
): Query<void> {
  return change(
    db,
    db
      .prepare(
        `UPDATE topics SET checked = CASE WHEN checked < ?5 THEN checked ELSE max(checked, ?2) END,
           target = max(target, ?3),
           changed = CASE WHEN ?3 > target AND NOT ${IS_PENDING} THEN ?4 ELSE changed END
         WHERE id = ?1`,
      )
      .bind(seen.id, checked, target ?? 0, now.getTime(), seen.checked),
  );
}

/** SQL that is true of a topic with healthy subscribers who miss something. */
export const IS_PENDING = `EXISTS (SELECT 1 FROM subscriptions
  WHERE topic = topics.id AND failing IS NULL AND delivered < topics.target)`;

/** Returns topics with healthy subscribers who miss something, each with the end of the claim that is over first. */
export function findPendingTopics(db: Database, limit: number): Query<{ id: number; claimed: number }[]> {
  const statement = db
    .prepare(
      `SELECT id, (SELECT min(claimed) FROM (SELECT claimed FROM subscriptions
           WHERE topic = topics.id AND failing IS NULL AND delivered < topics.target LIMIT 1000)) AS claimed
       FROM topics WHERE ${IS_PENDING} LIMIT ?`,
    )
    .bind(limit);
  return query(db, statement, (rows: { id: number; claimed: number }[]) => rows);
}

/** Gives a topic what is known of the changes of another one that it replaces. */
export function joinTopics(db: Database, former: StoredTopic, path: string): Query<void> {
  return change(
    db,
    db
      .prepare(
        `UPDATE topics SET checked = min(topics.checked, former.checked), target = max(topics.target, former.target)
         FROM topics AS former WHERE former.id = ?1 AND topics.path = ?2`,
      )
      .bind(former.id, path),
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

/** Deletes the topics without subscriptions. */
export function deleteUnusedTopics(db: Database): Query<void> {
  return change(
    db,
    db.prepare(
      'DELETE FROM topics WHERE NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.topic = topics.id)',
    ),
    db.prepare('DELETE FROM topic_channels WHERE topic NOT IN (SELECT id FROM topics)'),
  );
}
