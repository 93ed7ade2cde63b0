import { type Direction, directionOf, formatDate, OWN_LANGUAGE } from '../embed/language.ts';

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

/** A moment as a language writes it, in UTC and saying so. */
export function longTime(date: Date, language: string): string {
  return formatDate(date, language, {
    ...{ year: 'numeric', month: 'long', day: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  });
}

/** A month (`yyyy-mm`) as our own language writes it. */
export function longMonth(month: string): string {
  return formatDate(new Date(`${month}-01T00:00:00Z`), OWN_LANGUAGE, { month: 'long', year: 'numeric' });
}
