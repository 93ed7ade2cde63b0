import type { AppContext } from '../env.ts';
import { findOldestUndelivered } from './report-store.ts';

/** Whether the database answers, and for how long the oldest message to a subscriber has been undelivered. */
export async function serveHealth(c: AppContext, now: Date): Promise<Response> {
  c.header('cache-control', 'no-store');
  try {
    const since = await findOldestUndelivered(c.env.DB);
    const seconds = since === undefined ? 0 : Math.max(0, Math.round((now.getTime() - since) / 1000));
    return c.json({ status: 'ok', database: 'ok', oldestUndeliveredSeconds: seconds });
  } catch (error) {
    console.error(error);
    return c.json({ status: 'failing', database: 'does not answer' }, 503);
  }
}
