import { max } from 'date-fns/max';
import { withOrigin } from '../articles/addresses.ts';
import type { Entry, Image, Medium } from '../articles/entry.ts';
import { concat, encode } from '../bytes.ts';
import { startOf } from '../channels/months.ts';
import { pagePath } from '../channels/page-path.ts';
import { foundingDate, type Site } from '../site.ts';
import { withDirection } from './direction.ts';
import { withPicture } from './lead-picture.ts';
import { noticeOf } from './notice.ts';
import {
  type Content,
  type FeedPage,
  type Format,
  type Fragment,
  type Head,
  type HistoryLinks,
  isArchive,
  isClosed,
} from './types.ts';

/** One article in one format. */
export function renderEntry(entry: Entry, format: Format, content: Content, site: Site): string {
  const served = servedEntries(entry, site);
  // Whoever takes a profile is told of a withdrawal in the item itself.
  return renderServed(format.profile ? served.slice(0, 1) : served, format, content, site);
}

/** Writes what `servedEntries` has made in one format. */
export function renderServed(served: Entry[], format: Format, content: Content, site: Site): string {
  return served.map((it) => format.renderEntry(it, content, site)).join(format.separator);
}

/** An article as every format has it, with our origin written into its addresses; and its notice, where the site has these. */
export function servedEntries(entry: Entry, site: Site): Entry[] {
  const notice = site.notices ? noticeOf(entry, site) : undefined;
  return [servedEntry(entry, site), ...(notice ? [servedEntry(notice, site)] : [])];
}

function servedEntry(entry: Entry, site: Site): Entry {
  const image = entry.image && pictureHere(entry.image, site);
  return {
    ...entry,
    link: withOrigin(entry.link, site.origin),
    html: withDirection(withPicture(withOrigin(entry.html, site.origin), image), entry.language ?? site.language),
    ...(image && { image }),
    ...(entry.media && { media: entry.media.map((it) => hereOf(it, site)) }),
    // Readers show a former byline beside a stub that has none.
    ...(entry.withdrawn && { authors: [{ name: site.title }] }),
  };
}

function pictureHere({ url, variants, ...image }: Image, { origin }: Site): Image {
  return {
    ...image,
    url: withOrigin(url, origin),
    ...(variants && { variants: variants.map((it) => ({ ...it, url: withOrigin(it.url, origin) })) }),
  };
}

function hereOf(medium: Medium, { origin }: Site): Medium {
  const { url, transcript, chapters } = medium;
  return {
    ...medium,
    url: withOrigin(url, origin),
    ...(transcript !== undefined && { transcript: withOrigin(transcript, origin) }),
    ...(chapters !== undefined && { chapters: withOrigin(chapters, origin) }),
  };
}

/** Renders an article as bytes for a document. @param stored the length of the stored entry in bytes */
export function renderFragment(entry: Entry, stored: number, format: Format, content: Content, site: Site): Fragment {
  return {
    key: entry.key,
    bytes: encode(renderEntry(entry, format, content, site)),
    stored,
    updated: new Date(entry.updated),
    published: new Date(entry.published),
    stub: entry.withdrawn !== undefined,
    gone: entry.withdrawn !== undefined || entry.retracted === true,
  };
}

/** A document of a page: the head of its channel, and the fragments of its entries. */
export function renderFeed(site: Site, page: FeedPage, fragments: Fragment[], links: HistoryLinks): Uint8Array {
  const { channel, address, path } = page;
  const head: Head = {
    site,
    id: `tag:${site.tagAuthority}:channel/${channel.name}`,
    title: channel.kind === 'all' ? site.title : `${channel.label} - ${site.title}`,
    description:
      channel.description ?? (channel.kind === 'all' ? site.description : `${channel.label}: ${site.description}`),
    self: site.origin + path,
    channelPage: site.origin + pagePath(channel.name),
    hubs: hubsOf(page, site),
    ...links,
    stubs: fragments.some((it) => it.stub),
    ...datesOf(site, page, fragments),
  };
  return assemble(
    address.format,
    head,
    fragments.map((it) => it.bytes),
  );
}

/**
 * The hubs that tell of changes: nobody subscribes to an archive, a search is looked at when it is asked for, and a closed feed
 * goes to nobody who has not shown a key.
 */
export function hubsOf(page: FeedPage, { hubs }: Site): string[] {
  return isArchive(page) || page.channel.kind === 'search' || isClosed(page) ? [] : hubs;
}

/** RFC 4287 §4.2.15: when the content changed, never when it was rendered. */
function datesOf(
  site: Site,
  { channel, address }: FeedPage,
  fragments: Fragment[],
): Pick<Head, 'updated' | 'published'> {
  if (fragments.length === 0) {
    if (address.month) return { updated: new Date(startOf(address.month)) };
    const dated = channel.modified > 0 && channel.kind !== 'search';
    return { updated: dated ? new Date(channel.modified * 1000) : foundingDate(site) };
  }
  return {
    updated: max(fragments.map((it) => it.updated)),
    published: max(fragments.map((it) => it.published)),
  };
}

/** A document: its head, the fragments of its entries, its tail. */
export function assemble(format: Format, head: Head, fragments: Uint8Array[]): Uint8Array {
  const frame = format.renderEnds(head);
  const separator = encode(format.separator);
  return concat([
    encode(frame.head),
    ...fragments.filter((it) => it.byteLength > 0).flatMap((it, index) => (index === 0 ? [it] : [separator, it])),
    encode(frame.tail),
  ]);
}
