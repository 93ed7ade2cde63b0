import type { Fault } from '../faults/faults.ts';
import { change, type Database, type Query, query } from '../platform/database.ts';
import { closedIn, EMPTY_VOCABULARY, type VocabularyFile } from './vocabulary-file.ts';

/** The stored vocabulary; its hash is "" before the first push. */
export interface StoredVocabulary {
  hash: string;
  /** Undefined if the caller knows it, or if it cannot be read. */
  file: VocabularyFile | undefined;
  /** True if it, or what is stored beside it, cannot be read. */
  isUnreadable: boolean;
  /** Slugs of the channels that ask for a key; undefined if that cannot be read. */
  closed: string[] | undefined;
  /** Slugs of channels that still list articles by the former vocabulary. */
  stale: string[];
}

const STALE = "CASE WHEN json_valid(vocabulary.stale) THEN vocabulary.stale ELSE '[]' END";

/** The fault of a stored vocabulary that cannot be read. */
export const VOCABULARY_FAULT: Fault = {
  what: 'vocabulary',
  key: 'tags.yaml',
  problem: 'the stored vocabulary cannot be read: push tags.yaml again',
};

interface Row {
  hash: string;
  content: string | null;
  stale: string;
  closed: string;
}

/** Finds the stored vocabulary. @param known the hash of the one that the caller has, which need not be read again */
export function findVocabulary(db: Database, known?: string): Query<StoredVocabulary> {
  const statement = db
    .prepare('SELECT hash, CASE WHEN hash <> ? THEN content END AS content, stale, closed FROM vocabulary')
    .bind(known ?? '');
  return query(db, statement, ([row]: Row[]) => {
    if (!row)
      return { hash: '', file: known ? EMPTY_VOCABULARY : undefined, isUnreadable: false, closed: [], stale: [] };
    const file = row.content === null ? undefined : parsed<VocabularyFile>(row.content);
    const stale = parsed<string[]>(row.stale);
    const isUnreadable = (row.content !== null && file === undefined) || stale === undefined;
    return { hash: row.hash, file, isUnreadable, closed: parsed<string[]>(row.closed), stale: stale ?? [] };
  });
}

function parsed<T>(json: string): T | undefined {
  try {
    return JSON.parse(json) as T;
  } catch {
    return undefined;
  }
}

/** Stores a vocabulary, and adds the channels that still list articles by the former one to the stale ones. */
export function putVocabulary(
  db: Database,
  { hash, file, stale }: { hash: string; file: VocabularyFile; stale: string[] },
): Query<void> {
  return change(
    db,
    db
      .prepare(
        `INSERT INTO vocabulary (id, hash, content, stale, closed) VALUES (1, ?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET hash = ?1, content = ?2, closed = ?4, stale =
           (SELECT json_group_array(DISTINCT value) FROM (SELECT value FROM json_each(${STALE})
             UNION SELECT value FROM json_each(?3)))`,
      )
      .bind(hash, JSON.stringify(file), JSON.stringify(stale), JSON.stringify(closedIn(file))),
  );
}

/** Takes channels out of the stale ones, unless another vocabulary than that of this hash has been stored meanwhile. */
export function clearStale(db: Database, hash: string, channels: string[]): Query<void> {
  return change(
    db,
    db
      .prepare(
        `UPDATE vocabulary SET stale = (SELECT json_group_array(value) FROM json_each(${STALE})
           WHERE value NOT IN (SELECT value FROM json_each(?1))) WHERE hash = ?2`,
      )
      .bind(JSON.stringify(channels), hash),
  );
}
