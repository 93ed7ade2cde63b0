import type { Article } from '../articles/article.ts';
import { type Entry, withUpdated } from '../articles/entry.ts';
import { namesOf } from '../articles/former-urls.ts';
import { futureProblems, notesOnFarYears } from '../articles/future.ts';
import { actionOf, isLive, nextRelease, statusSince, stubEnd } from '../articles/lifecycle.ts';
import type { StoredArticle } from '../articles/lookup-store.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { toStub } from '../articles/stub.ts';
import type { Checked, Problem } from '../refusal.ts';
import { articleId, type Site } from '../site.ts';
import { type Basis, type Taken, tagsOf } from './basis.ts';
import { type Derived, derive } from './derive.ts';
import type { Submission } from './submission.ts';

/** Articles as they are to be stored, and what is wrong with the others, by key. */
export interface Placed {
  articles: Article[];
  problems: Map<string, Problem[]>;
}

type Owners = Pick<Taken, 'slugOwners' | 'idOwners'>;

/** Derives articles and gives each its place: id, slugs, channels and dates. Earlier submissions come first. */
export function placeAll(submissions: Submission[], basis: Basis, taken: Taken, site: Site, now: Date): Placed {
  const labels = labelsFor(submissions, basis, taken.labels);
  const owners = { slugOwners: new Map(taken.slugOwners), idOwners: new Map(taken.idOwners) };
  const placed: Placed = { articles: [], problems: new Map() };
  for (const submission of submissions) {
    const { record } = submission;
    const checked = place(submission, basis, { labels, owners, site, now });
    if (!checked.ok) {
      placed.problems.set(record.key, checked.problems);
      continue;
    }
    placed.articles.push(checked.value);
    if (record.id !== undefined) owners.idOwners.set(record.id, record.key);
    for (const { name } of namesOf(record)) owners.slugOwners.set(name, record.key);
    // A key is a slug of its article anyway.
    if (!owners.slugOwners.has(record.key)) owners.slugOwners.set(record.key, record.key);
  }
  return placed;
}

/** The label that each tag outside the vocabulary has, or gets from the first record with it; by slug. */
function labelsFor(submissions: Submission[], { vocabulary, remains }: Basis, known: Map<string, string>) {
  const labels = new Map(known);
  for (const tag of submissions.flatMap((it) => tagsOf(it, remains))) {
    const slug = vocabulary.slugOf(tag);
    if (!labels.has(slug) && !vocabulary.has(slug)) labels.set(slug, tag);
  }
  return labels;
}

interface PlaceContext {
  labels: Map<string, string>;
  owners: Owners;
  site: Site;
  now: Date;
}

function place(submission: Submission, basis: Basis, context: PlaceContext): Checked<Article> {
  const { record } = submission;
  const { labels, owners, site, now } = context;
  const stored = basis.stored.get(record.key);
  const filed = { ...record, id: record.id ?? stored?.id, tags: tagsOf(submission, basis.remains) };
  const derived = derive(filed, site, basis.vocabulary, labels);
  const problems = [
    ...(derived.ok ? [] : derived.problems),
    ...identityProblems(record, stored, owners, site),
    ...(submission.fromStore
      ? []
      : [...basis.vocabulary.mistakenTags(filed.tags, labels), ...futureProblems(record, now)]),
  ];
  if (problems.length > 0 || !derived.ok) return { ok: false, problems };
  return { ok: true, value: settle(submission, basis, derived.value, { site, now }) };
}

/** The article with its dates and, if it is withdrawn, as its stub. */
function settle(
  submission: Submission,
  basis: Basis,
  { entry, channels, notes }: Derived,
  { site, now }: Pick<PlaceContext, 'site' | 'now'>,
): Article {
  const { record, hash, fromStore } = submission;
  const stored = basis.stored.get(record.key);
  const remains = basis.remains.get(record.key);
  const since = statusSince(record, stored, now);
  const end = remains && since !== null ? stubEnd(since) : undefined;
  const listed = remains ? end === undefined || now.getTime() < end : isLive(record, now);
  const next = remains ? (listed ? end : undefined) : nextRelease(record, now)?.getTime();
  // Nothing is served with a date to come: of a clock that is ahead, or stored before such dates were refused.
  const own = listed ? Math.min(Date.parse(entry.updated), now.getTime()) : Date.parse(entry.updated);
  const datedBySince = since !== null && (remains !== undefined || since > own);
  const dated = withUpdated(entry, datedBySince ? since : own);
  return {
    record,
    hash,
    entry: remains ? toStub(dated, remains, site.language) : dated,
    replaces: stored !== undefined,
    action: actionOf(stored, { status: record.status, listed }, fromStore),
    nextRelease: next ?? null,
    since,
    channels: listed ? channels : [],
    notes: fromStore ? [] : [...notes, ...notesOnFarYears(record, now), ...(remains ? [] : noteOnMove(entry, stored))],
  };
}

/** Notes that the date of a story moves which readers have: they may take it for another one, or leave it where it was. */
function noteOnMove({ published }: Entry, stored: StoredArticle | undefined): Problem[] {
  if (!stored?.released || !stored.listed || stored.published === Date.parse(published)) return [];
  const before = new Date(stored.published).toISOString();
  const message = `moves from ${before} to ${published}: readers who have the story may show it as a new one, or not move it`;
  return [{ field: 'published', message }];
}

function identityProblems(
  record: ArticleRecord,
  stored: StoredArticle | undefined,
  { slugOwners, idOwners }: Owners,
  site: Site,
): Problem[] {
  const { key } = record;
  const id = record.id ?? stored?.id ?? articleId(site.tagAuthority, key);
  return [
    ...(stored && stored.id !== id ? [{ field: 'id', message: `cannot change: it is "${stored.id}"` }] : []),
    ...(record.id === undefined ? [] : idProblems(record.id, site, key, idOwners)),
    ...namesOf(record).flatMap(({ name, field }) => takenProblem(slugOwners, name, key, field)),
  ];
}

/** A given id must be nobody else's, and none that we would make of some key. */
function idProblems(id: string, site: Site, key: string, owners: Map<string, string>): Problem[] {
  const ours = id.startsWith(articleId(site.tagAuthority, '')) && id !== articleId(site.tagAuthority, key);
  if (ours) return [{ field: 'id', message: `"${id}" is what an article of that key gets` }];
  return takenProblem(owners, id, key, 'id');
}

function takenProblem(owners: Map<string, string>, name: string, key: string, field: string): Problem[] {
  const owner = owners.get(name);
  return owner === undefined || owner === key
    ? []
    : [{ field, message: `"${name}" already belongs to article "${owner}"` }];
}

/**
 * Gives no two articles the same `updated`, since readers sort by it: an article moves by a millisecond if another one has
 * its moment already, up to the last of that second. An article that has a moment in that second keeps it.
 * @param taken the last moment that an article has within each moment's second
 */
export function breakTies(
  articles: Article[],
  stored: Map<string, StoredArticle>,
  taken: Map<number, number>,
): Article[] {
  const last = new Map(taken);
  return articles.map((article) => {
    const moment = momentOf(article);
    const own = stored.get(article.entry.key)?.updated;
    const keeps = own !== undefined && own >= moment && own < moment + 1000;
    const before = last.get(moment);
    const free = keeps ? own : before === undefined ? moment : Math.min(before + 1, moment + 999);
    last.set(moment, Math.max(before ?? free, free));
    return free === moment ? article : { ...article, entry: withUpdated(article.entry, free) };
  });
}

export const momentOf = ({ entry }: Article): number => Date.parse(entry.updated);
