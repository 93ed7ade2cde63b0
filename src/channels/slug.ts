import slugify from '@sindresorhus/slugify';

export const ALL = 'all';
/** Where searches are: /feeds/search.rss?q=... */
export const SEARCH = 'search';
/** Why these addresses are no tag's. */
const RESERVED: Record<string, string> = {
  [ALL]: 'is the channel of every story',
  [SEARCH]: 'is the address of searches; give the tag another slug in tags.yaml',
};
export const SLUG_PATTERN = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_SLUG_CHARACTERS = 100;

/** The address of a tag from its label: ASCII, lower case, words joined by "-"; "" if no letter or digit is left. */
export function slugOf(label: string): string {
  if (label.length <= MAX_SLUG_CHARACTERS && SLUG_PATTERN.test(label)) return label;
  return slugify(label.normalize('NFC'), { decamelize: false }).slice(0, MAX_SLUG_CHARACTERS).replace(/-$/, '');
}

/** Why a slug can be no tag's, after its name: "is the channel of every story". */
export function reservedFor(slug: string): string | undefined {
  return Object.hasOwn(RESERVED, slug) ? RESERVED[slug] : undefined;
}
