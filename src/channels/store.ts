import type { Expression } from './expression.ts';
import { EMPTY_VOCABULARY, type VocabularyFile } from './vocabulary.ts';

/** A channel's row: see the migration for the columns. */
export interface ChannelRow {
  slug: string;
  label: string;
  revision: number;
  /** Seconds since 1970. */
  modified: number;
  articles: number;
}

/** Place of an article in every listing: ascending is newest first. */
export interface Position {
  rank: number;
  key: string;
}

/** An article in a listing; `seq` changes with it. */
export interface Listed extends Position {
  seq: number;
}

/** The rows of these slugs; a channel that never had a live story has none. */
export async function findChannels(db: D1Database, slugs: string[]): Promise<ChannelRow[]> {
  const { results } = await db
    .prepare(
      'SELECT slug, label, revision, modified, articles FROM channels WHERE slug IN (SELECT value FROM json_each(?))',
    )
    .bind(JSON.stringify(slugs))
    .all<ChannelRow>();
  return results;
}

/** Every channel, by label; `all` first. */
export async function listChannels(db: D1Database): Promise<ChannelRow[]> {
  const { results } = await db
    .prepare(
      `SELECT slug, label, revision, modified, articles FROM channels ORDER BY slug <> 'all', label COLLATE NOCASE, slug`,
    )
    .all<ChannelRow>();
  return results;
}

/** The next moment at which any article appears or disappears by itself, in milliseconds since 1970. */
export async function findNextFlip(db: D1Database): Promise<number | undefined> {
  const row = await db
    .prepare('SELECT min(flips) AS flips FROM articles WHERE flips IS NOT NULL')
    .first<{ flips: number | null }>();
  return row?.flips ?? undefined;
}

/**
 * Articles of an expression after (older than) a position, newest first. Reads listings by their primary key only.
 * @param direction `newer` lists the ones before the position instead, nearest first
 * @param sizes number of articles by channel: a clause walks along its smallest channel
 */
export async function listArticles(
  db: D1Database,
  expression: Expression,
  sizes: Map<string, number>,
  { from, limit, direction = 'older' }: { from?: Position; limit: number; direction?: 'older' | 'newer' },
): Promise<Listed[]> {
  const bound: (string | number)[] = [];
  const bind = (value: string | number) => `?${bound.push(value)}`;
  const order = direction === 'older' ? 'rank ASC, key ASC' : 'rank DESC, key DESC';
  const after = from && `(rank, key) ${direction === 'older' ? '>' : '<'} (${bind(from.rank)}, ${bind(from.key)})`;
  const count = bind(limit);
  const listed = (slug: string) =>
    `EXISTS (SELECT 1 FROM listings AS other WHERE other.channel = ${bind(slug)} AND other.rank = main.rank AND other.key = main.key)`;
  const clauses = expression.map(({ every, none }) => {
    const [walked = '', ...others] = [...every].sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
    const conditions = [
      `main.channel = ${bind(walked)}`,
      ...(after ? [after] : []),
      ...others.map(listed),
      ...none.map((it) => `NOT ${listed(it)}`),
    ];
    return `SELECT * FROM (SELECT rank, key FROM listings AS main WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${count})`;
  });
  const { results } = await db
    .prepare(
      `SELECT page.rank, page.key, articles.seq FROM (${clauses.join(' UNION ')} ORDER BY ${order} LIMIT ${count}) AS page
       JOIN articles ON articles.key = page.key ORDER BY page.rank ${direction === 'older' ? 'ASC' : 'DESC'}, page.key ${direction === 'older' ? 'ASC' : 'DESC'}`,
    )
    .bind(...bound)
    .all<Listed>();
  return results;
}

/** The stored vocabulary with its hash; an empty one before the first push. */
export async function findVocabulary(db: D1Database): Promise<{ hash: string; file: VocabularyFile }> {
  const row = await db.prepare('SELECT hash, content FROM vocabulary').first<{ hash: string; content: string }>();
  return row
    ? { hash: row.hash, file: JSON.parse(row.content) as VocabularyFile }
    : { hash: '', file: EMPTY_VOCABULARY };
}

/** Keeps a vocabulary, and in the same transaction gives channels whose label it changes a new label and revision. */
export async function writeVocabulary(
  db: D1Database,
  vocabulary: { hash: string; file: VocabularyFile },
  relabelled: { slug: string; label: string }[],
  now: Date,
): Promise<void> {
  await db.batch([
    db
      .prepare(
        'INSERT INTO vocabulary (id, hash, content) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET hash = ?1, content = ?2',
      )
      .bind(vocabulary.hash, JSON.stringify(vocabulary.file)),
    db.prepare('UPDATE sequence SET value = value + 1 WHERE ?1').bind(relabelled.length > 0 ? 1 : 0),
    db
      .prepare(
        `UPDATE channels SET label = given.value ->> 'label', revision = (SELECT value FROM sequence),
           modified = max(?2, modified + 1)
         FROM json_each(?1) AS given WHERE channels.slug = given.value ->> 'slug'`,
      )
      .bind(JSON.stringify(relabelled), Math.floor(now.getTime() / 1000)),
  ]);
}

/** Closes channels that stand for another one now; refuses silently none that still lists an article. */
export async function closeEmptyChannels(db: D1Database, slugs: string[]): Promise<void> {
  await db
    .prepare('DELETE FROM channels WHERE articles = 0 AND slug IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(slugs))
    .run();
}
