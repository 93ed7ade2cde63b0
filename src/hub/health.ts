import type { Handler } from '../http/add-routes.ts';
import type { Database } from '../platform/database.ts';
import { findOldestUndelivered } from './report-store.ts';

/** Answers /healthz: if the database answers, and how long the oldest undelivered change has waited. */
export function healthHandler({ db, clock }: { db: Database; clock: () => Date }): Handler {
  return async (c) => {
    c.header('cache-control', 'no-store');
    try {
      const since = await findOldestUndelivered(db).ask();
      const seconds = since === undefined ? 0 : Math.max(0, Math.round((clock().getTime() - since) / 1000));
      return c.json({ status: 'ok', database: 'ok', oldestUndeliveredSeconds: seconds });
    } catch (error) {
      console.error(error);
      return c.json({ status: 'failing', database: 'does not answer' }, 503);
    }
  };
}
