import { Feed, type Item } from 'feed';
import type { Entry, Image } from '../../articles/entry.ts';
import type { Site } from '../../site.ts';
import { GENERATOR } from '../../site.ts';
import { escapeAttribute } from '../../xml.ts';
import type { Content, Format, Head } from '../types.ts';
import { ARCHIVE, historyLinks, slice, stylesheet, tagScheme, webfeeds } from './parts.ts';
import { Skeletons } from './skeletons.ts';
import { XmlSlots } from './slots.ts';

/** An item, and what `feed` cannot say of it: its language, its picture and what plays, with slots for values. */
type AtomItem = Item & { language: string | undefined; attached: string; type: string | undefined };

const skeletons = new Skeletons('xml', ({ language, attached, type, ...item }: AtomItem) => {
  const feed = new Feed({ id: '', title: '', updated: new Date(0) });
  feed.addItem(item);
  return (
    slice(feed.atom1(), '<entry>', '</entry>')
      .replace('<entry>', language ? `<entry xml:lang="${language}">` : '<entry>')
      // RFC 4287 §3.1.1: text, not HTML.
      .replace('<title type="html">', '<title type="text">')
      .replace('<summary type="html">', '<summary type="text">')
      .replace('<link href=', '<link rel="alternate" type="text/html" href=')
      .replace('<content type="html">', `<content type="${type ?? 'html'}">`)
      .replace('</entry>', `${attached}</entry>`)
  );
});

const TOMBSTONES = 'http://purl.org/atompub/tombstones/1.0';

/** What a partner's form of Atom has otherwise. */
export interface AtomProfile {
  id: string;
  title: string;
  profile: NonNullable<Format['profile']>;
  /** Returns an entry as the partner takes it; undefined if it does not. */
  adapt(entry: Entry, site: Site): Entry | undefined;
  /** The media type of what the content of an entry is (RFC 4287 §4.1.3). */
  type: string;
  /** That content, as well-formed XML. */
  contentOf(entry: Entry, site: Site): string;
}

/** Atom 1.0 (RFC 4287), paged and archived by RFC 5005, with tombstones (RFC 6721). */
export const atom: Format = atomFormat(undefined);

/** A form of Atom 1.0. @param own what a partner's has otherwise; undefined: the plain one */
export function atomFormat(own: AtomProfile | undefined): Format {
  return {
    id: own?.id ?? 'atom',
    title: own?.title ?? 'Atom',
    extension: 'atom',
    mediaType: 'application/atom+xml; charset=utf-8',
    separator: '\n',
    ...(own && { profile: own.profile }),

    renderEntry(served: Entry, content: Content, site: Site): string {
      const entry = own ? own.adapt(served, site) : served;
      if (!entry) return '';
      return entryElement(entry, content, site, own);
    },

    renderEnds: (head) => endsOf(head, own ? [] : webfeeds(head.site)),
  };
}

function entryElement(entry: Entry, content: Content, site: Site, own: AtomProfile | undefined): string {
  const slots = new XmlSlots();
  const skeleton = skeletons.of({
    title: slots.text(entry.title),
    id: slots.attribute(entry.id),
    link: slots.attribute(entry.link),
    date: slots.date(entry.updated),
    published: slots.date(entry.published),
    description: slots.text(entry.summary),
    ...(content === 'full' && { content: own ? slots.markup(own.contentOf(entry, site)) : slots.html(entry.html) }),
    author: entry.authors.map((it) => ({
      name: slots.text(it.name),
      ...(it.email && { email: slots.text(it.email) }),
      ...(it.url && { link: slots.attribute(it.url) }),
    })),
    category: entry.tags.map((tag) => ({
      name: slots.attribute(tag.label),
      scheme: slots.attribute(tagScheme(site)),
      term: slots.attribute(tag.slug),
    })),
    language: entry.language && slots.attribute(entry.language),
    attached: attached(entry, slots),
    type: own?.type,
  });
  const written = slots.fill(skeleton);
  return entry.withdrawn ? `${written}\n${tombstone(entry)}` : written;
}

function endsOf(head: Head, further: string[]): { head: string; tail: string } {
  const slots = new XmlSlots();
  const { site } = head;
  const feed = new Feed({
    id: slots.text(head.id),
    title: slots.text(head.title),
    description: slots.text(head.description),
    updated: head.updated,
    generator: GENERATOR,
    link: head.channelPage,
    feedLinks: { atom: head.self },
    // RFC 4287 §4.1.1: an entry without an author has the feed's.
    author: {
      name: slots.text(site.editor?.name ?? site.title),
      email: site.editor && slots.text(site.editor.email),
    },
    image: site.logo,
    favicon: site.icon,
    copyright: site.copyright && slots.text(site.copyright),
  });
  const xml = feed
    .atom1()
    .replace(/<feed[^>]*>/, stylesheet(head) + root(head))
    .replace('<link rel="alternate"', '<link rel="alternate" type="text/html"')
    .replace('<link rel="self"', '<link rel="self" type="application/atom+xml"')
    .replace('</feed>', links(head, further));
  return { head: slots.fillOnce(xml), tail: '</feed>\n' };
}

/** The validator warns of namespaces that it does not know: the tombstones' is there only where one is. */
function root({ site, stubs }: Head): string {
  const tombstones = stubs ? ` xmlns:at="${TOMBSTONES}"` : '';
  const media = ' xmlns:media="http://search.yahoo.com/mrss/"';
  return `<feed xmlns="http://www.w3.org/2005/Atom"${media}${tombstones} xml:lang="${escapeAttribute(site.language)}">`;
}

/**
 * RFC 6721 §3: which entry, and since when it is gone. A reader that knows tombstones deletes an entry that is not newer than
 * this; one that does not shows the stub, which is older by a millisecond, and newer than whatever it has.
 */
function tombstone({ id, updated }: Entry): string {
  const when = new Date(Date.parse(updated) + 1).toISOString();
  return `<at:deleted-entry ref="${escapeAttribute(id)}" when="${when}"/>`;
}

/** Sounds and videos are enclosures (RFC 4287 §4.2.7): `feed` would derive the type from the address, and has but one. */
function attached({ image, media = [] }: Entry, slots: XmlSlots): string {
  const links = media.map(({ url, type, length, title, language }) => {
    const values = { rel: 'enclosure', href: url, type, length, title, hreflang: language };
    const attributes = Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [` ${name}="${slots.attribute(value)}"`],
    );
    return `<link${attributes.join('')}/>\n`;
  });
  return links.join('') + pictured(image, slots);
}

/** The lead picture (Media RSS). As an enclosure, some readers list it as a file. */
function pictured(image: Image | undefined, slots: XmlSlots): string {
  if (!image) return '';
  const { url, type, length, width, height, alt, credit } = image;
  const values = { url, type, fileSize: length, medium: 'image', width, height };
  const attributes = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${slots.attribute(value)}"`],
  );
  const described = alt
    ? `<media:title type="plain">${slots.text(alt)}</media:title><media:description type="plain">${slots.text(alt)}</media:description>`
    : '';
  const credited = credit ? `<media:credit>${slots.text(credit)}</media:credit>` : '';
  return `<media:content${attributes.join('')}>${described}${credited}</media:content>\n`;
}

function links(head: Head, further: string[]): string {
  return [
    ...head.hubs.map((it) => `<link rel="hub" href="${escapeAttribute(it)}"/>\n`),
    ...historyLinks(head).map(
      ([rel, href]) => `<link rel="${rel}" type="application/atom+xml" href="${escapeAttribute(href)}"/>\n`,
    ),
    ...(head.current ? [`${ARCHIVE}\n`] : []),
    ...further.map((it) => `${it}\n`),
  ].join('');
}
