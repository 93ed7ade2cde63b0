import { Feed } from 'feed';
import type { Edition } from './edition.ts';

/**
 * The libraries in ordinary use: one document from the fields that each has a place for. The peers are installed in
 * test/bench only, so they are imported by name at run time, and known to the compiler by the shapes below.
 */

type Fields = Record<string, unknown>;
interface Feedsmith {
  generateRssFeed(feed: Fields): string;
  generateAtomFeed(feed: Fields): string;
  generateJsonFeed(feed: Fields): unknown;
}
type Rss = new (options: Fields) => { item(options: Fields): void; xml(): string };
type AstroRss = { getRssString(options: Fields): Promise<string> };

const load = async <T>(name: string) => (await import(name)) as T;
const { generateRssFeed, generateAtomFeed, generateJsonFeed } = await load<Feedsmith>('feedsmith');
const { default: RSS } = await load<{ default: Rss }>('rss');
const { getRssString } = await load<AstroRss>('@astrojs/rss');

/** Stock `feed`: a whole document at once. */
export function libraryFeed({ head, entries }: Edition): Feed {
  const { site, title, description, channelPage, updated, self } = head;
  const feed = new Feed({
    id: head.id,
    title,
    description,
    link: channelPage,
    updated,
    feedLinks: { rss: self, atom: self, json: self },
    language: site.language,
  });
  for (const { id, link, summary, html, authors, tags, image, ...entry } of entries) {
    feed.addItem({
      title: entry.title,
      id,
      link,
      date: new Date(entry.updated),
      published: new Date(entry.published),
      description: summary,
      content: html,
      author: authors.map((it) => ({ name: it.name, email: it.email, link: it.url })),
      category: tags.map((it) => ({ name: it.label, term: it.slug, scheme: head.channelPage })),
      enclosure: image && { url: image.url, type: image.type, length: image.length },
    });
  }
  return feed;
}

export function feedsmithRss({ head, entries }: Edition): string {
  return generateRssFeed({
    title: head.title,
    link: head.channelPage,
    description: head.description,
    lastBuildDate: head.updated,
    language: head.site.language,
    items: entries.map(({ title, link, id, summary, html, published, updated, tags, authors, image }) => ({
      title,
      link,
      description: summary,
      guid: { value: id, isPermaLink: false },
      pubDate: new Date(published),
      categories: tags.map((it) => ({ name: it.label, domain: head.channelPage })),
      enclosures: [{ url: image?.url, type: image?.type, length: image?.length }],
      content: { encoded: html },
      dc: { creators: authors.map((it) => it.name) },
      dcterms: { modified: [new Date(updated)] },
    })),
  });
}

export function feedsmithAtom({ head, entries }: Edition): string {
  return generateAtomFeed({
    id: head.id,
    title: { value: head.title },
    subtitle: { value: head.description },
    updated: head.updated,
    links: [{ rel: 'self', href: head.self }],
    entries: entries.map(({ title, link, id, summary, html, published, updated, tags, authors, image }) => ({
      id,
      title: { value: title },
      links: [
        { href: link, rel: 'alternate' },
        { href: image?.url, rel: 'enclosure', type: image?.type, length: image?.length },
      ],
      summary: { value: summary },
      content: { value: html, type: 'html' },
      published: new Date(published),
      updated: new Date(updated),
      authors: authors.map((it) => ({ name: it.name, email: it.email, uri: it.url })),
      categories: tags.map((it) => ({ term: it.slug, label: it.label, scheme: head.channelPage })),
    })),
  });
}

export function feedsmithJson({ head, entries }: Edition): string {
  const feed = generateJsonFeed({
    title: head.title,
    home_page_url: head.channelPage,
    feed_url: head.self,
    description: head.description,
    items: entries.map(({ title, link, id, summary, html, published, updated, tags, authors, image }) => ({
      id,
      url: link,
      title,
      summary,
      content_html: html,
      image: image?.url,
      date_published: new Date(published),
      date_modified: new Date(updated),
      tags: tags.map((it) => it.label),
      authors: authors.map((it) => ({ name: it.name, url: it.url })),
      attachments: [{ url: image?.url, mime_type: image?.type, size_in_bytes: image?.length }],
    })),
  });
  return JSON.stringify(feed);
}

export function rssRss({ head, entries }: Edition): string {
  const feed = new RSS({
    title: head.title,
    site_url: head.channelPage,
    feed_url: head.self,
    description: head.description,
    language: head.site.language,
  });
  for (const { title, link, id, summary, html, published, tags, authors, image } of entries) {
    feed.item({
      title,
      description: summary,
      url: link,
      guid: id,
      date: new Date(published),
      categories: tags.map((it) => it.label),
      author: authors[0]?.name,
      enclosure: { url: image?.url, size: image?.length, type: image?.type },
      custom_elements: [{ 'content:encoded': { _cdata: html } }],
    });
  }
  return feed.xml();
}

export function astroRss({ head, entries }: Edition): Promise<string> {
  return getRssString({
    title: head.title,
    description: head.description,
    site: head.channelPage,
    items: entries.map(({ title, link, summary, html, published, tags, authors, image }) => ({
      title,
      link,
      description: summary,
      content: html,
      pubDate: new Date(published),
      categories: tags.map((it) => it.label),
      author: authors[0]?.name,
      enclosure: { url: image?.url, length: image?.length, type: image?.type },
    })),
  });
}
