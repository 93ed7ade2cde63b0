import { TZDate } from '@date-fns/tz';
import { formatRFC3339 } from 'date-fns/formatRFC3339';
import { isValid } from 'date-fns/isValid';
import { dateProblem } from '../articles/dates.ts';
import { quoted } from '../articles/problems.ts';
import { AMBIGUOUS, type DateParts, datePartsOf } from './date-parts.ts';

/** A date as RFC 3339 with its offset, or what is wrong with it. */
export type ReadDate = { date: string } | { problem: string };

/** The day may come first or second: "03/04/2022". */
const SLASHED = /^\d{1,2}\/\d{1,2}\/\d{2,4}\b/;

/**
 * Reads a date in the forms that exports use: RFC 3339, RFC 822, "3 March 2022, 19:00 GMT", "March 3, 2022 7:00 p.m.
 * EST", "3 березня 2022, 19:00". Nothing is guessed: a date without a zone needs `timezone`, and a day without a time is
 * then its midnight.
 * @param timezone the newsroom's, such as "Europe/Kyiv" (IANA)
 */
export function readDate(written: string, timezone?: string): ReadDate {
  const text = written.trim();
  if (dateProblem(text) === undefined) return unlessStandIn(text, text.replace(' ', 'T'));
  const parts = datePartsOf(text);
  if (!parts)
    return problem(text, SLASHED.test(text) ? 'is ambiguous (day or month first)' : 'cannot be read as a date');
  const read = dateOf(parts, timezone) ?? problem(text, whyNot(parts, timezone));
  return 'date' in read && parts.time ? unlessStandIn(text, read.date) : read;
}

/** The first moment of Unix's time: systems write it where they have no date. */
const STAND_IN = /^1970-01-01T00:00:00/;

function unlessStandIn(written: string, date: string): ReadDate {
  return STAND_IN.test(date) ? problem(written, 'is how systems write that there is no date') : { date };
}

const problem = (text: string, what: string): ReadDate => ({ problem: `${quoted(text)} ${what}` });

/** Builds a date from its parts; undefined if it does not exist or its zone is not known. */
function dateOf(parts: DateParts, timezone: string | undefined): ReadDate | undefined {
  const { year, month, day, time, zone } = parts;
  if (!exists(parts)) return undefined;
  if (time && zone !== undefined) return zone === AMBIGUOUS ? undefined : { date: localTime(parts) + zone };
  if (timezone === undefined) return undefined;
  const { hour, minute, second } = time ?? MIDNIGHT;
  const there = new TZDate(year, month - 1, day, hour, minute, second, timezone);
  return isValid(there) ? { date: formatRFC3339(there) } : undefined;
}

function whyNot(parts: DateParts, timezone: string | undefined): string {
  const { time, zone } = parts;
  if (!exists(parts)) return 'is not a date that exists';
  if (time && zone === AMBIGUOUS) return 'has an unknown or ambiguous time zone';
  if (timezone !== undefined) return `is not a date that exists in ${timezone}`;
  return time ? 'has no time zone; give --timezone' : 'has no time; give --timezone to read it as midnight';
}

const MIDNIGHT = { hour: 0, minute: 0, second: 0 };

function exists(parts: DateParts): boolean {
  const offset = parts.zone === undefined || parts.zone === AMBIGUOUS || !parts.time ? 'Z' : parts.zone;
  return dateProblem(localTime(parts) + offset) === undefined;
}

function localTime({ year, month, day, time }: DateParts): string {
  const { hour, minute, second } = time ?? MIDNIGHT;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

/** Tells whether a text begins with a date whose day may come first or second, or has a zone that nobody knows for sure. */
export function isAmbiguousDate(text: string): boolean {
  if ('date' in readDate(text)) return false;
  return SLASHED.test(text.trim()) || datePartsOf(text.trim())?.zone === AMBIGUOUS;
}

/** Tells whether a text is a date and nothing else; it may lack a time or a zone. */
export function looksLikeDate(text: string): boolean {
  return datePartsOf(text) !== undefined;
}

/** Tells whether there is a time zone of this name. */
export function isTimezone(name: string): boolean {
  return isValid(new TZDate(2022, 0, 1, name));
}
