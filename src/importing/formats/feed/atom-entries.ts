import { type AtomFeed, parseAtomFeed } from 'feedsmith';
import { GENERATOR } from '../../../site.ts';
import { paragraphs } from '../../markup.ts';
import { withNotes } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { type FeedItems, isImage, storyOf } from './feed-item.ts';
import { fromMedia } from './rss-items.ts';

/** Reads the entries of Atom 1.0 (RFC 4287). */
export function atomEntries(xml: string): FeedItems {
  const feed = parseAtomFeed(xml);
  const own = feed.generator?.text === GENERATOR;
  // RFC 4287 §4.2.1: an entry without an author has the feed's. Tagwire's feeds name one only because they must.
  const inherited = own ? [] : (feed.authors ?? []);
  return {
    items: feed.entries ?? [],
    read: (item) => {
      const entry = item as AtomFeed.Entry<string>;
      const base = entry.xml?.base ?? feed.xml?.base;
      return asHeldBack(storyOf(fromEntry(entry, inherited, base, feed.xml?.lang), own), entry);
    },
  };
}

/** Makes a draft of an entry that may be a reader's comment. */
function asHeldBack(story: FoundStory, { thr }: AtomFeed.Entry<string>): FoundStory {
  // RFC 4685 §3
  if ((thr?.inReplyTos ?? []).length === 0) return story;
  const message = 'answers something else, as comments do: saved as a draft';
  return withNotes({ ...story, status: 'draft' }, [{ code: 'not-a-post', message }]);
}

function fromEntry(
  entry: AtomFeed.Entry<string>,
  inherited: AtomFeed.Person[],
  base: string | undefined,
  language: string | undefined,
) {
  const { id, title, summary, content, published, updated, links = [], media } = entry;
  const people = entry.authors?.length ? entry.authors : inherited;
  return {
    id,
    // RFC 4287 §4.2.7.2: a link without a relation leads to the entry itself.
    address: resolved(links.find((it) => (it.rel ?? 'alternate') === 'alternate')?.href, base),
    title: title?.value,
    summary: summary?.value,
    content: htmlOf(content),
    // RFC 4287 §4.2.9, §4.2.15: `published` may be missing, `updated` may not.
    published: published ?? updated,
    updated,
    tags: (entry.categories ?? []).map((it) => it.label ?? it.term),
    authors: people.map(({ name, uri, email }) => ({ name, url: uri, email })),
    enclosures: links
      .filter((it) => it.rel === 'enclosure')
      .map((it) => ({ url: resolved(it.href, base), type: it.type, length: it.length, title: it.title })),
    images: [
      ...fromMedia(media),
      ...links
        .filter((it) => it.rel === 'enclosure' && isImage(it.type, it.href))
        .map((it) => ({ url: resolved(it.href, base) ?? '', type: it.type, length: it.length, alt: it.title })),
    ],
    language: entry.xml?.lang ?? entry.dc?.languages?.[0] ?? language,
  };
}

/** RFC 4287 §4.1.3.1: the type is "text" unless given, but some feeds omit it for HTML. Other types are ignored. */
function htmlOf(content: AtomFeed.Content | undefined): string | undefined {
  const { type = 'text', value } = content ?? {};
  if (value === undefined) return undefined;
  if (['html', 'xhtml', 'text/html', 'application/xhtml+xml'].includes(type)) return value;
  if (content?.type === undefined && /<(?:p|div|br)[\s/>]/i.test(value)) return value;
  return type === 'text' || type === 'text/plain' ? paragraphs(value) : undefined;
}

function resolved(href: string | undefined, base: string | undefined): string | undefined {
  return href !== undefined && base !== undefined && URL.canParse(href, base) ? new URL(href, base).href : href;
}
