import { max } from 'date-fns/max';
import type { Checked, Problem } from '../refusal.ts';
import type { Site } from '../site.ts';
import { type Permissions, readPermissions } from '../terms.ts';
import { absolute, ownAddress } from './addresses.ts';
import { parseDate } from './dates.ts';
import type { Entry, Image, Medium, Tag } from './entry.ts';
import { MAX_SUMMARY_CHARACTERS } from './fields.ts';
import { escapeHtml } from './html/escape.ts';
import { safeHtmlOf } from './html/safe-html.ts';
import { hasText } from './html/text-of.ts';
import { soundOrVideoType } from './media-types.ts';
import { correctionIn, ownWords, retractionIn } from './own-words.ts';
import type { ArticleRecord } from './record.ts';
import { firstSentences, openingOf } from './summary.ts';

/** D1's limit for a row is 2 MB; the rest is for the other columns. */
const MAX_ROW_BYTES = 1_900_000;

/**
 * The part of a body that is searched for its opening. It nearly always has enough words; otherwise all of it is
 * searched.
 */
const OPENING_CHARACTERS = 4000;

const TYPES: Record<string, string> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/**
 * Derives an entry from a record.
 * @param id permanent, for feeds
 * @param tags the record's tags, resolved by the vocabulary
 * @param site the language of stories that name none (BCP 47), and the zone of the dates in them
 * @returns the entry, and notes on what was changed in the body; or problems of the field `body` if nothing safe is left of it,
 * or if it is too large
 */
export function toEntry(
  record: ArticleRecord,
  id: string,
  tags: Tag[],
  site: Pick<Site, 'language' | 'timeZone'>,
): Checked<{ entry: Entry; notes: Problem[] }> {
  const slug = record.slug ?? record.key;
  const base = record.url ?? ownAddress(slug);
  const safe = safeHtmlOf(record, base);
  if (!safe.ok) return safe;
  const { html: body, notes } = safe.value;
  // The body of a draft may be empty from the beginning.
  if (!hasText(body) && !body.includes('<img ') && record.body.trim() !== '') {
    return { ok: false, problems: [{ field: 'body', message: 'has nothing left after unsafe HTML was taken out' }] };
  }
  const language = record.language ?? site.language;
  const retracted = record.status === 'retracted';
  const entry: Entry = {
    key: record.key,
    id,
    slug,
    link: absolute(base, base) as string,
    title: retracted ? ownWords(language).retracted + record.title : record.title,
    summary: record.summary ?? (firstSentences(openingText(body), MAX_SUMMARY_CHARACTERS, language) || record.title),
    html: [retracted ? retractionIn(language) : '', body, ...corrections(record, language, site.timeZone)]
      .filter((it) => it !== '')
      .join('\n'),
    published: publishedAt(record).toISOString(),
    updated: updatedAt(record).toISOString(),
    tags,
    authors: record.authors,
    ...(record.image && { image: toImage(record.image, base) }),
    ...(record.media?.length && { media: record.media.map((it) => toMedium(it, base)) }),
    ...(record.language && record.language !== site.language && { language: record.language }),
    ...(record.terms && { terms: readPermissions(record.terms) as Permissions }),
    ...(retracted && { retracted }),
  };
  const bytes = Math.max(jsonBytes(entry), jsonBytes(record));
  if (bytes > MAX_ROW_BYTES) {
    return {
      ok: false,
      problems: [{ field: 'body', message: `takes ${bytes} bytes to store; at most ${MAX_ROW_BYTES}` }],
    };
  }
  return { ok: true, value: { entry, notes } };
}

/** Returns the words at the beginning of a body: more than a summary may have, if there are that many. */
function openingText(html: string): string {
  if (html.length <= OPENING_CHARACTERS) return openingOf(html);
  const text = openingOf(html.slice(0, html.lastIndexOf('>', OPENING_CHARACTERS) + 1));
  return text.length > MAX_SUMMARY_CHARACTERS ? text : openingOf(html);
}

/** Returns the length of a value as JSON, in bytes; only an estimate while it is far from the limit. */
function jsonBytes(value: unknown): number {
  const json = JSON.stringify(value);
  return json.length * 3 <= MAX_ROW_BYTES ? json.length : new TextEncoder().encode(json).byteLength;
}

function publishedAt(record: ArticleRecord): Date {
  return record.published ? parseDate(record.published) : new Date(0);
}

/**
 * Returns the last significant change that a record names: the latest of `published`, `updated` and its corrections.
 */
export function updatedAt(record: ArticleRecord): Date {
  const changes = [record.updated, ...record.corrections.map((it) => it.date)].filter((it) => it !== undefined);
  return max([publishedAt(record), ...changes.map(parseDate)]);
}

function corrections(record: ArticleRecord, language: string, timeZone: string): string[] {
  return record.corrections.map(
    ({ date, text }) => `<p>${correctionIn(language, parseDate(date), timeZone)} ${escapeHtml(text)}</p>`,
  );
}

function toMedium(medium: NonNullable<ArticleRecord['media']>[number], base: string): Medium {
  const { url, type = soundOrVideoType(url) as string, transcript, chapters, ...others } = medium;
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  return {
    url: absolute(url, base) as string,
    type,
    ...Object.fromEntries(given),
    ...(transcript !== undefined && { transcript: absolute(transcript, base) as string }),
    ...(chapters !== undefined && { chapters: absolute(chapters, base) as string }),
  };
}

function toImage(image: { url: string } & Partial<Image>, base: string): Image {
  const url = absolute(image.url, base) as string;
  const extension = /\.([a-z]+)(?:$|[?#])/i.exec(url)?.[1]?.toLowerCase() ?? '';
  const type = image.type ?? TYPES[extension];
  const variants = image.variants?.map((it) => toImage(it, base));
  return { ...image, url, ...(type && { type }), ...(variants && { variants }) };
}
