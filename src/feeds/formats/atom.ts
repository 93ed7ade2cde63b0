import { Feed, type Item } from 'feed';
import type { Entry } from '../../articles/entry.ts';
import type { Site } from '../../site.ts';
import { GENERATOR } from '../../site.ts';
import { escapeAttribute } from '../../xml.ts';
import type { Content, Format, Head } from '../types.ts';
import { ARCHIVE, historyLinks, slice, stylesheet, tagScheme } from './parts.ts';
import { Skeletons } from './skeletons.ts';
import { XmlSlots } from './slots.ts';

/** An item, and what `feed` cannot say of it: its language and its enclosure, with slots for values. */
type AtomItem = Item & { language: string | undefined; attached: string };

const skeletons = new Skeletons('xml', ({ language, attached, ...item }: AtomItem) => {
  const feed = new Feed({ id: '', title: '', updated: new Date(0) });
  feed.addItem(item);
  return (
    slice(feed.atom1(), '<entry>', '</entry>')
      .replace('<entry>', language ? `<entry xml:lang="${language}">` : '<entry>')
      // RFC 4287 §3.1.1: text, not HTML.
      .replace('<title type="html">', '<title type="text">')
      .replace('<summary type="html">', '<summary type="text">')
      .replace('<link href=', '<link rel="alternate" type="text/html" href=')
      .replace('</entry>', `${attached}</entry>`)
  );
});

const TOMBSTONES = 'http://purl.org/atompub/tombstones/1.0';

/** Atom 1.0 (RFC 4287), paged and archived by RFC 5005, with tombstones (RFC 6721). */
export const atom: Format = {
  id: 'atom',
  title: 'Atom',
  extension: 'atom',
  mediaType: 'application/atom+xml; charset=utf-8',
  separator: '\n',

  renderEntry(entry: Entry, content: Content, site: Site): string {
    if (entry.withdrawn) return tombstone(entry);
    const slots = new XmlSlots();
    const skeleton = skeletons.of({
      title: slots.text(entry.title),
      id: slots.attribute(entry.id),
      link: slots.attribute(entry.link),
      date: slots.date(entry.updated),
      published: slots.date(entry.published),
      description: slots.text(entry.summary),
      ...(content === 'full' && { content: slots.html(entry.html) }),
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
    });
    return slots.fill(skeleton);
  },

  renderEnds(head: Head): { head: string; tail: string } {
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
      .replace('</feed>', links(head));
    return { head: slots.fillOnce(xml), tail: '</feed>\n' };
  },
};

/** The validator warns of namespaces that it does not know: the tombstones' is there only where one is. */
function root({ site, stubs }: Head): string {
  const tombstones = stubs ? ` xmlns:at="${TOMBSTONES}"` : '';
  return `<feed xmlns="http://www.w3.org/2005/Atom"${tombstones} xml:lang="${escapeAttribute(site.language)}">`;
}

/** RFC 6721 §3: which entry, and since when it is gone. */
function tombstone({ id, updated }: Entry): string {
  return `<at:deleted-entry ref="${escapeAttribute(id)}" when="${updated}"/>`;
}

/** RFC 4287 §4.2.7: `feed` would derive the type from the address. */
function attached({ image }: Entry, slots: XmlSlots): string {
  if (!image?.type) return '';
  const attributes = [
    'rel="enclosure"',
    `href="${slots.attribute(image.url)}"`,
    `type="${slots.attribute(image.type)}"`,
    image.length !== undefined && `length="${slots.attribute(image.length)}"`,
    image.alt && `title="${slots.attribute(image.alt)}"`,
  ];
  return `<link ${attributes.filter(Boolean).join(' ')}/>\n`;
}

function links(head: Head): string {
  return [
    ...head.hubs.map((it) => `<link rel="hub" href="${escapeAttribute(it)}"/>\n`),
    ...historyLinks(head).map(
      ([rel, href]) => `<link rel="${rel}" type="application/atom+xml" href="${escapeAttribute(href)}"/>\n`,
    ),
    ...(head.current ? [`${ARCHIVE}\n`] : []),
  ].join('');
}
