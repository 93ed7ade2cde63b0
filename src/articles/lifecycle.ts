import { isAfter, min } from 'date-fns';
import { parseDate } from './dates.ts';
import { updatedAt } from './entry.ts';
import type { ArticleRecord } from './record.ts';
import type { StoredArticle } from './store.ts';

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

const ended = (status: ArticleRecord['status']) => status === 'retracted' || status === 'withdrawn';

/**
 * What a change did to an article. Revived: it came back from being retracted or withdrawn. Released and expired: it
 * appeared or disappeared by itself. Refiled: only what follows from its record changed.
 */
export type Action = 'created' | 'updated' | 'retracted' | 'withdrawn' | 'revived' | 'released' | 'expired' | 'refiled';

/** @param refiled whether nobody brought a record */
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
 * When a story that had been public was retracted or withdrawn, or came back from that, in milliseconds since 1970; null
 * if it never was. The record's own date counts if it is later than what was served before: a date that stood still, or
 * went back, would hide the turn from readers that go by it (and from those that keep tombstones, RFC 6721).
 */
export function statusSince(
  record: ArticleRecord,
  stored: Pick<StoredArticle, 'status' | 'released' | 'updated' | 'since'> | undefined,
  now: Date,
): number | null {
  if (!stored?.released) return null;
  const turns = stored.status !== record.status && (ended(stored.status) || ended(record.status));
  if (!turns) return stored.since;
  const own = updatedAt(record).getTime();
  return record.status !== 'withdrawn' && own > stored.updated ? own : Math.max(now.getTime(), stored.updated + 1);
}
