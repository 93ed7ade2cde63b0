import { change, type Database, type Query, query } from '../platform/database.ts';

/** A key, but for the secret itself. */
export interface Key {
  name: string;
  /** The canonical name of the channel that it opens, as it was when the key was made. */
  channel: string;
  /** The formats and partners that it opens. */
  formats: string[];
  /** Milliseconds since 1970, like `ends`. */
  made: number;
  /** Undefined: never. */
  ends: number | undefined;
}

/** A key, and how it is used. */
export interface ListedKey extends Key {
  /** The last days on which it was used, the newest first. */
  uses: { day: string; uses: number }[];
}

interface Row {
  name: string;
  channel: string;
  formats: string;
  made: number;
  ends: number | null;
}

/** Days of use that are listed of a key. */
const LISTED_DAYS = 30;

const keyOf = ({ formats, ends, ...row }: Row): Key => ({
  ...row,
  formats: JSON.parse(formats) as string[],
  ends: ends ?? undefined,
});

/** Finds the key with a hash, if it has not ended. */
export function findKey(db: Database, hash: string, now: Date): Query<Key | undefined> {
  const statement = db
    .prepare('SELECT name, channel, formats, made, ends FROM keys WHERE hash = ? AND (ends IS NULL OR ends > ?)')
    .bind(hash, now.getTime());
  return query(db, statement, ([row]: Row[]) => row && keyOf(row));
}

/** Lists every key, ended ones among them. */
export function listKeys(db: Database): Query<ListedKey[]> {
  const statement = db.prepare(
    `SELECT name, channel, formats, made, ends,
       (SELECT json_group_array(json_object('day', day, 'uses', uses))
        FROM (SELECT day, uses FROM key_uses WHERE key_uses.name = keys.name ORDER BY day DESC LIMIT ${LISTED_DAYS})) AS used
     FROM keys ORDER BY name`,
  );
  return query(db, statement, (rows: (Row & { used: string })[]) =>
    rows.map(({ used, ...row }) => ({ ...keyOf(row), uses: JSON.parse(used) as ListedKey['uses'] })),
  );
}

/** Stores a new key. @returns false if there is one of that name */
export function putKey(db: Database, { name, channel, formats, made, ends }: Key, hash: string): Query<boolean> {
  const statement = db
    .prepare(
      `INSERT INTO keys (name, hash, channel, formats, made, ends) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT (name) DO NOTHING RETURNING name`,
    )
    .bind(name, hash, channel, JSON.stringify(formats), made, ends ?? null);
  return query(db, statement, (rows: { name: string }[]) => rows.length > 0);
}

/** Ends a key at once. @returns false if there is none of that name that has not ended */
export function revokeKey(db: Database, name: string, now: Date): Query<boolean> {
  const statement = db
    .prepare('UPDATE keys SET ends = ?1 WHERE name = ?2 AND (ends IS NULL OR ends > ?1) RETURNING name')
    .bind(now.getTime(), name);
  return query(db, statement, (rows: { name: string }[]) => rows.length > 0);
}

/** Counts a use of a key. */
export function countUse(db: Database, name: string, now: Date): Query<void> {
  const statement = db
    .prepare(
      `INSERT INTO key_uses (name, day, uses) VALUES (?, ?, 1) ON CONFLICT (name, day) DO UPDATE SET uses = uses + 1`,
    )
    .bind(name, now.toISOString().slice(0, 10));
  return change(db, statement);
}
