import { isAfter } from 'date-fns/isAfter';
import { min } from 'date-fns/min';
import { parseDate } from './dates.ts';
import { isFuture } from './future.ts';
import type { StoredArticle } from './lookup-store.ts';
import type { ArticleRecord } from './record.ts';
import { updatedAt } from './to-entry.ts';

type Timed = Pick<ArticleRecord, 'status' | 'published' | 'embargo' | 'expires'>;

const servable = ({ status }: Timed) => status === 'ready' || status === 'retracted';

/** True if people can read an article at a moment. */
export function isLive(record: Timed, now: Date): boolean {
  if (!servable(record) || record.published === undefined) return false;
  const starts = [record.published, record.embargo].filter((it) => it !== undefined).map(parseDate);
  const expired = record.expires !== undefined && !isAfter(parseDate(record.expires), now);
  return !expired && starts.every((it) => !isAfter(it, now));
}

/** Returns the next moment at which an article appears or disappears by itself, or undefined. */
export function nextRelease(record: Timed, now: Date): Date | undefined {
  if (!servable(record)) return undefined;
  const moments = [record.published, record.embargo, record.expires].filter((it) => it !== undefined).map(parseDate);
  const coming = moments.filter((it) => isAfter(it, now));
  return coming.length > 0 ? min(coming) : undefined;
}

/** Milliseconds for which a stub stays in its channels: readers who have not asked for so long have no copy any more. */
const STUB_KEPT = 90 * 24 * 3_600_000;

/** The moment at which the stub of a story leaves its channels. @param since of its withdrawal; all in milliseconds since 1970 */
export const stubEnd = (since: number): number => since + STUB_KEPT;

const ended = (status: ArticleRecord['status']) => status === 'retracted' || status === 'withdrawn';

/**
 * The kinds of changes. `revived`: no longer retracted or withdrawn. `released` and `expired`: appeared and disappeared
 * by itself. `refiled`: derived anew from the same record, since the vocabulary has changed.
 */
export type Action = 'created' | 'updated' | 'retracted' | 'withdrawn' | 'revived' | 'released' | 'expired' | 'refiled';

/** Returns the kind of a change. @param refiled true if the record itself has not changed */
export function actionOf(
  stored: Pick<StoredArticle, 'status' | 'listed'> | undefined,
  next: Pick<StoredArticle, 'status' | 'listed'>,
  refiled: boolean,
): Action {
  if (!stored) return 'created';
  if (stored.status !== next.status) {
    if (next.status === 'retracted' || next.status === 'withdrawn') return next.status;
    if (ended(stored.status)) return 'revived';
  }
  if (!refiled) return 'updated';
  if (stored.listed === next.listed) return 'refiled';
  return next.listed ? 'released' : 'expired';
}

/**
 * Returns when a public story was last retracted, withdrawn or revived, in milliseconds since 1970; null if it never
 * was. This is the record's own date if it is later than the one that was served before, and now otherwise: a date that
 * stays or goes back would hide the change from feed readers that compare dates or keep tombstones (RFC 6721).
 * @param stored the article before this change
 */
export function statusSince(
  record: ArticleRecord,
  stored: Pick<StoredArticle, 'status' | 'released' | 'updated' | 'since'> | undefined,
  now: Date,
): number | null {
  if (!stored?.released) return null;
  // A date that was stored before such dates were refused.
  const isWrong = isFuture(stored.updated, now);
  const turns = stored.status !== record.status && (ended(stored.status) || ended(record.status));
  if (isWrong) return turns || stored.since !== null ? now.getTime() : null;
  if (!turns) return stored.since;
  const own = updatedAt(record).getTime();
  const hasOwn = record.status !== 'withdrawn' && own > stored.updated && !isFuture(own, now);
  return hasOwn ? own : Math.max(now.getTime(), stored.updated + 1);
}
