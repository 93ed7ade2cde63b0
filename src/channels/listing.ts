import type { Channel } from './directory.ts';
import { listFound } from './search-store.ts';
import { type Listed, type ListOptions, listArticles, listChanges } from './store.ts';

/** What a channel lists, newest first: see `listArticles`. A search has no stubs, and is never listed by months. */
export function listChannel(
  db: D1Database,
  { search, expression, sizes }: Channel,
  options: ListOptions,
): Promise<Listed[]> {
  return search ? listFound(db, search, options) : listArticles(db, expression, sizes, options);
}

/**
 * What a channel lists that has changed after a number of the sequence, at most `limit`. Of a search, what is among its
 * newest `limit`: all that it finds would have to be looked at for more.
 */
export async function listChanged(
  db: D1Database,
  { search, expression, sizes }: Channel,
  { after, limit }: { after: number; limit: number },
): Promise<Listed[]> {
  if (!search) return listChanges(db, expression, sizes, { after, upto: Number.MAX_SAFE_INTEGER, limit });
  return (await listFound(db, search, { limit })).filter((it) => it.seq > after);
}
