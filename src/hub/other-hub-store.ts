import { NEWEST_NUMBER } from '../articles/sequence-store.ts';
import { change, type Database, type Query, query } from '../platform/database.ts';

/** A hub besides our own as it is stored: see the migration for the columns. */
export interface OtherHub {
  address: string;
  told: number;
  channel: string;
  failures: number;
}

/** Stores these hubs, each from now on, and forgets all others. */
export function keepOtherHubs(db: Database, addresses: string[]): Query<void> {
  const given = JSON.stringify(addresses);
  return change(
    db,
    db
      .prepare(
        `INSERT INTO other_hubs (address, told, channel, failures, retry) SELECT value, ${NEWEST_NUMBER}, '~', 0, 0
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(given),
    db.prepare('DELETE FROM other_hubs WHERE address NOT IN (SELECT value FROM json_each(?1))').bind(given),
  );
}

/** Claims hubs that may be told something now: nobody else tells them until a time (milliseconds since 1970). */
export function claimOtherHubs(db: Database, now: Date, until: number): Query<OtherHub[]> {
  const statement = db
    .prepare('UPDATE other_hubs SET retry = ?2 WHERE retry <= ?1 RETURNING address, told, channel, failures')
    .bind(now.getTime(), until);
  return query(db, statement, (rows: OtherHub[]) => rows);
}

/** Stores what another hub was told, and what was wrong. @param retry milliseconds since 1970 */
export function storeOtherHub(
  db: Database,
  { address, told, channel, failures, problem, retry }: OtherHub & { problem: string | null; retry: number },
): Query<void> {
  return change(
    db,
    db
      .prepare(
        'UPDATE other_hubs SET told = ?2, channel = ?3, failures = ?4, problem = ?5, retry = ?6 WHERE address = ?1',
      )
      .bind(address, told, channel, failures, problem, retry),
  );
}
