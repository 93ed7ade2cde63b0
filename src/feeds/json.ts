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
    const skeleton = skeletons.of({
      title: slots.value(entry.title),
      id: slots.value(entry.id),
      link: slots.value(entry.link),
      date: slots.date(entry.updated),
      published: slots.date(entry.published),
      description: slots.value(entry.summary),
      content: slots.value(entry.html),
      ...(entry.image && { image: slots.value(entry.image.url) }),
      category: entry.tags.map((tag) => ({ name: slots.value(tag.label) })),
      extensions: extensions(entry, content, slots),
    });
    return slots.fill(skeleton);
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
    for (const it of fields({
      version: VERSION,
      language: site.language,
      favicon: site.favicon,
      authors: [{ name: site.editor?.name ?? site.title, url: site.origin }],
      next_url: head.next,
    })) {
      feed.addExtension(it);
    }
    const { items: _, ...rest } = JSON.parse(feed.json1());
    return { head: `${JSON.stringify(rest).slice(0, -1)},"items":[\n`, tail: '\n]}\n' };
  },
};

function extensions(entry: Entry, content: Content, slots: JsonSlots): Extension[] {
  const { summary, authors, language, image, tags } = entry;
  const attachment = image?.type && {
    url: image.url,
    mime_type: image.type,
    title: image.alt,
    size_in_bytes: image.length,
  };
  return fields({
    // JSON Feed 1.1: one of content_html and content_text must be there.
    ...(content === 'summary' && { content_html: undefined, content_text: slots.value(summary) }),
    ...(authors.length > 0 && { authors: slots.value(authors.map(({ name, url }) => ({ name, url }))) }),
    ...(attachment && { attachments: slots.value([attachment]) }),
    ...(language && { language: slots.value(language) }),
    _tagwire: slots.value({
      tags,
      ...(image && { image: { alt: image.alt, credit: image.credit, width: image.width, height: image.height } }),
    }),
  });
}

const fields = (values: Record<string, unknown>): Extension[] =>
  Object.entries(values).map(([name, objects]) => ({ name, objects: objects as Record<string, unknown> }));
