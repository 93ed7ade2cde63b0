import * as v from 'valibot';
import type { Checked, Problem } from '../refusal.ts';
import { withoutBlanks } from './blanks.ts';
import { dateProblem, parseDate } from './dates.ts';
import {
  absoluteUrl,
  authors,
  bodyType,
  corrections,
  date,
  formerSlugs,
  formerUrls,
  image,
  language,
  MAX_SUMMARY_CHARACTERS,
  media,
  permanentId,
  slug,
  status,
  summary,
  tags,
  terms,
  text,
  title,
} from './fields.ts';
import { fieldMeant, seeMistake } from './mistakes.ts';
import { quoted, toProblems, UNKNOWN_FIELD } from './problems.ts';

/**
 * An article as a newsroom writes it. The type, the checks, their messages and the table of docs/record.md come from
 * here.
 */
export const ArticleRecordSchema = v.strictObject({
  key: v.pipe(
    slug,
    v.description(
      'The newsroom’s own name for the article; never changes. In a file, it may be left out: the file’s name without its extension. In a PUT request, it is in the address.',
    ),
  ),
  id: v.pipe(
    v.optional(permanentId),
    v.description(
      'Permanent id in every feed. Only for articles that already have one elsewhere. Default: a tag URI (RFC 4151), made once.',
    ),
  ),
  slug: v.pipe(v.optional(slug), v.description('The page is /articles/{slug}. Default: the key.')),
  formerSlugs: v.pipe(v.optional(formerSlugs, []), v.description('Earlier slugs; each redirects to the page.')),
  formerUrls: v.pipe(
    v.optional(formerUrls),
    v.description(
      'Earlier addresses: http(s), or paths. Where the wire has nothing else at such a path, on whatever host, it redirects to the story.',
    ),
  ),
  url: v.pipe(v.optional(absoluteUrl), v.description('The story’s address, if it is published elsewhere.')),
  title: v.pipe(title, v.description('Plain text, one line.')),
  summary: v.pipe(
    v.optional(summary),
    v.description(
      `Plain text, at most ${MAX_SUMMARY_CHARACTERS} characters. Default: the first sentences of the body.`,
    ),
  ),
  body: v.pipe(text, v.description('The story. In a file, everything after the front matter; in JSON, a field.')),
  bodyType: v.pipe(v.optional(bodyType, 'markdown'), v.description('markdown, html or text. Default: markdown.')),
  published: v.pipe(
    v.optional(date),
    v.description(
      'RFC 3339 with an offset. Required unless the status is draft or withdrawn. If it is in the future, the story appears then.',
    ),
  ),
  updated: v.pipe(
    v.optional(date),
    v.description(
      'The last significant change. Default: the newest correction, or the published date. A retraction sets it, too.',
    ),
  ),
  tags: v.pipe(v.optional(tags, []), v.description('Labels or slugs; each is a channel.')),
  authors: v.pipe(v.optional(authors, []), v.description('Names, or {name, url, email}.')),
  image: v.pipe(
    v.optional(image),
    v.description(
      'An address, or {url, alt, credit, width, height, type, length, variants}; length in bytes. A picture in articles/public/ needs no width, height, type and length: they are read from the file. `variants` are other sizes of it, each {url, width, height, type, length}, for partners that do not take this one.',
    ),
  ),
  media: v.pipe(
    v.optional(media),
    v.description(
      'Sounds and videos of the story: a list of addresses, or of {url, type, length, duration, title, language, transcript, chapters}; length in bytes, duration in seconds or as h:mm:ss. The type may be left out where the address ends in one. `chapters` is the address of a file of chapters (Podcasting 2.0).',
    ),
  ),
  language: v.pipe(v.optional(language), v.description('BCP 47. Default: the site’s language.')),
  terms: v.pipe(
    v.optional(terms),
    v.description(
      'What machines may do with this story, where that is not what TERMS says: `ai-train=no ai-input=no search=yes`.',
    ),
  ),
  status: v.pipe(
    v.optional(status, 'ready'),
    v.description(
      'ready (default): served from its published date on. draft: stored, never served. retracted: readable, marked as retracted. withdrawn: its page answers 410, and feeds show a notice instead of the story.',
    ),
  ),
  embargo: v.pipe(v.optional(date), v.description('Not served before this moment.')),
  expires: v.pipe(v.optional(date), v.description('Not served from this moment on.')),
  corrections: v.pipe(
    v.optional(corrections, []),
    v.description('List of {date, text}, shown below the story. The newest one counts as an update.'),
  ),
});

/** A record that has passed the checks. */
export type ArticleRecord = v.InferOutput<typeof ArticleRecordSchema>;

/** The levels of a record: its fields, a list such as `authors`, and the fields of an author. */
const DEPTH = 4;

/** Checks the fields of a record against the schema and against each other. @returns every problem at once */
export function checkRecord(fields: unknown): Checked<ArticleRecord> {
  const input = withoutBlanks(fields, DEPTH);
  const result = v.safeParse(ArticleRecordSchema, input);
  const found = toProblems(result.issues ?? []).filter((it) => it.message !== UNKNOWN_FIELD || it.field.includes('.'));
  const unknown = unknownFields(input);
  // Whoever writes "date" has given the date: one message says so.
  const missing = [...found, ...crossProblems(input)].filter(
    (it) => !it.message.startsWith('is required') || !unknown.some(({ meant }) => meant === it.field),
  );
  const problems = [
    ...missing.filter((it) => found.includes(it)),
    ...unknown.map(({ problem }) => problem),
    ...missing.filter((it) => !found.includes(it)),
  ];
  if (!result.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, value: result.output };
}

/** Names every field that there is not, and the one that is meant. */
function unknownFields(input: unknown): { meant: string | undefined; problem: Problem }[] {
  const known = Object.keys(ArticleRecordSchema.entries);
  const names = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  return names
    .filter((it) => !known.includes(it))
    .map((field) => {
      const meant = fieldMeant(field, known);
      const advice =
        field === 'draft'
          ? `write "status: draft" (${seeMistake('field')})`
          : meant === undefined
            ? 'docs/record.md has them all'
            : `did you mean "${meant}"? (${seeMistake('field')})`;
      return { meant, problem: { field, message: `${UNKNOWN_FIELD}; ${advice}` } };
    });
}

/**
 * Checks fields against each other; on the raw input, so that these problems are reported together with the schema's.
 */
function crossProblems(input: unknown): Problem[] {
  if (typeof input !== 'object' || input === null) return [];
  const { status = 'ready', published, updated, expires, body } = input as Record<string, unknown>;
  const problems: Problem[] = [];
  if (published === undefined && status !== 'draft' && status !== 'withdrawn') {
    problems.push({ field: 'published', message: 'is required to publish (or give "status: draft")' });
  }
  // Who begins a story has no text yet.
  if (typeof body === 'string' && body.trim() === '' && status !== 'draft')
    problems.push({ field: 'body', message: 'is empty: write the text below the second "---"' });
  const before = (a: unknown, b: unknown) =>
    typeof a === 'string' && typeof b === 'string' && !dateProblem(a) && !dateProblem(b) && parseDate(a) < parseDate(b);
  if (before(updated, published))
    problems.push({ field: 'updated', message: `is before published (${quoted(published)})` });
  if (before(expires, published))
    problems.push({ field: 'expires', message: `is before published (${quoted(published)})` });
  return problems;
}

const LISTS = ['tags', 'authors', 'formerSlugs', 'corrections'] as const;

/** Reads a stored record; undefined if it is none. */
export function parseRecord(json: string): ArticleRecord | undefined {
  try {
    const record = JSON.parse(json) as ArticleRecord;
    const isWhole =
      [record.key, record.title, record.body, record.status].every((it) => typeof it === 'string') &&
      LISTS.every((it) => Array.isArray(record[it]));
    return isWhole ? record : undefined;
  } catch {
    return undefined;
  }
}
