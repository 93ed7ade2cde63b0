import { NEWEST_NUMBER, NEWEST_SECOND } from '../articles/sequence-store.ts';
import { change, type Database, type Query, query } from '../platform/database.ts';

/** A row of the channels' table; src/migrations/0001_articles.sql describes the columns. */
export interface ChannelRow {
  slug: string;
  label: string;
  revision: number;
  /** Seconds since 1970. */
  modified: number;
  /** The number of stories listed; stubs do not count. */
  articles: number;
}

/** SQL that is true of an article whose channels can be read. */
export const HAS_READABLE_CHANNELS =
  "CASE WHEN json_valid(articles.channels) THEN json_type(articles.channels) = 'array' ELSE 0 END";

/** SQL for the channels of an article; none if what is stored cannot be read. */
export const READABLE_CHANNELS = `CASE WHEN ${HAS_READABLE_CHANNELS} THEN articles.channels ELSE '[]' END`;

/** The last second that a date can be written of. */
const LATEST = 8_640_000_000_000;

const COLUMNS = `slug, label, revision, min(modified, ${LATEST}) AS modified, articles`;

/** Finds the channels with these slugs. A tag that never had a live story has no channel. */
export function findChannels(db: Database, slugs: string[]): Query<ChannelRow[]> {
  const statement = db
    .prepare(`SELECT ${COLUMNS} FROM channels WHERE slug IN (SELECT value FROM json_each(?))`)
    .bind(JSON.stringify(slugs));
  return query(db, statement, (rows: ChannelRow[]) => rows);
}

const BY_LABEL = "ORDER BY slug <> 'all', label COLLATE NOCASE, slug";

/** Lists every channel by label; `all` comes first. */
export function listChannels(db: Database): Query<ChannelRow[]> {
  const statement = db.prepare(`SELECT ${COLUMNS} FROM channels ${BY_LABEL}`);
  return query(db, statement, (rows: ChannelRow[]) => rows);
}

/** Every channel with stories, and the state of the database when they were read. */
export interface Directory {
  /** Changes with each change that readers may see; not with drafts, whose number nobody may tell from the time it takes. */
  state: string;
  /** By label; `all` comes first. */
  rows: ChannelRow[];
}

/** Reads the directory, or undefined if the database is still in the state that the caller knows. */
export function findDirectory(db: Database, known: string): Query<Directory | undefined> {
  const state = `(SELECT epoch FROM sequence) || (SELECT revision FROM channels WHERE slug = 'all') || ' '
    || coalesce((SELECT hash || octet_length(stale) FROM vocabulary), '')`;
  const statement = db
    .prepare(
      `SELECT ${COLUMNS}, ${state} AS state FROM channels WHERE (articles > 0 OR slug = 'all') AND ${state} <> ? ${BY_LABEL}`,
    )
    .bind(known);
  return query(db, statement, (found: (ChannelRow & { state: string })[]) => {
    const [first] = found;
    return first && { state: first.state, rows: found.map(({ state, ...row }) => row) };
  });
}

/**
 * Lists the channels that have changed, oldest change first.
 * @param after the sequence number and slug of the last channel that the caller has seen
 */
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

/** Channels of articles that are counted at most: a story may have a hundred tags. */
const MAX_COMPARED = 400;

/**
 * Lists the channels that most of these articles are in, those with most of them first.
 * @param without slugs of channels that are left out
 */
export function listRelated(
  db: Database,
  keys: string[],
  { without, limit }: { without: string[]; limit: number },
): Query<(Pick<ChannelRow, 'slug' | 'label'> & { shared: number })[]> {
  const statement = db
    .prepare(
      `WITH filed AS (SELECT listed.value AS slug FROM json_each(?1) AS given
           CROSS JOIN articles ON articles.key = given.value CROSS JOIN json_each(${READABLE_CHANNELS}) AS listed
         LIMIT ${MAX_COMPARED}),
       related AS (SELECT slug, count(*) AS shared FROM filed WHERE instr(?2, ',' || slug || ',') = 0
         GROUP BY 1 ORDER BY shared DESC, slug LIMIT ?3)
       SELECT channels.slug, label, shared FROM related CROSS JOIN channels ON channels.slug = related.slug
       ORDER BY shared DESC, channels.slug`,
    )
    .bind(JSON.stringify(keys), `,${without.join(',')},`, limit);
  return query(db, statement, (rows: (Pick<ChannelRow, 'slug' | 'label'> & { shared: number })[]) => rows);
}

const slugs = (rows: { slug: string }[]) => rows.map((it) => it.slug);

/**
 * Subtracts stored articles from the counts of their channels. Part of a transaction that is about to write them again.
 * @returns the slugs of these channels
 */
export function leaveChannels(db: Database, keys: string[]): Query<string[]> {
  const statement = db
    .prepare(
      `UPDATE channels SET articles = articles - left.n, revision = ${NEWEST_NUMBER}, modified = ${NEWEST_SECOND}
       FROM (SELECT listed.value AS slug, sum(articles.status <> 'withdrawn') AS n
         FROM json_each(?1) AS given JOIN articles ON articles.key = given.value, json_each(${READABLE_CHANNELS}) AS listed
         GROUP BY 1) AS left
       WHERE channels.slug = left.slug RETURNING channels.slug`,
    )
    .bind(JSON.stringify(keys));
  return query(db, statement, slugs);
}

/**
 * Adds stories to the counts of their channels, and opens channels that are new.
 * @param added for each article and each of its channels: 1 for a story, 0 for a stub
 * @returns the slugs of these channels
 */
export function enterChannels(
  db: Database,
  added: { slug: string; label: string; stories: number }[],
): Query<string[]> {
  const entered = [...Map.groupBy(added, (it) => it.slug)].map(([slug, all]) => ({
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

/** Changes the labels of channels, which also gives them a new revision. */
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

/** Closes a channel if it lists nothing, not even a stub. @returns true if it is closed */
export function closeEmpty(db: Database, slug: string): Query<boolean> {
  const statement = db
    .prepare(
      `DELETE FROM channels WHERE slug = ? AND NOT EXISTS (SELECT 1 FROM listings WHERE channel = channels.slug)
       RETURNING slug`,
    )
    .bind(slug);
  return query(db, statement, (rows: unknown[]) => rows.length > 0);
}

/**
 * Opens the successors of replaced channels, and closes those of the replaced ones that list nothing any more, not even
 * a stub. Readers follow a redirect to the successor.
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
