import { type Extension, Feed, type Item } from 'feed';
import type { Entry } from '../../articles/entry.ts';
import { joinNames } from '../../articles/names.ts';
import type { Site } from '../../site.ts';
import type { Content, Format, Head } from '../types.ts';
import { Skeletons } from './skeletons.ts';
import { dateOf, fill, slot } from './slots.ts';

const VERSION = 'https://jsonfeed.org/version/1.1';

const skeletons = new Skeletons('json', (item: Item) => {
  const feed = new Feed({ title: '' });
  feed.addItem(item);
  return JSON.stringify(JSON.parse(feed.json1()).items[0]);
});

/** JSON Feed 1.1. `feed` writes version 1; what 1.1 has besides goes in by its extensions, which win over its own fields. */
export const json: Format = {
  id: 'json',
  title: 'JSON Feed',
  extension: 'json',
  mediaType: 'application/feed+json; charset=utf-8',
  separator: ',\n',

  renderEntry(entry: Entry, content: Content, site: Site): string {
    const fields = fieldsOf(entry, content, site);
    const names = fields.map(([name]) => name);
    const skeleton = skeletons.ofShape(names.join(' '), () => itemOf(names));
    return fill(
      skeleton,
      fields.map(([, value]) => JSON.stringify(value)),
    );
  },

  renderEnds(head: Head): { head: string; tail: string } {
    const { site } = head;
    const feed = new Feed({
      title: head.title,
      link: head.channelPage,
      feedLinks: { json: head.self },
      description: head.description,
      image: site.logo,
    });
    feed.addExtension(extension('version', VERSION));
    feed.addExtension(extension('language', site.language));
    feed.addExtension(extension('favicon', site.favicon));
    feed.addExtension(extension('authors', [{ name: site.editor?.name ?? site.title, url: site.origin }]));
    const hubs = head.hubs.map((url) => ({ type: 'WebSub', url }));
    feed.addExtension(extension('hubs', hubs.length > 0 ? hubs : undefined));
    feed.addExtension(extension('next_url', head.current ? head.prevArchive : head.next));
    const { items: _, ...rest } = JSON.parse(feed.json1());
    return { head: `${JSON.stringify(rest).slice(0, -1)},"items":[\n`, tail: '\n]}\n' };
  },
};

/** Fields of an item. The first are fields of `feed`, the others JSON Feed's own. */
function fieldsOf(entry: Entry, content: Content, site: Site): [name: string, value: unknown][] {
  const { summary, authors, language, image, media = [], tags, withdrawn } = entry;
  const fields: [string, unknown][] = [
    ['title', entry.title],
    ['id', entry.id],
    ['link', entry.link],
    ['date', entry.updated],
    ['published', entry.published],
    ['description', summary],
    // JSON Feed 1.1: one of content_html and content_text must be there.
    content === 'full' ? ['content', entry.html] : ['content_text', summary],
  ];
  if (image) fields.push(['image', image.url]);
  if (tags.length > 0) fields.push(['tags', tags.map((it) => it.label)]);
  if (authors.length > 0) {
    fields.push(['authors', authors.map(({ name, url }) => ({ name, url }))]);
    const names = authors.map((it) => it.name);
    const url = authors.length === 1 ? authors[0]?.url : undefined;
    // Version 1, which 1.1 allows besides: some readers know nothing else.
    fields.push(['author', { name: joinNames(names, language ?? site.language), url }]);
  }
  if (media.length > 0) {
    const attachments = media.map(({ url, type, title, length, duration }) => ({
      url,
      mime_type: type,
      title,
      size_in_bytes: length,
      duration_in_seconds: duration,
    }));
    fields.push(['attachments', attachments]);
  }
  if (language) fields.push(['language', language]);
  const { url: _, ...described } = image ?? {};
  // What an attachment has no place for.
  const more = media.flatMap(({ url, language, transcript }) =>
    language || transcript ? [{ url, language, transcript }] : [],
  );
  fields.push([
    '_tagwire',
    withdrawn
      ? { withdrawn: entry.updated }
      : { tags, image: image && described, media: more.length > 0 ? more : undefined },
  ]);
  return fields;
}

/** An item with a slot for each of these fields. */
function itemOf(names: string[]): Item {
  const slots = Object.fromEntries(names.map((name, number) => [name, slot(number)]));
  const { title = '', id, link = '', description, content, date = '', published = '', ...others } = slots;
  return {
    title,
    id,
    link,
    date: dateOf(date),
    published: dateOf(published),
    description,
    // Without content, `feed` would give the summary, which is plain text, for HTML.
    content: content ?? '-',
    extensions: [
      ...(content === undefined ? [extension('content_html', undefined)] : []),
      ...Object.entries(others).map(([name, value]) => extension(name, value)),
    ],
  };
}

function extension(name: string, value: unknown): Extension {
  return { name, objects: value as Record<string, unknown> };
}
