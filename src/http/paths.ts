import { notFound } from '../refusal.ts';

/** Decodes a part of an address. @throws {Refused} `not-found` where percent signs encode nothing */
export function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound('expected percent-encoded UTF-8 in the address');
  }
}

/**
 * The part of a path after its beginning, decoded, and without a slash at the end.
 * @throws {Refused} `not-found` where percent signs encode nothing
 */
export function decodeAfter(beginning: string, pathname: string): string {
  return decode(pathname.slice(beginning.length)).replace(/\/$/, '');
}

/** A path for the log, without the key that may stand in it. */
export const withoutKey = (path: string): string => path.replace(/\/key\/[^/.?]+/, '/key/...');
