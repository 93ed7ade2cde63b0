import { NEWEST_NUMBER, NEWEST_SECOND } from '../articles/sequence-store.ts';
import { change, type Database, type Query, query } from '../platform/database.ts';

/** A channel's row: see the migration for the columns. */
export interface ChannelRow {
  slug: string;
  label: string;
  revision: number;
  /** Seconds since 1970. */
  modified: number;
  articles: number;
}

const COLUMNS = 'slug, label, revision, modified, articles';

/** The rows of these slugs; a channel that never had a live story has none. */
export function findChannels(db: Database, slugs: string[]): Query<ChannelRow[]> {
  const statement = db
    .prepare(`SELECT ${COLUMNS} FROM channels WHERE slug IN (SELECT value FROM json_each(?))`)
    .bind(JSON.stringify(slugs));
  return query(db, statement, (rows: ChannelRow[]) => rows);
}

/** Every channel, by label; `all` first. */
export function listChannels(db: Database): Query<ChannelRow[]> {
  const statement = db.prepare(`SELECT ${COLUMNS} FROM channels ORDER BY slug <> 'all', label COLLATE NOCASE, slug`);
  return query(db, statement, (rows: ChannelRow[]) => rows);
}

/** Channels that have changed after a number, in the order of their changes; of those with equal numbers, by slug after one. */
export function listChanged(
  db: Database,
  after: { revision: number; slug: string },
  limit: number,
): Query<{ slug: string; revision: number }[]> {
  const statement = db
    .prepare('SELECT slug, revision FROM channels WHERE (revision, slug) > (?1, ?2) ORDER BY revision, slug LIMIT ?3')
    .bind(after.revision, after.slug, limit);
  return query(db, statement, (rows: { slug: string; revision: number }[]) => rows);
}

const slugs = (rows: { slug: string }[]) => rows.map((it) => it.slug);

/**
 * Counts stored articles out of the channels that list them. Part of a transaction that is about to write them again.
 * @returns the channels
 */
export function leaveChannels(db: Database, keys: string[]): Query<string[]> {
  const statement = db
    .prepare(
      `UPDATE channels SET articles = articles - left.n, revision = ${NEWEST_NUMBER}, modified = ${NEWEST_SECOND}
       FROM (SELECT listed.value AS slug, sum(articles.status <> 'withdrawn') AS n
         FROM json_each(?1) AS given JOIN articles ON articles.key = given.value, json_each(articles.channels) AS listed
         GROUP BY 1) AS left
       WHERE channels.slug = left.slug RETURNING channels.slug`,
    )
    .bind(JSON.stringify(keys));
  return query(db, statement, slugs);
}

/** Counts stories into channels; a channel opens with its first. @returns the channels */
export function enterChannels(
  db: Database,
  listed: { slug: string; label: string; stories: number }[],
): Query<string[]> {
  const entered = [...Map.groupBy(listed, (it) => it.slug)].map(([slug, all]) => ({
    slug,
    label: all[0]?.label,
    stories: all.reduce((sum, it) => sum + it.stories, 0),
  }));
  const statement = db
    .prepare(
      `INSERT INTO channels (slug, label, revision, modified, articles)
       SELECT value ->> 'slug', value ->> 'label', ${NEWEST_NUMBER}, ${NEWEST_SECOND}, value ->> 'stories'
       FROM json_each(?1) WHERE true
       ON CONFLICT (slug) DO UPDATE SET articles = articles + excluded.articles, revision = excluded.revision,
         modified = excluded.modified
       RETURNING slug`,
    )
    .bind(JSON.stringify(entered));
  return query(db, statement, slugs);
}

/** Gives channels another label and with it a new revision. */
export function relabelChannels(db: Database, relabelled: { slug: string; label: string }[]): Query<void> {
  return change(
    db,
    db
      .prepare(
        `UPDATE channels SET label = given.value ->> 'label', revision = ${NEWEST_NUMBER}, modified = ${NEWEST_SECOND}
         FROM json_each(?1) AS given WHERE channels.slug = given.value ->> 'slug'`,
      )
      .bind(JSON.stringify(relabelled)),
  );
}

/**
 * Closes channels that another one has replaced and that list nothing any more, not even a stub, and opens the other
 * one: its readers follow the redirect.
 */
export function closeReplaced(
  db: Database,
  replaced: { slug: string; successor: string; label: string }[],
): Query<void> {
  const bound = JSON.stringify(replaced);
  return change(
    db,
    db
      .prepare(
        `INSERT INTO channels (slug, label, revision, modified, articles)
         SELECT DISTINCT value ->> 'successor', value ->> 'label', ${NEWEST_NUMBER}, ${NEWEST_SECOND}, 0
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(bound),
    db
      .prepare(
        `DELETE FROM channels WHERE slug IN (SELECT value ->> 'slug' FROM json_each(?1))
           AND NOT EXISTS (SELECT 1 FROM listings WHERE channel = channels.slug)`,
      )
      .bind(bound),
  );
}
