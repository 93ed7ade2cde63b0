/** Characters that the URL Standard leaves unencoded, but RFC 3986 §2 does not allow. */
const NOT_IN_URI = /[|^`{}\\]/g;

/** Writes an address as RFC 3986 §2 requires. */
export function normalisedHref(url: URL): string {
  return url.href.replace(NOT_IN_URI, (character) => encodeURIComponent(character));
}

/**
 * Stands for the publication's origin in stored HTML and addresses, so that the origin can change without changing any
 * story. No story can contain it: it is a control character, and `cleanText` removes those from every input.
 */
export const ORIGIN_MARK = '\u0001';
const PLACEHOLDER = 'https://origin.invalid';

/** Replaces the mark with the origin, in stored HTML or a stored address. */
export function withOrigin(stored: string, origin: string): string {
  return stored.includes(ORIGIN_MARK) ? stored.replaceAll(ORIGIN_MARK, origin) : stored;
}

/** The path of a story's page. */
export const articlePath = (slug: string): string => `/articles/${slug}`;

/** Returns the base address of a story on our own pages, for `absolute`. */
export const ownAddress = (slug: string): string => PLACEHOLDER + articlePath(slug);

/** Returns an absolute address without a user name and password; any text without these as it is. */
export function withoutCredentials(address: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(address) ? URL.parse(address) : null;
  if (!url) return address;
  url.username = '';
  url.password = '';
  return normalisedHref(url);
}

/**
 * Makes an address absolute. An address on our own origin begins with the mark.
 * @param base the story's address: elsewhere, or from `ownAddress`
 * @returns undefined if it cannot be parsed
 */
export function absolute(reference: string, base: string): string | undefined {
  const url = URL.parse(reference, base);
  if (!url) return undefined;
  const href = normalisedHref(url);
  return href.startsWith(`${PLACEHOLDER}/`) ? ORIGIN_MARK + href.slice(PLACEHOLDER.length) : href;
}
