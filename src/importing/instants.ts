const ZONES: Record<string, string> = {
  // RFC 822 §5.1
  UT: 'Z',
  UTC: 'Z',
  GMT: 'Z',
  Z: 'Z',
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
};
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const RFC_822 =
  /^(?:[a-z]{3},?\s+)?(\d{1,2})\s+([a-z]{3})\s+(\d{2}|\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s+([+-]\d{4}|[a-z]{1,3})$/i;

/** Turns a date of RFC 822 into RFC 3339; leaves any other date as written. */
export function rfc3339(date: string): string {
  const parts = RFC_822.exec(date.trim());
  if (!parts) return date.trim().replace(/\.0+(?=Z|[+-]\d{2}:?\d{2}$)/i, '');
  const [, day = '', month = '', written = '', hour, minute, second = '00', zone = ''] = parts;
  // RFC 2822 §4.3: two digits are a year from 1950 to 2049.
  const year = written.length === 4 ? written : `${Number(written) < 50 ? '20' : '19'}${written}`;
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  const offset = /^\d/.test(zone.slice(1)) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : ZONES[zone.toUpperCase()];
  if (number === 0 || offset === undefined) return date.trim();
  const utc = offset === '+00:00' || offset === '-00:00' ? 'Z' : offset;
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}T${hour}:${minute}:${second}${utc}`;
}

/** Returns the date of an update, unless it is the same moment as the publication or before it. */
export function laterThan(published: string | undefined, updated: string | undefined): string | undefined {
  if (published === undefined || updated === undefined) return updated;
  const [before, after] = [instant(published), instant(updated)];
  if (before === undefined || after === undefined) return published === updated ? undefined : updated;
  return after > before ? updated : undefined;
}

/** Returns a date as milliseconds since 1970; undefined for a date without a time zone. */
function instant(date: string): number | undefined {
  if (!/(?:Z|[+-]\d{2}:?\d{2})$/i.test(date)) return undefined;
  const at = Date.parse(date);
  return Number.isNaN(at) ? undefined : at;
}
