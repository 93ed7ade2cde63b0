import { delayOf, heldBackBy, heldNotes, isAboutReaders, type UnreadField, unreadFields } from '../../held-back.ts';
import { type Fields, isFields, listOf, textOf } from '../../json.ts';
import { uniqueLabels } from '../../labels.ts';
import { plainTextOf } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import { statusIn } from '../../status-words.ts';
import type { FoundStory } from '../../story.ts';
import { FieldReader, plainName, switchOf } from './field-reader.ts';
import { imageOf } from './front-matter-image.ts';

/** Reads the front matter of Hugo, Jekyll, Astro or Eleventy. Unknown fields are noted. */
export function fromFrontMatter(fields: Fields): Omit<FoundStory, 'body'> {
  const reader = new FieldReader(fields);
  const text = (...names: string[]) => reader.first(names, textOf);
  const textsIn = (...names: string[]) =>
    uniqueLabels(reader.all(names, (value) => listOf(value).map((it) => textOf(it) ?? '')));
  const date = (...names: string[]) =>
    reader.first(names, (value) => (switchOf(value) === undefined ? textOf(value) : undefined));
  const story = {
    name: reader.first(['key', 'id'], (value, name) => (name === 'id' && isUri(value) ? undefined : textOf(value))),
    id: reader.first(['id', 'guid'], (value) => (isUri(value) ? textOf(value) : undefined)),
    slug: text('slug'),
    formerSlugs: textsIn('formerSlugs'),
    formerUrls: textsIn('formerUrls', 'aliases', 'redirectFrom'),
    url: reader.first(['canonical', 'canonicalURL'], webAddressIn),
    address: reader.first(['url', 'permalink'], permalinkIn),
    title: plainTextOf(text('title', 'headline')),
    summary: plainTextOf(text('summary', 'description', 'excerpt', 'subtitle', 'dek', 'deck', 'standfirst', 'blurb')),
    published: date('date', 'pubDate', 'publishDate', 'published', 'pubDatetime', 'publishedAt'),
    updated: date('lastmod', 'updated', 'updatedDate', 'lastModifiedAt', 'modDatetime', 'updatedAt', 'modified'),
    embargo: date('embargo', 'embargoUntil', 'embargoedUntil', 'embargoDate'),
    expires: date('expires', 'expiryDate', 'unpublishDate', 'unpublishAt'),
    tags: tagsOf(reader),
    authors: authorsOf(reader),
    image: imageOf(reader),
    language: text('language', 'lang', 'locale'),
    status: statusOf(reader),
    corrections: correctionsOf(reader),
  };
  const wasPage = story.status !== 'draft' || undefined;
  const pages = pageNotes(reader);
  const unread = reader.unreadFields.flatMap(({ name, value }) => unreadFields(name, value));
  const delay = delayOf(unread, story.published);
  return {
    ...story,
    wasPage,
    embargo: story.embargo ?? delay.value,
    notes: [...heldNotes(unread), ...delay.notes, ...pages, ...unreadNotes(reader)],
  };
}

/** Fields that say how a theme shows a story, and nothing of it. */
const FOR_THEMES = new Set(
  `adsense ads authorprofile bodyclass cascade classes comment comments cssclass disablecomments eleventynavigation featured
   highlight hidemeta iscjklanguage katex layout linktitle markup math mathjax menu menus mermaid nav navorder navtitle order outputs
   parent permalink pin pinned readingtime readtime related robots searchhidden share showtoc sidebar sitemap slides sticky
   tableofcontents template theme toc type usemath weight wordcount`.split(/\s+/),
);

function unreadNotes(reader: FieldReader): Note[] {
  const isTold = (field: UnreadField) => isAboutReaders(field[0]) || heldBackBy(...field) !== undefined;
  const unread = reader.unreadFields
    .filter(({ name, value }) => !FOR_THEMES.has(plainName(name)) && !unreadFields(name, value).every(isTold))
    .map((it) => it.name);
  if (unread.length === 0) return [];
  return [{ code: 'unread-fields', message: `unknown fields are left out: ${unread.join(', ')}`, names: unread }];
}

function pageNotes(reader: FieldReader): Note[] {
  const types = reader.all(['layout', 'type'], (value) => {
    const type = textOf(value)?.toLowerCase();
    return type === undefined ? [] : [type];
  });
  return [
    ...(types.includes('page') ? [{ code: 'not-a-post' as const, message: 'is a page, not a post' }] : []),
    ...(types.includes('draft')
      ? [{ code: 'status' as const, message: 'is of the type "draft": saved as a draft' }]
      : []),
  ];
}

function isUri(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S/i.test(value) && URL.canParse(value);
}

/** Reads an address; Jekyll's patterns (`/:year/:title/`) and Eleventy's templates are none. */
function permalinkIn(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && !/^false$|\/:[a-z]|[{}]/i.test(text) ? text : undefined;
}

function webAddressIn(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

function statusOf(reader: FieldReader): FoundStory['status'] {
  const said = reader.first(['status'], (value): FoundStory['status'] => {
    const word = textOf(value)?.toLowerCase() ?? '';
    if (['draft', 'ready', 'retracted', 'withdrawn'].includes(word)) return word as FoundStory['status'];
    const status = statusIn(word);
    return status === 'published' ? 'ready' : status;
  });
  const draft = reader.first(['draft'], switchOf);
  const published = reader.first(['published'], switchOf);
  return draft === true || published === false ? 'draft' : said;
}

/** Splits "tags" and "categories" at spaces, as Jekyll and Eleventy's starter do, but nothing that is one. */
function tagsOf(reader: FieldReader): string[] | undefined {
  const tags = reader.all(
    ['tags', 'tag', 'categories', 'category', 'keywords', 'topics', 'topic', 'series', 'kicker'],
    (value, name) => {
      if (typeof value !== 'string')
        return listOf(value).flatMap((it) => (isFields(it) ? labelIn(it) : textOf(it)) ?? []);
      if (value.includes(',')) return value.split(',').map((it) => it.trim());
      return name === 'tags' || name === 'categories' ? value.trim().split(/\s+/) : [value.trim()];
    },
  );
  return uniqueLabels(tags.map(plainTextOf));
}

function labelIn(fields: Fields): string | undefined {
  return textOf(fields.name) ?? textOf(fields.title) ?? textOf(fields.label);
}

function authorsOf(reader: FieldReader): FoundStory['authors'] {
  return reader.first(['authors', 'author', 'byline'], (value) => {
    const all = listOf(value).flatMap((it) => {
      const fields = isFields(it) ? it : { name: it };
      const name = plainTextOf(labelIn(fields));
      return name
        ? [{ name, url: textOf(fields.url ?? fields.link ?? fields.website), email: textOf(fields.email) }]
        : [];
    });
    return all.length > 0 ? all : undefined;
  });
}

function correctionsOf(reader: FieldReader): FoundStory['corrections'] {
  return reader.first(['corrections'], (value) => {
    const all = listOf(value).flatMap((it) => {
      const text = isFields(it) ? textOf(it.text) : textOf(it);
      return text ? [{ date: isFields(it) ? textOf(it.date) : undefined, text }] : [];
    });
    return all.length > 0 ? all : undefined;
  });
}
