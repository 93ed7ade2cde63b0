import { rfc3339 } from '../../instants.ts';

/** Ways to write that there is no date: zeros, the year before the first, and the beginning of Unix's time. */
const NO_DATE = /^(?:0000-|-0001-|1970-01-01[T ]00:00:00)| -0001 /;

interface PostDates {
  /** In UTC, without saying so. */
  utc: string | undefined;
  /** RFC 822. */
  pubDate?: string | undefined;
  /** In the site's time zone, which is not named. */
  local: string | undefined;
}

/** Returns the date of a post in UTC, else its pubDate, else the one without a zone; one that stands for none is passed over. */
export function dateOf({ utc, pubDate, local }: PostDates): string | undefined {
  return inUtc(utc) ?? unlessNone(pubDate && rfc3339(pubDate)) ?? unlessNone(local);
}

/** Adds the zone to a date in UTC. */
export function inUtc(date: string | undefined): string | undefined {
  const moment = unlessNone(date);
  return moment && `${moment.replace(' ', 'T')}Z`;
}

function unlessNone(date: string | undefined): string | undefined {
  return date === undefined || NO_DATE.test(date) ? undefined : date;
}
