import { change, type Database, type Query } from '../platform/database.ts';
import type { ListedArticle, ListOptions } from './listing.ts';
import { listByPlace, SEARCHES } from './place-listing-store.ts';
import type { Search } from './search.ts';

/** Lists the stories that a search finds, newest first. Stubs are never found. */
export function listFound(
  db: Database,
  { match }: Search,
  options: Pick<ListOptions, 'from' | 'limit' | 'direction' | 'onlyEnds' | 'entries'>,
): Query<ListedArticle[]> {
  return listByPlace(db, SEARCHES, match, options);
}

/** Takes stories out of the search index. Part of a transaction that is about to write them again. */
export function leaveSearch(db: Database, keys: string[]): Query<void> {
  return change(
    db,
    db
      .prepare(
        `DELETE FROM search WHERE rowid IN (
           SELECT place FROM searchable WHERE key IN (SELECT value FROM json_each(?)))`,
      )
      .bind(JSON.stringify(keys)),
  );
}

/**
 * Puts those of these articles that are live stories into the search index. In the order of rowids, which is by far the
 * fastest.
 */
export function enterSearch(db: Database, keys: string[]): Query<void> {
  return change(
    db,
    db
      .prepare(
        `INSERT INTO search (rowid, title, summary, body, tags, authors)
         SELECT place, title, summary, body, tags, authors FROM searchable
         WHERE key IN (SELECT value FROM json_each(?)) ORDER BY place`,
      )
      .bind(JSON.stringify(keys)),
  );
}
