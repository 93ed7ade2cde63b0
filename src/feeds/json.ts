import { type Extension, Feed } from 'feed';
import type { Entry } from '../articles/entry.ts';
import type { Content, Format, Head } from './format.ts';

const VERSION = 'https://jsonfeed.org/version/1.1';

/** JSON Feed 1.1. `feed` writes version 1; what 1.1 has besides goes in by its extensions, which win over its own fields. */
export const json: Format = {
  extension: 'json',
  mediaType: 'application/feed+json; charset=utf-8',
  separator: ',\n',

  renderEntry(entry: Entry, content: Content): string {
    const feed = new Feed({ title: '' });
    feed.addItem({
      title: entry.title,
      id: entry.id,
      link: entry.link,
      date: new Date(entry.updated),
      published: new Date(entry.published),
      description: entry.summary,
      content: entry.html,
      image: entry.image?.url,
      category: entry.tags.map((tag) => ({ name: tag.label })),
      extensions: extensions(entry, content),
    });
    return JSON.stringify(JSON.parse(feed.json1()).items[0]);
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

function extensions({ summary, authors, language, image, tags }: Entry, content: Content): Extension[] {
  const attachment = image?.type && {
    url: image.url,
    mime_type: image.type,
    title: image.alt,
    size_in_bytes: image.length,
  };
  return fields({
    // JSON Feed 1.1: one of content_html and content_text must be there.
    ...(content === 'summary' && { content_html: undefined, content_text: summary }),
    ...(authors.length > 0 && { authors: authors.map(({ name, url }) => ({ name, url })) }),
    ...(attachment && { attachments: [attachment] }),
    ...(language && { language }),
    _tagwire: {
      tags,
      ...(image && { image: { alt: image.alt, credit: image.credit, width: image.width, height: image.height } }),
    },
  });
}

const fields = (values: Record<string, unknown>): Extension[] =>
  Object.entries(values).map(([name, objects]) => ({ name, objects: objects as Record<string, unknown> }));
