import { formatRFC7231 } from 'date-fns';

/** What a response says of its representation; each may be missing. */
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
 * Whether GET or HEAD is answered with 304 (RFC 9110 §13.2.2): If-None-Match by weak comparison, and only without
 * it If-Modified-Since. `Headers` joins several lines of If-None-Match with commas.
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
 * Whether a request that writes may go on (RFC 9110 §13.2.2): If-Match by strong comparison, If-None-Match.
 * @param etag of what is there, undefined if nothing is
 * @param applied whether what is there is what the request asks for: then it may be the repetition of one whose answer
 * was lost, and If-Match refuses nothing (§13.1.1), nor does "If-None-Match: *" (our own addition to §13.1.2)
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

const HTTP_DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Seconds since 1970 of an HTTP-date in any of its three forms (RFC 9110 §5.6.7), or undefined. */
export function parseHttpDate(value: string): number | undefined {
  const text = value.trim();
  if (!HTTP_DATE.test(text)) return undefined;
  const time = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

/** An HTTP-date (RFC 9110 §5.6.7) of seconds since 1970. */
export function formatHttpDate(seconds: number): string {
  return formatRFC7231(seconds * 1000);
}
