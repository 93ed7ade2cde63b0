import { change, type Database, type Query, query } from '../platform/database.ts';

/** The interval in which verifications are counted, in milliseconds. */
export const VERIFICATION_INTERVAL = 10_000;

/** Counts a verification that is to go to a host. @returns how many there are in this interval, with it */
export function countVerification(db: Database, host: string, now: Date): Query<number> {
  const statement = db
    .prepare(
      `INSERT INTO verifications (host, window, count) VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count`,
    )
    .bind(host, now.getTime() - (now.getTime() % VERIFICATION_INTERVAL));
  return query(db, statement, ([row]: { count: number }[]) => row?.count ?? 1);
}

/** Forgets the counts of intervals that are over. */
export function forgetVerifications(db: Database, now: Date): Query<void> {
  const before = now.getTime() - 2 * VERIFICATION_INTERVAL;
  return change(db, db.prepare('DELETE FROM verifications WHERE window < ?').bind(before));
}
