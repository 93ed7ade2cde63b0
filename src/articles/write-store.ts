import { boundInParts } from './bound.ts';
import type { Filing, Writing } from './filing.ts';
import { noteChanges } from './history-store.ts';
import { addSearched, dropSearched } from './search-store.ts';

/** What a transaction has changed for readers. */
export interface Written {
  channels: string[];
  /** Every place in a listing that these articles have or had. */
  places: { channel: string; rank: number }[];
  /** The number that each article got, by key. */
  numbers: Map<string, number>;
}

/** Somebody else has written since the sequence was read: what was read then no longer holds. */
export class ConflictError extends Error {}

/** The number of the newest change, to be read before anything that a write depends on. */
export async function readSequence(db: D1Database): Promise<number> {
  return (await db.prepare('SELECT value FROM sequence').first<number>('value')) ?? 0;
}

/**
 * The statement that a transaction begins with. It fails the transaction unless the sequence is where it was when the
 * caller read it: NULL is not allowed there.
 * @param count how many numbers the transaction takes
 */
export function takeNumbers(db: D1Database, basis: number, count: number, now: Date): D1PreparedStatement {
  return db
    .prepare('UPDATE sequence SET value = CASE WHEN value = ?1 THEN value + ?2 END, modified = max(?3, modified + 1)')
    .bind(basis, count, Math.floor(now.getTime() / 1000));
}

/** Runs a transaction that begins with `takeNumbers`. @throws {ConflictError} */
export async function commit(db: D1Database, statements: D1PreparedStatement[]): Promise<D1Result[]> {
  try {
    return await db.batch(statements);
  } catch (error) {
    if (/NOT NULL constraint failed: sequence\.value/.test((error as Error).message)) throw new ConflictError();
    throw error;
  }
}

/**
 * Writes articles in one transaction: a number of the change sequence each, their listings and history, and the revision
 * of every channel that lists them or did. The caller sees to it that keys, ids and slugs are its own.
 * @throws {ConflictError} if somebody else has written since
 */
export async function writeArticles(writing: Writing, filings: Filing[]): Promise<Written> {
  const { db, sequence, now } = writing;
  if (filings.length === 0) return { channels: [], places: [], numbers: new Map() };
  const rows = filings.map(({ entry, record, hash, flips, since, channels }, index) => ({
    index,
    key: entry.key,
    id: entry.id,
    brought: record.id === undefined ? 0 : 1,
    hash,
    status: record.status,
    slug: entry.slug,
    rank: 0 - Date.parse(entry.published),
    updated: Date.parse(entry.updated),
    flips,
    since,
    channels: channels.map((it) => it.slug),
    entry,
  }));
  const slugs = filings.flatMap(({ entry, record }) =>
    [entry.slug, ...record.formerSlugs].map((slug) => ({ slug, key: entry.key })).filter((it) => it.slug !== it.key),
  );
  const listed = filings.flatMap(({ entry, channels }) =>
    channels.map(({ slug, label }) => ({ slug, label, stories: entry.withdrawn ? 0 : 1 })),
  );
  const listing = [...Map.groupBy(listed, (it) => it.slug)].map(([slug, all]) => ({
    slug,
    label: all[0]?.label,
    n: all.reduce((sum, it) => sum + it.stories, 0),
  }));
  const replacedKeys = filings.filter((it) => it.replaces).map((it) => it.entry.key);
  const replaced = JSON.stringify(replacedKeys);
  const formerly = `json_each(?1) AS given JOIN articles ON articles.key = given.value, json_each(articles.channels) AS listed`;
  const statements = [
    takeNumbers(db, sequence, rows.length, now),
    db
      .prepare(
        `UPDATE channels SET articles = articles - left.n, revision = (SELECT value FROM sequence),
           modified = (SELECT modified FROM sequence)
         FROM (SELECT listed.value AS slug, sum(articles.status <> 'withdrawn') AS n FROM ${formerly} GROUP BY 1) AS left
         WHERE channels.slug = left.slug RETURNING channels.slug`,
      )
      .bind(replaced),
    db
      .prepare(
        `DELETE FROM listings WHERE (channel, rank, key) IN (
           SELECT listed.value, articles.rank, articles.key FROM ${formerly}) RETURNING channel, rank`,
      )
      .bind(replaced),
    dropSearched(db, replacedKeys),
    ...boundInParts(rows, (json) =>
      db
        .prepare(
          `INSERT INTO articles (key, id, brought, hash, seq, status, slug, rank, updated, released, flips, since, channels, entry)
           SELECT value ->> 'key', value ->> 'id', value ->> 'brought', value ->> 'hash',
             (SELECT value FROM sequence) - ?2 + 1 + (value ->> 'index'), value ->> 'status', value ->> 'slug',
             value ->> 'rank', value ->> 'updated', value -> 'channels' <> '[]', value ->> 'flips', value ->> 'since',
             value -> 'channels', value -> 'entry'
           FROM json_each(?1) WHERE true
           ON CONFLICT (key) DO UPDATE SET hash = excluded.hash, seq = excluded.seq, status = excluded.status,
             slug = excluded.slug, rank = excluded.rank, updated = excluded.updated, released = max(released, excluded.released),
             flips = excluded.flips, since = excluded.since, channels = excluded.channels, entry = excluded.entry`,
        )
        .bind(json, rows.length),
    ),
    db
      .prepare(
        `INSERT INTO slugs (slug, key) SELECT value ->> 'slug', value ->> 'key' FROM json_each(?1) WHERE true
         ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(slugs)),
    addSearched(
      db,
      rows.map((it) => it.key),
    ),
    // Before the records: their former selves say what has changed.
    ...noteChanges(writing, filings),
    ...boundInParts(
      filings.map((it) => ({ key: it.entry.key, record: it.record })),
      (json) =>
        db
          .prepare(
            `INSERT INTO records (number, record) SELECT number, value -> 'record'
             FROM json_each(?1) JOIN articles ON articles.key = value ->> 'key' WHERE true
             ON CONFLICT (number) DO UPDATE SET record = excluded.record`,
          )
          .bind(json),
    ),
    db
      .prepare(
        `INSERT INTO listings (channel, rank, key, seq) SELECT listed.value, given.value ->> 'rank', given.value ->> 'key',
           (SELECT value FROM sequence) - ?2 + 1 + (given.value ->> 'index')
         FROM json_each(?1) AS given, json_each(given.value, '$.channels') AS listed ORDER BY 1, 2, 3`,
      )
      .bind(
        JSON.stringify(rows.map(({ index, key, rank, channels }) => ({ index, key, rank, channels }))),
        rows.length,
      ),
    db
      .prepare(
        `INSERT INTO channels (slug, label, revision, modified, articles)
         SELECT value ->> 'slug', value ->> 'label', (SELECT value FROM sequence), (SELECT modified FROM sequence), value ->> 'n'
         FROM json_each(?1) WHERE true
         ON CONFLICT (slug) DO UPDATE SET articles = articles + excluded.articles, revision = excluded.revision,
           modified = excluded.modified
         RETURNING slug`,
      )
      .bind(JSON.stringify(listing)),
  ];
  const results = await commit(db, statements);
  const changed = [...(results[1]?.results ?? []), ...(results.at(-1)?.results ?? [])] as { slug: string }[];
  const left = (results[2]?.results ?? []) as Written['places'];
  return {
    channels: [...new Set(changed.map((it) => it.slug))],
    places: [...left, ...rows.flatMap(({ rank, channels }) => channels.map((channel) => ({ channel, rank })))],
    numbers: new Map(rows.map(({ key, index }) => [key, sequence + 1 + index])),
  };
}
