import { namesOf } from '../articles/former-urls.ts';
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
import { updatedAt } from '../articles/to-entry.ts';
import { findChannels } from '../channels/channel-store.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import type { ProfileBook } from '../partners/profiles.ts';
import { answered, type Database, type Query, together } from '../platform/database.ts';
import type { Submission } from './submission.ts';

/** The stored state of the articles that are to be written, and the sequence. */
export interface Basis {
  /** The newest number: the write fails if there is a newer one by then. */
  sequence: number;
  vocabulary: Vocabulary;
  stored: Map<string, StoredArticle>;
  /** The partners that the newsroom feeds. */
  partners: ProfileBook;
  /** Of articles that stay in their channels as stubs: what is left of them. */
  remains: Map<string, Remains>;
}

/** Asks for the basis of a write. @param remains those of the articles that are, or will be, withdrawn */
export function readBasis(
  db: Database,
  { vocabulary, partners }: { vocabulary: Query<Vocabulary>; partners: Query<ProfileBook> },
  keys: string[],
  remains: Query<Map<string, Remains>>,
): Query<Basis> {
  return together(db, {
    sequence: findSequence(db).map((it) => it.value),
    vocabulary,
    partners,
    stored: findArticles(db, keys),
    remains,
  });
}

/** Asks what is left of the articles that these submissions withdraw. */
export function readRemains(db: Database, submissions: Submission[]): Query<Map<string, Remains>> {
  const keys = submissions.filter((it) => it.record.status === 'withdrawn').map((it) => it.record.key);
  return keys.length > 0 ? findRemains(db, keys) : answered(db, new Map());
}

/** The names and moments that the articles to be written want, as far as articles and channels have them. */
export interface Taken {
  /** Labels of open channels, by slug; of these slugs only. */
  labels: Map<string, string>;
  labelledSlugs: Set<string>;
  slugOwners: Map<string, string>;
  idOwners: Map<string, string>;
  /** The last `updated` of any article within a second from each sought moment. */
  moments: Map<number, number>;
  soughtMoments: Set<number>;
}

/** The tags by which an article is filed: a stub's are those that its story had. */
export function tagsOf({ record }: Submission, remains: Map<string, Remains>): string[] {
  return remains.get(record.key)?.tags ?? record.tags;
}

/** The slugs of tags outside a vocabulary: their channels keep the label that they were first written with. */
function slugsOutside(vocabulary: Vocabulary, submissions: Submission[], remains: Map<string, Remains>) {
  const slugs = submissions.flatMap((it) => tagsOf(it, remains).map((tag) => vocabulary.slugOf(tag)));
  return [...new Set(slugs)].filter((it) => it !== '' && !vocabulary.has(it));
}

/**
 * Asks for everything that others may have taken.
 * @param vocabulary as it is known: `completeLabels` asks once more if it has changed
 */
export function readTaken(
  db: Database,
  vocabulary: Vocabulary,
  submissions: Submission[],
  remains: Map<string, Remains>,
  now: Date,
): Query<Taken> {
  const records = submissions.map((it) => it.record);
  const outside = slugsOutside(vocabulary, submissions, remains);
  const ids = records.flatMap((it) => it.id ?? []);
  // The record's own date or, where its status changes, mostly this moment.
  const sought = new Set(records.length > 0 ? [now.getTime(), ...records.map((it) => updatedAt(it).getTime())] : []);
  return together(db, {
    rows: outside.length > 0 ? findChannels(db, outside) : answered(db, []),
    slugOwners: findSlugOwners(
      db,
      records.flatMap((it) => namesOf(it).map(({ name }) => name)),
    ),
    idOwners: ids.length > 0 ? findIdOwners(db, ids) : answered(db, new Map<string, string>()),
    moments: findTakenMoments(db, [...sought]),
  }).map(({ rows, ...others }) => ({
    ...others,
    labels: new Map(rows.map((it) => [it.slug, it.label])),
    labelledSlugs: new Set(outside),
    soughtMoments: sought,
  }));
}

/** Adds the labels of tags that were thought to be in the vocabulary. */
export async function completeLabels(
  db: Database,
  taken: Taken,
  { vocabulary, remains }: Basis,
  submissions: Submission[],
): Promise<Taken> {
  const missing = slugsOutside(vocabulary, submissions, remains).filter((it) => !taken.labelledSlugs.has(it));
  if (missing.length === 0) return taken;
  const rows = await findChannels(db, missing).ask();
  return { ...taken, labels: new Map([...taken.labels, ...rows.map((it) => [it.slug, it.label] as const)]) };
}

/** Adds the moments that nobody could know before the articles were placed. */
export async function completeMoments(db: Database, taken: Taken, moments: number[]): Promise<Taken> {
  const missing = [...new Set(moments)].filter((it) => !taken.soughtMoments.has(it));
  if (missing.length === 0) return taken;
  return { ...taken, moments: new Map([...taken.moments, ...(await findTakenMoments(db, missing).ask())]) };
}
