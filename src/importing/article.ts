import * as v from 'valibot';
import { KEY_PATTERN, MAX_SUMMARY_CHARACTERS, uri } from '../articles/fields.ts';
import { HtmlError, ownAddress, toSafeHtml, withOrigin } from '../articles/html.ts';
import { cleanLine, firstSentences } from '../articles/text.ts';
import { reservedFor, toSlug } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import { type CleanBody, cleanHtml, cleanLines, cleanMarkdown, paragraphsOf } from './body.ts';
import { datelineLength } from './credits.ts';
import { readDate } from './dates.ts';
import { withoutReferences } from './markup.ts';
import { type FoundStory, ImportError, type LineReport, type Note } from './story.ts';
import type { Mention, Tagger } from './tagger.ts';

/** What an import is told besides the files. */
export interface ImportSettings {
  vocabulary: Vocabulary;
  tagger: Tagger;
  /** RFC 3339; for stories that do not say when they were published. */
  published: string | undefined;
  /** For stories without an author. */
  authors: string[];
  /** For every story. */
  tags: string[];
  /** For stories that do not say. */
  language: string | undefined;
  /** IANA name, for dates without a zone. */
  timezone: string | undefined;
  /** Stories stay at the addresses that they had. */
  canonical: boolean;
}

/** A clean article, its parts in the form in which people and programs read them. */
export interface Article {
  key: string;
  slug: string;
  title: string;
  summary: string;
  /** Paragraphs as plain text. */
  body: string[];
  authors: string[];
  /** Slugs. */
  tags: string[];
  published: string | null;
  updated: string | null;
  language: string | null;
  status: 'draft' | 'ready' | 'retracted' | 'withdrawn';
}

/** One story, imported. */
export interface Imported {
  article: Article;
  /** The fields of the record's front matter, in their order. */
  fields: Record<string, unknown>;
  /** What follows the front matter. */
  body: string;
  lines: LineReport[];
  notes: Note[];
  tagging: Mention[];
}

/** Notes that tell what was done; all others ask for an editor's look. */
const INFORMATIVE = new Set([
  'address',
  'correction',
  'entities',
  'not-stories',
  'page-parts',
  'published-given',
  'summary-cut',
  'unknown-tag',
  'unusable-id',
  'withdrawn',
  'replaced',
  'unchanged',
]);
const MAX_TITLE_CHARACTERS = 500;
const STAND_IN_TITLE = '(needs a title)';

/** Whether an editor should look at a story before it is published. */
export function needsReview({ notes, lines }: Pick<Imported, 'notes' | 'lines'>): boolean {
  return notes.some((it) => !INFORMATIVE.has(it.code)) || lines.some((it) => it.action === 'flagged');
}

/**
 * Cleans a story, tags it and makes a record of it. What is missing is noted, never guessed.
 * @param stem the file's name, for a story that has no name of its own
 * @throws {ImportError} where nothing is left to publish
 */
export function toArticle(found: FoundStory, stem: string | undefined, settings: ImportSettings): Imported {
  const { vocabulary, tagger } = settings;
  const notes = [...found.notes];
  const given = found.title === undefined ? undefined : plainLine(found.title);
  const clean = cleanBody(found, given || undefined);
  const { cleaned } = clean;
  notes.push(...cleaned.notes.filter((it) => it.code !== 'missing-title' || !given));
  const paragraphs = paragraphsOf(clean);
  if (paragraphs.length === 0 && !/<img /.test(clean.body))
    throw new ImportError(cleaned.title ? 'has a headline and no text' : 'has no text', 'empty', cleaned.lines);
  for (const it of cleaned.lines.filter((line) => line.rule === 'correction'))
    notes.push({
      code: 'correction',
      message: `line ${it.line} stays in the text; a date and an entry under "corrections" would move "updated"`,
    });
  const title = shortTitle(plainLine(cleaned.title ?? ''), notes);
  const dates = readDates(found, cleaned, settings, notes);
  const own = (found.tags ?? []).map(plainLine).filter((it) => it !== '');
  const suggested = tagger.suggest(title, paragraphs);
  const tagging: Mention[] = [
    ...own.map((text) => ({ tag: vocabulary.slugOf(text), where: 'source', text })),
    ...settings.tags.map((text) => ({ tag: vocabulary.slugOf(text), where: 'option', text })),
    ...suggested.flatMap((it) => it.mentions),
  ];
  const tags = uniqueTags([...own, ...settings.tags, ...suggested.map((it) => it.tag)], vocabulary, notes);
  const authors = authorsOf(found, cleaned.authors, settings.authors);
  const language = found.language ?? settings.language;
  const slug = slugFrom(found.slug) ?? slugFrom(lastPart(found.address)) ?? toSlug(title);
  const key = keyOf(found.name) ?? (stem && KEY_PATTERN.test(stem) ? stem : keyOf(stem)) ?? (slug || 'story');
  const summary = summaryOf(found, paragraphs, notes);
  if (found.address && !settings.canonical && lastPart(found.address) !== slug)
    notes.push({ code: 'address', message: `was ${found.address}; --canonical keeps that as its home` });
  const status = found.status ?? 'ready';
  const article: Article = {
    key,
    slug: slug || key,
    title,
    summary: summary.text,
    body: paragraphs,
    authors: authors.map((it) => it.name),
    tags: tags.map((it) => it.slug),
    published: dates.published ?? null,
    updated: dates.updated ?? null,
    language: language ?? null,
    status: status === 'ready' && needsReview({ notes, lines: cleaned.lines }) ? 'draft' : status,
  };
  const fields = {
    id: idOf(found.id, notes),
    slug: article.slug,
    formerSlugs: nonEmpty(found.formerSlugs),
    url: found.url ?? (settings.canonical ? found.address : undefined),
    title: title || STAND_IN_TITLE,
    summary: summary.own ? summary.text : undefined,
    published: dates.published,
    updated: dates.updated,
    embargo: dates.embargo,
    expires: dates.expires,
    language,
    authors: nonEmpty(authors),
    tags: nonEmpty(tags.map((it) => it.written)),
    image: found.image,
    corrections: nonEmpty((found.corrections ?? []).filter((it) => it.date !== undefined)),
    status: article.status === 'ready' ? undefined : article.status,
    bodyType: clean.bodyType === 'markdown' ? undefined : clean.bodyType,
  };
  return { article, fields: withoutBlanks(fields), body: clean.body, lines: cleaned.lines, notes, tagging };
}

function cleanBody({ body, address }: FoundStory, title: string | undefined): CleanBody {
  if (body.type === 'lines') return cleanLines(body.lines, title);
  if (body.type === 'markdown') return cleanMarkdown(body.text, title);
  try {
    const base = address && URL.canParse(address) ? address : ownAddress('story');
    return cleanHtml(withOrigin(toSafeHtml(body.text, 'html', base), ''), title);
  } catch (error) {
    if (error instanceof HtmlError) throw new ImportError(`its body ${error.message}`);
    throw error;
  }
}

/** Text on one line, without character references, also those that were encoded twice. */
function plainLine(text: string): string {
  return cleanLine(withoutReferences(text).text);
}

function shortTitle(title: string, notes: Note[]): string {
  if (title.length <= MAX_TITLE_CHARACTERS) return title;
  notes.push({ code: 'long-title', message: `the title has ${title.length} characters, and is cut: ${title}` });
  return `${title.slice(0, MAX_TITLE_CHARACTERS - 1)}…`;
}

function readDates(
  found: FoundStory,
  cleaned: CleanBody['cleaned'],
  { published, timezone }: ImportSettings,
  notes: Note[],
): Partial<Record<'published' | 'updated' | 'embargo' | 'expires', string>> {
  const read = (name: string, written: string | undefined, code: string): string | undefined => {
    if (written === undefined) return undefined;
    const date = readDate(written, timezone);
    if ('date' in date) return date.date;
    notes.push({ code, message: `${name}: ${date.problem}` });
    return undefined;
  };
  const own = found.published ?? cleaned.published;
  // A date that cannot be read is told by the option as well as a missing one; then it needs no other note.
  const readable = own === undefined ? undefined : readDate(own, timezone);
  if (published !== undefined && !(readable && 'date' in readable)) {
    if (own !== undefined) notes.push({ code: 'published-given', message: `--published stands for ${own}` });
  } else if (own === undefined && found.status !== 'withdrawn') {
    notes.push({ code: 'missing-date', message: 'nothing says when it was published; give "published" a date' });
  }
  const first = readable && 'date' in readable ? readable.date : (published ?? read('published', own, 'missing-date'));
  return {
    published: first,
    updated: read('updated', found.updated ?? cleaned.updated, 'unreadable-date'),
    embargo: read('embargo', found.embargo, 'unreadable-date'),
    expires: read('expires', found.expires, 'unreadable-date'),
  };
}

function uniqueTags(labels: string[], vocabulary: Vocabulary, notes: Note[]): { slug: string; written: string }[] {
  const tags = new Map<string, string>();
  for (const label of labels) {
    const slug = vocabulary.slugOf(label);
    if (slug === '' || reservedFor(slug)) notes.push({ code: 'unusable-tag', message: `"${label}" can be no channel` });
    else if (!tags.has(slug)) {
      tags.set(slug, vocabulary.has(slug) ? slug : label);
    }
  }
  const unknown = [...tags].filter(([slug]) => !vocabulary.has(slug)).map(([, label]) => `"${label}"`);
  if (unknown.length > 0) notes.push({ code: 'unknown-tag', message: `not in the vocabulary: ${unknown.join(', ')}` });
  return [...tags].map(([slug, written]) => ({ slug, written }));
}

function authorsOf(found: FoundStory, byline: string[], given: string[]) {
  const own = (found.authors ?? []).map((it) => ({ ...it, name: plainLine(it.name) })).filter((it) => it.name !== '');
  if (own.length > 0) return own;
  return (byline.length > 0 ? byline : given).map((name) => ({ name: plainLine(name) }));
}

/** The summary, and whether the record must keep it: one that follows from the body is made anew each time. */
function summaryOf(found: FoundStory, [first = '', ...rest]: string[], notes: Note[]): { text: string; own: boolean } {
  const given = found.summary === undefined ? '' : plainLine(found.summary);
  if (given.length > MAX_SUMMARY_CHARACTERS)
    notes.push({ code: 'summary-cut', message: `the summary had ${given.length} characters: ${given}` });
  if (given !== '') return { text: firstSentences(given, MAX_SUMMARY_CHARACTERS), own: true };
  const dateline = datelineLength(first);
  const opening = [first.slice(dateline), ...rest.slice(0, 5)].join(' ');
  return { text: firstSentences(opening, MAX_SUMMARY_CHARACTERS), own: dateline > 0 };
}

/** A slug, if a text can be one and says something: not a number, and not a page of a program. */
function slugFrom(text: string | undefined): string | undefined {
  return text !== undefined && KEY_PATTERN.test(text) && /[a-z]/.test(text) && !/^(?:index|default|node|p)$/.test(text)
    ? text
    : undefined;
}

/** The last part of an address's path, without the ending of a file. */
function lastPart(address: string | undefined): string | undefined {
  const path = address === undefined || !URL.canParse(address, 'http://x') ? '' : new URL(address, 'http://x').pathname;
  return path
    .split('/')
    .findLast((it) => it !== '')
    ?.replace(/\.(?:html?|php|aspx?)$/, '');
}

/** A key from a name: as it is if it can be one, else the words of its last part; of all of it if that is a number. */
function keyOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (KEY_PATTERN.test(name) && /[a-z]/.test(name)) return name;
  const last = (name.split(/[/:?#]/).findLast((it) => toSlug(it) !== '') ?? '').toLowerCase();
  if (!/\p{L}/u.test(last)) return /\p{L}/u.test(name) ? toSlug(name) : undefined;
  return KEY_PATTERN.test(last) ? last : toSlug(last) || undefined;
}

/** The id that readers know a story by, if it can be one. */
function idOf(id: string | undefined, notes: Note[]): string | undefined {
  if (id === undefined || v.is(uri, id)) return id;
  notes.push({
    code: 'unusable-id',
    message: `its id was "${id}", which is no URI: readers will take it for a new story`,
  });
  return undefined;
}

const nonEmpty = <T>(list: T[] | undefined) => (list && list.length > 0 ? list : undefined);

/** Without what has no value, at every depth. */
function withoutBlanks(fields: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(fields));
}
