/** A mistake that is often made in front matter and in tags.yaml. docs/mistakes.md is made of these. */
export interface Mistake {
  /** The anchor in docs/mistakes.md. */
  id: string;
  name: string;
  wrong: string;
  right: string;
  /** What the mistake does, as a sentence. */
  reason: string;
  /** The line that is meant; undefined of a line without this mistake. */
  mend(line: string): string | undefined;
}

/** A field with a value on one line: what stands before the value, and the value. */
const FIELD = /^(\s*(?:- )?[\w-]+:\s+)(\S.*?)\s*$/;
/** A value in quotation marks, or one that begins a text of several lines. */
const IS_QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?:\s+#.*)?$|^[|>][-+\d]*$/;

const withValue = (line: string, mend: (value: string) => string | undefined): string | undefined => {
  const [, before = '', value] = FIELD.exec(line) ?? [];
  const mended = value === undefined || IS_QUOTED.test(value) ? undefined : mend(value);
  return mended === undefined ? undefined : before + mended;
};

/** Writes a text so that nothing in it means something else to YAML. */
function quoted(text: string): string {
  if (!/["\\]/.test(text)) return `"${text}"`;
  return text.includes("'") ? `"${text.replace(/["\\]/g, '\\$&')}"` : `'${text}'`;
}

/** Takes off quotation marks around a value, with others inside, and one that begins a value and ends nowhere. */
function withoutOuterMarks(value: string): string {
  if (/^(["'])(?!.*\1)/.test(value)) return value.slice(1);
  const [, mark = '', inside = ''] = /^(["'])(.*)\1$/.exec(value) ?? [];
  const isAround = mark !== '' && inside.split(mark).length % 2 === 1 && !/^\S+["']\s/.test(inside);
  return isAround ? inside : value;
}

export const MISTAKES: Mistake[] = [
  {
    id: 'tab',
    name: 'A tab before a field',
    wrong: '\t- name: Ann Berg',
    right: '  - name: Ann Berg',
    reason: 'a line begins with a tab; only spaces can stand there',
    mend: (line) => (/^\s*\t/.test(line) ? line.replace(/^\s+/, (it) => it.replaceAll('\t', '  ')) : undefined),
  },
  {
    id: 'quotes',
    name: 'Quotation marks around a part of a value',
    wrong: 'title: "Never again", says the mayor',
    right: `title: '"Never again", says the mayor'`,
    reason: 'a quotation mark that begins a value must also end it',
    mend: (line) => withValue(line, (it) => (/^["']/.test(it) ? quoted(withoutOuterMarks(it)) : undefined)),
  },
  {
    id: 'hash-in-list',
    name: 'A # before a tag',
    wrong: 'tags: [#trams, #harbour]',
    right: 'tags: [trams, harbour]',
    reason: 'what follows "#" is a comment; tags are written without it',
    mend: (line) =>
      withValue(line, (it) => (/^\[(?:.*[\s,])?#/.test(it) ? it.replace(/(?<=[[\s,])#/g, '') : undefined)),
  },
  {
    id: 'brackets',
    name: 'A value that begins with a bracket',
    wrong: 'title: [Update] The bridge reopens',
    right: 'title: "[Update] The bridge reopens"',
    reason: 'a value that begins with "[" or "{" is a list or fields, and ends with its bracket',
    mend: (line) => withValue(line, (it) => (/^(?:\[[^\]]*\]|\{[^}]*\})\s*[^\s#]/.test(it) ? quoted(it) : undefined)),
  },
  {
    id: 'colon',
    name: 'A colon in a value',
    wrong: 'title: Bridge reopens: trams return',
    right: 'title: "Bridge reopens: trams return"',
    reason: 'a colon and a space begin a new field, unless the value is in quotation marks',
    mend: (line) => withValue(line, (it) => (/^[^[{].*:(?:\s|$)/.test(it) ? quoted(it) : undefined)),
  },
  {
    id: 'sign',
    name: 'A value that begins with a sign',
    wrong: 'title: @mayor answers',
    right: 'title: "@mayor answers"',
    reason: 'a value that begins with a sign such as @, %, &, *, ! or ` must be in quotation marks',
    mend: (line) => withValue(line, (it) => (/^[@%&*!`|>?]/.test(it) || /^- /.test(it) ? quoted(it) : undefined)),
  },
  {
    id: 'no-space',
    name: 'No space after a colon',
    wrong: 'title:The bridge reopens',
    right: 'title: The bridge reopens',
    reason: 'a space must stand after the colon of a field',
    mend: (line) => (/^\s*(?:- )?[a-zA-Z]+:[^\s/]/.test(line) ? line.replace(':', ': ') : undefined),
  },
];

/** Mistakes that are found otherwise than by a line that cannot be read. */
export const OTHER_MISTAKES: Omit<Mistake, 'mend'>[] = [
  {
    id: 'hash',
    name: 'A # in a value',
    wrong: 'title: Tram #5 returns',
    right: 'title: "Tram #5 returns"',
    reason: 'what follows a space and "#" is a comment, and is left out',
  },
  {
    id: 'dashes',
    name: 'A missing line of dashes',
    wrong: 'title: The bridge reopens\n\nThe bridge opened on Monday.',
    right: '---\ntitle: The bridge reopens\n---\n\nThe bridge opened on Monday.',
    reason: 'the fields stand between two lines of "---", the first of which is the first of the file',
  },
  {
    id: 'smart-quotes',
    name: 'Curly quotation marks around a value',
    wrong: 'published: “2022-03-03T19:40:00+01:00”',
    right: 'published: 2022-03-03T19:40:00+01:00',
    reason: 'curly quotation marks are a part of the value',
  },
  {
    id: 'zone',
    name: 'A date without a zone',
    wrong: 'published: 2022-03-03T19:40:00',
    right: 'published: 2022-03-03T19:40:00+01:00',
    reason: 'readers are in every zone, so a date says in which it is',
  },
  {
    id: 'field',
    name: 'A field of another system',
    wrong: 'date: 2022-03-03T19:40:00+01:00\nauthor: Ann Berg\ncategories: [harbour]',
    right: 'published: 2022-03-03T19:40:00+01:00\nauthors: Ann Berg\ntags: [harbour]',
    reason: 'only the fields of docs/record.md are known',
  },
  {
    id: 'year',
    name: 'A digit of a year',
    wrong: 'published: 2206-11-28T09:00:00+01:00',
    right: 'published: 2026-11-28T09:00:00+01:00',
    reason: 'nobody sees a story before its date',
  },
  {
    id: 'twice',
    name: 'A story in two files',
    wrong: 'articles/bridge.md\narticles/bridge-copy.md',
    right: 'articles/bridge.md',
    reason: 'each file is a story, also if its title and its text are those of another one',
  },
  {
    id: 'rename',
    name: 'A file under a new name',
    wrong: 'articles/bridge-reopens.md, which was articles/bridge.md',
    right: 'articles/bridge.md, with "slug: bridge-reopens" for another address',
    reason: 'the name of a file is the key of its story: under a new one readers have it twice',
  },
  {
    id: 'picture',
    name: 'A picture as the phone has it',
    wrong: 'image: /images/IMG_2041.HEIC',
    right: 'image: /images/bridge.jpg',
    reason: 'most browsers do not show HEIC and TIFF, and a phone waits seconds for more than a megabyte',
  },
  {
    id: 'file-name',
    name: 'Another ending of a file’s name',
    wrong: 'articles/bridge.MD',
    right: 'articles/bridge.md',
    reason: 'the name of a record ends in ".md"',
  },
];

/** Where a mistake is explained. */
export const seeMistake = (id: string): string => `docs/mistakes.md#${id}`;

/** Adds the number of its line to a message, before the place where the mistake is explained. */
export function onLine(message: string, line: number): string {
  const [, said = message, see] = /^(.*) \((docs\/[^()]*)\)$/s.exec(message) ?? [];
  return `${said} (line ${line}${see === undefined ? '' : `; ${see}`})`;
}

/**
 * Explains why a line cannot be read.
 * @returns the reason, and the line that is meant; undefined if it has none of these mistakes
 */
export function explainLine(line: string): { id: string; message: string } | undefined {
  for (const { id, reason, mend } of MISTAKES) {
    const mended = mend(line);
    if (mended !== undefined && mended !== line) return { id, message: `${reason}; write: ${mended.trim()}` };
  }
  return undefined;
}

/** The fields that others mean by these names. */
const MEANT: Record<string, string> = {
  ...named('authors', 'author by byline bylines creator writer writers'),
  ...named(
    'published',
    'date datepublished pubdate publishdate published_at publishedat created created_at publish time',
  ),
  ...named('updated', 'lastmod modified datemodified last_modified lastmodified updated_at updatedat edited'),
  ...named('summary', 'description excerpt abstract dek deck standfirst subtitle lead lede teaser intro'),
  ...named('tags', 'tag categories category keywords keyword topics topic sections section labels'),
  ...named('title', 'headline head heading name'),
  ...named('image', 'images picture photo cover thumbnail featured_image featuredimage hero heroimage'),
  ...named('language', 'lang locale'),
  ...named('url', 'link canonical canonicalurl canonical_url externalurl'),
  ...named('formerUrls', 'aliases redirect_from redirects oldurls formerurl'),
  ...named('expires', 'expirydate expiry expiration unpublish'),
  ...named('media', 'audio video videos sound sounds podcast'),
  ...named('slug', 'permalink path'),
};

function named(field: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((it) => [it, field]));
}

/** Names a letter apart from a shorter one would be another word. */
const MIN_LETTERS = 4;

/** The field that somebody means who writes this name; undefined if nobody knows. @param known all fields that there are */
export function fieldMeant(name: string, known: readonly string[]): string | undefined {
  const plain = name.toLowerCase().replaceAll('-', '_');
  const same = known.find((it) => it.toLowerCase() === plain.replaceAll('_', ''));
  return same ?? MEANT[plain] ?? MEANT[plain.replaceAll('_', '')] ?? nearest(name, known);
}

/** The one of some names that differs from a text by a letter, by two that have changed places, or as plural; undefined if none does. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  if (text.length < MIN_LETTERS) return undefined;
  const folded = text.toLowerCase();
  return names.find((it) => {
    const other = it.toLowerCase();
    const isNear = isOneEditApart(folded, other) || singular(folded) === singular(other);
    return it.length >= MIN_LETTERS && other !== folded && isNear;
  });
}

/** An English word without the ending of its plural. */
const singular = (word: string) => word.replace(/(?<=[a-z]{2})ies$/, 'y').replace(/(?<=[a-z]{3})(?:es|s)$/, '');

/** True if one letter was added, left out or changed, or two have changed places. */
export function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
