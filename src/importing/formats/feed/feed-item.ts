import { soundOrVideoType } from '../../../articles/media-types.ts';
import { laterThan, rfc3339 } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { oneLine, paragraphs, plainTextOf } from '../../markup.ts';
import type { FoundStory, StoryImage, StoryMedium } from '../../story.ts';
import { requireContent } from '../reading.ts';
import { withoutAdditions } from './own-feed.ts';
import { isWholeText } from './whole-text.ts';

export interface FeedPerson {
  name?: string | undefined;
  url?: string | undefined;
  email?: string | undefined;
}

/** A file that comes with an item. */
export interface Enclosure {
  url?: string | undefined;
  type?: string | undefined;
  length?: number | undefined;
  /** In seconds. */
  duration?: number | undefined;
  title?: string | undefined;
}

/** The fields that items of RSS, Atom and JSON Feed share. HTML in them is not decoded yet. */
export interface FeedItem {
  id?: string | undefined;
  address?: string | undefined;
  title?: string | undefined;
  summary?: string | undefined;
  /** HTML. */
  content?: string | undefined;
  published?: string | undefined;
  updated?: string | undefined;
  tags: (string | undefined)[];
  authors: FeedPerson[];
  /** Its images, the best first. Entries with the same address describe the same image. */
  images: (StoryImage | undefined)[];
  /** Its enclosures, pictures among them. Entries with the same address describe the same one. */
  enclosures: Enclosure[];
  language?: string | undefined;
}

/** The items of a feed, and the function that reads one. */
export interface FeedItems {
  items: unknown[];
  read: (item: unknown) => FoundStory;
}

/** RFC 4151, in Tagwire's form: `tag:authority,date:article/KEY`. */
const OWN_ID = /^tag:[^:]+,[^:]+:article\/(.+)$/;

/**
 * Turns an item into a story.
 * @param own the feed is Tagwire's: its texts are plain, and what publishing adds to a story is removed
 */
export function storyOf(item: FeedItem, own: boolean): FoundStory {
  const words = (text: string | undefined) => (own ? (text && oneLine(text)) || undefined : plainTextOf(text));
  const published = item.published && rfc3339(item.published);
  const content = item.content?.trim() || undefined;
  const story = requireContent({
    name: storyName(item.id),
    id: item.id,
    address: item.address,
    title: words(item.title),
    summary: content === undefined ? undefined : words(item.summary),
    body: { type: 'html', text: content ?? bodyOf(item.summary ?? '', own) },
    published,
    updated: laterThan(published, item.updated && rfc3339(item.updated)),
    tags: uniqueLabels(item.tags.map(words)),
    authors: authorsOf(item.authors, words),
    image: imageOf(item.images, words),
    media: mediaOf(item.enclosures, words),
    language: item.language,
    notes:
      content === undefined && item.summary && !isWholeText(item.summary)
        ? [{ code: 'summary-only', message: 'the feed has only a summary, which becomes the body' }]
        : [],
  });
  return own ? withoutAdditions(story) : story;
}

/** Returns the name of a story in its feed. An id that is an address is not a name. */
function storyName(id: string | undefined): string | undefined {
  return id === undefined || /^https?:/i.test(id) ? undefined : (OWN_ID.exec(id)?.[1] ?? id);
}

function bodyOf(summary: string, own: boolean): string {
  if (own || !/[<&]/.test(summary)) return paragraphs(summary);
  return /<[a-z]/i.test(summary) ? summary : `<p>${summary.trim()}</p>`;
}

type Words = (text: string | undefined) => string | undefined;

function authorsOf(people: FeedPerson[], words: Words): FoundStory['authors'] {
  const authors = people.flatMap(({ name, url, email }) => {
    const named = words(name) ?? email;
    return named ? [{ name: named, url, email }] : [];
  });
  return authors.length > 0 ? authors : undefined;
}

/** Returns the first image, completed from the other entries with its address. */
function imageOf(images: (StoryImage | undefined)[], words: Words): FoundStory['image'] {
  const all = images.filter((it) => it !== undefined).filter((it) => it.url);
  const [first] = all;
  if (first === undefined) return undefined;
  const said = all.filter((it) => it.url === first.url);
  const value = <K extends keyof StoryImage>(name: K): StoryImage[K] | undefined =>
    said.map((it) => it[name]).find((it) => it !== undefined && it !== '');
  return {
    url: first.url,
    alt: words(value('alt')),
    credit: words(value('credit')),
    width: value('width'),
    height: value('height'),
    type: value('type'),
    length: value('length'),
  };
}

/** Returns the sounds and videos among enclosures, each once, completed from the other entries with its address. */
function mediaOf(enclosures: Enclosure[], words: Words): FoundStory['media'] {
  const found = new Map<string, StoryMedium>();
  for (const { url, type, length, duration, title } of enclosures) {
    if (url === undefined || !/^(?:audio|video)\//.test(type ?? soundOrVideoType(url) ?? '')) continue;
    const known = found.get(url);
    found.set(url, {
      url,
      type: known?.type ?? type,
      // RSS Board's profile: 0 where it is not known.
      length: known?.length ?? (length || undefined),
      duration: known?.duration ?? duration,
      title: known?.title ?? words(title),
    });
  }
  return found.size > 0 ? [...found.values()] : undefined;
}

/** Tells whether an attachment is an image, by its type or, if it has none, by its address. */
export function isImage(type: string | undefined, url: string | undefined): boolean {
  return type === undefined ? /\.(?:avif|gif|jpe?g|png|webp)(?:$|[?#])/i.test(url ?? '') : type.startsWith('image/');
}
