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
  image,
  language,
  MAX_SUMMARY_CHARACTERS,
  slug,
  status,
  summary,
  tags,
  text,
  title,
  uri,
} from './fields.ts';
import { shown, toProblems } from './problems.ts';

/** An article as a newsroom writes it. The type, the checks, their messages and docs/record.md come from here. */
export const ArticleRecordSchema = v.strictObject({
  key: v.pipe(
    slug,
    v.description(
      'The newsroom’s own name for the article; never changes. A file’s stem, or the address it is put to.',
    ),
  ),
  id: v.pipe(
    v.optional(uri),
    v.description(
      'Permanent id in every feed. Only for articles that come from elsewhere with an id; otherwise a tag URI (RFC 4151) is made once.',
    ),
  ),
  slug: v.pipe(v.optional(slug), v.description('The page is /articles/{slug}. The key, unless given.')),
  formerSlugs: v.pipe(v.optional(formerSlugs, []), v.description('Earlier slugs; each redirects to the page.')),
  url: v.pipe(v.optional(absoluteUrl), v.description('Where the story lives, if not on our own page.')),
  title: v.pipe(title, v.description('Plain text, one line.')),
  summary: v.pipe(
    v.optional(summary),
    v.description(
      `Plain text, at most ${MAX_SUMMARY_CHARACTERS} characters. The first sentences of the body, unless given.`,
    ),
  ),
  body: v.pipe(text, v.description('The story: everything after the front matter, or a field in JSON.')),
  bodyType: v.pipe(v.optional(bodyType, 'markdown'), v.description('What the body is written in.')),
  published: v.pipe(
    v.optional(date),
    v.description(
      'RFC 3339 with an offset. Required unless the status is draft or withdrawn. In the future: the story appears then.',
    ),
  ),
  updated: v.pipe(
    v.optional(date),
    v.description(
      'When it last changed significantly. The published date, or the newest correction, unless given; a retraction moves it.',
    ),
  ),
  tags: v.pipe(v.optional(tags, []), v.description('Labels or slugs; each is a channel.')),
  authors: v.pipe(v.optional(authors, []), v.description('Names, or {name, url, email}.')),
  image: v.pipe(
    v.optional(image),
    v.description(
      'An address, or {url, alt, credit, width, height, type, length}; length in bytes. The last four are read from the file if it is in articles/public/.',
    ),
  ),
  language: v.pipe(v.optional(language), v.description('BCP 47. The site’s language, unless given.')),
  status: v.pipe(
    v.optional(status, 'ready'),
    v.description(
      'draft: kept, never served. retracted: readable, marked. withdrawn: gone (410); feeds say so, and none of its words.',
    ),
  ),
  embargo: v.pipe(v.optional(date), v.description('Not served before this moment.')),
  expires: v.pipe(v.optional(date), v.description('Not served from this moment on.')),
  corrections: v.pipe(
    v.optional(corrections, []),
    v.description('List of {date, text}; shown below the story, and moves updated.'),
  ),
});

export type ArticleRecord = v.InferOutput<typeof ArticleRecordSchema>;

/** A list of authors with fields of their own is as deep as it gets. */
const DEPTH = 3;

/** Checks fields against the schema and each other, and reports every problem at once. */
export function checkRecord(fields: unknown): Checked<ArticleRecord> {
  const input = withoutBlanks(fields, DEPTH);
  const result = v.safeParse(ArticleRecordSchema, input);
  const problems = [...toProblems(result.issues ?? []), ...crossProblems(input)];
  if (!result.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, value: result.output };
}

/** What a field says of another one; on raw input, so that these are reported together with the rest. */
function crossProblems(input: unknown): Problem[] {
  if (typeof input !== 'object' || input === null) return [];
  const { status = 'ready', published, updated, expires, body } = input as Record<string, unknown>;
  const problems: Problem[] = [];
  if (published === undefined && status !== 'draft' && status !== 'withdrawn') {
    problems.push({ field: 'published', message: 'is required to publish (or give "status: draft")' });
  }
  if (typeof body === 'string' && body.trim() === '') problems.push({ field: 'body', message: 'is empty' });
  const before = (a: unknown, b: unknown) =>
    typeof a === 'string' && typeof b === 'string' && !dateProblem(a) && !dateProblem(b) && parseDate(a) < parseDate(b);
  if (before(updated, published))
    problems.push({ field: 'updated', message: `is before published (${shown(published)})` });
  if (before(expires, published))
    problems.push({ field: 'expires', message: `is before published (${shown(published)})` });
  return problems;
}
