import { laterThan, rfc3339 } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { oneLine, paragraphs, plainTextOf } from '../../markup.ts';
import type { FoundStory, StoryImage } from '../../story.ts';
import { requireContent } from '../reading.ts';
import { unpublished } from './own-feed.ts';

export interface Person {
  name?: string | undefined;
  url?: string | undefined;
  email?: string | undefined;
}

/** An item as RSS, Atom and JSON Feed all have it; nothing is decoded but what its own syntax encodes. */
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
  authors: Person[];
  /** What may be its picture, the best first; two of one address complete each other. */
  pictures: (StoryImage | undefined)[];
  language?: string | undefined;
}

/** RFC 4151, as we write it: `tag:authority,date:article/KEY`. */
const OWN_ID = /^tag:[^:]+,[^:]+:article\/(.+)$/;

/**
 * The story of an item.
 * @param own whether Tagwire wrote the feed: then texts are plain as they are, and what publishing added is taken off
 */
export function toStory(item: FeedItem, own: boolean): FoundStory {
  const words = (text: string | undefined) => (own ? (text && oneLine(text)) || undefined : plainTextOf(text));
  const published = item.published && rfc3339(item.published);
  const content = item.content?.trim() || undefined;
  const story = requireContent({
    name: nameOf(item.id),
    id: item.id,
    address: item.address,
    title: words(item.title),
    summary: content === undefined ? undefined : words(item.summary),
    body: { type: 'html', text: content ?? bodyOf(item.summary ?? '', own) },
    published,
    updated: laterThan(published, item.updated && rfc3339(item.updated)),
    tags: uniqueLabels(item.tags.map(words)),
    authors: authorsOf(item.authors, words),
    image: pictureOf(item.pictures, words),
    language: item.language,
    notes:
      content === undefined && item.summary
        ? [{ code: 'summary-only', message: 'the feed has no content, only a summary, which becomes the body' }]
        : [],
  });
  return own ? unpublished(story) : story;
}

/** A feed's own name for a story. An address says where it is rather than what it is called. */
function nameOf(id: string | undefined): string | undefined {
  return id === undefined || /^https?:/i.test(id) ? undefined : (OWN_ID.exec(id)?.[1] ?? id);
}

function bodyOf(summary: string, own: boolean): string {
  if (own || !/[<&]/.test(summary)) return paragraphs(summary);
  return /<[a-z]/i.test(summary) ? summary : `<p>${summary.trim()}</p>`;
}

type Words = (text: string | undefined) => string | undefined;

function authorsOf(people: Person[], words: Words): FoundStory['authors'] {
  const authors = people.flatMap(({ name, url, email }) => {
    const named = words(name) ?? email;
    return named ? [{ name: named, url, email }] : [];
  });
  return authors.length > 0 ? authors : undefined;
}

/** What is said of the first picture's address, wherever. */
function pictureOf(pictures: (StoryImage | undefined)[], words: Words): FoundStory['image'] {
  const all = pictures.filter((it) => it !== undefined).filter((it) => it.url);
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

/** Whether something attached is a picture, as far as its type says; without one, by its address. */
export function isPicture(type: string | undefined, url: string | undefined): boolean {
  return type === undefined ? /\.(?:avif|gif|jpe?g|png|webp)(?:$|[?#])/i.test(url ?? '') : type.startsWith('image/');
}
