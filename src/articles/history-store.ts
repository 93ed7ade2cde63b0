import { boundInParts } from './bound.ts';
import type { Filing, Writing } from './filing.ts';
import type { Action } from './lifecycle.ts';
import type { ArticleRecord } from './record.ts';

/** One change of an article, as its history tells it. */
export interface Change {
  seq: number;
  /** ISO 8601 in UTC. */
  at: string;
  /** The name of the token that asked for it, or "clock". */
  by: string;
  action: Action;
  /** Like `hash`, after the change. */
  status: ArticleRecord['status'];
  /** Names of the record's fields that changed. */
  fields: string[];
  hash: string;
}

/** What became of an article, newest first; undefined if there is none of this key. */
export async function findHistory(db: D1Database, key: string): Promise<Change[] | undefined> {
  const { results } = await db
    .prepare(
      `SELECT history.seq, at, by, action, history.status, fields, history.hash
       FROM articles LEFT JOIN history USING (number) WHERE key = ? ORDER BY history.seq DESC`,
    )
    .bind(key)
    .all<(Omit<Change, 'at' | 'fields'> & { at: number; fields: string }) | { seq: null }>();
  if (results.length === 0) return undefined;
  return results.flatMap((it) =>
    it.seq === null ? [] : [{ ...it, at: new Date(it.at).toISOString(), fields: JSON.parse(it.fields) as string[] }],
  );
}

/** Changes that bring another record. */
const RECORD_CHANGES: ReadonlySet<Action> = new Set(['updated', 'retracted', 'withdrawn', 'revived']);

/**
 * Statements of a transaction that has written these articles, and not yet their records: a row for each, which names
 * the fields in which the former record and the new one differ.
 */
export function noteChanges({ db, by, now }: Writing, filings: Filing[]): D1PreparedStatement[] {
  const rows = filings.map(({ entry: { key }, record, action }) => ({
    key,
    action,
    ...(RECORD_CHANGES.has(action) && { record }),
  }));
  return boundInParts(rows, (json) =>
    db
      .prepare(
        `INSERT INTO history (number, seq, at, by, action, status, hash, fields)
         SELECT number, seq, ?2, ?3, given.value ->> 'action', status, hash,
           CASE WHEN given.value -> 'record' IS NULL THEN '[]' ELSE (
             SELECT json_group_array(field) FROM (
               SELECT field FROM (
                 SELECT key AS field, value FROM json_each((SELECT record FROM records WHERE number = articles.number))
                 UNION ALL SELECT key, value FROM json_each(given.value, '$.record'))
               GROUP BY field HAVING count(*) = 1 OR min(value) <> max(value) ORDER BY field)) END
         FROM json_each(?1) AS given JOIN articles ON articles.key = given.value ->> 'key'`,
      )
      .bind(json, now.getTime(), by),
  );
}
