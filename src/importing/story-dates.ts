import { isAmbiguousDate, readDate } from './dates.ts';
import { saysNo } from './held-words.ts';
import type { Note, Noted } from './notes.ts';
import type { ImportOptions } from './options.ts';
import type { FoundStory, Story } from './story.ts';

type StoryDates = Pick<Story, 'published' | 'updated' | 'embargo' | 'expires'>;

/** Reads the dates of a story: its own, else those of time stamps in its text. */
export function datesOf(
  found: FoundStory,
  inText: { published: string | undefined; updated: string | undefined },
  options: Pick<ImportOptions, 'published' | 'timezone'>,
): Noted<StoryDates> {
  const published = publishedOf(found.published ?? inText.published, found.status, options);
  const read = (name: string, written: string | undefined) => otherDate(name, written, options.timezone);
  const updated = read('updated', found.updated ?? inText.updated);
  const embargo = read('embargo', found.embargo);
  const expires = read('expires', found.expires);
  return {
    value: { published: published.value, updated: updated.value, embargo: embargo.value, expires: expires.value },
    notes: [published, updated, embargo, expires].flatMap((it) => it.notes),
  };
}

function publishedOf(
  written: string | undefined,
  status: FoundStory['status'],
  { published: option, timezone }: Pick<ImportOptions, 'published' | 'timezone'>,
): Noted<string | undefined> {
  const read = written === undefined ? undefined : readDate(written, timezone);
  if (read && 'date' in read) return { value: read.date, notes: [] };
  if (option !== undefined) {
    const replaced: Note = {
      code: written !== undefined && isAmbiguousDate(written) ? 'unreadable-date' : 'published-given',
      message: `--published replaces "${written}", which cannot be read as a date`,
    };
    return { value: option, notes: written === undefined ? [] : [replaced] };
  }
  const message = read ? `published: ${read.problem}` : 'no date found; set "published"';
  return { value: undefined, notes: read || status !== 'withdrawn' ? [{ code: 'missing-date', message }] : [] };
}

function otherDate(name: string, written: string | undefined, timezone: string | undefined): Noted<string | undefined> {
  if (written === undefined || saysNo(written.trim())) return { value: undefined, notes: [] };
  const read = readDate(written, timezone);
  if ('date' in read) return { value: read.date, notes: [] };
  return {
    value: undefined,
    notes: [{ code: name === 'embargo' ? 'embargo' : 'unreadable-date', message: `${name}: ${read.problem}` }],
  };
}
