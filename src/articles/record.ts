import { isValid, parseISO } from 'date-fns';
import * as v from 'valibot';
import { cleanLine, cleanText } from './text.ts';

/** One thing that is wrong with a record: the field, as a dotted path, and what was expected and what came. */
export interface Problem {
  field: string;
  message: string;
}

export const KEY_PATTERN = /^[a-z0-9][a-z0-9._-]{0,127}$/;
export const MAX_SUMMARY_CHARACTERS = 280;
export const MAX_TITLE_CHARACTERS = 500;
export const MAX_TAGS = 100;
export const STATUSES = ['draft', 'ready', 'retracted', 'withdrawn'] as const;

const shown = (value: unknown) => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return `"${cleanLine(text.length > 60 ? `${text.slice(0, 60)}…` : text)}"`;
};

const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|z|[+-]\d{2}:\d{2})?$/;

function dateProblem(value: string): string | undefined {
  if (!DATE_TIME.test(value))
    return `expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got ${shown(value)}`;
  if (!/(Z|[+-]\d{2}:\d{2})$/i.test(value)) return `needs a time zone (${shown(value)} has none)`;
  if (!isValid(parseDate(value))) return `is not a date that exists: ${shown(value)}`;
  return undefined;
}

/** The instant of an RFC 3339 date that the schema has accepted. */
export function parseDate(value: string): Date {
  return parseISO(value.toUpperCase().replace(' ', 'T'));
}

const text = v.pipe(v.string('expected text'), v.transform(cleanText));
const line = v.pipe(v.string('expected text'), v.transform(cleanLine));
const filledLine = v.pipe(line, v.minLength(1, 'is empty'));
const date = v.pipe(
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
const absoluteUrl = v.pipe(
  filledLine,
  v.check(webAddress, (issue) => `expected an absolute http(s) address, got ${shown(issue.input)}`),
  v.transform((value) => new URL(value).href),
);
/** Absolute, or relative to the publication (`/images/x.png`). */
const reference = v.pipe(
  filledLine,
  v.check(
    (value) => webAddress(value) || (!/^[a-z][a-z0-9+.-]*:|^\/\//i.test(value) && URL.canParse(value, 'http://x')),
    (issue) => `expected an http(s) address or a path such as /images/x.png, got ${shown(issue.input)}`,
  ),
);
const slug = v.pipe(
  line,
  v.regex(
    KEY_PATTERN,
    (issue) =>
      `expected a-z, 0-9, ".", "_" and "-", at most 128, beginning with a letter or digit; got ${shown(issue.input)}`,
  ),
);
const size = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.regex(/^\d{1,12}$/, 'expected a whole number'), v.transform(Number))],
    'expected a whole number',
  ),
  v.integer('expected a whole number'),
  v.minValue(0, 'expected a number of at least 0'),
);
const language = v.pipe(
  line,
  v.check(isLanguage, (issue) => `expected a language tag such as "uk" or "pt-BR" (BCP 47), got ${shown(issue.input)}`),
);

const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** Whether a text is a well-formed BCP 47 tag of a language that is known. */
export function isLanguage(value: string): boolean {
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(value)) return false;
  try {
    return languageNames.of(value.split('-')[0] ?? '') !== undefined;
  } catch {
    return false;
  }
}

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
          v.email((issue) => `expected a mail address, got ${shown(issue.input)}`),
        ),
      ),
    }),
  ],
  'expected a name, or {name, url, email}',
);

const tagLabel = v.pipe(filledLine, v.maxLength(200, 'is longer than 200 characters'));
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
const tags = v.union(
  [
    v.pipe(
      v.array(tag),
      v.maxLength(MAX_TAGS, (issue) => `has ${issue.received} tags; at most ${MAX_TAGS}`),
    ),
    v.pipe(
      tagLabel,
      v.check((label) => !label.includes(','), 'expected a list such as [Ukraine, refugees], got text with commas'),
      v.transform((label) => [label]),
    ),
  ],
  'expected a list of labels',
);

const image = v.union(
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
      type: v.optional(
        v.pipe(
          line,
          v.regex(/^image\/[a-z0-9.+-]+$/, (issue) => `expected a type such as image/png, got ${shown(issue.input)}`),
        ),
      ),
      length: v.optional(size),
    }),
  ],
  'expected an address, or {url, alt, credit, width, height, type, length}',
);

/** An article as a newsroom writes it. The type, the checks, their messages and docs/record.md come from here. */
export const ArticleRecordSchema = v.strictObject({
  key: v.pipe(
    slug,
    v.description(
      'The newsroom’s own name for the article; never changes. A file’s stem, or the address it is put to.',
    ),
  ),
  id: v.pipe(
    v.optional(
      v.pipe(
        filledLine,
        v.check(
          (value) => URL.canParse(value) && new URL(value).href === value,
          (issue) => `expected an absolute, normalised URI, got ${shown(issue.input)}`,
        ),
      ),
    ),
    v.description(
      'Permanent id in every feed. Only for articles that come from elsewhere with an id; otherwise a tag URI (RFC 4151) is made once.',
    ),
  ),
  slug: v.pipe(v.optional(slug), v.description('The page is /articles/{slug}. The key, unless given.')),
  formerSlugs: v.pipe(
    v.optional(v.array(slug, 'expected a list of slugs'), []),
    v.description('Earlier slugs; each redirects to the page.'),
  ),
  url: v.pipe(v.optional(absoluteUrl), v.description('Where the story lives, if not on our own page.')),
  title: v.pipe(
    v.pipe(
      filledLine,
      v.maxLength(
        MAX_TITLE_CHARACTERS,
        (issue) => `is ${issue.received} characters long; at most ${MAX_TITLE_CHARACTERS}`,
      ),
    ),
    v.description('Plain text, one line.'),
  ),
  summary: v.pipe(
    v.optional(
      v.pipe(
        line,
        v.maxLength(
          MAX_SUMMARY_CHARACTERS,
          (issue) => `is ${issue.received} characters long; at most ${MAX_SUMMARY_CHARACTERS}`,
        ),
      ),
    ),
    v.description(
      `Plain text, at most ${MAX_SUMMARY_CHARACTERS} characters. The first sentences of the body, unless given.`,
    ),
  ),
  body: v.pipe(text, v.description('The story: everything after the front matter, or a field in JSON.')),
  bodyType: v.pipe(
    v.optional(
      v.picklist(['markdown', 'html', 'text'], (issue) => `expected markdown, html or text, got ${shown(issue.input)}`),
      'markdown',
    ),
    v.description('What the body is written in.'),
  ),
  published: v.pipe(
    v.optional(date),
    v.description(
      'RFC 3339 with an offset. Required unless the status is draft or withdrawn. In the future: the story appears then.',
    ),
  ),
  updated: v.pipe(
    v.optional(date),
    v.description('When it last changed significantly. The published date, or the newest correction, unless given.'),
  ),
  tags: v.pipe(v.optional(tags, []), v.description('Labels or slugs; each is a channel.')),
  authors: v.pipe(
    v.optional(
      v.union(
        [
          v.array(author),
          v.pipe(
            filledLine,
            v.transform((name): { name: string; url?: string; email?: string }[] => [{ name }]),
          ),
        ],
        'expected a list of names',
      ),
      [],
    ),
    v.description('Names, or {name, url, email}.'),
  ),
  image: v.pipe(
    v.optional(image),
    v.description('An address, or {url, alt, credit, width, height, type, length}; length in bytes.'),
  ),
  language: v.pipe(v.optional(language), v.description('BCP 47. The site’s language, unless given.')),
  status: v.pipe(
    v.optional(
      v.picklist(STATUSES, (issue) => `expected ${STATUSES.join(', ')}; got ${shown(issue.input)}`),
      'ready',
    ),
    v.description('draft: kept, never served. retracted: readable, marked. withdrawn: gone (410).'),
  ),
  embargo: v.pipe(v.optional(date), v.description('Not served before this moment.')),
  expires: v.pipe(v.optional(date), v.description('Not served from this moment on.')),
  corrections: v.pipe(
    v.optional(v.array(v.strictObject({ date, text: filledLine }), 'expected a list of {date, text}'), []),
    v.description('List of {date, text}; shown below the story, and moves updated.'),
  ),
});

export type ArticleRecord = v.InferOutput<typeof ArticleRecordSchema>;

/** Names the field and says what was expected, for every issue that valibot found. */
export function toProblems(issues: readonly v.BaseIssue<unknown>[]): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const nested =
      issue.type === 'union' ? issue.issues?.filter((it) => it.type !== 'string' && it.type !== 'array') : undefined;
    const deeper = nested?.filter((it) => it.path?.length || it.kind === 'validation');
    if (deeper?.length) {
      return toProblems(
        deeper.map((it) => ({ ...it, path: [...(issue.path ?? []), ...(it.path ?? [])] as unknown as typeof it.path })),
      );
    }
    return [{ field: v.getDotPath(issue) ?? 'record', message: messageOf(issue) }];
  });
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is required';
  if (issue.type === 'strict_object') {
    return issue.expected === 'never' ? 'is not a known field' : 'expected fields and values';
  }
  return issue.message;
}

/** Blank means absent, in front matter (`summary:`) and in JSON (`null`) alike. */
function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, it]) => name === 'body' || (it !== null && it !== ''))
      .map(([name, it]) => [name, withoutBlanks(it)]),
  );
}

export type Checked<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** Checks fields against the schema and each other, and reports every problem at once. */
export function checkRecord(fields: unknown): Checked<ArticleRecord> {
  const input = withoutBlanks(fields);
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
