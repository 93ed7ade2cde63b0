import { type JsonFeed, parseJsonFeed } from 'feedsmith';
import { ImportError } from '../../import-error.ts';
import { type Fields, fieldsOf, isFields, listOf, sizeOf, textOf, wordsIn } from '../../json.ts';
import { paragraphs } from '../../markup.ts';
import { withNotes } from '../../notes.ts';
import { stateNotes, unreadDelay, unreadNotes } from '../held-notes.ts';
import { type FeedItems, isImage, storyOf } from './feed-item.ts';

/** JSON Feed 1.1, and what our own feeds add. */
const READ =
  `id url external_url title content_html content_text summary image banner_image date_published date_modified author
  authors tags language attachments status _tagwire`.split(/\s+/);

/** Reads the items of JSON Feed 1 and 1.1. */
export function jsonItems(feed: Fields): FeedItems {
  const { items: _, ...head } = feed;
  return {
    items: listOf(feed.items),
    read: (item) => {
      if (!isFields(item)) throw new ImportError('expected fields and values');
      // One at a time: feedsmith skips items that it cannot read, and drops extensions.
      const parsed = parseJsonFeed({ version: 'https://jsonfeed.org/version/1.1', ...head, items: [item] });
      const [read] = parsed.items ?? [];
      if (read === undefined) throw new ImportError('has none of the fields of an item');
      const own = isFields(item._tagwire);
      const isRead = (name: string) => READ.includes(name);
      const story = storyOf(fromItem(read, item, parsed, own), own);
      const delay = unreadDelay(item, isRead, story.published);
      return withNotes({ ...story, ...(delay.value !== undefined && { embargo: delay.value }) }, [
        ...wordsIn(item.status).flatMap((it) => stateNotes('status', it)),
        ...delay.notes,
        ...unreadNotes(item, isRead),
      ]);
    },
  };
}

function fromItem(item: JsonFeed.Item<string>, raw: Fields, feed: JsonFeed.Feed<string>, own: boolean) {
  const described = fieldsOf(fieldsOf(raw._tagwire).image);
  // JSON Feed 1.1: an item without authors has the feed's. Tagwire's feeds always have some there.
  const people = item.authors?.length ? item.authors : own ? [] : (feed.authors ?? []);
  const main = item.image ?? item.banner_image;
  return {
    id: item.id,
    address: item.url ?? item.external_url,
    title: item.title,
    ...textsOf(item, own),
    published: item.date_published,
    updated: item.date_modified,
    tags: item.tags ?? [],
    authors: people.map(({ name, url }) => ({ name, url })),
    enclosures: (item.attachments ?? []).map((it) => ({
      url: it.url,
      type: it.mime_type,
      length: it.size_in_bytes,
      duration: it.duration_in_seconds,
      title: it.title,
    })),
    images: [
      main === undefined
        ? undefined
        : {
            url: main,
            alt: textOf(described.alt),
            credit: textOf(described.credit),
            width: sizeOf(described.width),
            height: sizeOf(described.height),
            type: textOf(described.type),
            length: sizeOf(described.length),
          },
      ...(item.attachments ?? [])
        .filter((it) => isImage(it.mime_type, it.url))
        .map((it) => ({ url: it.url ?? '', type: it.mime_type, length: it.size_in_bytes, alt: it.title })),
    ],
    language: item.language ?? feed.language,
  };
}

/** Tagwire's feeds of summaries repeat the summary as the content, which an item must have. */
function textsOf({ content_html: html, content_text: plain, summary }: JsonFeed.Item<string>, own: boolean) {
  if (own && html === undefined && plain === summary) return { summary };
  return { summary, content: html ?? (plain === undefined ? undefined : paragraphs(plain)) };
}
