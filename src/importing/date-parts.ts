/** A longer text is not a date. */
const MAX_CHARACTERS = 80;

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
/** Languages whose months are read as dates have them, besides English. */
const LANGUAGES = ['de', 'de-AT', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'uk'];
const MONTHS_ELSEWHERE = new Map(
  LANGUAGES.flatMap((language) => {
    const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' });
    return MONTHS.map((_, index): [string, number] => {
      const parts = format.formatToParts(Date.UTC(2022, index, 8));
      return [parts.find((it) => it.type === 'month')?.value.toLowerCase() ?? '', index + 1];
    });
  }),
);
/** Offsets of zones whose abbreviation is unambiguous. "CST" is not: it means three zones. */
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

/** Stands for the offset of an unknown or ambiguous zone. */
export const AMBIGUOUS = '?';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(?: ?(Z|[+-]\d\d:?\d\d))?$/i;
const TIME = String.raw`(?:(?:\s*,|\s+at|\s+о|\s+-|\s+–)?\s+(\d{1,2})(?:[:.](\d\d)(?::(\d\d))?)?(?:\s*([ap])\.?m\.?(?!\p{L}))?)?`;
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
/** Dates with dots have the day first everywhere. */
const DOTTED = new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})${TIME}${ZONE}$`, 'iu');

/** The parts of a date, as far as it has them. */
export interface DateParts {
  year: number;
  /** From 1. */
  month: number;
  day: number;
  time: { hour: number; minute: number; second: number } | undefined;
  /** An offset such as "+02:00" or "Z", or AMBIGUOUS. */
  zone: string | undefined;
}

/** Splits a date into its parts; undefined for a text that is not a date. */
export function datePartsOf(text: string): DateParts | undefined {
  return text.length > MAX_CHARACTERS ? undefined : (iso(text) ?? worded(inEnglishOrder(text)));
}

/** "14:05 GMT, March 8, 2022", "1405 GMT (2205 HKT) March 8, 2022" */
const TIME_FIRST =
  /^(\d{1,2}):?(\d\d)\s?([ap]\.?m\.?)?(?:\s([A-Z]{3,4}))?(?:\s?\(\d{1,2}:?\d\d\s?[A-Z]{3,4}\))?,?\s+(\p{L}.{5,40}|\d{1,2}\s\p{L}.{5,40})$/u;

/** Writes a date as English does: "8. März 2022, 14:05 Uhr", "8 de marzo de 2022 a las 14:05", "8 mars 2022 à 14h05". */
function inEnglishOrder(text: string): string {
  const plain = text
    .replace(/\sUhr\b|(?<=\d)\sgodz\.?/i, '')
    .replace(/(?<=\s\d{1,2})\s?h\s?(?=\d\d(?!\d))/i, ':')
    .replace(/,?\s(?:à|um|a las|alle|alle ore|o godz\.|às|om|ob)\s(?=\d)/iu, ', ')
    .replace(/(?<=^\P{L}{0,2}\d{1,2})(?:\.|er|º|°)(?=\s\p{L})/u, '')
    .replace(/\s(?:de|del)\s/gi, ' ');
  const [, hour, minute, half = '', zone = '', date] = TIME_FIRST.exec(plain) ?? [];
  return date === undefined ? plain : [`${date},`, `${hour}:${minute}`, half, zone].filter((it) => it !== '').join(' ');
}

function iso(text: string): DateParts | undefined {
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

function worded(text: string): DateParts | undefined {
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
): DateParts | undefined {
  if (month === undefined) return undefined;
  const written = Number(hour);
  // "7" alone is not a time; "7 p.m." is.
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

/** Returns the number of a month: English names may be shortened, to three letters at least; others may not. */
function monthOf(name: string | undefined): number | undefined {
  const folded = (name ?? '').toLowerCase();
  const english = MONTHS.findIndex((it) => it.startsWith(folded) && folded.length >= 3) + 1;
  return english || MONTHS_ELSEWHERE.get(folded);
}

/** Returns the offset of a zone, or AMBIGUOUS. */
function offset(zone: string): string {
  const digits = /^([+-]\d\d):?(\d\d)$/.exec(zone);
  return digits ? `${digits[1]}:${digits[2]}` : (ZONES[zone.toLowerCase()] ?? AMBIGUOUS);
}
