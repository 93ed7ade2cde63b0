import { type Database, type Query, query } from '../platform/database.ts';
import type { Sequence } from './sequence-store.ts';

/** A release that is overdue by more milliseconds than this has failed and was logged; caches need not wait for it. */
const OVERDUE = 180_000;

const firstRelease = ([row]: { release: number | null }[]) => row?.release ?? undefined;

/** The change sequence, what tells the settings of partners apart, and the next moments at which something changes by itself, in milliseconds since 1970. */
export interface State extends Sequence {
  /** Tells articles/partners.yaml apart, and the vocabulary that its tags are of; "" before the first push. */
  settings: string;
  /** At which any article appears or disappears. */
  nextRelease: number | undefined;
  /** At which a story that people can read disappears. */
  nextExpiry: number | undefined;
}

/** Reads the change sequence, and when something changes by itself next: in one statement, as each takes its time. */
export function findState(db: Database, now: Date): Query<State> {
  const statement = db
    .prepare(
      `SELECT value, epoch, settings, (SELECT min(next_release) FROM articles WHERE next_release > ?1) AS release,
         (SELECT min(next_release) FROM articles INDEXED BY articles_by_expiry
           WHERE next_release > ?1 AND channels <> '[]') AS expiry FROM sequence`,
    )
    .bind(now.getTime() - OVERDUE);
  return query(
    db,
    statement,
    ([row]: (Sequence & { settings: string; release: number | null; expiry: number | null })[]) => ({
      value: row?.value ?? 0,
      epoch: row?.epoch ?? '',
      settings: row?.settings ?? '',
      nextRelease: row?.release ?? undefined,
      nextExpiry: row?.expiry ?? undefined,
    }),
  );
}

/** Finds when a story published from `start` on and before `end` disappears next (milliseconds since 1970). */
export function findNextExpiryOf(
  db: Database,
  { start, end }: { start: number; end: number },
  now: Date,
): Query<number | undefined> {
  const statement = db
    .prepare(
      `SELECT min(next_release) AS release FROM articles INDEXED BY articles_by_rank
       WHERE rank > ? AND rank <= ? AND next_release > ? AND channels <> '[]'`,
    )
    .bind(0 - end, 0 - start, now.getTime() - OVERDUE);
  return query(db, statement, firstRelease);
}

/** Finds the first release after a moment, up to and including another one; all in milliseconds since 1970. */
export function findReleaseBetween(db: Database, after: number, upto: number): Query<number | undefined> {
  const statement = db
    .prepare('SELECT min(next_release) AS release FROM articles WHERE next_release > ? AND next_release <= ?')
    .bind(after, upto);
  return query(db, statement, firstRelease);
}

/**
 * Lists articles whose time to appear or disappear has come, oldest change first.
 * @param after a sequence number; only articles whose newest change is later are listed
 */
export function findDue(db: Database, now: Date, after: number, limit: number): Query<{ key: string; seq: number }[]> {
  const statement = db
    .prepare('SELECT key, seq FROM articles WHERE next_release <= ? AND seq > ? ORDER BY seq LIMIT ?')
    .bind(now.getTime(), after, limit);
  return query(db, statement, (rows: { key: string; seq: number }[]) => rows);
}
