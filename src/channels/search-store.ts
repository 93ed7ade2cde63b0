import type { Search } from './search.ts';
import type { Listed, ListOptions } from './store.ts';

/** Dates further away than this from 1970 (milliseconds) have one place; see the migration. */
const FAR = 2 ** 42 - 1;

/**
 * Stories that a search finds, newest first. The index is in this order, so that no more rows are read than are wanted,
 * however many stories have a word. Stubs have no words.
 */
export async function listFound(
  db: D1Database,
  { match }: Search,
  { from, limit, direction = 'older' }: Pick<ListOptions, 'from' | 'limit' | 'direction'>,
): Promise<Listed[]> {
  const [beyond, way] = direction === 'older' ? ['>', 'ASC'] : ['<', 'DESC'];
  const { results } = await db
    .prepare(
      `SELECT rank, key, seq FROM (SELECT rowid AS place FROM search WHERE search MATCH ?1
         ${from ? `AND rowid ${beyond} ${PLACE}` : ''} ORDER BY rowid ${way} LIMIT ?2)
       JOIN articles ON articles.number = place & 2097151 ORDER BY place ${way}`,
    )
    .bind(match, limit, ...(from ? [Math.min(Math.max(from.rank, -FAR), FAR), from.key] : []))
    .all<Listed>();
  return results;
}

/** The place of a position, also of one that nobody has any more. */
const PLACE = `(CAST(?3 AS INTEGER) * 2097152 + coalesce((SELECT number FROM articles WHERE key = ?4), 0))`;
