import { TZDate } from '@date-fns/tz';
import { formatISO } from 'date-fns/formatISO';
import { isAfter } from 'date-fns/isAfter';
import { articlePath } from '../articles/addresses.ts';
import { parseDate } from '../articles/dates.ts';
import { isLive, nextRelease } from '../articles/lifecycle.ts';
import type { ArticleRecord } from '../articles/record.ts';

/**
 * Says in what state a story is that the wire has, and where readers find it: "live: http://127.0.0.1:8787/articles/ferry",
 * "scheduled for 2026-12-01T09:00:00+01:00".
 * @param url of the wire
 * @param zone in which the newsroom reads dates
 */
export function stateOf(record: ArticleRecord, url: string, now: Date, zone: string): string {
  const { status, expires, slug, key } = record;
  if (status === 'draft' || status === 'withdrawn') return status;
  if (isLive(record, now))
    return `${status === 'retracted' ? 'retracted' : 'live'}: ${new URL(articlePath(slug ?? key), url).href}`;
  if (expires !== undefined && !isAfter(parseDate(expires), now)) return 'expired';
  const next = nextRelease(record, now);
  return next === undefined ? 'without a date' : `scheduled for ${formatISO(new TZDate(next, zone))}`;
}
