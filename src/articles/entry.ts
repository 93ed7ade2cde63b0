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
  /** BCP 47; only if it is not the site's. */
  language?: string;
  /** Only of a stub (src/articles/stub.ts): the tags that its channels follow from. They are never served. */
  withdrawn?: { tags: string[] };
}

/** Returns an entry with another `updated`. @param updated in milliseconds since 1970 */
export function withUpdated(entry: Entry, updated: number): Entry {
  return { ...entry, updated: new Date(updated).toISOString() };
}
