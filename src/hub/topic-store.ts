import { change, type Database, type Query, query } from '../platform/database.ts';

/** A topic whose channels have changed since the hub last looked. See the migrations for the columns. */
export interface LaggingTopic {
  id: number;
  path: string;
  checked: number;
  /** 1 if one of its channels has been replaced. */
  isClosed: number;
  /** The highest revision of its channels that have changed; null if there are none any more. */
  revision: number | null;
  /** The numbers of the oldest and the newest change after `checked` that any of its channels lists; null if there is none. */
  oldest: number | null;
  newest: number | null;
}

/** A topic's canonical address without the origin, and the channels whose changes may concern it. */
export interface TopicChannels {
  path: string;
  channels: string[];
  /** False for all stories and for one tag. */
  combination: boolean;
}

/** Stores a topic, unless it is there. @param checked number of the sequence up to which its changes are known */
export function openTopic(
  db: Database,
  { path, channels, combination }: TopicChannels,
  checked: number,
  now: Date,
): Query<void> {
  return change(
    db,
    db
      .prepare(
        `INSERT INTO topics (path, combination, checked, target, changed) VALUES (?1, ?2, ?3, 0, ?4)
         ON CONFLICT DO NOTHING`,
      )
      .bind(path, combination ? 1 : 0, checked, now.getTime()),
    db
      .prepare(
        `INSERT INTO topic_channels (channel, topic, combination)
         SELECT value, (SELECT id FROM topics WHERE path = ?1), ?3 FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(path, JSON.stringify(channels), combination ? 1 : 0),
  );
}

/** Sets a topic back to a number of the sequence: the hub looks again for its changes after that. */
export function setTopicBack(db: Database, path: string, checked: number): Query<void> {
  return change(db, db.prepare('UPDATE topics SET checked = min(checked, ?2) WHERE path = ?1').bind(path, checked));
}

/** SQL for the rows of `topic_channels` whose channels have changed since the hub last looked, or have been replaced. */
const LAGGING = `FROM topic_channels JOIN topics ON topics.id = topic_channels.topic
  LEFT JOIN channels ON channels.slug = topic_channels.channel
  WHERE (channels.revision IS NULL OR channels.revision > checked)`;

/** SQL for a number of the changes after `checked` that the channels of a topic list. */
const changesOf = (chosen: 'min' | 'max') =>
  `(SELECT ${chosen}((SELECT ${chosen}(seq) FROM listings WHERE listings.channel = own.channel AND seq > topics.checked))
    FROM topic_channels AS own WHERE own.topic = topics.id)`;

/**
 * Returns topics whose channels have changed since the hub last looked, or have been replaced; in the order of their ids.
 * @param channels the topics of these only
 */
export function findLaggingTopics(
  db: Database,
  {
    combination,
    channels,
    after,
    limit,
  }: { combination: boolean; channels: string[] | undefined; after: number; limit: number },
): Query<LaggingTopic[]> {
  const statement = db
    .prepare(
      `SELECT topics.id AS id, path, checked, max(channels.revision IS NULL) AS isClosed,
         max(channels.revision) AS revision, ${changesOf('min')} AS oldest, ${changesOf('max')} AS newest
       ${LAGGING} AND topic_channels.combination = ?1 AND topic_channels.topic > ?2
         ${channels ? 'AND topic_channels.channel IN (SELECT value FROM json_each(?4))' : ''}
       GROUP BY topics.id ORDER BY topics.id LIMIT ?3`,
    )
    .bind(combination ? 1 : 0, after, limit, ...(channels ? [JSON.stringify(channels)] : []));
  return query(db, statement, (rows: LaggingTopic[]) => rows);
}

/** Says if a topic lags. */
export function isLagging(db: Database, path: string): Query<boolean> {
  const statement = db.prepare(`SELECT 1 ${LAGGING} AND topics.path = ? LIMIT 1`).bind(path);
  return query(db, statement, (rows: unknown[]) => rows.length > 0);
}

/** Says if any combination lags. @param channels those of these only */
export function hasLaggingCombination(db: Database, channels: string[] | undefined): Query<boolean> {
  const statement = db
    .prepare(
      `SELECT 1 ${LAGGING} AND topic_channels.combination = 1
         ${channels ? 'AND topic_channels.channel IN (SELECT value FROM json_each(?1))' : ''} LIMIT 1`,
    )
    .bind(...(channels ? [JSON.stringify(channels)] : []));
  return query(db, statement, (rows: unknown[]) => rows.length > 0);
}

/** What is known of a topic after the hub has looked at it. */
export interface Advance {
  id: number;
  /** `checked` before the hub looked: if the topic has been set back since, it stays there. */
  seen: number;
  /** The number of the sequence up to which its changes are known now. */
  checked: number;
  /** The number of the newest of them; 0 if there are none. */
  target: number;
}

/** Notes what is known of topics. */
export function advanceTopics(db: Database, advances: Advance[], now: Date): Query<void> {
  return change(
    db,
    db
      .prepare(
        `UPDATE topics SET
           checked = CASE WHEN topics.checked < given.seen THEN topics.checked ELSE max(topics.checked, given.checked) END,
           target = max(topics.target, given.target),
           changed = CASE WHEN given.target > topics.target AND NOT ${IS_OVERDUE} THEN ?2 ELSE changed END
         FROM (SELECT value ->> 'id' AS id, value ->> 'seen' AS seen, value ->> 'checked' AS checked,
             value ->> 'target' AS target FROM json_each(?1)) AS given
         WHERE topics.id = given.id`,
      )
      .bind(JSON.stringify(advances), now.getTime()),
  );
}

/** SQL that is true of a topic with healthy subscribers who miss something. */
const IS_PENDING = `EXISTS (SELECT 1 FROM subscriptions
  WHERE topic = topics.id AND failing IS NULL AND delivered < topics.target)`;

/** The same of subscribers that have had a delivery before: it is not known of others if they can take one. */
export const IS_OVERDUE = `EXISTS (SELECT 1 FROM subscriptions
  WHERE topic = topics.id AND failing IS NULL AND succeeded IS NOT NULL AND delivered < topics.target)`;

/** Returns topics with healthy subscribers who miss something, each with the end of the claim that is over first. */
export function findPendingTopics(
  db: Database,
  { combination, limit }: { combination: boolean; limit: number },
): Query<{ id: number; claimed: number }[]> {
  const statement = db
    .prepare(
      `SELECT id, (SELECT min(claimed) FROM (SELECT claimed FROM subscriptions
           WHERE topic = topics.id AND failing IS NULL AND delivered < topics.target LIMIT 1000)) AS claimed
       FROM topics WHERE combination = ?1 AND ${IS_PENDING} LIMIT ?2`,
    )
    .bind(combination ? 1 : 0, limit);
  return query(db, statement, (rows: { id: number; claimed: number }[]) => rows);
}

/** Gives a topic what is known of the changes of another one that it replaces. */
export function joinTopics(db: Database, former: { id: number }, path: string): Query<void> {
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
