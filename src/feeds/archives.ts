import type { Channel } from '../channels/directory.ts';
import { endOf, monthOf, monthOfRank, placeOf, startOf } from '../channels/months.ts';
import { type Listed, listArticles, type Position } from '../channels/store.ts';
import { sha256 } from '../hash.ts';

/** As many entries as a worker can hold at once. What is left of a month follows in another document. */
export const MAX_ARCHIVE_ENTRIES = 1000;

/** How long stories of a month may still come in after it (milliseconds); a channel's `modified` may run ahead as well. */
const SETTLING = 3600_000;

/** Which archive: a month's, or what is older in that month than a place in the listing. */
export interface ArchiveName {
  month: string;
  before?: Position | undefined;
}

/** What an archive lists, newest first, and its neighbours. */
export interface Archive {
  listed: Listed[];
  /** What follows: with it, and what follows that, everything older is complete. */
  older: ArchiveName | undefined;
  /** The nearest newer month that is over. */
  newer: ArchiveName | undefined;
}

/**
 * An archive of a channel (RFC 5005 §4). Undefined for a month of which there is nothing; what is older than a place may
 * be nothing, so that whoever was led there is led on.
 * @param thisMonth the one that is not over yet
 */
export async function readArchive(
  db: D1Database,
  { expression, sizes }: Channel,
  { month, before }: ArchiveName,
  thisMonth: string,
): Promise<Archive | undefined> {
  if (month > thisMonth) return undefined;
  const [start, end] = [placeOf(startOf(month)), placeOf(endOf(month))];
  const nearest = async (from: Position, direction: 'older' | 'newer') => {
    const [listed] = await listArticles(db, expression, sizes, { from, direction, limit: 1 });
    return listed && monthOfRank(listed.rank);
  };
  const [listed, older, newer] = await Promise.all([
    listArticles(db, expression, sizes, {
      from: before && before.rank >= end.rank ? before : end,
      until: start.rank - 1,
      limit: MAX_ARCHIVE_ENTRIES + 1,
    }),
    nearest(start, 'older'),
    before ? month : nearest(end, 'newer'),
  ]);
  if (listed.length === 0 && !before) return undefined;
  const shown = listed.slice(0, MAX_ARCHIVE_ENTRIES);
  const rest = listed.length > shown.length ? { month, before: shown.at(-1) } : undefined;
  return {
    listed: shown,
    older: rest ?? (older === undefined ? undefined : { month: older }),
    newer: newer !== undefined && newer < thisMonth ? { month: newer } : undefined,
  };
}

/** What an archive's ETag follows from: what it lists and says of its channel, so that no other change moves it. */
export async function archiveVersion(
  { label, description }: Channel,
  { listed, ...links }: Archive,
): Promise<{ revision: number; listing: string }> {
  const shown = [label, description, links, listed.map(({ key, seq }) => [key, seq])];
  return { revision: Math.max(0, ...listed.map((it) => it.seq)), listing: await sha256(JSON.stringify(shown)) };
}

/**
 * Where a reader of a subscription document finds what it does not show: the month of the next story or, if that may
 * still grow, what is older there than the last one that is shown. Readers do not come back to an address that they
 * know, so the address of a whole month is told only when it is over. Over when the channel last changed, not by the
 * clock: a document does not change by itself. One that shows everything leads to its newest month that is over.
 * A search has no archives.
 * @param listed what is shown, and one more if there is more
 */
export function archiveAfter(listed: Listed[], limit: number, { modified, search }: Channel): ArchiveName | undefined {
  if (search) return undefined;
  const thisMonth = monthOf(modified * 1000 - SETTLING);
  const [last, next] = listed.slice(limit - 1, limit + 1);
  if (!last || !next) {
    const month = listed.map((it) => monthOfRank(it.rank)).find((it) => it < thisMonth);
    return month === undefined ? undefined : { month };
  }
  const month = monthOfRank(next.rank);
  return month < thisMonth ? { month } : { month, before: last };
}
