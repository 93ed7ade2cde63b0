/** Characters that the URL Standard leaves alone and RFC 3986 §2 does not allow. */
const NOT_IN_URI = /[|^`{}\\]/g;

/** An address as RFC 3986 writes it. */
export function normalisedHref(url: URL): string {
  return url.href.replace(NOT_IN_URI, (character) => encodeURIComponent(character));
}
