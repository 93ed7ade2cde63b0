import { parseEntry } from '../articles/entry.ts';
import { isFuture, lastMoment } from '../articles/future.ts';
import { stubEnd } from '../articles/lifecycle.ts';
import { parseRecord } from '../articles/record.ts';
import { HAS_READABLE_CHANNELS, READABLE_CHANNELS } from '../channels/channel-store.ts';
import { VOCABULARY_FAULT } from '../channels/vocabulary-store.ts';
import type { Fault } from '../faults/faults.ts';
import { change, type Database, type Query, query, together } from '../platform/database.ts';

/** The result of examining a part of the database. */
export interface Examination {
  faults: Fault[];
  /** The number of the article after which the next part begins; undefined at the end. */
  next: number | undefined;
}

interface Row {
  number: number;
  key: string;
  /** Null if it is too long to be looked at here, like `record`. */
  entry: string | null;
  record: string | null;
  isEntry: number;
  isRecord: number;
  isStatus: number;
  isChannels: number;
  /** 1 if every channel of it lists it with its newest number. */
  isListed: number;
  /** 1 if the index of channels has just its channels. */
  isFiled: number;
  unreadableHistory: number;
  updated: number;
  /** 1 if channels list it. */
  isServed: number;
  /** Of a stub: when the story was withdrawn. */
  stubSince: number | null;
}

/** Longer texts are only asked for being JSON: many articles are examined at once. In bytes. */
const MAX_LOOKED_AT = 100_000;

/** SQL for the place of an article in the index of channels, and for what finds its words there. */
const PLACE = '((articles.rank + 1000000000000999) / 1000) * 2097152 + articles.number';
const WORDS = `CASE WHEN articles.channels = '[]' OR NOT ${HAS_READABLE_CHANNELS} THEN '"all"' ELSE
  replace(trim(articles.channels, '[]'), ',', ' AND ') || CASE articles.status WHEN 'withdrawn' THEN ' AND "-stub"' ELSE ' NOT "-stub"' END END`;

const short = (column: string) =>
  `CASE WHEN octet_length(${column}) <= ${MAX_LOOKED_AT} THEN ${column} END AS ${column}`;

const EXAMINED = `SELECT number, key, updated, ${short('entry')}, ${short('record')}, json_valid(entry) AS isEntry,
    coalesce(json_valid(record), 0) AS isRecord, ${HAS_READABLE_CHANNELS} AS isChannels,
    status IN ('draft', 'ready', 'retracted', 'withdrawn') AS isStatus, channels <> '[]' AS isServed,
    CASE status WHEN 'withdrawn' THEN since END AS stubSince,
    (SELECT count(*) FROM json_each(${READABLE_CHANNELS}) AS listed JOIN listings ON listings.channel = listed.value
       AND listings.rank = articles.rank AND listings.key = articles.key AND listings.seq = articles.seq)
      = json_array_length(${READABLE_CHANNELS}) AS isListed,
    (SELECT count(*) FROM filings WHERE filings MATCH ${WORDS} AND rowid = ${PLACE}) = (channels <> '[]') AS isFiled,
    (SELECT count(*) FROM history WHERE history.number = articles.number AND NOT json_valid(fields)) AS unreadableHistory
  FROM articles LEFT JOIN records USING (number)`;

/** Examines the articles after a number of the database, as many as `limit`. */
export function examineArticles(db: Database, after: number, limit: number, now: Date): Query<Examination> {
  const statement = db.prepare(`${EXAMINED} WHERE number > ? ORDER BY number LIMIT ?`).bind(after, limit);
  return query(db, statement, (rows: Row[]) => ({
    faults: rows.flatMap((it) => faultsOf(it, now)),
    next: rows.length < limit ? undefined : rows.at(-1)?.number,
  }));
}

/** Examines the articles with these keys. @returns their faults, and the keys that no article has */
export function examineKeys(db: Database, keys: string[], now: Date): Query<{ faults: Fault[]; unknown: string[] }> {
  const statement = db.prepare(`${EXAMINED} WHERE key IN (SELECT value FROM json_each(?))`).bind(JSON.stringify(keys));
  return query(db, statement, (rows: Row[]) => {
    const known = new Set(rows.map((it) => it.key));
    return { faults: rows.flatMap((it) => faultsOf(it, now)), unknown: keys.filter((it) => !known.has(it)) };
  });
}

/** Finds served articles whose date is still to come, at once: the channel of every story is dated by it. */
export function findMisdated(db: Database, limit: number, now: Date): Query<Fault[]> {
  const statement = db
    .prepare("SELECT key FROM articles WHERE updated > ? AND channels <> '[]' LIMIT ?")
    .bind(lastMoment(now), limit);
  return query(db, statement, (rows: { key: string }[]) =>
    rows.map(({ key }) => ({ what: 'article', key, problem: MISDATED })),
  );
}

const MISDATED = 'its date is in the future';

function faultsOf(row: Row, now: Date): Fault[] {
  const problem = problemOf(row, now);
  return problem ? [{ what: 'article', key: row.key, problem }] : [];
}

function problemOf({ entry, record, ...row }: Row, now: Date): string | undefined {
  if (!row.isChannels) return 'its channels cannot be read';
  if (!row.isRecord || (record !== null && !parseRecord(record))) return 'its record cannot be read: publish it again';
  if (!row.isStatus) return 'its status cannot be read';
  if (!row.isEntry || (entry !== null && !parseEntry(entry))) return 'its entry cannot be read';
  if (row.isServed && isFuture(row.updated, now)) return MISDATED;
  if (row.isServed && row.stubSince !== null && stubEnd(row.stubSince) <= now.getTime())
    return 'its stub has been there for long enough';
  if (!row.isListed) return 'a channel of it does not list it as it is';
  if (!row.isFiled) return 'combinations of its tags do not find it';
  return row.unreadableHistory > 0 ? 'its history cannot be read' : undefined;
}

/** Examines the vocabulary and the channels: those that list something and are not there, or are counted in two ways. */
export function examineChannels(db: Database, limit: number): Query<Fault[]> {
  const lost = `SELECT DISTINCT channel, 'it has stories, but is not stored' AS problem FROM channel_months
    WHERE channel NOT IN (SELECT slug FROM channels)`;
  const miscounted = `SELECT slug, 'its stories are counted wrongly' FROM channels
    WHERE articles <> (SELECT coalesce(sum(stories), 0) FROM channel_months WHERE channel = slug)`;
  const channels = db.prepare(`SELECT * FROM (${lost} UNION ALL ${miscounted}) LIMIT ?`).bind(limit);
  const vocabulary = db.prepare('SELECT 1 FROM vocabulary WHERE NOT (json_valid(content) AND json_valid(stale))');
  return together(db, {
    vocabulary: query(db, vocabulary, (rows: unknown[]) => (rows.length > 0 ? [VOCABULARY_FAULT] : [])),
    channels: query(db, channels, (rows: { channel: string; problem: string }[]) =>
      rows.map(({ channel, problem }): Fault => ({ what: 'channel', key: channel, problem })),
    ),
  }).map((found) => [...found.vocabulary, ...found.channels]);
}

/** Finds listings and slugs without an article. Reads all of them. @param keys of these only */
export function findStrays(db: Database, limit: number, keys?: string[]): Query<Fault[]> {
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

/** Finds the number of the article up to which the clock has come. */
export function findExamined(db: Database): Query<number> {
  return query(db, db.prepare('SELECT upto FROM examination'), ([row]: { upto: number }[]) => row?.upto ?? 0);
}

/** Notes the number of the article up to which the clock has come. */
export function noteExamined(db: Database, upto: number): Query<void> {
  return change(db, db.prepare('UPDATE examination SET upto = ?').bind(upto));
}
