import { change, type Database, type Query, query } from '../platform/database.ts';
import type { Fault } from './faults.ts';

/** Stores faults. @param now when they were noticed, if they are not known yet */
export function putFaults(db: Database, faults: Fault[], now: Date): Query<void> {
  return change(
    db,
    db
      .prepare(
        `INSERT INTO faults (what, key, problem, since)
         SELECT value ->> 'what', value ->> 'key', value ->> 'problem', ?2 FROM json_each(?1) WHERE true
         ON CONFLICT (what, key) DO UPDATE SET problem = excluded.problem`,
      )
      .bind(JSON.stringify(faults), now.getTime()),
  );
}

/** Lists known faults, by what they are and by key. */
export function listFaults(db: Database, limit: number): Query<Fault[]> {
  const statement = db.prepare('SELECT what, key, problem FROM faults ORDER BY what, key LIMIT ?').bind(limit);
  return query(db, statement, (rows: Fault[]) => rows);
}

/** Forgets faults that are mended. */
export function forgetFaults(db: Database, faults: Pick<Fault, 'what' | 'key'>[]): Query<void> {
  return change(
    db,
    db
      .prepare("DELETE FROM faults WHERE (what, key) IN (SELECT value ->> 'what', value ->> 'key' FROM json_each(?))")
      .bind(JSON.stringify(faults)),
  );
}
