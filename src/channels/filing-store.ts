import type { Database, Query } from '../platform/database.ts';
import type { Expression } from './expression.ts';
import type { ListedArticle, ListOptions } from './listing.ts';
import { FILINGS, listByPlace } from './place-listing-store.ts';

/** Lists the articles of an expression, newest first. Triggers keep the index: src/migrations/0011_bounds.sql. */
export function listFiled(
  db: Database,
  expression: Expression,
  { stubs = true, ...options }: ListOptions,
): Query<ListedArticle[]> {
  const match = matchOf(expression);
  return listByPlace(db, FILINGS, stubs ? match : `(${match}) NOT "-stub"`, options);
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
