import type { Expression } from './expression.ts';
import { EMPTY_VOCABULARY, type VocabularyFile } from './vocabulary-file.ts';

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

/** A story that is due for longer could not be derived: it is logged, and caches need not wait for it (milliseconds). */
const OVERDUE = 180_000;

/** The next moment at which any article appears or disappears by itself, in milliseconds since 1970. */
export async function findNextFlip(db: D1Database, now: Date): Promise<number | undefined> {
  const row = await db
    .prepare('SELECT min(flips) AS flips FROM articles WHERE flips > ?')
    .bind(now.getTime() - OVERDUE)
    .first<{ flips: number | null }>();
  return row?.flips ?? undefined;
}

/**
 * Articles of an expression after (older than) a position, newest first. Reads listings by their primary key only.
 * @param direction `newer` lists the ones before the position instead, nearest first
 * @param sizes number of articles by channel: a clause walks along its smallest channel
 * @param stubs whether withdrawn articles are listed, too
 */
export async function listArticles(
  db: D1Database,
  expression: Expression,
  sizes: Map<string, number>,
  {
    from,
    limit,
    direction = 'older',
    stubs = true,
  }: { from?: Position; limit: number; direction?: 'older' | 'newer'; stubs?: boolean },
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
      ...(stubs ? [] : ["(SELECT status FROM articles WHERE articles.key = main.key) <> 'withdrawn'"]),
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

/** What tells this database's numbers from another one's. */
export async function findEpoch(db: D1Database): Promise<string> {
  return (await db.prepare('SELECT epoch FROM sequence').first<string>('epoch')) ?? '';
}

/** The stored vocabulary, and the channels not yet filed by it; an empty one before the first push. */
export interface StoredVocabulary {
  hash: string;
  /** Undefined if the hash is the one that is known. */
  file: VocabularyFile | undefined;
  stale: string[];
}

/** @param known the hash of a vocabulary that need not be read again */
export async function findVocabulary(db: D1Database, known = ''): Promise<StoredVocabulary> {
  const row = await db
    .prepare('SELECT hash, CASE WHEN hash <> ? THEN content END AS content, stale FROM vocabulary')
    .bind(known)
    .first<{ hash: string; content: string | null; stale: string }>();
  if (!row) return { hash: '', file: known === '' ? EMPTY_VOCABULARY : undefined, stale: [] };
  const file = row.content === null ? undefined : (JSON.parse(row.content) as VocabularyFile);
  return { hash: row.hash, file, stale: JSON.parse(row.stale) as string[] };
}
