import { parseHttpDate } from '../http/http-date.ts';

/** After this many attempts in a row a delivery is given up, until its topic changes again. */
export const MAX_FAILURES = 12;
/** The longest pause between two attempts, and the longest that a subscriber can ask for, in seconds. */
const MAX_PAUSE = 6 * 3600;

/**
 * Seconds until the next attempt: exponential back-off, and up to half as much again at random, so that subscribers who
 * failed together do not come back together.
 * @param failures attempts that failed in a row, 1 or more
 * @param first seconds after the first of them
 * @param retryAfter seconds that the subscriber asked for: the least
 * @param random from 0 to 1
 */
export function pauseAfter(failures: number, first: number, retryAfter: number | undefined, random: number): number {
  const pause = Math.min(MAX_PAUSE, first * 2 ** (failures - 1)) * (1 + random / 2);
  return Math.max(pause, Math.min(retryAfter ?? 0, MAX_PAUSE));
}

/** RFC 9110 §10.2.3: seconds, or a date; undefined for anything else. */
export function parseRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const date = parseHttpDate(header);
  return date === undefined ? undefined : Math.max(0, date - now.getTime() / 1000);
}
