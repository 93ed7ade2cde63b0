import { boundInParts, change, type Database, type Query, query } from '../platform/database.ts';
import type { Article } from './article.ts';
import type { Action } from './lifecycle.ts';
import type { ArticleRecord } from './record.ts';

/** One change in an article's history. */
export interface HistoricChange {
  /** Its number in the change sequence. */
  seq: number;
  /** ISO 8601 in UTC. */
  at: string;
  /** The name of the token that it was requested with, or "clock". */
  by: string;
  action: Action;
  /** After the change, like `hash`. */
  status: ArticleRecord['status'];
  /** The names of the record's fields that changed. */
  fields: string[];
  hash: string;
}

/** Finds the changes of an article, newest first; undefined if there is no article with this key. */
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

/** Actions after which the record may differ. */
const RECORD_CHANGES: ReadonlySet<Action> = new Set(['updated', 'retracted', 'withdrawn', 'revived']);

/**
 * Adds a row of history for each article, with the names of the fields in which the new record differs from the stored
 * one. Part of a transaction that has stored these articles, but not their records yet.
 * @param by the name of the requesting token, or "clock"
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
                 SELECT key AS field, value FROM json_each((SELECT record FROM records WHERE number = articles.number AND json_valid(record)))
                 UNION ALL SELECT key, value FROM json_each(given.value, '$.record'))
               GROUP BY field HAVING count(*) = 1 OR min(value) <> max(value) ORDER BY field)) END
         FROM json_each(?1) AS given JOIN articles ON articles.key = given.value ->> 'key'`,
      )
      .bind(json, now.getTime(), by),
  );
  return change(db, ...statements);
}
