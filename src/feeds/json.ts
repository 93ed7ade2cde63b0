import { type Extension, Feed, type Item } from 'feed';
import type { Entry } from '../articles/entry.ts';
import type { Content, Format, Head } from './format.ts';
import { JsonSlots, Skeletons } from './slots.ts';

const VERSION = 'https://jsonfeed.org/version/1.1';

const skeletons = new Skeletons('json', (item: Item) => {
  const feed = new Feed({ title: '' });
  feed.addItem(item);
  return JSON.stringify(JSON.parse(feed.json1()).items[0]);
});

/** JSON Feed 1.1. `feed` writes version 1; what 1.1 has besides goes in by its extensions, which win over its own fields. */
export const json: Format = {
  extension: 'json',
  mediaType: 'application/feed+json; charset=utf-8',
  separator: ',\n',

  renderEntry(entry: Entry, content: Content): string {
    const slots = new JsonSlots();
    const item = {
      title: slots.value(entry.title),
      id: slots.value(entry.id),
      link: slots.value(entry.link),
      date: slots.date(entry.updated),
      published: slots.date(entry.published),
      description: slots.value(entry.summary),
      content: slots.value(entry.html),
      extensions: extensions(entry, content, slots),
    };
    // All that one entry has and another has not is an extension.
    const shape = item.extensions.map((it) => it.name).join(' ');
    return slots.fill(skeletons.of(item, shape));
  },

  renderFrame(head: Head): { head: string; tail: string } {
    const { site } = head;
    const feed = new Feed({
      title: head.title,
      link: head.page,
      feedLinks: { json: head.self },
      description: head.description,
      image: site.logo,
    });
    feed.addExtension(extension('version', VERSION));
    feed.addExtension(extension('language', site.language));
    feed.addExtension(extension('favicon', site.favicon));
    feed.addExtension(extension('authors', [{ name: site.editor?.name ?? site.title, url: site.origin }]));
    feed.addExtension(extension('next_url', head.next));
    const { items: _, ...rest } = JSON.parse(feed.json1());
    return { head: `${JSON.stringify(rest).slice(0, -1)},"items":[\n`, tail: '\n]}\n' };
  },
};

function extensions(entry: Entry, content: Content, slots: JsonSlots): Extension[] {
  const { summary, authors, language, image, tags } = entry;
  const persons = authors.map(({ name, url }) => ({ name, url }));
  const labels = tags.map((it) => it.label);
  const described = image && { alt: image.alt, credit: image.credit, width: image.width, height: image.height };
  const all: Extension[] = [];
  const add = (name: string, value: unknown) => all.push(extension(name, slots.value(value)));
  if (content === 'summary') {
    // JSON Feed 1.1: one of content_html and content_text must be there.
    all.push(extension('content_html', undefined));
    add('content_text', summary);
  }
  if (image) add('image', image.url);
  if (labels.length > 0) add('tags', labels);
  if (persons.length > 0) add('authors', persons);
  if (image?.type) {
    const { url, type, alt, length } = image;
    add('attachments', [{ url, mime_type: type, title: alt, size_in_bytes: length }]);
  }
  if (language) add('language', language);
  add('_tagwire', { tags, image: described });
  return all;
}

function extension(name: string, value: unknown): Extension {
  return { name, objects: value as Record<string, unknown> };
}
