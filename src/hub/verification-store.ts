import type { Database } from '../platform/database.ts';
/** Counts a verification that is to go to a host in an interval. @returns how many there are with it */
export async function countVerification(db: Database, host: string, window: number): Promise<number> {
  const count = await db
    .prepare(
      `INSERT INTO verifications (host, window, count) VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count`,
    )
    .bind(host, window)
    .first<number>('count');
  return count ?? 1;
}

/** Forgets intervals that began before a time (milliseconds since 1970). */
export async function forgetVerifications(db: Database, before: number): Promise<void> {
  await db.prepare('DELETE FROM verifications WHERE window < ?').bind(before).run();
}
