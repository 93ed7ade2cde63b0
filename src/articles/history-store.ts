import { boundInParts, change, type Database, type Query, query } from '../platform/database.ts';
import type { Article } from './article.ts';
import type { Action } from './lifecycle.ts';
import type { ArticleRecord } from './record.ts';

/** One change of an article, as its history tells it. */
export interface HistoricChange {
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

/** The changes of an article, newest first; undefined if there is none of this key. */
export function findHistory(db: Database, key: string): Query<HistoricChange[] | undefined> {
  type Row = (Omit<HistoricChange, 'at' | 'fields'> & { at: number; fields: string }) | { seq: null };
  const statement = db
    .prepare(
      `SELECT history.seq, at, by, action, history.status, fields, history.hash
       FROM articles LEFT JOIN history USING (number) WHERE key = ? ORDER BY history.seq DESC`,
    )
    .bind(key);
  return query(db, statement, (rows: Row[]) => {
    if (rows.length === 0) return undefined;
    return rows.flatMap((it) =>
      it.seq === null ? [] : [{ ...it, at: new Date(it.at).toISOString(), fields: JSON.parse(it.fields) as string[] }],
    );
  });
}

/** Changes that bring another record. */
const RECORD_CHANGES: ReadonlySet<Action> = new Set(['updated', 'retracted', 'withdrawn', 'revived']);

/**
 * Notes what changes: a row for each article, which names the fields in which the former record and the new one differ.
 * Part of a transaction that has stored these articles, but not their records yet.
 * @param by who asked for it
 */
export function noteChanges(db: Database, articles: Article[], { by, now }: { by: string; now: Date }): Query<void> {
  const rows = articles.map(({ entry: { key }, record, action }) => ({
    key,
    action,
    ...(RECORD_CHANGES.has(action) && { record }),
  }));
  const statements = boundInParts(rows, (json) =>
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
  return change(db, ...statements);
}
