import { NEWEST_NUMBER, NEWEST_SECOND } from '../articles/sequence-store.ts';
import { HAS_READABLE_CHANNELS } from '../channels/channel-store.ts';
import { change, type Database, type Query } from '../platform/database.ts';

// Restores what can no longer be derived from a record. Nothing else writes these tables but their stores.

/** Restores what a new derivation of articles begins with: their channels, as far as listings tell, and their histories. */
export function restoreArticles(db: Database, keys: string[]): Query<void> {
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
        `UPDATE history SET fields = '[]' WHERE NOT json_valid(fields)
           AND number IN (SELECT number FROM articles WHERE key IN (SELECT value FROM json_each(?)))`,
      )
      .bind(given),
    // By place: whatever the index has there, it has what the article is listed in after that.
    db
      .prepare(
        `DELETE FROM filings WHERE rowid IN (SELECT ((rank + 1000000000000999) / 1000) * 2097152 + number FROM articles
           WHERE key IN (SELECT value FROM json_each(?)))`,
      )
      .bind(given),
    db
      .prepare(
        `INSERT INTO filings (rowid, channels)
         SELECT place, channels FROM filed WHERE key IN (SELECT value FROM json_each(?))`,
      )
      .bind(given),
  );
}

/** Deletes listings and slugs of keys that no article has. Reads all listings. */
export function deleteStrays(db: Database, keys: string[]): Query<void> {
  const given = JSON.stringify(keys);
  const statements = ['listings', 'slugs'].map((table) =>
    db
      .prepare(
        `DELETE FROM ${table} WHERE key IN (SELECT value FROM json_each(?))
           AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.key = ${table}.key)`,
      )
      .bind(given),
  );
  return change(db, ...statements);
}

/**
 * Counts the stories of channels anew, and opens those that are not there under their slugs: their labels are lost. Part of
 * a transaction that has taken a number. Reads the listings of these channels.
 */
export function recountChannels(db: Database, slugs: string[]): Query<void> {
  const given = JSON.stringify(slugs);
  return change(
    db,
    db.prepare('DELETE FROM channel_months WHERE channel IN (SELECT value FROM json_each(?))').bind(given),
    db
      .prepare(
        `INSERT INTO channel_months (channel, month, stories)
         SELECT channel, strftime('%Y-%m', (0 - listings.rank) / 1000.0, 'unixepoch'), count(*)
         FROM json_each(?) AS given JOIN listings ON listings.channel = given.value
           JOIN articles ON articles.key = listings.key WHERE status <> 'withdrawn' GROUP BY 1, 2`,
      )
      .bind(given),
    db
      .prepare(
        `INSERT INTO channels (slug, label, revision, modified, articles)
         SELECT value, value, ${NEWEST_NUMBER}, ${NEWEST_SECOND},
           (SELECT coalesce(sum(stories), 0) FROM channel_months WHERE channel = value)
         FROM json_each(?) WHERE true
         ON CONFLICT (slug) DO UPDATE SET articles = excluded.articles, revision = excluded.revision,
           modified = excluded.modified`,
      )
      .bind(given),
  );
}
