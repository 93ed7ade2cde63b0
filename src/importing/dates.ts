import { TZDate } from '@date-fns/tz';
import { formatRFC3339, isValid } from 'date-fns';
import { dateProblem } from '../articles/dates.ts';
import { quoted } from '../articles/problems.ts';

/** A date as RFC 3339 with its offset, or why it is none. */
export type ReadDate = { date: string } | { problem: string };

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const UKRAINIAN_MONTHS = 'січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня'.split(
  ' ',
);
/** Offsets of the abbreviations that mean one thing only; "CST" is at home on three continents. */
const ZONES: Record<string, string> = {
  utc: 'Z',
  gmt: 'Z',
  z: 'Z',
  est: '-05:00',
  edt: '-04:00',
  pst: '-08:00',
  pdt: '-07:00',
  cet: '+01:00',
  cest: '+02:00',
  eet: '+02:00',
  eest: '+03:00',
};

const AMBIGUOUS = '?';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(?: ?(Z|[+-]\d\d:?\d\d))?$/i;
const TIME = String.raw`(?:(?:\s*,|\s+at|\s+о|\s+-|\s+–)?\s+(\d{1,2})(?:[:.](\d\d)(?::(\d\d))?)?\s*([ap])?\.?m?\.?)?`;
const ZONE = String.raw`(?:\s*\(?(Z|UTC|GMT|[A-Z]{3,4}|[+-]\d\d:?\d\d)\)?)?`;
const WEEKDAY = String.raw`(?:\p{L}{2,9}\.?,?\s+)?`;
const DAY_FIRST = new RegExp(
  `^${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?\\s+(\\p{L}{3,10})\\.?,?\\s+(\\d{4})(?:\\s+р(?:оку|\\.)?)?${TIME}${ZONE}$`,
  'iu',
);
const MONTH_FIRST = new RegExp(
  `^${WEEKDAY}(\\p{L}{3,10})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})${TIME}${ZONE}$`,
  'iu',
);
/** Dots: the day is first wherever it is written so. Slashes mean one thing here and another there. */
const DOTTED = new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})${TIME}${ZONE}$`, 'iu');
const SLASHED = /^\d{1,2}\/\d{1,2}\/\d{2,4}\b/;

/** Longest text that is looked at: a date is short. */
const MAX_CHARACTERS = 80;

interface Parts {
  year: number;
  /** From 1. */
  month: number;
  day: number;
  time: { hour: number; minute: number; second: number } | undefined;
  zone: string | undefined;
}

/**
 * Reads a date as exports write it: RFC 3339, RFC 822, "3 March 2022, 19:00 GMT", "March 3, 2022 7:00 p.m. EST",
 * "3 березня 2022, 19:00". Nothing is guessed: a date without zone is none, unless the newsroom's zone is given; then
 * a day without a time is its midnight there.
 * @param timezone IANA name, such as "Europe/Kyiv"
 */
export function readDate(written: string, timezone?: string): ReadDate {
  const text = written.trim();
  if (text.length <= MAX_CHARACTERS && dateProblem(text) === undefined) return { date: text.replace(' ', 'T') };
  const parts = text.length > MAX_CHARACTERS ? undefined : (iso(text) ?? worded(text));
  if (!parts)
    return {
      problem: SLASHED.test(text)
        ? `${quoted(text)} can be two dates (day or month first)`
        : `${quoted(text)} is no date that can be read`,
    };
  return finished(parts, text, timezone);
}

/** Whether a text is a date and nothing else, complete or not. */
export function looksLikeDate(text: string): boolean {
  return text.length <= MAX_CHARACTERS && (iso(text) ?? worded(text)) !== undefined;
}

function iso(text: string): Parts | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, zone] = match;
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    time: hour === undefined ? undefined : { hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) },
    zone: zone && offset(zone),
  };
}

function worded(text: string): Parts | undefined {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return parts(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1], dayFirst.slice(4));
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) return parts(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2], monthFirst.slice(4));
  const dotted = DOTTED.exec(text);
  return dotted ? parts(dotted[3], Number(dotted[2]), dotted[1], dotted.slice(4)) : undefined;
}

function parts(
  year: string | undefined,
  month: number | undefined,
  day: string | undefined,
  [hour, minute, second, half, zone]: (string | undefined)[],
): Parts | undefined {
  if (month === undefined) return undefined;
  const written = Number(hour);
  // "7" alone is no time; "7 p.m." is.
  if (hour !== undefined && minute === undefined && half === undefined) return undefined;
  const hours = half === undefined ? written : (written % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return {
    year: Number(year),
    month,
    day: Number(day),
    time: hour === undefined ? undefined : { hour: hours, minute: Number(minute ?? 0), second: Number(second ?? 0) },
    zone: zone && offset(zone),
  };
}

/** "Mar", "Sept." and "March" are March and September; Ukrainian months are written out. */
function monthOf(name: string | undefined): number | undefined {
  const folded = (name ?? '').toLowerCase();
  const english = MONTHS.findIndex((it) => it.startsWith(folded) && folded.length >= 3) + 1;
  return english || UKRAINIAN_MONTHS.indexOf(folded) + 1 || undefined;
}

/** An offset such as "+02:00" or "Z"; AMBIGUOUS for an abbreviation that may mean several. */
function offset(zone: string): string {
  const digits = /^([+-]\d\d):?(\d\d)$/.exec(zone);
  return digits ? `${digits[1]}:${digits[2]}` : (ZONES[zone.toLowerCase()] ?? AMBIGUOUS);
}

function finished({ year, month, day, time, zone }: Parts, text: string, timezone: string | undefined): ReadDate {
  const two = (value: number) => String(value).padStart(2, '0');
  const local = `${year}-${two(month)}-${two(day)}T${two(time?.hour ?? 0)}:${two(time?.minute ?? 0)}:${two(time?.second ?? 0)}`;
  if (zone !== undefined && zone !== AMBIGUOUS && time) {
    const date = local + zone;
    return dateProblem(date) === undefined ? { date } : { problem: `${quoted(text)} is no date that exists` };
  }
  if (dateProblem(`${local}Z`) !== undefined) return { problem: `${quoted(text)} is no date that exists` };
  if (timezone === undefined || (time && zone === AMBIGUOUS))
    return { problem: time ? `${quoted(text)} has no time zone that can be told` : `${quoted(text)} has no time` };
  const there = new TZDate(year, month - 1, day, time?.hour ?? 0, time?.minute ?? 0, time?.second ?? 0, timezone);
  return isValid(there) ? { date: formatRFC3339(there) } : { problem: `${quoted(text)} is no date that exists` };
}

/** Whether there is a time zone of this name. */
export function isTimezone(name: string): boolean {
  return isValid(new TZDate(2022, 0, 1, name));
}
