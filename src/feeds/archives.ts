import type { Channel } from '../channels/channel.ts';
import { listChannel } from '../channels/list-channel.ts';
import type { EntryOptions, ListedArticle } from '../channels/listing.ts';
import { endOf, monthOf, monthOfRank, startOf } from '../channels/months.ts';
import { type Position, positionAt } from '../channels/position.ts';
import { sha256 } from '../hash.ts';
import { answered, type Database, type Query, together } from '../platform/database.ts';
import type { Version } from './etag.ts';

/** As many entries as a worker can hold at once. What is left of a month follows in another document. */
const MAX_ARCHIVE_ENTRIES = 1000;

/** Milliseconds after a month in which its stories may still come in; a channel's `modified` may run ahead as well. */
const SETTLING = 3600_000;

/** Which archive: a month's, or what is older in that month than a place in the listing. */
export interface ArchiveName {
  month: string;
  before?: Position | undefined;
}

/** The stories of an archive, newest first, and its neighbours. */
export interface Archive {
  listed: ListedArticle[];
  /** The next older archive: with it, and its own next ones, everything older is complete. */
  older: ArchiveName | undefined;
  /** The nearest newer month that is over. */
  newer: ArchiveName | undefined;
}

/**
 * Reads an archive of a channel (RFC 5005 §4). Undefined for a month without stories; the rest of a month after a place
 * may be empty, so that whoever was led there is led on.
 * @param thisMonth the one that is not over yet
 */
export function readArchive(
  db: Database,
  channel: Channel,
  { month, before }: ArchiveName,
  { thisMonth, entries }: { thisMonth: string; entries?: EntryOptions },
): Query<Archive | undefined> {
  if (month > thisMonth) return answered(db, undefined);
  const [start, end] = [positionAt(startOf(month)), positionAt(endOf(month))];
  const nearest = (from: Position, direction: 'older' | 'newer') =>
    listChannel(db, channel, { from, direction, limit: 1 }).map(([it]) => it && monthOfRank(it.rank));
  return together(db, {
    listed: listChannel(db, channel, {
      from: before && before.rank >= end.rank ? before : end,
      until: start.rank - 1,
      limit: MAX_ARCHIVE_ENTRIES + 1,
      entries,
    }),
    older: nearest(start, 'older'),
    newer: before ? answered(db, month) : nearest(end, 'newer'),
  }).map(({ listed, older, newer }) => {
    if (listed.length === 0 && !before) return undefined;
    const shown = listed.slice(0, MAX_ARCHIVE_ENTRIES);
    const rest = listed.length > shown.length ? { month, before: positionOf(shown.at(-1)) } : undefined;
    return {
      listed: shown,
      older: rest ?? (older === undefined ? undefined : { month: older }),
      newer: newer !== undefined && newer < thisMonth ? { month: newer } : undefined,
    };
  });
}

/** `seq` is no part of a position, but of the ETags that were given out. */
const positionOf = (listed: ListedArticle | undefined): Position | undefined => listed && withoutEntry(listed);

const withoutEntry = ({ rank, key, seq }: ListedArticle) => ({ rank, key, seq });

/** The version that an archive's ETag tells: its stories and links, so that no other change gives it another ETag. */
export async function archiveVersion({ label, description }: Channel, { listed, ...links }: Archive): Promise<Version> {
  const shown = [label, description, links, listed.map(({ key, seq }) => [key, seq])];
  return { revision: Math.max(0, ...listed.map((it) => it.seq)), listing: await sha256(JSON.stringify(shown)) };
}

/**
 * The archive that a subscription document leads to:
 * - of a document with more stories than it shows: the month of the next story
 * - if that month is not over: the part of it that is older than the last story shown. Readers never fetch an address
 *   twice, so the address of a month must not be given while it may grow
 * - of a document that shows everything: its newest month that is over
 * - of a search: none.
 * A month is over if it was when the channel last changed: a document does not change with the clock.
 * @param listed what is shown, and one more if there is more
 */
export function archiveAfter(
  listed: ListedArticle[],
  limit: number,
  { kind, modified }: Channel,
): ArchiveName | undefined {
  if (kind === 'search') return undefined;
  const thisMonth = monthOf(modified * 1000 - SETTLING);
  const [last, next] = listed.slice(limit - 1, limit + 1);
  if (!last || !next) {
    const month = listed.map((it) => monthOfRank(it.rank)).find((it) => it < thisMonth);
    return month === undefined ? undefined : { month };
  }
  const month = monthOfRank(next.rank);
  return month < thisMonth ? { month } : { month, before: positionOf(last) };
}
