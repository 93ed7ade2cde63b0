import { parseHttpDate } from '../http/http-date.ts';

/** Reads a Retry-After header (RFC 9110 §10.2.3), seconds or a date. @returns seconds; undefined for anything else */
export function parseRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const date = parseHttpDate(header);
  return date === undefined ? undefined : Math.max(0, date - now.getTime() / 1000);
}
