import { change, type Database, DatabaseAway, type Query, query } from '../platform/database.ts';
import { Refused } from '../refusal.ts';

/** The change sequence as it stands. */
export interface Sequence {
  /** The number of the newest change. */
  value: number;
  /** Identifies the database: numbers of another one mean nothing here. */
  epoch: string;
}

/**
 * SQL for the newest number and for its time in seconds since 1970. In a transaction, after `takeNumbers`, they are its
 * own.
 */
export const NEWEST_NUMBER = '(SELECT value FROM sequence)';
export const NEWEST_SECOND = '(SELECT modified FROM sequence)';

/** Reads the change sequence. */
export function findSequence(db: Database): Query<Sequence> {
  return query(
    db,
    db.prepare('SELECT value, epoch FROM sequence'),
    ([row]: Sequence[]) => row ?? { value: 0, epoch: '' },
  );
}

/**
 * Takes the next numbers of the sequence. Every transaction begins with this. If somebody else has taken a number since
 * `newest` was read, the new value is NULL, which the column forbids, so the transaction fails; see `commit`.
 * @param newest the newest number, read together with everything that the transaction depends on
 * @param count the quantity of numbers
 * @param now just before it is stored: a feed's Last-Modified follows from it
 */
export function takeNumbers(db: Database, newest: number, count: number, now: Date): Query<void> {
  return change(
    db,
    db
      .prepare('UPDATE sequence SET value = CASE WHEN value = ?1 THEN value + ?2 END, modified = max(?3, modified)')
      .bind(newest, count, Math.floor(now.getTime() / 1000)),
  );
}

/**
 * Notes which settings of partners hold, by which vocabulary (what their tags mean follows from it) and, behind "+", by which
 * rules all stories have been judged, once they have. In a transaction, after any of these was stored.
 */
export function noteSettings(db: Database): Query<void> {
  const statement = db.prepare(
    `UPDATE sequence SET settings = coalesce((SELECT substr(hash, 1, 16) FROM partners)
       || coalesce((SELECT substr(hash, 1, 16) FROM vocabulary), '')
       || (SELECT CASE WHEN upto IS NULL THEN '+' || substr(judged, 1, 16) ELSE '' END FROM partners), '')`,
  );
  return change(db, statement);
}

/** Thrown if the database did not answer a transaction: it may be stored all the same. */
export class MaybeStored extends DatabaseAway {}

/**
 * Runs a transaction that begins with `takeNumbers`.
 * @throws {Refused} `conflict` if somebody else has published since its basis was read
 * @throws {MaybeStored}
 */
export async function commit<T>(transaction: Query<T>): Promise<T> {
  try {
    // It may be carried out although nobody waits for it any more: so whoever asked waits, and tells of it.
    return await transaction.askPatiently();
  } catch (error) {
    if (error instanceof DatabaseAway) throw new MaybeStored(error.message, { cause: error });
    if (!/NOT NULL constraint failed: sequence\.value/.test((error as Error).message)) throw error;
    throw new Refused({ kind: 'conflict', message: 'somebody else has published in between' });
  }
}
