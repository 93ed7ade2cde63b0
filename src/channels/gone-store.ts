import { parseEntry } from '../articles/entry.ts';
import { type Database, type Query, query } from '../platform/database.ts';
import type { Expression } from './expression.ts';
import type { ListedArticle } from './listing.ts';
import { BoundValues, isTaken } from './listing-query-store.ts';
import { ALL } from './slug.ts';

/** Lists the stories of a channel that were withdrawn or retracted last, with their entries, the latest first. @param takenBy see `ListOptions` */
export function listGone(
  db: Database,
  expression: Expression,
  limit: number,
  takenBy?: string,
): Query<ListedArticle[]> {
  const bound = new BoundValues();
  const has = (slug: string) => (slug === ALL ? 'true' : `instr(channels, ${bound.add(`"${slug}"`)}) > 0`);
  const clauses = expression.map(
    ({ every, none }) => `(${[...every.map(has), ...none.map((it) => `NOT ${has(it)}`)].join(' AND ')})`,
  );
  const statement = db
    .prepare(
      `SELECT rank, key, seq, entry, octet_length(entry) AS bytes FROM articles INDEXED BY articles_by_gone
       WHERE since IS NOT NULL AND status IN ('withdrawn', 'retracted') AND channels <> '[]' AND (${clauses.join(' OR ')})
         ${takenBy === undefined ? '' : `AND ${isTaken(takenBy, 'articles.key', bound)}`}
       ORDER BY since DESC, key LIMIT ${bound.add(limit)}`,
    )
    .bind(...bound.values);
  return query(db, statement, (rows: { rank: number; key: string; seq: number; entry: string; bytes: number }[]) =>
    rows.map(({ entry: json, ...row }) => {
      const entry = parseEntry(json);
      return { ...row, ...(entry ? { entry } : { broken: true as const }) };
    }),
  );
}
