import type { Channel } from '../channels/channel.ts';
import { listChannel } from '../channels/list-channel.ts';
import type { EntryOptions, ListedArticle } from '../channels/listing.ts';
import { endOf, monthOf, monthOfRank, startOf } from '../channels/months.ts';
import { type Position, positionAt } from '../channels/position.ts';
import { sha256 } from '../hash.ts';
import { answered, type Database, type Query, together } from '../platform/database.ts';
import type { Version } from './etag.ts';

/** The most entries of an archive. What is left of a month follows in another document. */
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
  shown: ListedArticle[];
  /** The next older archive: with it, and its own next ones, everything older is complete. */
  older: ArchiveName | undefined;
  /** The nearest newer month that is over. */
  newer: ArchiveName | undefined;
}

/** An archive as it was read: it is cut where a document ends. */
export interface ArchiveReading {
  listed: ListedArticle[];
  /** The months of the nearest older and newer stories. */
  olderMonth: string | undefined;
  newerMonth: string | undefined;
  /** Only after a place: the article there, or else the nearest newer one. */
  nearest: Position | undefined;
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
  { thisMonth, entries }: { thisMonth: string; entries?: EntryOptions | undefined },
): Query<ArchiveReading | undefined> {
  if (month > thisMonth) return answered(db, undefined);
  const [start, end] = [positionAt(startOf(month)), positionAt(endOf(month))];
  const nearest = (from: Position, direction: 'older' | 'newer' | 'newer-or-same') =>
    listChannel(db, channel, { from, direction, limit: 1 }).map(([it]) => it);
  return together(db, {
    listed: listChannel(db, channel, {
      from: before && before.rank >= end.rank ? before : end,
      until: start.rank - 1,
      limit: MAX_ARCHIVE_ENTRIES + 1,
      entries,
    }),
    older: nearest(start, 'older'),
    newer: before ? answered(db, undefined) : nearest(end, 'newer'),
    nearest: before ? nearest(before, 'newer-or-same') : answered(db, undefined),
  }).map(({ listed, older, newer, nearest }) => {
    if (listed.length === 0 && !before) return undefined;
    return {
      listed,
      olderMonth: older && monthOfRank(older.rank),
      newerMonth: before ? month : newer && monthOfRank(newer.rank),
      nearest: nearest && nearest.rank >= end.rank ? nearest : undefined,
    };
  });
}

/** Cuts an archive where its document ends. @param fitting returns what fits of some stories */
export function cutArchive(
  { listed, olderMonth, newerMonth }: ArchiveReading,
  month: string,
  thisMonth: string,
  fitting: (listed: ListedArticle[]) => ListedArticle[],
): Archive {
  const shown = fitting(listed.slice(0, MAX_ARCHIVE_ENTRIES));
  const rest = listed.length > shown.length ? { month, before: positionOf(shown.at(-1)) } : undefined;
  return {
    shown,
    older: rest ?? (olderMonth === undefined ? undefined : { month: olderMonth }),
    newer: newerMonth !== undefined && newerMonth < thisMonth ? { month: newerMonth } : undefined,
  };
}

const positionOf = (listed: ListedArticle | undefined): Position | undefined =>
  listed && { rank: listed.rank, key: listed.key };

/** The version that an archive's ETag tells: its stories and links, so that no other change gives it another ETag. */
export async function archiveVersion({ label, description }: Channel, { shown, ...links }: Archive): Promise<Version> {
  const hashed = [label, description, links, shown.map(({ key, seq }) => [key, seq])];
  return { revision: Math.max(0, ...shown.map((it) => it.seq)), listing: await sha256(JSON.stringify(hashed)) };
}

/**
 * The archive that a subscription document leads to:
 * - of a document with more stories than it shows: the month of the next story
 * - if that month is not over: the part of it that is older than the last story shown. Readers never fetch an address
 *   twice, so the address of a month must not be given while it may grow
 * - of a document that shows everything: its newest month that is over
 * - of a search: none.
 * A month is over if it was when the channel last changed: a document does not change with the clock.
 * @param listed what is shown, and at least one more if there is more
 * @param shown the number of stories that are shown
 */
export function archiveAfter(
  listed: ListedArticle[],
  shown: number,
  { kind, modified }: Channel,
): ArchiveName | undefined {
  if (kind === 'search') return undefined;
  const thisMonth = monthOf(modified * 1000 - SETTLING);
  const [last, next] = listed.slice(shown - 1, shown + 1);
  if (!last || !next) {
    const month = listed.map((it) => monthOfRank(it.rank)).find((it) => it < thisMonth);
    return month === undefined ? undefined : { month };
  }
  const month = monthOfRank(next.rank);
  return month < thisMonth ? { month } : { month, before: positionOf(last) };
}
