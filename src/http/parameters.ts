/** A whole number above 0 in a query; undefined for anything else. */
export function positiveIn(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name) ?? '';
  return /^\d{1,9}$/.test(value) && Number(value) > 0 ? Number(value) : undefined;
}

/** Characters that mean the same whether they are encoded or not (RFC 3986 §2.3). */
const UNRESERVED = /^[\w.~-]$/;

/**
 * Returns the path and query of an address with the known parameters only, as they were written, and without percent signs
 * that mean nothing (RFC 3986 §6.2.2.2).
 */
export function withKnownParameters({ pathname, search }: URL, known: readonly string[]): string {
  const plain = pathname.replace(/%[2-7][\da-f]/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return UNRESERVED.test(character) ? character : encoded;
  });
  const nameOf = (parameter: string) => [...new URLSearchParams(parameter).keys()][0] ?? '';
  const kept = search
    .slice(1)
    .split('&')
    .filter((it) => known.includes(nameOf(it)));
  return kept.length > 0 ? `${plain}?${kept.join('&')}` : plain;
}
