import { NEWEST_NUMBER } from '../articles/sequence-store.ts';
import type { Database } from '../platform/database.ts';
/** A hub besides our own as it is stored: see the migration for the columns. */
export interface OtherHub {
  address: string;
  told: number;
  channel: string;
  failures: number;
}

/** Knows these hubs from now on, and no others. */
export async function keepOtherHubs(db: Database, addresses: string[]): Promise<void> {
  const given = JSON.stringify(addresses);
  await db.batch([
    db
      .prepare(
        `INSERT INTO other_hubs (address, told, channel, failures, retry) SELECT value, ${NEWEST_NUMBER}, '~', 0, 0
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(given),
    db.prepare('DELETE FROM other_hubs WHERE address NOT IN (SELECT value FROM json_each(?1))').bind(given),
  ]);
}

/** Claims hubs that may be told something now, so that nobody else tells them until a time (milliseconds since 1970). */
export async function claimOtherHubs(db: Database, now: Date, until: number): Promise<OtherHub[]> {
  const { results } = await db
    .prepare('UPDATE other_hubs SET retry = ?2 WHERE retry <= ?1 RETURNING address, told, channel, failures')
    .bind(now.getTime(), until)
    .all<OtherHub>();
  return results;
}

/** Notes what became of telling another hub. @param retry milliseconds since 1970 */
export async function storeOtherHub(
  db: Database,
  { address, told, channel, failures, problem, retry }: OtherHub & { problem: string | null; retry: number },
): Promise<void> {
  await db
    .prepare(
      'UPDATE other_hubs SET told = ?2, channel = ?3, failures = ?4, problem = ?5, retry = ?6 WHERE address = ?1',
    )
    .bind(address, told, channel, failures, problem, retry)
    .run();
}
