import { change, type Database, type Query, query } from '../platform/database.ts';
import { Refused } from '../refusal.ts';

/** Where the change sequence is. */
export interface Sequence {
  /** The number of the newest change. */
  value: number;
  /** Tells this database's numbers from another one's. */
  epoch: string;
}

/** SQL for the newest number, and for the second (since 1970) of its change; inside a transaction, that transaction's own. */
export const NEWEST_NUMBER = '(SELECT value FROM sequence)';
export const NEWEST_SECOND = '(SELECT modified FROM sequence)';

export function findSequence(db: Database): Query<Sequence> {
  return query(
    db,
    db.prepare('SELECT value, epoch FROM sequence'),
    ([row]: Sequence[]) => row ?? { value: 0, epoch: '' },
  );
}

/**
 * Takes numbers: the first change of every transaction. It fails the transaction unless the sequence is where it was when
 * the caller read it, since NULL is not allowed there.
 * @param newest the newest number when everything was read that the transaction depends on
 * @param count how many numbers it takes
 */
export function takeNumbers(db: Database, newest: number, count: number, now: Date): Query<void> {
  return change(
    db,
    db
      .prepare('UPDATE sequence SET value = CASE WHEN value = ?1 THEN value + ?2 END, modified = max(?3, modified + 1)')
      .bind(newest, count, Math.floor(now.getTime() / 1000)),
  );
}

/**
 * Makes the changes of a transaction that begins with `takeNumbers`.
 * @throws {Refused} `conflict` if somebody else has written since
 */
export async function commit<T>(transaction: Query<T>): Promise<T> {
  try {
    return await transaction.ask();
  } catch (error) {
    if (!/NOT NULL constraint failed: sequence\.value/.test((error as Error).message)) throw error;
    throw new Refused({ kind: 'conflict', message: 'somebody else has published in between' });
  }
}
