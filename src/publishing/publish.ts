import { articleTag, updatedAtTime } from '../articles/entry.ts';
import type { Filing, Writing } from '../articles/filing.ts';
import { actionOf, isLive, nextFlip, statusSince } from '../articles/lifecycle.ts';
import type { Problem } from '../articles/problems.ts';
import type { ArticleRecord } from '../articles/record.ts';
import {
  findArticles,
  findIdOwners,
  findRemains,
  findSlugOwners,
  findTakenMoments,
  type StoredArticle,
} from '../articles/store.ts';
import { type Remains, toStub } from '../articles/stub.ts';
import { writeArticles } from '../articles/write-store.ts';
import { changedArchives } from '../channels/months.ts';
import { findChannels } from '../channels/store.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { articleId, type Site } from '../site.ts';
import { derive, recordHash, withoutDerived } from './derive.ts';

/** What became of a record; `seq` is the number of its newest change. */
export type Outcome = { key: string; channels: string[] } & (
  | { result: 'created' | 'updated' | 'unchanged'; id: string; seq: number; problems: [] }
  | { result: 'refused'; problems: Problem[] }
);

export interface Publication {
  outcomes: Outcome[];
  /** Channels that changed. */
  channels: string[];
  /** Cache tags of what changed besides: archives, and articles’ pages. */
  cacheTags: string[];
}

interface Candidate {
  record: ArticleRecord;
  hash: string;
  stored: StoredArticle | undefined;
  /** Written although nothing in the record has changed: it is released, or its tags mean something else now. */
  refiled: boolean;
  /** Only if it stays in its channels as a stub. */
  remains?: Remains | undefined;
}

/** What a write of articles depends on besides what is stored of them. */
export interface Basis extends Writing {
  site: Site;
  vocabulary: Vocabulary;
}

/**
 * Sees what is stored of an article before it is written, and may throw.
 * @param applied whether that is what the request asks for
 */
export type Inspect = (stored: Pick<StoredArticle, 'seq'> | undefined, applied: boolean) => void;

/**
 * The one write path: stores checked records in one transaction, so that they are in their channels when it returns.
 * A record that is stored already with the same content changes nothing.
 * @param records with distinct keys
 * @throws {ConflictError} if somebody else has written since the basis was read
 */
export async function publish(basis: Basis, records: ArticleRecord[], inspect?: Inspect): Promise<Publication> {
  const candidates = await Promise.all(
    records
      .map((record) => withoutDerived(record, basis.site))
      .map(async (record) => ({ record, hash: await recordHash(record), refiled: false })),
  );
  return fileCandidates(basis, candidates, inspect);
}

/**
 * Derives stored articles anew: their time has come, or the vocabulary has changed.
 * @throws {ConflictError} if somebody else has written since the basis was read
 */
export function refile(basis: Basis, records: { record: ArticleRecord; hash: string }[]): Promise<Publication> {
  return fileCandidates(
    basis,
    records.map((it) => ({ ...it, refiled: true })),
  );
}

async function fileCandidates(
  basis: Basis,
  given: Omit<Candidate, 'stored' | 'remains'>[],
  inspect?: Inspect,
): Promise<Publication> {
  const { db, vocabulary } = basis;
  const stored = await findArticles(
    db,
    given.map((it) => it.record.key),
  );
  const candidates = given.map((it) => ({ ...it, stored: stored.get(it.record.key) }));
  for (const candidate of candidates) inspect?.(candidate.stored, isApplied(candidate));
  const changing = await withRemains(
    db,
    candidates.filter((it) => it.refiled || !isApplied(it)),
  );
  const labels = await findLabels(db, vocabulary, changing);
  const claims = await findClaims(db, changing);
  const filings = new Map<string, Filing>();
  const problems = new Map<string, Problem[]>();
  for (const candidate of changing) {
    const filing = toFiling(candidate, basis, labels, claims);
    if ('problems' in filing) problems.set(candidate.record.key, filing.problems);
    else filings.set(candidate.record.key, filing);
  }
  await breakTies(db, [...filings.values()], stored);
  const { channels, places, numbers } = await writeArticles(basis, [...filings.values()]);
  const outcomes = candidates.map(({ record: { key }, stored }): Outcome => {
    const filing = filings.get(key);
    if (filing) {
      const channels = filing.entry.withdrawn ? [] : filing.channels.map((it) => it.slug);
      const result = stored ? 'updated' : 'created';
      return { key, id: filing.entry.id, seq: numbers.get(key) ?? 0, channels, result, problems: [] };
    }
    const refused = problems.get(key);
    if (refused || !stored) return { key, channels: [], result: 'refused', problems: refused ?? [] };
    return { key, id: stored.id, seq: stored.seq, channels: [], result: 'unchanged', problems: [] };
  });
  return {
    outcomes,
    channels,
    cacheTags: [...changedArchives(places, basis.now), ...[...filings.keys()].map(articleTag)],
  };
}

/** Whether a record is stored already with the same content. */
function isApplied({ record, hash, stored }: Pick<Candidate, 'record' | 'hash' | 'stored'>): boolean {
  return stored?.hash === hash && stored.status === record.status;
}

/** A withdrawn story stays where it was listed, as a stub, whatever its record says of tags and dates by then. */
async function withRemains(db: D1Database, candidates: Candidate[]): Promise<Candidate[]> {
  const keys = candidates
    .filter((it) => it.record.status === 'withdrawn' && it.stored?.listed)
    .map((it) => it.record.key);
  if (keys.length === 0) return candidates;
  const remains = await findRemains(db, keys);
  return candidates.map((it) => ({ ...it, remains: remains.get(it.record.key) }));
}

const tagsOf = ({ record, remains }: Candidate) => remains?.tags ?? record.tags;

/** The labels that channels outside the vocabulary got when they were first written. */
async function findLabels(
  db: D1Database,
  vocabulary: Vocabulary,
  candidates: Candidate[],
): Promise<Map<string, string>> {
  const slugs = new Set(candidates.flatMap((it) => tagsOf(it).map((tag) => vocabulary.slugOf(tag))));
  const outside = [...slugs].filter((it) => !vocabulary.has(it));
  const rows = outside.length > 0 ? await findChannels(db, outside) : [];
  const labels = new Map(rows.map((it) => [it.slug, it.label]));
  for (const candidate of candidates) {
    for (const tag of tagsOf(candidate)) {
      const slug = vocabulary.slugOf(tag);
      if (!labels.has(slug) && !vocabulary.has(slug)) labels.set(slug, tag);
    }
  }
  return labels;
}

interface Claims {
  slugs: Map<string, string>;
  ids: Map<string, string>;
}

/** Who owns the slugs and ids that these records want; filled with their own claims as they are filed. */
async function findClaims(db: D1Database, candidates: Candidate[]): Promise<Claims> {
  const slugs = candidates.flatMap(({ record }) => [record.slug ?? record.key, ...record.formerSlugs]);
  const ids = candidates.flatMap(({ record }) => record.id ?? []);
  if (candidates.length === 0) return { slugs: new Map(), ids: new Map() };
  return { slugs: await findSlugOwners(db, slugs), ids: ids.length > 0 ? await findIdOwners(db, ids) : new Map() };
}

function takenProblem(owners: Map<string, string>, name: string, key: string, field: string): Problem[] {
  const owner = owners.get(name);
  return owner === undefined || owner === key
    ? []
    : [{ field, message: `"${name}" already belongs to article "${owner}"` }];
}

/** An id that a record brings must be nobody else's, and none that we would make of some key. */
function idProblems(id: string, site: Site, key: string, claims: Claims): Problem[] {
  const ours = id.startsWith(articleId(site.tagAuthority, '')) && id !== articleId(site.tagAuthority, key);
  if (ours) return [{ field: 'id', message: `"${id}" is what an article of that key gets` }];
  return takenProblem(claims.ids, id, key, 'id');
}

function toFiling(
  candidate: Candidate,
  { site, vocabulary, now }: Basis,
  labels: Map<string, string>,
  claims: Claims,
): Filing | { problems: Problem[] } {
  const { record, hash, stored, remains } = candidate;
  const { key } = record;
  const filed = { ...record, id: record.id ?? stored?.id, tags: tagsOf(candidate) };
  const derived = derive(filed, site, vocabulary, labels);
  const id = record.id ?? stored?.id ?? articleId(site.tagAuthority, key);
  const slugs = [...new Set([record.slug ?? key, ...record.formerSlugs])];
  const problems = [
    ...(derived.ok ? [] : derived.problems),
    ...(stored && stored.id !== id ? [{ field: 'id', message: `cannot change: it is "${stored.id}"` }] : []),
    ...(record.id === undefined ? [] : idProblems(record.id, site, key, claims)),
    ...slugs.flatMap((it) => takenProblem(claims.slugs, it, key, it === (record.slug ?? key) ? 'slug' : 'formerSlugs')),
  ];
  if (problems.length > 0 || !derived.ok) return { problems };
  if (record.id !== undefined) claims.ids.set(record.id, key);
  for (const slug of slugs) claims.slugs.set(slug, key);
  if (!claims.slugs.has(key)) claims.slugs.set(key, key);
  const { entry, channels } = derived.value;
  const since = statusSince(record, stored, now);
  const later = since !== null && (remains !== undefined || since > Date.parse(entry.updated));
  const dated = later ? updatedAtTime(entry, since) : entry;
  const listed = remains !== undefined || isLive(record, now);
  return {
    record,
    hash,
    entry: remains ? toStub(dated, remains) : dated,
    replaces: stored !== undefined,
    action: actionOf(stored, { status: record.status, listed }, candidate.refiled),
    flips: nextFlip(record, now)?.getTime() ?? null,
    since,
    channels: listed ? channels : [],
  };
}

/**
 * Two entries of a feed with the same `updated` cannot be put in order by it: the later comer's moves by a millisecond,
 * within its second. An article keeps the moment that it has.
 */
async function breakTies(db: D1Database, filings: Filing[], stored: Map<string, StoredArticle>): Promise<void> {
  const moments = new Set(filings.map((it) => Date.parse(it.entry.updated)));
  const taken = moments.size > 0 ? await findTakenMoments(db, [...moments]) : new Map<number, number>();
  for (const filing of filings) {
    const moment = Date.parse(filing.entry.updated);
    const own = stored.get(filing.entry.key)?.updated;
    const keeps = own !== undefined && own >= moment && own < moment + 1000;
    const last = taken.get(moment);
    const free = keeps ? own : last === undefined ? moment : Math.min(last + 1, moment + 999);
    taken.set(moment, Math.max(last ?? free, free));
    if (free !== moment) filing.entry = updatedAtTime(filing.entry, free);
  }
}
