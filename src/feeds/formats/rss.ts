import { formatRFC7231 } from 'date-fns/formatRFC7231';
import { type Extension, Feed, type Item } from 'feed';
import type { Entry } from '../../articles/entry.ts';
import { escapeHtml } from '../../articles/html/escape.ts';
import { mediumOf } from '../../articles/media-types.ts';
import { joinNames } from '../../articles/names.ts';
import type { Site } from '../../site.ts';
import { GENERATOR } from '../../site.ts';
import { licenseElement, termsOf } from '../../terms.ts';
import { escapeAttribute, escapeText } from '../../xml.ts';
import type { Content, Format, Head } from '../types.ts';
import { ARCHIVE, historyLinks, slice, stylesheet, TTL_MINUTES, tagScheme, webfeeds } from './parts.ts';
import { Skeletons } from './skeletons.ts';
import { XmlSlots } from './slots.ts';

/** The namespaces of every RSS document, in the order of their prefixes. */
const NAMESPACES = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  media: 'http://search.yahoo.com/mrss/',
  sy: 'http://purl.org/rss/1.0/modules/syndication/',
};
const CLOSE = '</channel>\n</rss>\n';

const renderItem = (item: Item) => {
  const feed = new Feed({ title: '', link: 'slot:', updated: new Date(0) });
  feed.addItem(item);
  return slice(feed.rss2(), '<item>', '</item>');
};

/** What a partner's form of RSS has besides, or otherwise. */
export interface RssProfile {
  id: string;
  title: string;
  profile: NonNullable<Format['profile']>;
  /** Namespaces of its own, by prefix. */
  namespaces: Record<string, string>;
  /** True if the guid is the address of the story. */
  permalinks: boolean;
  /** Returns an entry as the partner takes it; undefined if it does not. */
  adapt(entry: Entry, site: Site): Entry | undefined;
  /** The head as the partner takes it. */
  headOf?(head: Head): Head;
  /** Elements of its own in the channel, as XML. */
  channel?(head: Head): string[];
  /** Elements of its own, of an adapted entry. */
  extensions(entry: Entry, slots: XmlSlots): Extension[];
}

/** RSS 2.0 as the RSS Advisory Board's profile wants it. What stands in a `description` is HTML to readers: text is escaped twice. */
export const rss: Format = rssFormat(undefined);

/** A form of RSS 2.0. @param own what a partner's has besides; undefined: the plain one */
export function rssFormat(own: RssProfile | undefined): Format {
  const namespaces = { ...NAMESPACES, ...own?.namespaces };
  const skeletons = new Skeletons('xml', renderItem, Object.keys(own?.namespaces ?? {}));
  const declared = Object.entries(namespaces).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
  const root = `<rss version="2.0" ${declared.join(' ')}>`;
  return {
    id: own?.id ?? 'rss',
    title: own?.title ?? 'RSS',
    extension: 'rss',
    mediaType: 'application/rss+xml; charset=utf-8',
    separator: '\n',
    ...(own && { profile: own.profile }),

    renderEntry(served: Entry, content: Content, site: Site): string {
      const entry = own ? own.adapt(served, site) : served;
      if (!entry) return '';
      const slots = new XmlSlots();
      // The profile has one for an item.
      const [sound] = entry.media ?? [];
      const skeleton = skeletons.of({
        title: slots.text(entry.title),
        ...(!own?.permalinks && { id: slots.attribute(entry.id) }),
        link: slots.attribute(entry.link),
        date: slots.date(formatRFC7231(new Date(entry.updated))),
        published: slots.date(formatRFC7231(new Date(entry.published))),
        description: slots.text(escapeHtml(entry.summary)),
        ...(content === 'full' && { content: slots.html(entry.html) }),
        category: entry.tags.map((tag) => ({ name: slots.text(tag.label), domain: slots.attribute(tagScheme(site)) })),
        ...(sound && {
          enclosure: {
            url: slots.attribute(sound.url),
            type: slots.attribute(sound.type),
            // RSS Board's profile: 0 where it is not known. A slot where `feed` wants a number: it writes either as it is.
            length: slots.attribute(sound.length ?? 0) as unknown as number,
          },
        }),
        extensions: [...extensions(entry, site, slots), ...(own?.extensions(entry, slots) ?? [])],
      });
      const item = slots.fill(skeleton);
      const terms =
        own || entry.withdrawn || !entry.link.startsWith(`${site.origin}/`) ? undefined : termsOf(entry.terms, site);
      return terms ? item.replace(/<\/item>$/, () => `${licenseElement(terms, entry.link)}</item>`) : item;
    },

    renderEnds(given: Head): { head: string; tail: string } {
      const head = own?.headOf?.(given) ?? given;
      const slots = new XmlSlots();
      const { site } = head;
      const feed = new Feed({
        title: slots.text(head.title),
        link: head.channelPage,
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
      const xml = feed.rss2().replace(/<rss[^>]*>/, stylesheet(head) + root);
      const [self = ''] = /\s*<atom:link [^>]*rel="self"[^>]*>/.exec(xml) ?? [];
      const first = xml.replace(self, '').replace('<channel>', `<channel>${self}`);
      return {
        head:
          slots.fillOnce(first.slice(0, first.lastIndexOf('</channel>'))) +
          metadata(head, own ? (own.channel?.(head) ?? []) : webfeeds(site)),
        tail: CLOSE,
      };
    },
  };
}

/** Elements of a channel that `feed` cannot write. Before the items: the validator calls anything else misplaced. */
function metadata(head: Head, further: string[]): string {
  const { site, published, current } = head;
  const person = site.editor && escapeText(`${site.editor.email} (${site.editor.name})`);
  return [
    person && `<managingEditor>${person}</managingEditor>`,
    person && `<webMaster>${person}</webMaster>`,
    published && `<pubDate>${formatRFC7231(published)}</pubDate>`,
    '<sy:updatePeriod>hourly</sy:updatePeriod>',
    `<sy:updateFrequency>${60 / TTL_MINUTES}</sy:updateFrequency>`,
    ...head.hubs.map((it) => `<atom:link rel="hub" href="${escapeAttribute(it)}"/>`),
    ...historyLinks(head).map(
      ([rel, href]) => `<atom:link rel="${rel}" href="${escapeAttribute(href)}" type="application/rss+xml"/>`,
    ),
    current && ARCHIVE,
    ...further,
  ]
    .filter(Boolean)
    .map((it) => `${it}\n`)
    .join('');
}

/** The elements of other namespaces. */
function extensions(
  { authors, updated, language, image, media: played = [] }: Entry,
  site: Site,
  slots: XmlSlots,
): Extension[] {
  const names = authors.map((it) => it.name);
  const text = (value: string) => ({ _attributes: { type: 'plain' }, _text: slots.text(value) });
  const attributes = (values: Record<string, string | number | undefined>) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, slots.attribute(value)]])),
    );
  const size = image && { width: image.width, height: image.height };
  const picture = image && {
    _attributes: {
      ...attributes({ url: image.url, type: image.type, fileSize: image.length, ...size }),
      medium: 'image',
    },
    ...(image.alt && { 'media:title': text(image.alt), 'media:description': text(image.alt) }),
    ...(image.credit && { 'media:credit': { _text: slots.text(image.credit) } }),
  };
  const sounds = played.map((it) => ({
    _attributes: {
      ...attributes({
        url: it.url,
        type: it.type,
        fileSize: it.length,
        duration: it.duration && Math.round(it.duration),
        lang: it.language,
      }),
      medium: mediumOf(it.type),
    },
    ...(it.title && { 'media:title': text(it.title) }),
  }));
  // A list is what xml-js takes for several elements of one name, whatever the type of `feed` says.
  const contents = [...(picture ? [picture] : []), ...sounds] as unknown as Record<string, unknown>;
  return [
    // One, though the profile allows several: of those, most readers keep the first.
    ...(names.length > 0
      ? [{ name: 'dc:creator', objects: { _text: slots.text(joinNames(names, language ?? site.language)) } }]
      : []),
    { name: 'dcterms:modified', objects: { _text: slots.text(updated) } },
    ...(language ? [{ name: 'dc:language', objects: { _text: slots.text(language) } }] : []),
    ...(picture || sounds.length > 0 ? [{ name: 'media:content', objects: contents }] : []),
    ...(image ? [{ name: 'media:thumbnail', objects: { _attributes: attributes({ url: image.url, ...size }) } }] : []),
  ];
}
