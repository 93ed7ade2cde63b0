import type { Entry } from './entry.ts';
import type { ArticleRecord } from './record.ts';

/** An article as it is to be stored: its record, and all that follows from it. */
export interface Filing {
  record: ArticleRecord;
  hash: string;
  entry: Entry;
  live: boolean;
  /** Milliseconds since 1970. */
  flips: number | null;
  /** The channels that list it if it is live, with the labels that new ones get. */
  channels: { slug: string; label: string }[];
}

/** D1 takes at most 2 MB in one bound value; one statement's values are kept below it. */
const MAX_BOUND_BYTES = 1_950_000;

/**
 * Writes articles in one transaction: a number of the change sequence each, their listings, and the revision of every
 * channel that lists them or did. The caller sees to it that keys, ids and slugs are its own.
 * @returns the channels that changed
 */
export async function writeArticles(db: D1Database, filings: Filing[], now: Date): Promise<string[]> {
  const seconds = Math.floor(now.getTime() / 1000);
  const rows = filings.map(({ entry, record, hash, flips, live, channels }, index) => ({
    index,
    key: entry.key,
    id: entry.id,
    hash,
    status: record.status,
    slug: entry.slug,
    rank: 0 - Date.parse(entry.published),
    updated: Date.parse(entry.updated),
    flips,
    channels: live ? channels.map((it) => it.slug) : [],
    entry,
  }));
  const slugs = filings.flatMap(({ entry, record }) =>
    [...new Set([entry.slug, ...record.formerSlugs])].map((slug) => ({ slug, key: entry.key })),
  );
  const labels = new Map(
    filings.filter((it) => it.live).flatMap((it) => it.channels.map(({ slug, label }) => [slug, label])),
  );
  const keys = JSON.stringify(rows.map((it) => it.key));
  const touched = `SELECT listed.value AS slug, count(*) AS n FROM json_each(?1) AS given
    JOIN articles ON articles.key = given.value, json_each(articles.channels) AS listed GROUP BY 1`;
  const statements = [
    db.prepare('UPDATE sequence SET value = value + ?1').bind(rows.length),
    db
      .prepare(
        `UPDATE channels SET articles = articles - touched.n, revision = (SELECT value FROM sequence),
           modified = max(?2, modified + 1)
         FROM (${touched}) AS touched WHERE channels.slug = touched.slug RETURNING channels.slug`,
      )
      .bind(keys, seconds),
    db
      .prepare(
        `DELETE FROM listings WHERE (channel, rank, key) IN (
           SELECT listed.value, articles.rank, articles.key FROM json_each(?1) AS given
           JOIN articles ON articles.key = given.value, json_each(articles.channels) AS listed)`,
      )
      .bind(keys),
    ...boundInParts(rows, (json) =>
      db
        .prepare(
          `INSERT INTO articles (key, id, hash, seq, status, slug, rank, updated, modified, flips, channels, entry)
           SELECT value ->> 'key', value ->> 'id', value ->> 'hash',
             (SELECT value FROM sequence) - ?2 + 1 + (value ->> 'index'), value ->> 'status', value ->> 'slug',
             value ->> 'rank', value ->> 'updated', ?3, value ->> 'flips', value -> 'channels', value -> 'entry'
           FROM json_each(?1) WHERE true
           ON CONFLICT (key) DO UPDATE SET hash = excluded.hash, seq = excluded.seq, status = excluded.status,
             slug = excluded.slug, rank = excluded.rank, updated = excluded.updated, modified = excluded.modified,
             flips = excluded.flips, channels = excluded.channels, entry = excluded.entry`,
        )
        .bind(json, rows.length, seconds),
    ),
    db
      .prepare(
        `INSERT INTO slugs (slug, key) SELECT value ->> 'slug', value ->> 'key' FROM json_each(?1) WHERE true
         ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(slugs)),
    ...boundInParts(
      filings.map((it) => ({ key: it.entry.key, record: it.record })),
      (json) =>
        db
          .prepare(
            `INSERT INTO records (key, record) SELECT value ->> 'key', value -> 'record' FROM json_each(?1) WHERE true
             ON CONFLICT (key) DO UPDATE SET record = excluded.record`,
          )
          .bind(json),
    ),
    db
      .prepare(
        `INSERT INTO listings (channel, rank, key) SELECT listed.value, articles.rank, articles.key
         FROM json_each(?1) AS given JOIN articles ON articles.key = given.value, json_each(articles.channels) AS listed`,
      )
      .bind(keys),
    db
      .prepare(
        `INSERT INTO channels (slug, label, revision, modified, articles)
         SELECT touched.slug, ?3 ->> ('$."' || touched.slug || '"'), (SELECT value FROM sequence), ?2, touched.n
         FROM (${touched}) AS touched WHERE true
         ON CONFLICT (slug) DO UPDATE SET articles = articles + excluded.articles, revision = excluded.revision,
           modified = CASE WHEN channels.revision = excluded.revision THEN channels.modified
             ELSE max(excluded.modified, channels.modified + 1) END
         RETURNING slug`,
      )
      .bind(keys, seconds, JSON.stringify(Object.fromEntries(labels))),
  ];
  const results = await db.batch<{ slug: string }>(statements);
  return [...new Set([...(results[1]?.results ?? []), ...(results.at(-1)?.results ?? [])].map((it) => it.slug))];
}

/** Splits rows over as many statements as keep each bound value below D1's limit. */
function boundInParts<T>(rows: T[], statement: (json: string) => D1PreparedStatement): D1PreparedStatement[] {
  const encoder = new TextEncoder();
  const parts: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const json = JSON.stringify(row);
    const length = encoder.encode(json).byteLength + 1;
    if (bytes + length > MAX_BOUND_BYTES) {
      parts.push([]);
      bytes = 2;
    }
    parts.at(-1)?.push(json);
    bytes += length;
  }
  return parts.map((part) => statement(`[${part.join(',')}]`));
}
