import slugify from '@sindresorhus/slugify';

export const ALL = 'all';
export const SLUG_PATTERN = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_SLUG_CHARACTERS = 100;

/** The address of a tag from its label: ASCII, lower case, words joined by "-"; "" if no letter or digit is left. */
export function slugOf(label: string): string {
  if (label.length <= MAX_SLUG_CHARACTERS && SLUG_PATTERN.test(label)) return label;
  return slugify(label.normalize('NFC'), { decamelize: false }).slice(0, MAX_SLUG_CHARACTERS).replace(/-$/, '');
}
