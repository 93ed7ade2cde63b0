import type { Entry } from '../articles/entry.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { notesOnRecord } from '../articles/record-notes.ts';
import { toEntry } from '../articles/to-entry.ts';
import { channelsOf } from '../channels/channels-of.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { sha256 } from '../hash.ts';
import type { Checked, Problem } from '../refusal.ts';
import { articleId, type Site } from '../site.ts';
import { findRenderingProblem } from './rendering.ts';

/** Everything that follows from a record: the entry that is served, and the channels that list it while it is live. */
export interface Derived {
  entry: Entry;
  channels: { slug: string; label: string }[];
  /** What was changed on the way, and what is worth a look. */
  notes: Problem[];
}

/**
 * Derives all that is served of a record, and refuses what could not be.
 * @param labels labels of tags outside the vocabulary, by slug
 */
export function derive(
  record: ArticleRecord,
  site: Site,
  vocabulary: Vocabulary,
  labels: Map<string, string>,
): Checked<Derived> {
  const { tags, problems } = vocabulary.resolve(record.tags, labels);
  const made = toEntry(record, record.id ?? articleId(site.tagAuthority, record.key), tags, site);
  if (problems.length > 0 || !made.ok) return { ok: false, problems: [...problems, ...(made.ok ? [] : made.problems)] };
  const terms = { ...vocabulary.termsOf(tags.map((it) => it.slug)), ...made.value.entry.terms };
  const entry: Entry = { ...made.value.entry, ...(Object.keys(terms).length > 0 && { terms }) };
  const unrenderable = findRenderingProblem(entry, site);
  if (unrenderable) return { ok: false, problems: [unrenderable] };
  const notes = [...notesOnRecord(record, vocabulary), ...made.value.notes];
  return { ok: true, value: { entry, channels: channelsOf(entry.tags, vocabulary), notes } };
}

/** A record without the id and slug that it would get anyway, so that what was read back can be put again unchanged. */
export function withoutDerived(record: ArticleRecord, site: Site): ArticleRecord {
  const { id, slug, ...rest } = record;
  return {
    ...rest,
    ...(id !== undefined && id !== articleId(site.tagAuthority, record.key) && { id }),
    ...(slug !== undefined && slug !== record.key && { slug }),
  };
}

/** SHA-256 of a record's fields, whatever their order. */
export function recordHash(record: ArticleRecord): Promise<string> {
  const fields = Object.entries(record).filter(([, value]) => value !== undefined);
  return sha256(JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1))));
}
