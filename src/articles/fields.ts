import * as v from 'valibot';
import { readPermissions } from '../terms.ts';
import { normalisedHref, withoutCredentials } from './addresses.ts';
import { cleanLine, cleanText } from './characters.ts';
import { dateProblem } from './dates.ts';
import type { Variant } from './entry.ts';
import { formerPathOf } from './former-urls.ts';
import { idProblem } from './ids.ts';
import { canonicalLanguage } from './language-tags.ts';
import { soundOrVideoType } from './media-types.ts';
import { nearest } from './mistakes.ts';
import { quoted } from './problems.ts';

/** Keys and slugs of articles. */
export const KEY_PATTERN = /^[a-z0-9][a-z0-9._-]{0,127}$/;
export const MAX_SUMMARY_CHARACTERS = 280;
export const MAX_TITLE_CHARACTERS = 500;
const MAX_TAG_CHARACTERS = 200;
/** The longest list in a record. */
const MAX_ENTRIES = 100;
const MAX_SECONDS = 999_999;

/** A sound or a video as a record has it. */
interface MediumRecord {
  url: string;
  type?: string | undefined;
  length?: number | undefined;
  duration?: number | undefined;
  title?: string | undefined;
  language?: string | undefined;
  transcript?: string | undefined;
  chapters?: string | undefined;
}

/** Bytes or pixels. */
const MAX_SIZE = 999_999_999_999;
const STATUSES = ['draft', 'ready', 'retracted', 'withdrawn'] as const;

/** Text of several lines. */
export const text = v.pipe(v.string('expected text'), v.transform(cleanText));
/** Text on one line; white space is folded. */
export const line = v.pipe(v.string('expected text'), v.transform(cleanLine));
const filledLine = v.pipe(line, v.minLength(1, 'is empty'));
export const date = v.pipe(
  v.string('expected a date as text'),
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? dateProblem(dataset.value) : undefined;
    if (message) addIssue({ message });
  }),
);

const webAddress = (value: string) => {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && !username && !password;
};
/** Says what is wrong with an address, without a password in it: the message may end in a log. */
const unlike = (expected: string, value: string) => {
  const shown = URL.canParse(value) ? withoutCredentials(value.trim()) : value;
  return shown === value.trim()
    ? `expected ${expected}, got ${quoted(value)}`
    : `holds a user name or password, which everybody would read: take it out, as in ${quoted(shown)}`;
};
/** An absolute http(s) address without credentials. */
export const absoluteUrl = v.pipe(
  filledLine,
  v.check(webAddress, (issue) => unlike('an absolute http(s) address', issue.input)),
  v.transform((value) => normalisedHref(new URL(value))),
);
/** Other sizes of a picture. */
const MAX_VARIANTS = 20;
/** An address that is absolute, or relative to the publication (`/images/x.png`). */
const reference = v.pipe(
  filledLine,
  v.check(
    (value) => webAddress(value) || (!/^[a-z][a-z0-9+.-]*:|^\/\//i.test(value) && URL.canParse(value, 'http://x')),
    (issue) => unlike('an http(s) address or a path such as /images/x.png', issue.input),
  ),
);
/** A key or slug of an article. */
export const slug = v.pipe(
  line,
  v.regex(
    KEY_PATTERN,
    (issue) =>
      `expected a-z, 0-9, ".", "_" and "-", at most 128, beginning with a letter or digit; got ${quoted(issue.input)}`,
  ),
);
const size = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.regex(/^\d{1,12}$/, 'expected a whole number'), v.transform(Number))],
    'expected a whole number',
  ),
  v.integer('expected a whole number'),
  v.minValue(1, 'expected a number of at least 1'),
  v.maxValue(MAX_SIZE, `expected a number of at most ${MAX_SIZE}`),
);
export const language = v.pipe(
  line,
  v.check(
    (tag) => canonicalLanguage(tag) !== undefined,
    (issue) => `expected a language tag such as "uk" or "pt-BR" (BCP 47), got ${quoted(issue.input)}`,
  ),
  v.transform((tag) => canonicalLanguage(tag) ?? tag),
);

const author = v.union(
  [
    v.pipe(
      filledLine,
      v.transform((name): { name: string; url?: string; email?: string } => ({ name })),
    ),
    v.strictObject({
      name: filledLine,
      url: v.optional(absoluteUrl),
      email: v.optional(
        v.pipe(
          line,
          v.email((issue) => `expected a mail address, got ${quoted(issue.input)}`),
        ),
      ),
    }),
  ],
  'expected a name, or {name, url, email}',
);

const tagLabel = v.pipe(
  filledLine,
  v.maxLength(MAX_TAG_CHARACTERS, (issue) => `is ${issue.received} characters long; at most ${MAX_TAG_CHARACTERS}`),
);
const tag = v.union(
  [
    tagLabel,
    v.pipe(
      v.strictObject({ label: v.optional(tagLabel), name: v.optional(tagLabel), slug: v.optional(slug) }),
      v.check((it) => Boolean(it.label ?? it.name ?? it.slug), 'needs a label'),
      v.transform((it) => it.label ?? it.name ?? it.slug ?? ''),
    ),
  ],
  'expected a label',
);
export const tags = v.union(
  [
    v.pipe(
      v.array(tag),
      v.maxLength(MAX_ENTRIES, (issue) => `has ${issue.received} tags; at most ${MAX_ENTRIES}`),
    ),
    v.pipe(
      tagLabel,
      v.check((label) => !label.includes(','), 'expected a list such as [Ukraine, refugees], got text with commas'),
      v.transform((label) => [label]),
    ),
  ],
  'expected a list of labels',
);

/** A length in bytes. Many systems write 0 where it is not known (RSS Board's profile). */
const length = v.pipe(
  v.union(
    [
      v.pipe(
        v.picklist([0, '0']),
        v.transform(() => undefined),
      ),
      size,
    ],
    'expected a whole number',
  ),
);

const pictureType = v.pipe(
  line,
  v.regex(/^image\/[a-z0-9.+-]+$/, (issue) => `expected a type such as image/png, got ${quoted(issue.input)}`),
);

const variant = v.union(
  [
    v.pipe(
      reference,
      v.transform((url): Variant => ({ url })),
    ),
    v.strictObject({
      url: reference,
      width: v.optional(size),
      height: v.optional(size),
      type: v.optional(pictureType),
      length: v.optional(length),
    }),
  ],
  'expected an address, or {url, width, height, type, length}',
);

export const image = v.union(
  [
    v.pipe(
      reference,
      v.transform((url): { url: string; alt?: string } => ({ url })),
    ),
    v.strictObject({
      url: reference,
      alt: v.optional(line),
      credit: v.optional(line),
      width: v.optional(size),
      height: v.optional(size),
      type: v.optional(pictureType),
      length: v.optional(length),
      variants: v.optional(
        v.pipe(
          v.array(variant, 'expected a list of pictures'),
          v.maxLength(MAX_VARIANTS, (issue) => `has ${issue.received} pictures; at most ${MAX_VARIANTS}`),
        ),
      ),
    }),
  ],
  'expected an address, or {url, alt, credit, width, height, type, length, variants}',
);

/** Seconds, or hours, minutes and seconds as podcasts write them. */
const duration = v.pipe(
  v.union(
    [
      v.number(),
      v.pipe(
        v.string(),
        v.regex(
          /^(?:\d{1,6}(?:\.\d+)?|(?:\d{1,3}:)?\d{1,2}:\d{2}(?:\.\d+)?)$/,
          'expected seconds, or hours:minutes:seconds',
        ),
        v.transform((text) => text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0)),
      ),
    ],
    'expected seconds, or hours:minutes:seconds',
  ),
  v.minValue(0, 'expected a number of at least 0'),
  v.maxValue(MAX_SECONDS, `expected at most ${MAX_SECONDS} seconds`),
);

const medium = v.pipe(
  v.union(
    [
      v.pipe(
        reference,
        v.transform((url): MediumRecord => ({ url })),
      ),
      v.strictObject({
        url: reference,
        type: v.optional(
          v.pipe(
            line,
            v.regex(
              /^(?:audio|video)\/[a-z0-9.+-]+$/,
              (issue) => `expected a type such as audio/mpeg or video/mp4, got ${quoted(issue.input)}`,
            ),
          ),
        ),
        length: v.optional(length),
        duration: v.optional(duration),
        title: v.optional(line),
        language: v.optional(language),
        transcript: v.optional(reference),
        chapters: v.optional(reference),
      }),
    ],
    'expected an address, or {url, type, length, duration, title, language, transcript, chapters}',
  ),
  v.check(
    ({ url, type }) => (type ?? soundOrVideoType(url)) !== undefined,
    (issue) =>
      `needs a type such as audio/mpeg: the address does not tell it (${quoted((issue.input as { url?: string }).url ?? issue.input)})`,
  ),
);
export const media = v.pipe(
  v.array(medium, 'expected a list of sounds and videos'),
  v.maxLength(MAX_ENTRIES, (issue) => `has ${issue.received} entries; at most ${MAX_ENTRIES}`),
);

export const authors = v.union(
  [
    v.pipe(
      v.array(author),
      v.maxLength(MAX_ENTRIES, (issue) => `has ${issue.received} names; at most ${MAX_ENTRIES}`),
    ),
    v.pipe(
      filledLine,
      v.transform((name): { name: string; url?: string; email?: string }[] => [{ name }]),
    ),
  ],
  'expected a list of names',
);

export const title = v.pipe(
  filledLine,
  v.maxLength(MAX_TITLE_CHARACTERS, (issue) => `is ${issue.received} characters long; at most ${MAX_TITLE_CHARACTERS}`),
);

export const summary = v.pipe(
  line,
  v.maxLength(
    MAX_SUMMARY_CHARACTERS,
    (issue) => `is ${issue.received} characters long; at most ${MAX_SUMMARY_CHARACTERS}`,
  ),
);

/** An id by the rules of its scheme, which no XML tool changes by normalising it (RFC 3986 §6). */
export const permanentId = v.pipe(
  filledLine,
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed ? idProblem(dataset.value) : undefined;
    if (problem) addIssue({ message: `${problem}, got ${quoted(dataset.value)}` });
  }),
  v.check(
    (value) => idProblem(value) !== undefined || (URL.canParse(value) && normalisedHref(new URL(value)) === value),
    (issue) => `expected an absolute, normalised URI, got ${quoted(issue.input)}`,
  ),
);

export const status = v.picklist(STATUSES, ({ input }) => {
  const given = typeof input === 'string' ? input.trim().toLowerCase() : '';
  const meant = STATUSES.find((it) => it === given) ?? nearest(given, STATUSES);
  const advice = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `expected ${STATUSES.join(', ')}; got ${quoted(input)}${advice}`;
});

/** What machines may do with a story (src/terms.ts). */
export const terms = v.pipe(
  line,
  v.rawCheck(({ dataset, addIssue }) => {
    const read = dataset.typed ? readPermissions(dataset.value) : {};
    if (typeof read === 'string') addIssue({ message: read });
  }),
);

export const bodyType = v.picklist(
  ['markdown', 'html', 'text'],
  (issue) => `expected markdown, html or text, got ${quoted(issue.input)}`,
);

export const formerSlugs = v.pipe(
  v.array(slug, 'expected a list of slugs'),
  v.maxLength(MAX_ENTRIES, (issue) => `has ${issue.received} slugs; at most ${MAX_ENTRIES}`),
);

/** An address that a story had: http(s), or a path. */
export const formerUrl = v.pipe(
  filledLine,
  v.check(
    (value) => (webAddress(value) || /^\/(?!\/)/.test(value)) && formerPathOf(value) !== undefined,
    (issue) =>
      unlike(
        'an http(s) address or a path such as /2022/03/ferry, of a story and at most 1000 characters',
        issue.input,
      ),
  ),
);

export const formerUrls = v.pipe(
  v.array(formerUrl, 'expected a list of addresses'),
  v.maxLength(MAX_ENTRIES, (issue) => `has ${issue.received} addresses; at most ${MAX_ENTRIES}`),
);

export const corrections = v.pipe(
  v.array(v.strictObject({ date, text: filledLine }), 'expected a list of {date, text}'),
  v.maxLength(MAX_ENTRIES, (issue) => `has ${issue.received} entries; at most ${MAX_ENTRIES}`),
);
