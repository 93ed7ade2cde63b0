import slugify from '@sindresorhus/slugify';
import { sha256Now } from '../hash.ts';

/** The name and slug of the channel of all stories. */
export const ALL = 'all';
/** The name in addresses of searches: /feeds/search.rss?q=... */
export const SEARCH = 'search';
/** Slugs that no tag may have, each with the reason as it follows the slug in a message. */
const RESERVED: Record<string, string> = {
  [ALL]: 'is reserved for the channel of all stories; give the tag another slug in tags.yaml',
  [SEARCH]: 'is reserved for searches; give the tag another slug in tags.yaml',
};
export const SLUG_PATTERN = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_SLUG_CHARACTERS = 100;
/** 32 bits: a newsroom has some thousand tags. */
const HASH_CHARACTERS = 8;
const HASHED = 'tag-';

/**
 * Makes a slug from a label: a-z and 0-9, words joined by "-", at most 100 characters; "" if no letter or digit is
 * left.
 */
export function toSlug(label: string): string {
  if (label.length <= MAX_SLUG_CHARACTERS && SLUG_PATTERN.test(label)) return label;
  return slugify(label.normalize('NFC'), { decamelize: false }).slice(0, MAX_SLUG_CHARACTERS).replace(/-$/, '');
}

/** Letters or digits, of whatever script. */
const HAS_LETTER = /[\p{L}\p{N}]/u;

/** Makes a tag's slug from its label. A label of which no a-z and 0-9 is left, as of a Chinese one, gets its hash; "" if it has no letter. */
export function tagSlug(label: string): string {
  const slug = toSlug(label);
  if (slug !== '' || !HAS_LETTER.test(label)) return slug;
  return `${HASHED}${sha256Now(label.normalize('NFC').toLowerCase()).slice(0, HASH_CHARACTERS)}`;
}

/** True of a slug that says nothing of its label. */
export const isHashSlug = (slug: string, label: string): boolean =>
  slug.startsWith(HASHED) && slug === tagSlug(label) && toSlug(label) === '';

/** Returns why no tag may have a slug, as it follows the slug in a message ("is reserved for ..."), or undefined. */
export function reservedFor(slug: string): string | undefined {
  return Object.hasOwn(RESERVED, slug) ? RESERVED[slug] : undefined;
}
