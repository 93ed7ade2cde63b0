import { isValid, parseISO } from 'date-fns';
import { quoted } from './problems.ts';

const FIRST_YEAR = 1000;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|z|[+-]\d{2}:\d{2})?$/;

/** Returns what is wrong with a date (RFC 3339 §5.6; seconds may be left out), or undefined. */
export function dateProblem(value: string): string | undefined {
  if (!DATE_TIME.test(value))
    return `expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got ${quoted(value)}`;
  if (!/(Z|[+-]\d{2}:\d{2})$/i.test(value)) return `needs a time zone (${quoted(value)} has none)`;
  if (!isValid(parseDate(value))) return `is not a date that exists: ${quoted(value)}`;
  // RFC 822 §5 and RFC 3339 §5.6: RSS and Atom need years of four digits.
  const year = parseDate(value).getUTCFullYear();
  if (year < FIRST_YEAR) return `is before ${FIRST_YEAR}: ${quoted(value)}`;
  return undefined;
}

/** Parses a date in which `dateProblem` finds nothing wrong. */
export function parseDate(value: string): Date {
  return parseISO(value.toUpperCase().replace(' ', 'T'));
}
