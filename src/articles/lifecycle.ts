import { isAfter, min } from 'date-fns';
import { parseDate } from './dates.ts';
import type { ArticleRecord } from './record.ts';

type Timed = Pick<ArticleRecord, 'status' | 'published' | 'embargo' | 'expires'>;

const servable = ({ status }: Timed) => status === 'ready' || status === 'retracted';

/** Whether an article is on public addresses at a moment. */
export function isLive(record: Timed, now: Date): boolean {
  if (!servable(record) || record.published === undefined) return false;
  const starts = [record.published, record.embargo].filter((it) => it !== undefined).map(parseDate);
  const expired = record.expires !== undefined && !isAfter(parseDate(record.expires), now);
  return !expired && starts.every((it) => !isAfter(it, now));
}

/** The next moment at which an article appears or disappears by itself, if there is one. */
export function nextFlip(record: Timed, now: Date): Date | undefined {
  if (!servable(record)) return undefined;
  const moments = [record.published, record.embargo, record.expires].filter((it) => it !== undefined).map(parseDate);
  const coming = moments.filter((it) => isAfter(it, now));
  return coming.length > 0 ? min(coming) : undefined;
}
