import { findRecords, findRemains, type StoredArticle, type StoredRecord } from '../articles/lookup-store.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { articleCacheTag, changedArchives } from '../channels/cache-tags.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import type { Profiles } from '../partners/profiles.ts';
import { notesOnWithheld } from '../partners/report.ts';
import { type Database, together } from '../platform/database.ts';
import type { Problem } from '../refusal.ts';
import type { Site } from '../site.ts';
import { type Basis, completeLabels, completeMoments, readBasis, readRemains, readTaken, type Taken } from './basis.ts';
import { breakTies, momentOf, placeAll } from './place.ts';
import { isApplied, type Submission, submit } from './submission.ts';
import { storeArticles } from './transaction.ts';

/**
 * The outcome for one record. `channels` now list it: none if it is unchanged, withdrawn or refused. `seq` is the number of
 * its newest change. `notes` tell what was changed on the way in, and what is worth a look.
 */
export type Outcome = { key: string; channels: string[]; notes: Problem[] } & (
  | { result: 'created' | 'updated' | 'unchanged'; id: string; seq: number; problems: [] }
  | { result: 'refused'; problems: Problem[] }
);

/** The result of a write. */
export interface WriteResult {
  outcomes: Outcome[];
  /** Channels that changed. */
  channels: string[];
  /** Cache tags of what changed besides: archives, and articles’ pages. */
  cacheTags: string[];
}

export const NOTHING_WRITTEN: WriteResult = { outcomes: [], channels: [], cacheTags: [] };

/** The parts of the wire that publishing works with. */
export interface PublishingParts {
  db: Database;
  clock: () => Date;
  site: Site;
  resolver: ChannelResolver;
  profiles: Profiles;
}

/** The name and moment under which a change is recorded. */
export interface Requester {
  by: string;
  now: Date;
}

/**
 * Sees what is stored of an article before it is written, and may throw.
 * @param applied true if that is what the request asks for
 */
export type Precondition = (stored: Pick<StoredArticle, 'seq'> | undefined, applied: boolean) => void;

/**
 * The one way in which articles are written: stores checked records in one transaction, so that they are in their channels when it returns.
 * Publishing an unchanged record is a no-op. Mostly waits for the database twice: to read all at once, and to store.
 * @param records with distinct keys
 * @throws {Refused} `conflict` if somebody else has written in between
 */
export async function publish(
  parts: PublishingParts,
  records: ArticleRecord[],
  requester: Requester,
  precondition?: Precondition,
): Promise<WriteResult> {
  const { db, site, resolver, profiles } = parts;
  const submissions = await submit(records, site);
  const keys = records.map((it) => it.key);
  const { basis, taken } = await together(db, {
    basis: readBasis(
      db,
      { vocabulary: resolver.vocabulary(), partners: profiles.read() },
      keys,
      readRemains(db, submissions),
    ),
    taken: readTaken(db, resolver.knownVocabulary(), submissions, new Map(), requester.now),
  }).ask();
  for (const it of submissions)
    precondition?.(basis.stored.get(it.record.key), isApplied(it, basis.stored.get(it.record.key)));
  return placeAndStore(parts, submissions, basis, taken, requester);
}

/** Options for deriving stored articles anew. */
interface Refiling {
  /** Makes the record that is to be stored; undefined leaves the article as it is. */
  change?: (stored: StoredRecord) => ArticleRecord | undefined;
  /** True if `change` withdraws. */
  withdrawing?: boolean;
  /** The slug of a tag that is taken away. */
  withoutTag?: string;
}

/**
 * Derives stored articles anew: their time has come, the vocabulary has changed, or they are withdrawn.
 * @throws {Refused} `conflict` if somebody else has written in between
 */
export async function refile(
  parts: PublishingParts,
  keys: string[],
  requester: Requester,
  { change = ({ record }) => record, withdrawing = false, withoutTag }: Refiling = {},
): Promise<WriteResult> {
  const { db, resolver, profiles } = parts;
  const read = await together(db, {
    basis: readBasis(
      db,
      { vocabulary: resolver.vocabulary(), partners: profiles.read() },
      keys,
      findRemains(db, keys, !withdrawing),
    ),
    records: findRecords(db, keys),
  }).ask();
  const { basis, records } = withoutTag === undefined ? read : withoutTagOf(read, withoutTag);
  const changed = records.map((stored) => ({ stored, record: change(stored) }));
  const submissions = changed.flatMap(({ stored: { hash }, record }) =>
    record ? [{ record, hash, fromStore: true }] : [],
  );
  const unchanged = changed.filter((it) => !it.record).map(({ stored }) => unchangedOutcome(stored.record.key, stored));
  if (submissions.length === 0) return { ...NOTHING_WRITTEN, outcomes: unchanged };
  const taken = await readTaken(db, basis.vocabulary, submissions, basis.remains, requester.now).ask();
  const result = await placeAndStore(parts, submissions, basis, taken, requester);
  return { ...result, outcomes: [...result.outcomes, ...unchanged] };
}

/** What was read, as if no article had a tag. */
function withoutTagOf({ basis, records }: { basis: Basis; records: StoredRecord[] }, slug: string) {
  const others = (tags: string[]) => tags.filter((it) => basis.vocabulary.slugOf(it) !== slug);
  const remains = new Map([...basis.remains].map(([key, it]) => [key, { ...it, tags: others(it.tags) }]));
  return {
    basis: { ...basis, remains },
    records: records.map((it) => ({ ...it, record: { ...it.record, tags: others(it.record.tags) } })),
  };
}

const unchangedOutcome = (key: string, { id, seq }: { id: string; seq: number }): Outcome => ({
  key,
  id,
  seq,
  channels: [],
  notes: [],
  result: 'unchanged',
  problems: [],
});

/** The stages after everything is read: place, break ties, store. */
async function placeAndStore(
  { db, site, clock }: PublishingParts,
  submissions: Submission[],
  basis: Basis,
  taken: Taken,
  { by, now }: Requester,
): Promise<WriteResult> {
  const changing = submissions.filter((it) => it.fromStore || !isApplied(it, basis.stored.get(it.record.key)));
  const labelled = await completeLabels(db, taken, basis, changing);
  const { articles, problems } = placeAll(changing, basis, labelled, site, now);
  const { moments } = await completeMoments(db, labelled, articles.map(momentOf));
  const dated = breakTies(articles, basis.stored, moments);
  const verdicts = dated.flatMap((it) =>
    basis.partners.verdictsOn(it.entry, { site, vocabulary: basis.vocabulary, now }),
  );
  const { channels, listings, numbers } = await storeArticles(db, dated, {
    verdicts,
    sequence: basis.sequence,
    by,
    now,
    storedAt: clock(),
  });
  const placed = new Map(dated.map((it) => [it.entry.key, it]));
  const withheld = Map.groupBy(
    verdicts.filter((it) => it.verdict === 'withheld'),
    (it) => it.key,
  );
  const outcomes = submissions.map(({ record: { key } }): Outcome => {
    const article = placed.get(key);
    const stored = basis.stored.get(key);
    if (article) {
      const listed = article.entry.withdrawn ? [] : article.channels.map((it) => it.slug);
      const result = stored ? 'updated' : 'created';
      const { entry, record } = article;
      const untaken = record.status === 'ready' ? notesOnWithheld(withheld.get(key) ?? []) : [];
      const notes = [...article.notes, ...untaken];
      return { key, id: entry.id, seq: numbers.get(key) ?? 0, channels: listed, notes, result, problems: [] };
    }
    const refused = problems.get(key);
    if (refused || !stored) return { key, channels: [], notes: [], result: 'refused', problems: refused ?? [] };
    return unchangedOutcome(key, stored);
  });
  return {
    outcomes,
    channels,
    cacheTags: [...changedArchives(listings, now), ...[...placed.keys()].map(articleCacheTag)],
  };
}
