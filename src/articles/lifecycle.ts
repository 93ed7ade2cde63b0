import { isAfter, min } from 'date-fns';
import { parseDate } from './dates.ts';
import { updatedAt } from './entry.ts';
import type { ArticleRecord } from './record.ts';
import type { StoredArticle } from './write-store.ts';

type Timed = Pick<ArticleRecord, 'status' | 'published' | 'embargo' | 'expires'>;

const servable = ({ status }: Timed) => status === 'ready' || status === 'retracted';

/** True if an article is on public addresses at a moment. */
export function isLive(record: Timed, now: Date): boolean {
  if (!servable(record) || record.published === undefined) return false;
  const starts = [record.published, record.embargo].filter((it) => it !== undefined).map(parseDate);
  const expired = record.expires !== undefined && !isAfter(parseDate(record.expires), now);
  return !expired && starts.every((it) => !isAfter(it, now));
}

/** The next moment at which an article appears or disappears by itself, if there is one. */
export function nextRelease(record: Timed, now: Date): Date | undefined {
  if (!servable(record)) return undefined;
  const moments = [record.published, record.embargo, record.expires].filter((it) => it !== undefined).map(parseDate);
  const coming = moments.filter((it) => isAfter(it, now));
  return coming.length > 0 ? min(coming) : undefined;
}

const ended = (status: ArticleRecord['status']) => status === 'retracted' || status === 'withdrawn';

/**
 * The kinds of changes of an article. Revived: it came back from being retracted or withdrawn. Released and expired: it
 * appeared or disappeared by itself. Refiled: its record stayed; what follows from it changed.
 */
export type Action = 'created' | 'updated' | 'retracted' | 'withdrawn' | 'revived' | 'released' | 'expired' | 'refiled';

/** The kind of a change. @param refiled true if the record stayed as it was */
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
 * The moment at which a public story was retracted or withdrawn, or came back from that, in milliseconds since 1970; null
 * if it never was. It is the record's own date if that is later than the date that was served before. A date that stays
 * or goes back would hide the change from readers that compare dates (and from those that keep tombstones, RFC 6721).
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
