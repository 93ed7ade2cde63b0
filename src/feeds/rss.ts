import { formatRFC7231 } from 'date-fns';
import { type Extension, Feed } from 'feed';
import type { Entry } from '../articles/entry.ts';
import type { Site } from '../site.ts';
import { type Content, type Format, GENERATOR, type Head, slice, TTL_MINUTES, tagScheme } from './format.ts';
import { escapeAttribute, escapeText, Slots } from './slots.ts';

const ROOT = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">`;
const CLOSE = '</channel>\n</rss>\n';

/** RSS 2.0 as the RSS Advisory Board's profile wants it. */
export const rss: Format = {
  extension: 'rss',
  mediaType: 'application/rss+xml; charset=utf-8',
  separator: '\n',

  renderEntry(entry: Entry, content: Content, site: Site): string {
    const slots = new Slots();
    const { image } = entry;
    const feed = new Feed({ title: '', link: site.origin, updated: new Date(0) });
    feed.addItem({
      title: slots.text(entry.title),
      id: entry.id,
      link: entry.link,
      date: new Date(entry.updated),
      published: new Date(entry.published),
      description: slots.text(entry.summary),
      content: content === 'full' ? slots.html(entry.html) : undefined,
      category: entry.tags.map((tag) => ({ name: slots.text(tag.label), domain: tagScheme(site) })),
      enclosure:
        image?.type && image.length !== undefined
          ? { url: image.url, type: image.type, length: image.length }
          : undefined,
      extensions: extensions(entry, slots),
    });
    return slots.fill(slice(feed.rss2(), '<item>', '</item>'));
  },

  renderFrame(head: Head): { head: string; tail: string } {
    const slots = new Slots();
    const { site } = head;
    const feed = new Feed({
      title: slots.text(head.title),
      link: head.page,
      description: slots.text(head.description),
      updated: head.updated,
      docs: 'https://www.rssboard.org/rss-specification',
      generator: GENERATOR,
      language: site.language,
      ttl: TTL_MINUTES,
      image: site.icon,
      copyright: site.copyright && slots.text(site.copyright),
      feedLinks: { rss: head.self },
    });
    const xml = feed.rss2().replace(/<rss[^>]*>/, ROOT);
    return { head: slots.fill(xml.slice(0, xml.lastIndexOf('</channel>'))) + metadata(head), tail: CLOSE };
  },
};

/** What `feed` cannot say of a channel. Before the items: the validator calls anything else misplaced. */
function metadata({ site, next, previous, published }: Head): string {
  const person = site.editor && escapeText(`${site.editor.email} (${site.editor.name})`);
  const page = (rel: string, href?: string) =>
    href && `<atom:link rel="${rel}" href="${escapeAttribute(href)}" type="application/rss+xml"/>`;
  return [
    person && `<managingEditor>${person}</managingEditor>`,
    person && `<webMaster>${person}</webMaster>`,
    published && `<pubDate>${formatRFC7231(published)}</pubDate>`,
    '<sy:updatePeriod>hourly</sy:updatePeriod>',
    `<sy:updateFrequency>${60 / TTL_MINUTES}</sy:updateFrequency>`,
    page('next', next),
    page('previous', previous),
  ]
    .filter(Boolean)
    .map((it) => `${it}\n`)
    .join('');
}

/** The elements of other namespaces. One of a name: `feed` keeps the last, so authors come as a list. */
function extensions({ authors, updated, language, image }: Entry, slots: Slots): Extension[] {
  const creators = authors.map((it) => ({ _text: slots.text(it.name) }));
  const text = (value: string) => ({ _attributes: { type: 'plain' }, _text: slots.text(value) });
  const url = image && slots.attribute(image.url);
  const size = image && { width: image.width, height: image.height };
  const media = image && {
    _attributes: { url, type: image.type, medium: 'image', fileSize: image.length, ...size },
    ...(image.alt && { 'media:title': text(image.alt), 'media:description': text(image.alt) }),
    ...(image.credit && { 'media:credit': { _text: slots.text(image.credit) } }),
  };
  return [
    { name: 'dc:creator', objects: creators as unknown as Record<string, unknown> },
    { name: 'dcterms:modified', objects: { _text: updated } },
    ...(language ? [{ name: 'dc:language', objects: { _text: language } }] : []),
    ...(media ? [{ name: 'media:content', objects: media }] : []),
    ...(media ? [{ name: 'media:thumbnail', objects: { _attributes: { url, ...size } } }] : []),
  ];
}
