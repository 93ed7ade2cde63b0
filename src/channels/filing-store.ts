import { change, type Database, type Query } from '../platform/database.ts';
import type { Expression } from './expression.ts';
import type { ListedArticle, ListOptions } from './listing.ts';
import { listByPlace } from './place-listing-store.ts';

/** Lists the articles of an expression, newest first. */
export function listFiled(
  db: Database,
  expression: Expression,
  { stubs = true, ...options }: ListOptions,
): Query<ListedArticle[]> {
  const match = matchOf(expression);
  return listByPlace(db, { table: 'filings', match: stubs ? match : `(${match}) NOT "-stub"` }, options);
}

/** Writes an expression as a query of FTS5. Slugs never contain a quotation mark. */
function matchOf(expression: Expression): string {
  const quoted = (slugs: string[]) => slugs.map((it) => `"${it}"`);
  const clauses = expression.map(({ every, none }) => {
    const wanted = `(${quoted(every).join(' AND ')})`;
    return none.length > 0 ? `(${wanted} NOT (${quoted(none).join(' OR ')}))` : wanted;
  });
  return clauses.join(' OR ');
}

/** Takes articles out of the index. Part of a transaction that is about to write them again. */
export function leaveFilings(db: Database, keys: string[]): Query<void> {
  return change(
    db,
    db
      .prepare(
        'DELETE FROM filings WHERE rowid IN (SELECT place FROM filed WHERE key IN (SELECT value FROM json_each(?)))',
      )
      .bind(JSON.stringify(keys)),
  );
}

/** Puts those of these articles that channels list now into the index. */
export function enterFilings(db: Database, keys: string[]): Query<void> {
  return change(
    db,
    db
      .prepare(
        `INSERT INTO filings (rowid, channels)
         SELECT place, channels FROM filed WHERE key IN (SELECT value FROM json_each(?)) ORDER BY place`,
      )
      .bind(JSON.stringify(keys)),
  );
}
