import { parseEntry } from '../articles/entry.ts';
import { parseRecord } from '../articles/record.ts';
import { NEWEST_NUMBER, NEWEST_SECOND } from '../articles/sequence-store.ts';
import { HAS_READABLE_CHANNELS, READABLE_CHANNELS } from '../channels/channel-store.ts';
import { VOCABULARY_FAULT } from '../channels/vocabulary-store.ts';
import type { Fault } from '../faults/faults.ts';
import { answered, change, type Database, type Query, query, together } from '../platform/database.ts';

/** What an examination found in a part of the database. */
export interface Examination {
  faults: Fault[];
  /** The number of the article after which the next part begins; undefined at the end. */
  next: number | undefined;
}

interface Row {
  number: number;
  key: string;
  entry: string;
  record: string | null;
  isStatus: number;
  isChannels: number;
  /** 1 if every channel of it lists it with its newest number. */
  isListed: number;
  /** 1 if it is in the index of channels just if it is listed. */
  isFiled: number;
  unreadableHistory: number;
}

const EXAMINED = `SELECT number, key, entry, record,
    ${HAS_READABLE_CHANNELS} AS isChannels,
    status IN ('draft', 'ready', 'retracted', 'withdrawn') AS isStatus,
    (SELECT count(*) FROM json_each(${READABLE_CHANNELS}) AS listed JOIN listings ON listings.channel = listed.value
       AND listings.rank = articles.rank AND listings.key = articles.key AND listings.seq = articles.seq)
      = json_array_length(${READABLE_CHANNELS}) AS isListed,
    (SELECT count(*) FROM history WHERE history.number = articles.number AND NOT json_valid(fields)) AS unreadableHistory,
    (SELECT count(*) FROM filed JOIN filings ON filings.rowid = filed.place WHERE filed.key = articles.key)
      = (channels <> '[]') AS isFiled
  FROM articles LEFT JOIN records USING (number)`;

/** Examines the articles after a number of the database, as many as `limit`. */
export function examineArticles(db: Database, after: number, limit: number): Query<Examination> {
  const statement = db.prepare(`${EXAMINED} WHERE number > ? ORDER BY number LIMIT ?`).bind(after, limit);
  return query(db, statement, (rows: Row[]) => ({
    faults: rows.flatMap(faultsOf),
    next: rows.length < limit ? undefined : rows.at(-1)?.number,
  }));
}

/** Examines the articles with these keys, and the vocabulary. */
export function examine(db: Database, keys: string[]): Query<Fault[]> {
  const statement = db.prepare(`${EXAMINED} WHERE key IN (SELECT value FROM json_each(?))`).bind(JSON.stringify(keys));
  return together(db, {
    articles: query(db, statement, (rows: Row[]) => rows.flatMap(faultsOf)),
    strays: keys.length > 0 ? findStrays(db, keys.length, keys) : answered(db, []),
    channels: examineChannels(db, keys.length),
    vocabulary: examineVocabulary(db),
  }).map(({ articles, strays, channels, vocabulary }) => [...articles, ...strays, ...channels, ...vocabulary]);
}

function faultsOf(row: Row): Fault[] {
  const problem = problemOf(row);
  return problem ? [{ what: 'article', key: row.key, problem }] : [];
}

function problemOf({
  entry,
  record,
  isStatus,
  isChannels,
  isListed,
  isFiled,
  unreadableHistory,
}: Row): string | undefined {
  if (!isChannels) return 'its channels cannot be read';
  if (record === null || !parseRecord(record)) return 'its record cannot be read: publish it again';
  if (!isStatus) return 'its status cannot be read';
  if (!parseEntry(entry)) return 'its entry cannot be read';
  if (!isListed) return 'a channel of it does not list it as it is';
  if (!isFiled) return 'combinations of its tags do not find it';
  return unreadableHistory > 0 ? 'its history cannot be read' : undefined;
}

/**
 * Examines what is stored besides articles: listings and slugs without an article, listings without a channel, and the
 * vocabulary. Reads all listings.
 */
export function examineRest(db: Database, limit: number): Query<Fault[]> {
  return together(db, {
    vocabulary: examineVocabulary(db),
    channels: examineChannels(db, limit),
    strays: findStrays(db, limit),
  }).map((found) => [...found.vocabulary, ...found.channels, ...found.strays]);
}

/** Finds channels that list something and are not there. */
function examineChannels(db: Database, limit: number): Query<Fault[]> {
  const statement = db
    .prepare(`SELECT DISTINCT channel FROM channel_months WHERE channel NOT IN (SELECT slug FROM channels) LIMIT ?`)
    .bind(limit);
  return query(db, statement, (rows: { channel: string }[]) =>
    rows.map(({ channel }) => ({ what: 'channel', key: channel, problem: 'it has stories, but is not stored' })),
  );
}

/** Finds what is listed, but not stored. @param keys of these only */
function findStrays(db: Database, limit: number, keys?: string[]): Query<Fault[]> {
  const statement = db
    .prepare(
      `SELECT DISTINCT key FROM (SELECT key FROM listings UNION ALL SELECT key FROM slugs) AS named
       WHERE NOT EXISTS (SELECT 1 FROM articles WHERE articles.key = named.key)
         ${keys ? 'AND key IN (SELECT value FROM json_each(?2))' : ''} LIMIT ?1`,
    )
    .bind(limit, ...(keys ? [JSON.stringify(keys)] : []));
  return query(db, statement, (rows: { key: string }[]) =>
    rows.map(({ key }) => ({ what: 'article', key, problem: 'it is listed or has a slug, but is not stored' })),
  );
}

function examineVocabulary(db: Database): Query<Fault[]> {
  const statement = db.prepare('SELECT 1 FROM vocabulary WHERE NOT (json_valid(content) AND json_valid(stale))');
  return query(db, statement, (rows: unknown[]) => (rows.length > 0 ? [VOCABULARY_FAULT] : []));
}

/**
 * Restores what a new derivation begins with: the channels of articles where they cannot be read, as far as listings tell.
 * Puts back what the index of channels has lost, and takes away what nobody can read or has no article. Reads all listings, so it is for faults alone.
 */
export function restoreFilings(db: Database, keys: string[]): Query<void> {
  const given = JSON.stringify(keys);
  return change(
    db,
    db
      .prepare(
        `UPDATE articles SET channels = (SELECT json_group_array(channel) FROM listings WHERE listings.key = articles.key)
         WHERE key IN (SELECT value FROM json_each(?)) AND NOT (${HAS_READABLE_CHANNELS})`,
      )
      .bind(given),
    db
      .prepare(
        `INSERT INTO filings (rowid, channels) SELECT place, channels FROM filed
         WHERE key IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM filings WHERE rowid = filed.place)`,
      )
      .bind(given),
    ...['listings', 'slugs'].map((table) =>
      db
        .prepare(
          `DELETE FROM ${table} WHERE key IN (SELECT value FROM json_each(?))
             AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.key = ${table}.key)`,
        )
        .bind(given),
    ),
    db
      .prepare(
        `UPDATE history SET fields = '[]' WHERE NOT json_valid(fields)
           AND number IN (SELECT number FROM articles WHERE key IN (SELECT value FROM json_each(?)))`,
      )
      .bind(given),
  );
}

/** Opens channels that are not there, under their slugs: their labels are lost. */
export function restoreChannels(db: Database, slugs: string[]): Query<void> {
  const statement = db
    .prepare(
      `INSERT INTO channels (slug, label, revision, modified, articles)
       SELECT value, value, ${NEWEST_NUMBER}, ${NEWEST_SECOND},
         (SELECT coalesce(sum(stories), 0) FROM channel_months WHERE channel = value)
       FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(slugs));
  return change(db, statement);
}

/** Finds the number of the article up to which the clock has come. */
export function findExamined(db: Database): Query<number> {
  return query(db, db.prepare('SELECT upto FROM examination'), ([row]: { upto: number }[]) => row?.upto ?? 0);
}

/** Notes the number of the article up to which the clock has come. */
export function noteExamined(db: Database, upto: number): Query<void> {
  return change(db, db.prepare('UPDATE examination SET upto = ?').bind(upto));
}
