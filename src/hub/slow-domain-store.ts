import { change, type Database, type Query, query } from '../platform/database.ts';

/** The time for which a domain counts as slow after a delivery that timed out, in milliseconds. */
const SLOW_FOR = 5 * 60_000;

/** SQL for the domains that are slow at a time. @param now its placeholder */
export const slowDomains = (now: string) => `(SELECT domain FROM slow_domains WHERE until > ${now})`;

/** Notes that a domain has let a delivery time out. */
export function noteSlow(db: Database, domain: string, now: Date): Query<void> {
  return change(
    db,
    db
      .prepare('INSERT INTO slow_domains (domain, until) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET until = ?2')
      .bind(domain, now.getTime() + SLOW_FOR),
  );
}

/** Says if any domain is slow. */
export function isAnySlow(db: Database, now: Date): Query<boolean> {
  const statement = db.prepare('SELECT 1 FROM slow_domains WHERE until > ? LIMIT 1').bind(now.getTime());
  return query(db, statement, (rows: unknown[]) => rows.length > 0);
}

/** Forgets the domains that are slow no longer. */
export function forgetSlow(db: Database, now: Date): Query<void> {
  return change(db, db.prepare('DELETE FROM slow_domains WHERE until <= ?').bind(now.getTime()));
}
