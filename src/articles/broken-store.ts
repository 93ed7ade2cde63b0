import { change, type Database, type Query, query } from '../platform/database.ts';
import type { Broken } from './broken.ts';

/** Stores articles that cannot be served. @param now when that was noticed, if it is not known yet */
export function putBroken(db: Database, broken: Broken[], now: Date): Query<void> {
  return change(
    db,
    db
      .prepare(
        `INSERT INTO broken_articles (key, problem, since) SELECT value ->> 'key', value ->> 'problem', ?2
         FROM json_each(?1) WHERE true ON CONFLICT (key) DO UPDATE SET problem = excluded.problem`,
      )
      .bind(JSON.stringify(broken), now.getTime()),
  );
}

/** Lists articles that cannot be served, in the order of their keys. */
export function listBroken(db: Database, limit: number): Query<Broken[]> {
  const statement = db.prepare('SELECT key, problem FROM broken_articles ORDER BY key LIMIT ?').bind(limit);
  return query(db, statement, (rows: Broken[]) => rows);
}

/** Forgets articles that can be served again, or are gone. */
export function forgetBroken(db: Database, keys: string[]): Query<void> {
  const given = JSON.stringify(keys);
  return change(
    db,
    db.prepare('DELETE FROM broken_articles WHERE key IN (SELECT value FROM json_each(?))').bind(given),
  );
}
