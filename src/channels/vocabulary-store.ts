import { commit, takeNumbers } from '../articles/write-store.ts';
import { ALL } from './slug.ts';
import { type ChannelRow, listChannels } from './store.ts';
import type { VocabularyFile } from './vocabulary-file.ts';

/** Every open channel of a tag. */
export async function listOpened(db: D1Database): Promise<ChannelRow[]> {
  return (await listChannels(db)).filter((it) => it.slug !== ALL);
}

/**
 * Keeps a vocabulary, and in the same transaction gives channels that it changes their label and a new revision, and
 * notes which of them still list articles under the former one.
 * @throws {ConflictError} if somebody else has written since `basis`
 */
export async function storeVocabulary(
  db: D1Database,
  basis: number,
  vocabulary: { hash: string; file: VocabularyFile },
  { relabelled, stale }: { relabelled: { slug: string; label: string }[]; stale: string[] },
  now: Date,
): Promise<void> {
  await commit(db, [
    takeNumbers(db, basis, 1, now),
    db
      .prepare(
        `INSERT INTO vocabulary (id, hash, content, stale) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET hash = ?1, content = ?2, stale =
           (SELECT json_group_array(DISTINCT value) FROM (SELECT value FROM json_each(vocabulary.stale)
             UNION SELECT value FROM json_each(?3)))`,
      )
      .bind(vocabulary.hash, JSON.stringify(vocabulary.file), JSON.stringify(stale)),
    db
      .prepare(
        `UPDATE channels SET label = given.value ->> 'label', revision = (SELECT value FROM sequence),
           modified = (SELECT modified FROM sequence)
         FROM json_each(?1) AS given WHERE channels.slug = given.value ->> 'slug'`,
      )
      .bind(JSON.stringify(relabelled)),
  ]);
}

/**
 * Notes that these channels list what a vocabulary says, if it is still the one that there is; others may have been added
 * meanwhile.
 */
export async function unstale(db: D1Database, hash: string, channels: string[]): Promise<void> {
  await db
    .prepare(
      `UPDATE vocabulary SET stale = (SELECT json_group_array(value) FROM json_each(vocabulary.stale)
         WHERE value NOT IN (SELECT value FROM json_each(?1))) WHERE hash = ?2`,
    )
    .bind(JSON.stringify(channels), hash)
    .run();
}

/**
 * Closes channels that another one has replaced and that list nothing any more, not even a stub, and opens the other
 * one: its readers follow the redirect.
 * @throws {ConflictError} if somebody else has written since `basis`
 */
export async function closeReplaced(
  db: D1Database,
  basis: number,
  replaced: { slug: string; successor: string; label: string }[],
  now: Date,
): Promise<void> {
  if (replaced.length === 0) return;
  const given = JSON.stringify(replaced);
  await commit(db, [
    takeNumbers(db, basis, 1, now),
    db
      .prepare(
        `INSERT INTO channels (slug, label, revision, modified, articles)
         SELECT DISTINCT value ->> 'successor', value ->> 'label', (SELECT value FROM sequence),
           (SELECT modified FROM sequence), 0
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(given),
    db
      .prepare(
        `DELETE FROM channels WHERE slug IN (SELECT value ->> 'slug' FROM json_each(?1))
           AND NOT EXISTS (SELECT 1 FROM listings WHERE channel = channels.slug)`,
      )
      .bind(given),
  ]);
}
