import { boundInParts, change, type Database, type Query } from '../platform/database.ts';
import { type Article, rankOf } from './article.ts';
import { namesOf } from './former-urls.ts';
import { NEWEST_NUMBER } from './sequence-store.ts';

/**
 * Stores articles but for their records and slugs. Part of a transaction that has taken a number for each of them. Newest first,
 * which is the order of the index of combinations: it writes out what it has gathered as soon as a row comes before the last one.
 */
export function putArticles(db: Database, articles: Article[]): Query<void> {
  const rows = articles.map(rowOf);
  const statements = boundInParts(rows, (json) =>
    db
      .prepare(
        `INSERT INTO articles (key, id, has_given_id, hash, seq, status, slug, rank, updated, released, next_release, since,
           channels, entry)
         SELECT value ->> 'key', value ->> 'id', value ->> 'hasGivenId', value ->> 'hash',
           ${NEWEST_NUMBER} - ?2 + 1 + (value ->> 'index'), value ->> 'status', value ->> 'slug',
           value ->> 'rank', value ->> 'updated', value -> 'channels' <> '[]', value ->> 'nextRelease', value ->> 'since',
           value -> 'channels', value -> 'entry'
         FROM json_each(?1) WHERE true ORDER BY value ->> 'rank'
         ON CONFLICT (key) DO UPDATE SET hash = excluded.hash, seq = excluded.seq, status = excluded.status,
           slug = excluded.slug, rank = excluded.rank, updated = excluded.updated, released = max(released, excluded.released),
           next_release = excluded.next_release, since = excluded.since, channels = excluded.channels,
           entry = excluded.entry`,
      )
      .bind(json, rows.length),
  );
  return change(db, ...statements);
}

function rowOf(article: Article, index: number) {
  const { entry, record, hash, nextRelease, since, channels } = article;
  return {
    index,
    key: entry.key,
    id: entry.id,
    hasGivenId: record.id === undefined ? 0 : 1,
    hash,
    status: record.status,
    slug: entry.slug,
    rank: rankOf(article),
    updated: Date.parse(entry.updated),
    nextRelease,
    since,
    channels: channels.map((it) => it.slug),
    entry,
  };
}

/** Gives articles their slugs, present and former, and their former paths, for good. A key needs no row: it is a slug of its article anyway. */
export function putSlugs(db: Database, articles: Article[]): Query<void> {
  const rows = articles.flatMap(({ entry, record }) =>
    namesOf(record)
      .map(({ name }) => ({ slug: name, key: entry.key }))
      .filter((it) => it.slug !== it.key),
  );
  return change(
    db,
    db
      .prepare(
        `INSERT INTO slugs (slug, key) SELECT value ->> 'slug', value ->> 'key' FROM json_each(?1) WHERE true
         ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(rows)),
  );
}

/** Stores the records of articles. Part of a transaction that has stored these articles. */
export function putRecords(db: Database, articles: Article[]): Query<void> {
  const rows = articles.map((it) => ({ key: it.entry.key, record: it.record }));
  const statements = boundInParts(rows, (json) =>
    db
      .prepare(
        `INSERT INTO records (number, record) SELECT number, value -> 'record'
         FROM json_each(?1) JOIN articles ON articles.key = value ->> 'key' WHERE true
         ON CONFLICT (number) DO UPDATE SET record = excluded.record`,
      )
      .bind(json),
  );
  return change(db, ...statements);
}
