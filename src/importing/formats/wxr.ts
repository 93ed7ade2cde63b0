import { laterThan, rfc3339 } from '../instants.ts';
import { plainTextOf } from '../markup.ts';
import { filled, labels } from '../several.ts';
import { type Format, type FoundStory, ImportError, type Input, type Note } from '../story.ts';
import { childrenOf, childText, firstTag, readElements, textIn, type XmlElement } from '../xml.ts';
import { toHtml } from './wordpress-content.ts';

/** What the first pass learns, and the second needs. */
interface Site {
  /** Display names, by login. */
  authors: Map<string, string>;
  attachments: Map<string, { url: string; alt: string | undefined }>;
  /** How many items there are of each type. */
  types: Map<string, number>;
}

const STORY_TYPES = ['post', 'page'];
const ITEM = 'rss/channel/item';
const AUTHOR = 'rss/channel/wp:author';

/**
 * WordPress eXtended RSS, the export of WordPress. Read twice, item by item, since it can be larger than memory and a
 * post's picture can come after it.
 */
export const wxr: Format = {
  name: 'WordPress (WXR)',
  several: true,

  recognises(head: string): boolean {
    const tag = firstTag(head);
    return tag?.name === 'rss' && /wordpress\.org\/export\//.test(tag.attributes);
  },

  async *read(input: Input): AsyncGenerator<FoundStory> {
    const site = await survey(input);
    const others = notStories(site);
    if (!STORY_TYPES.some((it) => site.types.has(it))) {
      throw new ImportError(others ? `has no posts: ${others.message}` : 'has no items', 'no-stories');
    }
    const pending = others ? [others] : [];
    // One story is held back, for what is found after the last one to be noted on it.
    let held: FoundStory | undefined;
    for await (const item of readElements(input.chunks(), (path) => path.join('/') === ITEM)) {
      if (!STORY_TYPES.includes(typeOf(item))) continue;
      const story = readItem(item, site, pending);
      if (story === undefined) continue;
      if (held) yield held;
      held = story;
    }
    if (held === undefined) throw new ImportError(pending.map((it) => it.message).join('; '));
    held.notes.push(...pending);
    yield held;
  },
};

async function survey(input: Input): Promise<Site> {
  const site: Site = { authors: new Map(), attachments: new Map(), types: new Map() };
  const wanted = (path: readonly string[]) => [ITEM, AUTHOR].includes(path.join('/'));
  for await (const element of readElements(input.chunks(), wanted)) {
    if (element.name === 'wp:author') {
      const login = childText(element, 'wp:author_login');
      const name = plainTextOf(childText(element, 'wp:author_display_name'));
      if (login && name) site.authors.set(own(login), own(name));
      continue;
    }
    const type = own(typeOf(element));
    site.types.set(type, (site.types.get(type) ?? 0) + 1);
    if (type === 'attachment') keepAttachment(element, site);
  }
  return site;
}

function keepAttachment(item: XmlElement, { attachments }: Site): void {
  const id = childText(item, 'wp:post_id');
  const url = childText(item, 'wp:attachment_url');
  const alt = metaOf(item, '_wp_attachment_image_alt');
  if (id && url) attachments.set(own(id), { url: own(url), alt: alt && own(alt) });
}

/** A copy: what the parser gives is a part of a piece of the file, and would keep all of that in memory. */
function own(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function notStories({ types }: Site): Note | undefined {
  const others = [...types].filter(([type]) => !STORY_TYPES.includes(type));
  if (others.length === 0) return undefined;
  const counted = others.map(([type, count]) => `${count} ${type}${count === 1 ? '' : 's'}`).join(', ');
  const all = others.reduce((sum, [, count]) => sum + count, 0);
  return { code: 'not-stories', message: `${counted} ${all === 1 ? 'is not a story' : 'are not stories'}` };
}

function typeOf(item: XmlElement): string {
  return childText(item, 'wp:post_type') ?? 'post';
}

/** The story, which takes the notes that wait for one; or undefined for one that says nothing, which leaves a note. */
function readItem(item: XmlElement, site: Site, pending: Note[]): FoundStory | undefined {
  try {
    const story = filled(toStory(item, site));
    story.notes.push(...pending.splice(0));
    return story;
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const name = `${typeOf(item)} ${childText(item, 'wp:post_id') ?? ''}`.trim();
    pending.push({ code: 'unreadable', message: `${name}: ${error.message}` });
    return undefined;
  }
}

function toStory(item: XmlElement, site: Site): FoundStory {
  const text = (name: string) => childText(item, name);
  const guid = text('guid');
  const slug = text('wp:post_name');
  const published = publishedAt(item);
  const creator = text('dc:creator');
  const author = creator && (site.authors.get(creator) ?? creator);
  const picture = site.attachments.get(metaOf(item, '_thumbnail_id') ?? '');
  const { html, notes } = toHtml(text('content:encoded') ?? '');
  const { status, note } = statusOf(item);
  return {
    name: guid ?? text('wp:post_id'),
    id: guid,
    slug: slug && decoded(slug),
    address: text('link'),
    title: plainTextOf(text('title')),
    summary: plainTextOf(text('excerpt:encoded')),
    body: { type: 'html', text: html },
    published,
    updated: laterThan(published, utc(text('wp:post_modified_gmt'))),
    tags: tagsOf(item),
    authors: author ? [{ name: author }] : undefined,
    image: picture && { url: picture.url, alt: plainTextOf(picture.alt) },
    status,
    notes: [...(note ? [note] : []), ...notes],
  };
}

function tagsOf(item: XmlElement): string[] | undefined {
  const terms = childrenOf(item, 'category').filter(
    ({ attributes: { domain, nicename } }) =>
      domain === 'post_tag' || (domain === 'category' && nicename !== 'uncategorized'),
  );
  return labels(terms.map((it) => plainTextOf(textIn(it))).filter((it) => it !== 'Uncategorized'));
}

/** WordPress keeps a slug in other letters percent-encoded. */
function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

function metaOf(item: XmlElement, key: string): string | undefined {
  const meta = childrenOf(item, 'wp:postmeta').find((it) => childText(it, 'wp:meta_key') === key);
  return childText(meta, 'wp:meta_value');
}

/** A draft has zeros for its dates, and a pubDate before the year 1. */
function publishedAt(item: XmlElement): string | undefined {
  const pubDate = childText(item, 'pubDate');
  const local = childText(item, 'wp:post_date');
  return (
    utc(childText(item, 'wp:post_date_gmt')) ??
    (pubDate === undefined || / -0001 /.test(pubDate) ? undefined : rfc3339(pubDate)) ??
    given(local)
  );
}

function utc(date: string | undefined): string | undefined {
  const moment = given(date);
  return moment && `${moment.replace(' ', 'T')}Z`;
}

/** MySQL's zeros stand for no date. */
function given(date: string | undefined): string | undefined {
  return date?.startsWith('0000-00-00') ? undefined : date;
}

function statusOf(item: XmlElement): { status: FoundStory['status']; note?: Note } {
  const status = childText(item, 'wp:status') ?? 'publish';
  if (typeOf(item) === 'page') {
    return { status: 'draft', note: { code: 'not-a-post', message: 'is a page, not a post: it comes as a draft' } };
  }
  if (childText(item, 'wp:post_password')) {
    return { status: 'draft', note: { code: 'visibility', message: 'was behind a password: it comes as a draft' } };
  }
  if (status === 'publish' || status === 'future') return { status: 'ready' };
  if (['draft', 'pending', 'private', 'auto-draft'].includes(status)) return { status: 'draft' };
  const why =
    status === 'trash' ? 'was in the trash' : `has the status "${status}", which is not one of WordPress’s own`;
  return {
    status: 'draft',
    note: { code: status === 'trash' ? 'trash' : 'status', message: `${why}: it comes as a draft` },
  };
}
