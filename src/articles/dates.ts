import { isValid, parseISO } from 'date-fns';
import { shown } from './problems.ts';

const FIRST_YEAR = 1000;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|z|[+-]\d{2}:\d{2})?$/;

/** What is wrong with a text as a date (RFC 3339 §5.6; seconds may be left out), or undefined. */
export function dateProblem(value: string): string | undefined {
  if (!DATE_TIME.test(value))
    return `expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got ${shown(value)}`;
  if (!/(Z|[+-]\d{2}:\d{2})$/i.test(value)) return `needs a time zone (${shown(value)} has none)`;
  if (!isValid(parseDate(value))) return `is not a date that exists: ${shown(value)}`;
  // RSS and Atom need four digits.
  const year = parseDate(value).getUTCFullYear();
  if (year < FIRST_YEAR) return `is before ${FIRST_YEAR}: ${shown(value)}`;
  return undefined;
}

/** The instant of an RFC 3339 date that the schema has accepted. */
export function parseDate(value: string): Date {
  return parseISO(value.toUpperCase().replace(' ', 'T'));
}
