import { parseHttpDate } from './http-date.ts';

/** The validators of a representation; each may be missing. */
export interface Validators {
  etag?: string;
  /** Seconds since 1970. */
  lastModified?: number;
}

/** RFC 9110 §8.8.3: `[W/]"opaque"`; a comma may stand inside the quotes. */
const ENTITY_TAG = /(W\/)?"([\x21\x23-\x7E\x80-\xFF]*)"/g;

/** The opaque parts of the entity tags in a header. */
export function entityTags(header: string): string[] {
  return [...header.matchAll(ENTITY_TAG)].map(([, , tag = '']) => tag);
}

const opaque = (etag: string) => etag.replace(/^W\//, '').slice(1, -1);

/**
 * True if GET or HEAD gets 304 (RFC 9110 §13.2.2): by If-None-Match, compared weakly, and only without it by
 * If-Modified-Since. `Headers` joins several lines of If-None-Match with commas.
 */
export function isNotModified(request: Headers, { etag, lastModified }: Validators): boolean {
  const ifNoneMatch = request.get('if-none-match');
  if (ifNoneMatch !== null) {
    if (ifNoneMatch.trim() === '*') return true;
    if (etag === undefined) return false;
    if (ifNoneMatch === etag) return true;
    return entityTags(ifNoneMatch).includes(opaque(etag));
  }
  const ifModifiedSince = request.get('if-modified-since');
  if (ifModifiedSince === null || lastModified === undefined) return false;
  const since = parseHttpDate(ifModifiedSince);
  return since !== undefined && lastModified <= since;
}

/**
 * True if a request that writes may go on (RFC 9110 §13.2.2): by If-Match, compared strongly, and by If-None-Match.
 * @param etag of what is stored; undefined if nothing is
 * @param applied true if what is stored is what the request asks for. It may then repeat a request whose answer was lost,
 * so If-Match refuses nothing (§13.1.1), nor does "If-None-Match: *" (our own addition to §13.1.2)
 */
export function mayWrite(request: Headers, etag: string | undefined, applied = false): boolean {
  const lists = (header: string) =>
    etag !== undefined && [...header.matchAll(ENTITY_TAG)].some(([tag]) => tag === etag);
  const ifMatch = request.get('if-match');
  if (ifMatch !== null && !applied && !(ifMatch.trim() === '*' ? etag !== undefined : lists(ifMatch))) return false;
  const ifNoneMatch = request.get('if-none-match');
  if (ifNoneMatch?.trim() === '*') return applied || etag === undefined;
  return ifNoneMatch === null || !lists(ifNoneMatch);
}
