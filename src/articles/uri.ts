/** Characters that the URL Standard leaves unencoded, but RFC 3986 §2 does not allow. */
const NOT_IN_URI = /[|^`{}\\]/g;

/** Writes an address as RFC 3986 §2 requires. */
export function normalisedHref(url: URL): string {
  return url.href.replace(NOT_IN_URI, (character) => encodeURIComponent(character));
}
