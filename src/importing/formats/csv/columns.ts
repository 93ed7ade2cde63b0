import type { UnreadField } from '../../held-back.ts';
import { isClosedName } from '../../paywall.ts';
import { statusIn } from '../../status-words.ts';

/** What a column of a table can hold, and the names that columns for it have: those of earlier ones count first. */
const NAMES = {
  key: 'post id, id, guid, uuid, key, internal id',
  title: 'title, headline, web title, subject, email subject line',
  summary: 'summary, subtitle, web subtitle, excerpt, description, dek, standfirst, email preview text',
  body: 'body html, content html, html, body, content, text, article, plain content, markdown',
  published:
    'published, published at, published on, published date, publish date, publication date, date published, post date, date, pubdate, created at, created',
  updated: 'updated, updated at, modified, modified at, last modified, date modified, last published date',
  embargo: 'embargo, embargoed, embargoed until, embargo until, embargo date',
  expires: 'expires, expires at, expiry date',
  authors: 'authors, author, byline, by, writer, author name',
  tags: 'tags, content tags, keywords, categories, category, main category, section, labels',
  image: 'image, image url, cover image, featured image, feature image, thumbnail url',
  media: 'podcast url, audio url, video url',
  slug: 'slug, post slug',
  address: 'url, link, permalink, canonical url, web url, post page url, absolute url',
  language: 'language, lang, locale',
  status: 'status, is published, post status',
  audience: 'audience, visibility, web audiences, access',
  type: 'type, post type',
};

export type Field = keyof typeof NAMES;
export const FIELDS = Object.keys(NAMES) as Field[];

/** Columns that say that a row is not public, unless they are empty or say no. */
const HELD_BACK = /^(?:is )?(?:draft|hidden|unlisted|deleted|trashed|archived|spam|password)$/;

/** The columns of a table, by what they hold. */
export interface Columns {
  /** The columns of each field, the best first. */
  fields: Map<Field, number[]>;
  heldBack: number[];
  /** The names of columns that are not read. */
  unread: string[];
  /** Those of them that hold nothing but words for published or draft, so far as is known. */
  unnamed: number[];
}

/** The cells of a row by their fields. */
export interface Row {
  names: string[];
  cells: string[];
  columns: Columns;
}

/** Returns all cells of a field that are not blank. */
export function valuesOf({ cells, columns }: Row, field: Field): string[] {
  return (columns.fields.get(field) ?? []).map((it) => cells[it]?.trim() ?? '').filter((it) => it !== '');
}

/** Returns the columns of a table. @param given names of columns by their fields, as from `--columns` */
export function columnsOf(names: string[], given: Map<Field, string>): Columns {
  const plain = names.map(normalised);
  const indexOf = (name: string) => plain.indexOf(normalised(name));
  const named = FIELDS.map((field): [Field, number[]] => {
    const own = given.get(field);
    return [field, (own === undefined ? NAMES[field].split(', ') : [own]).map(indexOf).filter((it) => it >= 0)];
  });
  const fields = new Map(named.filter(([, columns]) => columns.length > 0));
  const heldBack = plain.flatMap((it, index) =>
    HELD_BACK.test(it) || isClosedName(it.replaceAll(' ', '_')) ? index : [],
  );
  const read = new Set([...fields.values()].flat().concat(heldBack));
  const unnamed = [...names.keys()].filter((it) => !read.has(it));
  const unread = unnamed.map((it) => names[it] ?? '').filter((it) => it.trim() !== '');
  return { fields, heldBack, unread, unnamed };
}

/** Returns the columns of a table in the light of one more row: what holds other words is no status. */
export function columnsSeen(columns: Columns, cells: string[]): Columns {
  const isStatus = (cell = '') => cell.trim() === '' || statusIn(cell) !== undefined;
  const unnamed = columns.unnamed.filter((it) => isStatus(cells[it]));
  return unnamed.length === columns.unnamed.length ? columns : { ...columns, unnamed };
}

/**
 * Returns the given names by which a table is to be read: none if they are those of another table, as this one is understood by
 * itself, and has none of them that says more.
 */
export function givenFor(names: string[], given: Map<Field, string>): Map<Field, string> {
  const [itself, asked] = [columnsOf(names, new Map()), columnsOf(names, given)];
  const isWhole = [...given.keys()].every((it) => asked.fields.has(it));
  const saysMore = [...given.keys()].some((field) =>
    asked.fields.get(field)?.some((it) => !itself.fields.get(field)?.includes(it)),
  );
  return isWhole || saysMore || !areOfStories(itself) ? given : new Map();
}

/** Tells whether columns are those of stories: a title, and a text or a date. A text may stand in a file of its own. */
export function areOfStories({ fields }: Columns): boolean {
  return fields.has('title') && (fields.has('body') || fields.has('published'));
}

/** Reads `--columns`: "title=Headline,body=Full text". */
export function givenColumns(option: string | undefined): Map<Field, string> {
  const pairs = option?.split(',').map((it) => it.split('=')) ?? [];
  return new Map(pairs.map(([field = '', ...name]) => [field.trim() as Field, name.join('=').trim()]));
}

/** Says what is wrong with `--columns`; undefined if nothing is. */
export function columnsProblem(option: string): string | undefined {
  for (const [field, name] of givenColumns(option)) {
    if (!FIELDS.includes(field)) return `"${field}" is not one of ${FIELDS.join(', ')}`;
    if (name === '') return `expected FIELD=NAME, got "${field}"`;
  }
  return undefined;
}

/** The cells of columns that are not read, with the names of those. */
export function unreadFieldsOf({ names, cells, columns }: Row): UnreadField[] {
  return names.flatMap((name, index) => (columns.unread.includes(name) ? [[name, cells[index] ?? '']] : []));
}

function normalised(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
