import { updatedAt } from '../articles/entry.ts';
import {
  findArticles,
  findIdOwners,
  findRemains,
  findSlugOwners,
  findTakenMoments,
  type StoredArticle,
} from '../articles/lookup-store.ts';
import { findSequence } from '../articles/sequence-store.ts';
import type { Remains } from '../articles/stub.ts';
import { findChannels } from '../channels/store.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { answered, type Database, type Query, together } from '../platform/database.ts';
import type { Submission } from './submission.ts';

/** What is stored of the articles that are to be written, and where the sequence is. */
export interface Basis {
  /** The newest number: the write fails if there is a newer one by then. */
  sequence: number;
  vocabulary: Vocabulary;
  stored: Map<string, StoredArticle>;
  /** Of articles that stay in their channels as stubs: what is left of them. */
  remains: Map<string, Remains>;
}

/** Asks for the basis of a write. @param remains those of the articles that are, or will be, withdrawn */
export function readBasis(
  db: Database,
  vocabulary: Query<Vocabulary>,
  keys: string[],
  remains: Query<Map<string, Remains>>,
): Query<Basis> {
  return together(db, {
    sequence: findSequence(db).map((it) => it.value),
    vocabulary,
    stored: findArticles(db, keys),
    remains,
  });
}

/** Asks what is left of those submitted articles that are withdrawn. */
export function readRemains(db: Database, submissions: Submission[]): Query<Map<string, Remains>> {
  const keys = submissions.filter((it) => it.record.status === 'withdrawn').map((it) => it.record.key);
  return keys.length > 0 ? findRemains(db, keys) : answered(db, new Map());
}

/** The names and moments that the articles to be written want, as far as others have them. */
export interface Claims {
  /** Labels of open channels, by slug; of these slugs only. */
  labels: Map<string, string>;
  labelledSlugs: Set<string>;
  slugOwners: Map<string, string>;
  idOwners: Map<string, string>;
  /** The last moment within its second that is taken, by moment; of these moments only. */
  taken: Map<number, number>;
  soughtMoments: Set<number>;
}

/** The tags by which an article is filed: a stub's are those that its story had. */
export function tagsOf({ record }: Submission, remains: Map<string, Remains>): string[] {
  return remains.get(record.key)?.tags ?? record.tags;
}

/** The slugs of tags outside a vocabulary: their channels keep the label that they were first written with. */
export function slugsOutside(vocabulary: Vocabulary, submissions: Submission[], remains: Map<string, Remains>) {
  const slugs = submissions.flatMap((it) => tagsOf(it, remains).map((tag) => vocabulary.slugOf(tag)));
  return [...new Set(slugs)].filter((it) => it !== '' && !vocabulary.has(it));
}

/**
 * Asks for everything that others may have taken.
 * @param vocabulary as it is known: `completeClaims` asks once more if it has changed
 */
export function readClaims(
  db: Database,
  vocabulary: Vocabulary,
  submissions: Submission[],
  remains: Map<string, Remains>,
  now: Date,
): Query<Claims> {
  const records = submissions.map((it) => it.record);
  const outside = slugsOutside(vocabulary, submissions, remains);
  const ids = records.flatMap((it) => it.id ?? []);
  // The record's own date or, where its status changes, mostly this moment.
  const moments = new Set(records.length > 0 ? [now.getTime(), ...records.map((it) => updatedAt(it).getTime())] : []);
  return together(db, {
    rows: outside.length > 0 ? findChannels(db, outside) : answered(db, []),
    slugOwners: findSlugOwners(
      db,
      records.flatMap((it) => [it.slug ?? it.key, ...it.formerSlugs]),
    ),
    idOwners: ids.length > 0 ? findIdOwners(db, ids) : answered(db, new Map<string, string>()),
    taken: findTakenMoments(db, [...moments]),
  }).map(({ rows, ...others }) => ({
    ...others,
    labels: new Map(rows.map((it) => [it.slug, it.label])),
    labelledSlugs: new Set(outside),
    soughtMoments: moments,
  }));
}

/** The same claims with the labels of tags that were thought to be in the vocabulary. */
export async function completeLabels(
  db: Database,
  claims: Claims,
  { vocabulary, remains }: Basis,
  submissions: Submission[],
): Promise<Claims> {
  const missing = slugsOutside(vocabulary, submissions, remains).filter((it) => !claims.labelledSlugs.has(it));
  if (missing.length === 0) return claims;
  const rows = await findChannels(db, missing).ask();
  return { ...claims, labels: new Map([...claims.labels, ...rows.map((it) => [it.slug, it.label] as const)]) };
}

/** The last moments taken within these moments' seconds. */
export async function takenMoments(db: Database, claims: Claims, moments: number[]): Promise<Map<number, number>> {
  const missing = [...new Set(moments)].filter((it) => !claims.soughtMoments.has(it));
  if (missing.length === 0) return claims.taken;
  return new Map([...claims.taken, ...(await findTakenMoments(db, missing).ask())]);
}
