import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import { LRUCache } from 'lru-cache';
import { seeMistake } from './mistakes.ts';
import { quoted } from './problems.ts';

const FIRST_YEAR = 1000;
const LAST_YEAR = 9999;
/** RFC 3339 §5.6: an offset is less than a day. */
const OFFSET = /(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
/** RFC 3339 §5.7: the second that a minute of UTC has more in some years. */
const LEAP_SECOND = /(?<=:\d{2}):60(?=\D)/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|z|[+-]\d{2}:\d{2})?$/;

/** What `dateProblem` says of a date without a zone, and the date. */
export const IN_UTC = /write (.+)Z if it is in UTC/;

/** Returns what is wrong with a date (RFC 3339 §5.6; seconds may be left out), or undefined. */
export function dateProblem(value: string): string | undefined {
  if (!DATE_TIME.test(value)) {
    const meant = withoutZone(value);
    if (meant !== undefined)
      return `expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got ${quoted(value)}: write ${meant}Z if it is in UTC (${seeMistake('zone')})`;
    return `expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got ${quoted(value)}`;
  }
  if (!/(Z|[+-]\d{2}:\d{2})$/i.test(value))
    return `needs a time zone (${quoted(value)} has none): write ${withoutZone(value) ?? value}Z if it is in UTC (${seeMistake('zone')})`;
  if (!OFFSET.test(value)) return `expected an offset from -23:59 to +23:59, got ${quoted(value)}`;
  const date = parseDate(value);
  if (!isValid(date)) return `is not a date that exists: ${quoted(value)}`;
  if (LEAP_SECOND.test(value) && !date.toISOString().includes('T23:59:59'))
    return `is not a date that exists: ${quoted(value)}; only the last minute of a day of UTC may have 61 seconds`;
  // RFC 822 §5 and RFC 3339 §5.6: RSS and Atom need years of four digits, in UTC.
  const year = date.getUTCFullYear();
  if (year < FIRST_YEAR) return `is before ${FIRST_YEAR}: ${quoted(value)}`;
  if (year > LAST_YEAR) return `is after ${LAST_YEAR} in UTC: ${quoted(value)}`;
  return undefined;
}

/** Moments of dates: each of a record's is asked for several times while it is published. Nothing ends one; at most 1,000. */
const moments = new LRUCache<string, number>({ max: 1000 });

/** Morning: the time of a date that has none. */
const MORNING = '09:00:00';

/** Writes a day, with a time or without, in the form of RFC 3339 but for its zone; undefined of anything else. A day comes before its month. */
function withoutZone(value: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]+(\d{1,2})[:.](\d{2})(?::(\d{2}))?)?$/.exec(value.trim());
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:[, ]+(?:kl\.? )?(\d{1,2})[:.](\d{2})(?::(\d{2}))?)?$/.exec(
    value.trim(),
  );
  const [, year, month, day] = iso ?? [];
  const [, firstDay, secondMonth, lastYear] = dotted ?? [];
  const [, , , , hour, minute, second = '00'] = iso ?? dotted ?? [];
  const padded = (it = '') => it.padStart(2, '0');
  const date = iso
    ? [year, padded(month), padded(day)]
    : dotted
      ? [lastYear, padded(secondMonth), padded(firstDay)]
      : undefined;
  if (!date) return undefined;
  const time = hour === undefined || minute === undefined ? MORNING : `${padded(hour)}:${minute}:${second}`;
  return `${date.join('-')}T${time}`;
}

/** Parses a date in which `dateProblem` finds nothing wrong. A leap second is read as the second before. */
export function parseDate(value: string): Date {
  const moment =
    moments.get(value) ?? parseISO(value.toUpperCase().replace(' ', 'T').replace(LEAP_SECOND, ':59')).getTime();
  moments.set(value, moment);
  return new Date(moment);
}
