import { decodeHTML } from 'entities';
import { type MediaNs, parseRdfFeed, parseRssFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import { splitNames } from '../../../articles/names.ts';
import { GENERATOR } from '../../../site.ts';
import type { StoryImage } from '../../story.ts';
import { type Enclosure, type FeedItems, isImage, storyOf } from './feed-item.ts';

/** Reads the items of RSS 0.9x and 2.0. */
export function rssItems(xml: string): FeedItems {
  const feed = parseRssFeed(xml);
  const own = feed.generator === GENERATOR;
  return {
    items: feed.items ?? [],
    read: (item) => storyOf(fromRss(item as RssFeed.Item<string>, feed.language, own), own),
  };
}

/** @param own true of a feed of ours, which lists the authors of a story in one name */
function fromRss(item: RssFeed.Item<string>, channelLanguage: string | undefined, own: boolean) {
  const { guid, dc, dcterms, media } = item;
  // RSS 2.0: a guid is an address unless it says that it is not.
  const language = item.dc?.languages?.[0] ?? item.xml?.lang ?? channelLanguage;
  const creators = (item.dc?.creators ?? []).flatMap((it) => (own ? splitNames(it, language ?? 'en') : [it]));
  const permalink = guid?.isPermaLink !== false && /^https?:/i.test(guid?.value ?? '') ? guid?.value : undefined;
  return {
    id: guid?.value,
    address: item.link ?? permalink,
    title: item.title,
    // In a feed of ours, a text is escaped as HTML.
    summary: own && item.description !== undefined ? decodeHTML(item.description) : item.description,
    content: item.content?.encoded,
    published: item.pubDate ?? dc?.dates?.[0] ?? dcterms?.issued?.[0] ?? dcterms?.created?.[0],
    updated: dcterms?.modified?.[0] ?? item.atom?.updated,
    tags: (item.categories ?? []).map((it) => it.name),
    authors: creators.length
      ? creators.map((name) => ({ name }))
      : (item.authors ?? []).map(({ name, email, link }) => ({ name, email, url: link })),
    enclosures: [
      ...(item.enclosures ?? []).map((it) => ({ ...it, duration: item.itunes?.duration })),
      ...mediaIn(media),
    ],
    images: [
      ...fromMedia(media),
      ...(item.enclosures ?? []).filter((it) => isImage(it.type, it.url)).map(imageOfEnclosure),
    ],
    language,
  };
}

function imageOfEnclosure({ url = '', type, length }: RssFeed.Enclosure): StoryImage {
  return { url, type, length: length || undefined };
}

/** Returns the images of Media RSS, thumbnails last. */
export function fromMedia(media: MediaNs.ItemOrFeed | undefined): StoryImage[] {
  const contents = [...(media?.contents ?? []), ...(media?.groups ?? []).flatMap((it) => it.contents ?? [])];
  const images = contents
    .filter((it) => (it.medium === undefined ? isImage(it.type, it.url) : it.medium === 'image'))
    .map(({ url = '', type, fileSize, width, height, title, description, credits }) => ({
      url,
      alt: description?.value ?? title?.value,
      credit: credits?.[0]?.value,
      width,
      height,
      type,
      length: fileSize,
    }));
  const thumbnails = (media?.thumbnails ?? []).map(({ url = '', width, height }) => ({ url, width, height }));
  return [...images, ...thumbnails];
}

/** Returns what plays in Media RSS. */
function mediaIn(media: MediaNs.ItemOrFeed | undefined): Enclosure[] {
  const contents = [...(media?.contents ?? []), ...(media?.groups ?? []).flatMap((it) => it.contents ?? [])];
  return contents.map(({ url, type, fileSize, duration, title }) => ({
    url,
    type,
    length: fileSize,
    duration,
    title: title?.value,
  }));
}

/** Reads the items of RSS 1.0 (RDF). Their dates and names are Dublin Core. */
export function rdfItems(xml: string): FeedItems {
  const feed = parseRdfFeed(xml);
  return {
    items: feed.items ?? [],
    read: (item) => storyOf(fromRdf(item as RdfFeed.Item<string>, feed.dc?.languages?.[0]), false),
  };
}

function fromRdf(item: RdfFeed.Item<string>, language: string | undefined) {
  const { dc, dcterms } = item;
  return {
    id: item.rdf?.about,
    address: item.link,
    title: item.title,
    summary: item.description,
    content: item.content?.encoded,
    published: dc?.dates?.[0] ?? dcterms?.issued?.[0] ?? dcterms?.created?.[0],
    updated: dcterms?.modified?.[0],
    tags: dc?.subjects ?? [],
    authors: (dc?.creators ?? []).map((name) => ({ name })),
    enclosures: mediaIn(item.media),
    images: fromMedia(item.media),
    language: dc?.languages?.[0] ?? language,
  };
}
