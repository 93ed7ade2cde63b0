import { parseEntry } from '../articles/entry.ts';
import { READABLE_CHANNELS } from '../channels/channel-store.ts';
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
  isRecord: number;
  isChannels: number;
  /** 1 if every channel of it lists it with its newest number. */
  isListed: number;
  /** 1 if it is in the index of channels just if it is listed. */
  isFiled: number;
}

const EXAMINED = `SELECT number, key, entry, coalesce(json_valid(record), 0) AS isRecord, json_valid(channels) AS isChannels,
    (SELECT count(*) FROM json_each(${READABLE_CHANNELS}) AS listed JOIN listings ON listings.channel = listed.value
       AND listings.rank = articles.rank AND listings.key = articles.key AND listings.seq = articles.seq)
      = json_array_length(${READABLE_CHANNELS}) AS isListed,
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
    vocabulary: examineVocabulary(db),
  }).map(({ articles, strays, vocabulary }) => [...articles, ...strays, ...vocabulary]);
}

function faultsOf(row: Row): Fault[] {
  const problem = problemOf(row);
  return problem ? [{ what: 'article', key: row.key, problem }] : [];
}

function problemOf({ entry, isRecord, isChannels, isListed, isFiled }: Row): string | undefined {
  if (!isChannels) return 'its channels cannot be read';
  if (!isRecord) return 'its record cannot be read: publish it again';
  if (!parseEntry(entry)) return 'its entry cannot be read';
  if (!isListed) return 'a channel of it does not list it as it is';
  return isFiled ? undefined : 'combinations of its tags do not find it';
}

/** Examines what is stored besides articles: listings without an article, and the vocabulary. Reads all listings. */
export function examineRest(db: Database, limit: number): Query<Fault[]> {
  return together(db, { strays: findStrays(db, limit), vocabulary: examineVocabulary(db) }).map((found) => [
    ...found.vocabulary,
    ...found.strays,
  ]);
}

/** Finds what is listed, but not stored. @param keys of these only */
function findStrays(db: Database, limit: number, keys?: string[]): Query<Fault[]> {
  const statement = db
    .prepare(
      `SELECT DISTINCT key FROM listings WHERE NOT EXISTS (SELECT 1 FROM articles WHERE articles.key = listings.key)
         ${keys ? 'AND key IN (SELECT value FROM json_each(?2))' : ''} LIMIT ?1`,
    )
    .bind(limit, ...(keys ? [JSON.stringify(keys)] : []));
  return query(db, statement, (rows: { key: string }[]) =>
    rows.map(({ key }) => ({ what: 'article', key, problem: 'it is listed, but not stored' })),
  );
}

function examineVocabulary(db: Database): Query<Fault[]> {
  const statement = db.prepare('SELECT 1 FROM vocabulary WHERE NOT json_valid(content)');
  return query(db, statement, (rows: unknown[]) => (rows.length > 0 ? [VOCABULARY_FAULT] : []));
}

/**
 * Restores what a new derivation begins with: the channels of articles where they cannot be read, as far as listings tell.
 * Puts back what the index of channels has lost, and takes away what is listed without an article. Reads all listings, so it is for faults alone.
 */
export function restoreFilings(db: Database, keys: string[]): Query<void> {
  const given = JSON.stringify(keys);
  return change(
    db,
    db
      .prepare(
        `UPDATE articles SET channels = (SELECT json_group_array(channel) FROM listings WHERE listings.key = articles.key)
         WHERE key IN (SELECT value FROM json_each(?)) AND NOT json_valid(channels)`,
      )
      .bind(given),
    db
      .prepare(
        `INSERT INTO filings (rowid, channels) SELECT place, channels FROM filed
         WHERE key IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM filings WHERE rowid = filed.place)`,
      )
      .bind(given),
    db
      .prepare(
        `DELETE FROM listings WHERE key IN (SELECT value FROM json_each(?))
           AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.key = listings.key)`,
      )
      .bind(given),
  );
}
