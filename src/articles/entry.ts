import type { Permissions } from '../terms.ts';

/** A tag of a served article. */
export interface Tag {
  slug: string;
  label: string;
}

/** An author of a served article. */
export interface Author {
  name: string;
  url?: string;
  email?: string;
}

/** An article's picture. */
export interface Image {
  url: string;
  alt?: string;
  credit?: string;
  /** In pixels, like `height`. */
  width?: number;
  height?: number;
  /** Its media type. */
  type?: string;
  /** In bytes. */
  length?: number;
  /** The same picture in other sizes, for partners that do not take this one. */
  variants?: Variant[];
}

/** Another size of an article's picture. */
export type Variant = Pick<Image, 'url' | 'width' | 'height' | 'type' | 'length'>;

/** A sound or a video of an article. */
export interface Medium {
  url: string;
  /** Its media type. */
  type: string;
  /** In bytes. */
  length?: number;
  /** In seconds. */
  duration?: number;
  title?: string;
  /** BCP 47. */
  language?: string;
  /** The address of its words. */
  transcript?: string;
  /** The address of its chapters (Podcasting 2.0). */
  chapters?: string;
}

/**
 * Everything that feeds and pages show of an article, derived from its record when it is published. Addresses on our
 * own origin begin with `ORIGIN_MARK`.
 */
export interface Entry {
  key: string;
  id: string;
  slug: string;
  /** The story's address: elsewhere, or its page here. */
  link: string;
  title: string;
  /** Plain text. */
  summary: string;
  /** From `toSafeHtml`. */
  html: string;
  /** ISO 8601 in UTC, like `updated`. */
  published: string;
  updated: string;
  tags: Tag[];
  authors: Author[];
  image?: Image;
  media?: Medium[];
  /** BCP 47; only if it is not the site's. */
  language?: string;
  /** What machines may do with it, where that is not what the publication says. */
  terms?: Permissions;
  /** True of a story that was retracted: readable, and marked. */
  retracted?: true;
  /** Only of a stub (src/articles/stub.ts): the tags that its channels follow from. They are never served. */
  withdrawn?: { tags: string[] };
}

const TEXTS = ['key', 'id', 'slug', 'link', 'title', 'summary', 'html', 'published', 'updated'] as const;

/** Reads a stored entry; undefined if it is none that could be rendered. */
export function parseEntry(json: string): Entry | undefined {
  try {
    const entry = JSON.parse(json) as Entry;
    const isWhole =
      TEXTS.every((it) => typeof entry[it] === 'string') &&
      [entry.published, entry.updated].every((it) => !Number.isNaN(Date.parse(it))) &&
      entry.tags.every((it) => typeof it.slug === 'string' && typeof it.label === 'string') &&
      entry.authors.every((it) => typeof it.name === 'string');
    return isWhole ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Returns an entry with another `updated`. @param updated in milliseconds since 1970 */
export function withUpdated(entry: Entry, updated: number): Entry {
  return { ...entry, updated: new Date(updated).toISOString() };
}
