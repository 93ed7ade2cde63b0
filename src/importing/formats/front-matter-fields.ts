import { KEY_PATTERN } from '../../articles/fields.ts';
import { type Fields, isFields, listOf, sizeOf, textOf } from '../json.ts';
import { plainTextOf } from '../markup.ts';
import { labels } from '../several.ts';
import type { FoundStory, Note } from '../story.ts';

const TRUE = /^(?:true|yes|on)$/i;
const FALSE = /^(?:false|no|off)$/i;

/** Gives out fields by their names, and knows which have been read. */
class Reader {
  readonly #fields: Map<string, unknown>;
  readonly #read = new Set<string>();

  constructor(fields: Fields) {
    this.#fields = new Map(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));
  }

  /** The first of these fields whose value can be read; the others stay unread, unless they say the same. */
  first<T>(names: string[], read: (value: unknown, name: string) => T | undefined): T | undefined {
    let found: T | undefined;
    for (const name of names) {
      const value = this.#fields.has(name) ? read(this.#fields.get(name), name) : undefined;
      if (value === undefined || (found !== undefined && JSON.stringify(found) !== JSON.stringify(value))) continue;
      found = value;
      this.#read.add(name);
    }
    return found;
  }

  /** What is read from all of these fields, in their order. */
  all<T>(names: string[], read: (value: unknown, name: string) => T[]): T[] {
    return names.flatMap((name) => this.first([name], (value) => read(value, name)) ?? []);
  }

  /** The fields that nobody has read. */
  get unread(): string[] {
    return [...this.#fields.keys()].filter((it) => !this.#read.has(it));
  }
}

/** What the front matter of Hugo, Jekyll, Astro or Eleventy says; what it says besides is a note. */
export function fromFrontMatter(fields: Fields): Omit<FoundStory, 'body'> {
  const reader = new Reader(fields);
  const text = (...names: string[]) => reader.first(names, textOf);
  const date = (...names: string[]) => reader.first(names, (value) => (isSwitch(value) ? undefined : textOf(value)));
  const notes: Note[] = [];
  const story = {
    name: reader.first(['key', 'id'], (value, name) => (name === 'id' && isUri(value) ? undefined : textOf(value))),
    id: reader.first(['id', 'guid'], (value) => (isUri(value) ? textOf(value) : undefined)),
    slug: text('slug'),
    formerSlugs: formerSlugs(reader, notes),
    url: reader.first(['canonical', 'canonicalURL', 'canonicalUrl', 'canonical_url'], webAddressOf),
    address: reader.first(['url', 'permalink'], addressOf),
    title: plainTextOf(text('title')),
    summary: plainTextOf(text('summary', 'description', 'excerpt')),
    published: date('date', 'pubDate', 'publishDate', 'published', 'pubDatetime', 'published_at'),
    updated: date('lastmod', 'updated', 'updatedDate', 'last_modified_at', 'modDatetime', 'updated_at'),
    embargo: date('embargo'),
    expires: date('expires', 'expiryDate'),
    tags: tagsOf(reader),
    authors: authorsOf(reader),
    image: imageOf(reader),
    language: text('language', 'lang', 'locale'),
    status: statusOf(reader),
    corrections: correctionsOf(reader),
  };
  if (reader.unread.length > 0) {
    notes.push({ code: 'unread-fields', message: `fields that are not read: ${reader.unread.join(', ')}` });
  }
  return { ...story, notes };
}

function isSwitch(value: unknown): boolean {
  return TRUE.test(String(value)) || FALSE.test(String(value));
}

function isUri(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S/i.test(value) && URL.canParse(value);
}

/** Not Jekyll's patterns, such as `/:year/:title/`, nor Eleventy's templates. */
function addressOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && !/^false$|\/:[a-z]|[{}]/i.test(text) ? text : undefined;
}

function webAddressOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

function statusOf(reader: Reader): FoundStory['status'] {
  const said = reader.first(['status'], (value): FoundStory['status'] => {
    const word = textOf(value)?.toLowerCase() ?? '';
    if (['draft', 'ready', 'retracted', 'withdrawn'].includes(word)) return word as FoundStory['status'];
    return word === 'published' || word === 'publish' ? 'ready' : undefined;
  });
  const draft = reader.first(['draft'], (value) => (isSwitch(value) ? TRUE.test(String(value)) : undefined));
  const published = reader.first(['published'], (value) => (isSwitch(value) ? TRUE.test(String(value)) : undefined));
  return draft === true || published === false ? 'draft' : said;
}

/** Jekyll reads a text of several words as several tags, and so does Eleventy’s starter; a category is one. */
function tagsOf(reader: Reader): string[] | undefined {
  const tags = reader.all(['tags', 'categories', 'category', 'keywords'], (value, name) => {
    if (typeof value !== 'string') return listOf(value).flatMap((it) => (isFields(it) ? nameOf(it) : textOf(it)) ?? []);
    if (value.includes(',')) return value.split(',').map((it) => it.trim());
    return name === 'category' || name === 'keywords' ? [value.trim()] : value.trim().split(/\s+/);
  });
  return labels(tags.map(plainTextOf));
}

function nameOf(fields: Fields): string | undefined {
  return textOf(fields.name) ?? textOf(fields.title) ?? textOf(fields.label);
}

function authorsOf(reader: Reader): FoundStory['authors'] {
  const authors = reader.first(['authors', 'author', 'byline'], (value) => {
    const all = listOf(value).flatMap((it) => {
      const fields = isFields(it) ? it : { name: it };
      const name = plainTextOf(nameOf(fields));
      return name
        ? [{ name, url: textOf(fields.url ?? fields.link ?? fields.website), email: textOf(fields.email) }]
        : [];
    });
    return all.length > 0 ? all : undefined;
  });
  return authors;
}

const IMAGE_FIELDS = [
  'image',
  'cover',
  'heroImage',
  'hero_image',
  'featured_image',
  'featuredImage',
  'coverImage',
  'cover_image',
  'ogImage',
  'thumbnail',
  'images',
];

function imageOf(reader: Reader): FoundStory['image'] {
  const found = reader.first(IMAGE_FIELDS, (value, name) => {
    const image = pictureOf(listOf(value)[0]);
    return image && { image, name };
  });
  if (found === undefined) return undefined;
  const { image, name } = found;
  const beside = (...endings: string[]) =>
    plainTextOf(
      reader.first(
        endings.flatMap((it) => [
          `${name}${it}`,
          `${name}_${it.toLowerCase()}`,
          `image${it}`,
          `image_${it.toLowerCase()}`,
        ]),
        textOf,
      ),
    );
  const alt = beside('Alt') ?? beside('Caption');
  const credit = beside('Credit');
  return { ...image, alt: image.alt ?? alt, credit: image.credit ?? credit };
}

function pictureOf(value: unknown): FoundStory['image'] {
  if (!isFields(value)) {
    const url = textOf(value);
    return url === undefined || isSwitch(url) ? undefined : { url };
  }
  const url = ['url', 'src', 'image', 'path', 'file'].map((it) => textOf(value[it])).find((it) => it !== undefined);
  if (url === undefined) return undefined;
  return {
    url,
    alt: plainTextOf(textOf(value.alt) ?? textOf(value.caption)),
    credit: plainTextOf(textOf(value.credit)),
    width: sizeOf(value.width),
    height: sizeOf(value.height),
    type: textOf(value.type),
    length: sizeOf(value.length),
  };
}

/** Earlier addresses; the last part of one is a former slug where it can be a slug at all. */
function formerSlugs(reader: Reader, notes: Note[]): string[] | undefined {
  const former = reader.all(['formerSlugs', 'aliases', 'redirect_from'], (value) =>
    listOf(value).flatMap((it) => {
      const address = textOf(it) ?? '';
      const path = address.replace(/[?#].*$/, '').replace(/(?:\/index)?\.html?$|\/+$/i, '');
      const slug = path.slice(path.lastIndexOf('/') + 1);
      if (KEY_PATTERN.test(slug)) return [slug];
      notes.push({ code: 'alias', message: `the earlier address "${address}" ends in nothing that can be a slug` });
      return [];
    }),
  );
  return labels(former);
}

function correctionsOf(reader: Reader): FoundStory['corrections'] {
  return reader.first(['corrections'], (value) => {
    const all = listOf(value).flatMap((it) => {
      const text = isFields(it) ? textOf(it.text) : textOf(it);
      return text ? [{ date: isFields(it) ? textOf(it.date) : undefined, text }] : [];
    });
    return all.length > 0 ? all : undefined;
  });
}
