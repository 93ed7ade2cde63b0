import { TZDate } from '@date-fns/tz';
import { formatISO } from 'date-fns/formatISO';
import { isValid } from 'date-fns/isValid';
import type { Problem } from '../refusal.ts';
import { IN_UTC } from './dates.ts';

const PARTS = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2}))?/;

/**
 * Offers the newsroom's own zone in a problem of a date that has none: most of its dates are in that one.
 * @param zone IANA's name; UTC changes nothing
 */
export function offerZone(problem: Problem, zone: string): Problem {
  const [whole, value] = IN_UTC.exec(problem.message) ?? [];
  if (whole === undefined || value === undefined || zone === 'UTC') return problem;
  const own = inZone(value, zone);
  if (own === undefined) return problem;
  const offer = `write ${own} if it is in ${zone}, ${value}Z if it is in UTC`;
  return { ...problem, message: problem.message.replace(whole, () => offer) };
}

/** A date and time of a zone, with its offset there and then; undefined of a day that does not exist. */
function inZone(value: string, zone: string): string | undefined {
  const [, year, month, day, hour, minute, second = '0'] = PARTS.exec(value) ?? [];
  const date = new TZDate(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    zone,
  );
  return isValid(date) && date.getDate() === Number(day) ? formatISO(date) : undefined;
}
