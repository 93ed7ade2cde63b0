import { formatRFC7231 } from 'date-fns/formatRFC7231';

const HTTP_DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Reads an HTTP-date in any of its three forms (RFC 9110 §5.6.7). @returns seconds since 1970; undefined for anything else */
export function parseHttpDate(value: string): number | undefined {
  const date = value.trim();
  if (!HTTP_DATE.test(date)) return undefined;
  const time = Date.parse(date.endsWith('GMT') ? date : `${date} GMT`);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

/** Writes seconds since 1970 as an HTTP-date (RFC 9110 §5.6.7). */
export function formatHttpDate(seconds: number): string {
  return formatRFC7231(seconds * 1000);
}
