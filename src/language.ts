import { LRUCache } from 'lru-cache';

/** The language of what pages and frames say themselves. */
export const OWN_LANGUAGE = 'en';

/** Languages that are written from right to left, unless a tag names another script. */
const RIGHT_TO_LEFT = new Set(
  'ar arc azb bal ckb dv fa glk he iw ji ks lrc mzn nqo pnb prs ps sd sdh syr ug ur yi'.split(' '),
);
const RIGHT_TO_LEFT_SCRIPTS = new Set('adlm arab hebr mand nkoo rohg samr syrc thaa'.split(' '));

export type Direction = 'ltr' | 'rtl';

/** The direction of a language, by its BCP 47 tag. */
export function directionOf(language: string): Direction {
  const [primary = '', ...others] = language.toLowerCase().split('-');
  const script = others.find((it) => /^[a-z]{4}$/.test(it));
  const right = script ? RIGHT_TO_LEFT_SCRIPTS.has(script) : RIGHT_TO_LEFT.has(primary);
  return right ? 'rtl' : 'ltr';
}

/** A moment in a language's short form, in the newsroom's zone: a server does not know its readers' clocks. */
export function shortTime(iso: string, language: string, timeZone: string): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  return formatDate(new Date(iso), language, { ...options, timeZoneName: 'short' }, timeZone);
}

/**
 * Formats by language and options. Each takes some 70 KB that the garbage collector does not know of, so they are made once.
 * Nothing ends one; at most 50.
 */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 50 });

/** A date as a language writes it, in UTC or another zone; in our own language if that one is unknown. */
function formatDate(date: Date, language: string, options: Intl.DateTimeFormatOptions, timeZone = 'UTC'): string {
  const name = `${language} ${timeZone} ${Object.entries(options)}`;
  const known = formats.get(name);
  if (known) return known.format(date);
  const format = new Intl.DateTimeFormat(isLanguage(language) ? language : OWN_LANGUAGE, {
    ...options,
    timeZone,
  });
  formats.set(name, format);
  return format.format(date);
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** The attributes of an element whose language differs from that of the element around it; none if it does not. */
export function inLanguage(language: string, around: string = OWN_LANGUAGE): { lang?: string; dir?: Direction } {
  if (language === around) return {};
  const dir = directionOf(language);
  return { lang: language, ...(dir !== directionOf(around) && { dir }) };
}

/** A day as a language writes it, in UTC, like the months of archives. */
export function longDay(date: Date, language: string): string {
  return formatDate(date, language, { dateStyle: 'long' });
}

/** A day as a language writes it, in a zone of IANA's database. */
export function formatDay(date: Date, language: string, timeZone: string): string {
  return formatDate(date, language, { dateStyle: 'long' }, timeZone);
}

/** A moment as a language writes it, in a zone of IANA's database and naming it. */
export function longTime(date: Date, language: string, timeZone: string): string {
  const options = { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  return formatDate(date, language, { ...options, timeZoneName: 'short' }, timeZone);
}

/** A month (`yyyy-mm`) as our own language writes it. */
export function longMonth(month: string): string {
  return formatDate(new Date(`${month}-01T00:00:00Z`), OWN_LANGUAGE, { month: 'long', year: 'numeric' });
}
