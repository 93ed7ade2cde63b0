import { laterThan, rfc3339 } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { plainTextOf } from '../../markup.ts';
import type { NoteCode, Noted } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { childrenOf, childText, textIn, type XmlElement } from '../../xml-element.ts';
import { toHtml } from './content.ts';
import { metaOf, typeOf } from './item-fields.ts';
import type { WxrSite } from './site.ts';

/** Turns an item into a story. */
export function storyOf(item: XmlElement, site: WxrSite): FoundStory {
  const text = (name: string) => childText(item, name);
  const guid = text('guid');
  const slug = text('wp:post_name');
  const published = publishedAt(item);
  const creator = text('dc:creator');
  const author = creator && (site.authors.get(creator) ?? creator);
  const image = site.attachments.get(metaOf(item, '_thumbnail_id') ?? '');
  const { html, notes } = toHtml(text('content:encoded') ?? '');
  const status = statusOf(item);
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
    image: image && { url: image.url, alt: plainTextOf(image.alt) },
    status: status.value,
    notes: [...status.notes, ...notes],
  };
}

function tagsOf(item: XmlElement): string[] | undefined {
  const terms = childrenOf(item, 'category').filter(
    ({ attributes: { domain, nicename } }) =>
      domain === 'post_tag' || (domain === 'category' && nicename !== 'uncategorized'),
  );
  return uniqueLabels(terms.map((it) => plainTextOf(textIn(it))).filter((it) => it !== 'Uncategorized'));
}

/** Decodes a slug; WordPress percent-encodes letters other than Latin ones. */
function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

/** Returns the date of publication. A draft has zeros, and a pubDate in the year -1. */
function publishedAt(item: XmlElement): string | undefined {
  const pubDate = childText(item, 'pubDate');
  const local = childText(item, 'wp:post_date');
  return (
    utc(childText(item, 'wp:post_date_gmt')) ??
    (pubDate === undefined || / -0001 /.test(pubDate) ? undefined : rfc3339(pubDate)) ??
    unlessZero(local)
  );
}

function utc(date: string | undefined): string | undefined {
  const moment = unlessZero(date);
  return moment && `${moment.replace(' ', 'T')}Z`;
}

/** Returns a date of MySQL, unless it is all zeros. */
function unlessZero(date: string | undefined): string | undefined {
  return date?.startsWith('0000-00-00') ? undefined : date;
}

function statusOf(item: XmlElement): Noted<FoundStory['status']> {
  const draft = (code: NoteCode, why: string): Noted<FoundStory['status']> => ({
    value: 'draft',
    notes: [{ code, message: `${why}: saved as a draft` }],
  });
  const status = childText(item, 'wp:status') ?? 'publish';
  if (typeOf(item) === 'page') return draft('not-a-post', 'is a page, not a post');
  if (childText(item, 'wp:post_password')) return draft('visibility', 'was protected by a password');
  if (status === 'publish' || status === 'future') return { value: 'ready', notes: [] };
  if (['draft', 'pending', 'private', 'auto-draft'].includes(status)) return { value: 'draft', notes: [] };
  if (status === 'trash') return draft('trash', 'was in the trash');
  return draft('status', `unknown status "${status}"`);
}
