import type { Fault } from '../faults/faults.ts';
import { change, type Database, type Query, query } from '../platform/database.ts';
import { NO_PARTNERS, type PartnersFile } from './settings.ts';

/** The stored partners.yaml. */
export interface StoredPartners {
  /** Tells it apart, and the vocabulary that its tags are of; "" before the first push. */
  hash: string;
  /** SHA-256 of its content. */
  fileHash: string;
  /** Undefined if the caller knows it, or if it cannot be read. */
  file: PartnersFile | undefined;
  isUnreadable: boolean;
}

/** The fault of a stored partners.yaml that cannot be read. */
export const PARTNERS_FAULT: Fault = {
  what: 'partners',
  key: 'partners.yaml',
  problem: 'the stored settings of partners cannot be read: push partners.yaml again',
};

/** Finds the stored partners.yaml. @param known the hash of the one that the caller has, which need not be read again */
export function findPartners(db: Database, known?: string): Query<StoredPartners> {
  const statement = db
    .prepare(
      `SELECT settings AS hash, partners.hash AS fileHash, CASE WHEN settings <> ? THEN content END AS content
       FROM sequence LEFT JOIN partners`,
    )
    .bind(known ?? '');
  return query(db, statement, ([row]: { hash: string; fileHash: string | null; content: string | null }[]) => {
    if (!row || row.fileHash === null)
      return { hash: '', fileHash: '', file: known ? NO_PARTNERS : undefined, isUnreadable: false };
    const file = row.content === null ? undefined : parsed(row.content);
    return {
      hash: row.hash,
      fileHash: row.fileHash,
      file,
      isUnreadable: row.content !== null && file === undefined,
    };
  });
}

function parsed(json: string): PartnersFile | undefined {
  try {
    return JSON.parse(json) as PartnersFile;
  } catch {
    return undefined;
  }
}

/** Stores a partners.yaml: all stories are then to be judged anew. */
export function putPartners(db: Database, { hash, file }: { hash: string; file: PartnersFile }): Query<void> {
  const statement = db
    .prepare(
      `INSERT INTO partners (id, hash, content, judged, upto) VALUES (1, ?1, ?2, '', 0)
       ON CONFLICT (id) DO UPDATE SET hash = ?1, content = ?2, judged = '', upto = 0`,
    )
    .bind(hash, JSON.stringify(file));
  return change(db, statement);
}

/** How far the stories have been judged: by which rules and settings, and up to which number; undefined: all of them. */
export interface Judging {
  judged: string;
  upto: number | undefined;
}

/** Asks how far the stories have been judged; undefined before the first push. */
export function findJudging(db: Database): Query<Judging | undefined> {
  const statement = db.prepare('SELECT judged, upto FROM partners');
  return query(
    db,
    statement,
    ([row]: { judged: string; upto: number | null }[]) => row && { judged: row.judged, upto: row.upto ?? undefined },
  );
}

/** Notes how far the stories have been judged, unless there are other settings by now. @param hash tells the settings apart */
export function noteJudging(db: Database, hash: string, { judged, upto }: Judging): Query<void> {
  const statement = db
    .prepare('UPDATE partners SET judged = ?1, upto = ?2 WHERE (SELECT settings FROM sequence) = ?3')
    .bind(judged, upto ?? null, hash);
  return change(db, statement);
}
