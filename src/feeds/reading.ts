import { millisecondsInDay } from 'date-fns/constants';
import { listGone } from '../channels/gone-store.ts';
import { listChannel } from '../channels/list-channel.ts';
import type { EntryOptions, ListedArticle } from '../channels/listing.ts';
import { type Changes, listChanges } from '../channels/listing-store.ts';
import { monthOf } from '../channels/months.ts';
import { type Position, placeOf } from '../channels/position.ts';
import { sha256 } from '../hash.ts';
import { answered, type Database, type Query, together } from '../platform/database.ts';
import type { Site } from '../site.ts';
import { currentPath, feedPath } from './address.ts';
import {
  type Archive,
  type ArchiveName,
  type ArchiveReading,
  archiveAfter,
  archiveVersion,
  cutArchive,
  readArchive,
} from './archives.ts';
import type { Version } from './etag.ts';
import { fitting } from './fragments.ts';
import { type FeedPage, type HistoryLinks, isArchive, type KnownFragments, type Profile } from './types.ts';

/** What is newer than the stories of an older page. */
interface Newer {
  /** The article at `before`, or else the nearest newer one. */
  nearest: Position | undefined;
  /** The place after which a page of the nearest newer ones begins; undefined if that is the beginning of the channel. */
  previous: Position | undefined;
}

/** A page or archive as it was read. */
export interface Reading {
  /** Its stories and, of a page, one more if there is a next one. */
  listed: ListedArticle[];
  /** Only of an older page: what is newer than its stories. */
  newer?: Newer | undefined;
  archive?: ArchiveReading;
  /** Only of a partner's first page: what was withdrawn or retracted last. */
  gone?: ListedArticle[];
}

/** The contents of a document: of what was read, as much as goes into one. */
export interface Contents {
  shown: ListedArticle[];
  /** Only of a page: all that was read. */
  listed: ListedArticle[];
  newer?: Newer | undefined;
  archive?: Archive;
  /** What a partner's first page tells of besides: stories that are gone, and too old to be on it. */
  gone: ListedArticle[];
}

/** A partner takes a page at a time, and may not have looked for some days. */
const MAX_GONE = 20;

/** Asks for a page or archive. Undefined for an archive without stories. @param entries that are read along with it */
export function readPage(db: Database, page: FeedPage, now: Date, entries: EntryOptions): Query<Reading | undefined> {
  const { channel, address } = page;
  const { before, limit } = address;
  if (isArchive(page)) {
    const archive = readArchive(db, channel, page.address, { thisMonth: monthOf(now.getTime()), entries });
    return archive.map((it) => it && { listed: it.listed, archive: it });
  }
  const { profile } = address.format;
  const oldest = oldestOf(profile, now);
  const options = { from: before, limit: limit + 1, takenBy: takenBy(profile) };
  return together(db, {
    listed: listChannel(db, channel, { ...options, entries, ...(oldest !== undefined && { until: 0 - oldest }) }),
    newer: before
      ? listChannel(db, channel, { ...options, direction: 'newer-or-same', onlyEnds: true }).map(
          ([nearest, previous]) => ({ nearest, previous }),
        )
      : answered(db, undefined),
    gone:
      profile && !before && channel.kind !== 'search'
        ? listGone(db, channel.expression, MAX_GONE, takenBy(profile))
        : answered(db, []),
  });
}

/**
 * The moment before which nothing was published that a partner takes today, in milliseconds since 1970; undefined if it takes
 * stories of any age. The same all day (UTC), so that the document is.
 */
export function oldestOf(profile: Pick<Profile, 'maxAgeDays'> | undefined, now: Date): number | undefined {
  return profile?.maxAgeDays === undefined
    ? undefined
    : (Math.floor(now.getTime() / millisecondsInDay) + 1 - profile.maxAgeDays) * millisecondsInDay;
}

/** The partner whose verdicts in the database the listing can go by. */
const takenBy = (profile: Profile | undefined) => (profile?.judged ? profile.name : undefined);

/** Cuts what was read where a document ends. @param known fragments in memory when it was read */
export function contentsOf(page: FeedPage, reading: Reading, known: KnownFragments, now: Date): Contents {
  const { listed, newer, archive, gone = [] } = reading;
  const fits = (some: ListedArticle[]) => fitting(some, known);
  if (!archive || !isArchive(page)) {
    const shown = fits(listed.slice(0, page.address.limit));
    const keys = new Set(shown.map((it) => it.key));
    return { listed, newer, shown, gone: gone.filter((it) => !keys.has(it.key)) };
  }
  const cut = cutArchive(archive, page.address.month, monthOf(now.getTime()), fits);
  return { listed, shown: cut.shown, archive: cut, gone: [] };
}

/** Returns the place after which a page really begins (see `placeOf`). */
export function beginningOf({ address: { before } }: FeedPage, { newer, archive }: Reading): Position | undefined {
  return placeOf(before, (archive ?? newer)?.nearest);
}

/** Asks what has changed in a channel after a number; of a search, only among its newest: else all it finds would be read. */
export function readChanges(
  db: Database,
  { channel, address }: FeedPage,
  after: number,
  entries: EntryOptions,
): Query<Changes> {
  const limit = address.limit + 1;
  const { profile } = address.format;
  if (channel.kind !== 'search') return listChanges(db, channel, { after, limit, entries });
  return listChannel(db, channel, { limit, entries, takenBy: takenBy(profile) }).map((found) => ({
    listed: found.filter((it) => it.seq > after),
    upto: Number.MAX_SAFE_INTEGER,
  }));
}

/** The version of a page whose ETag does not follow from the channel's revision alone. */
export async function versionOf({ channel }: FeedPage, { shown, listed, archive, gone }: Contents): Promise<Version> {
  if (archive) return archiveVersion(channel, archive);
  // An empty feed is dated by the channel's last change; the feed of a search that finds nothing is not.
  if (listed.length + gone.length === 0 && channel.kind !== 'search') return { revision: channel.revision };
  const older = archiveAfter(listed, shown.length, channel);
  const all = [...listed, ...gone];
  const hashed = [channel.label, older, shown.length, all.map(({ key, seq }) => [key, seq])];
  return { revision: Math.max(0, ...all.map((it) => it.seq)), listing: await sha256(JSON.stringify(hashed)) };
}

/** The documents of the same feed that a page or archive leads to (RFC 5005). */
export function linksOf(
  site: Site,
  { channel, address }: FeedPage,
  { shown, listed, newer, archive }: Contents,
): HistoryLinks {
  const { before } = address;
  const url = (place: Position | undefined) => site.origin + feedPath({ ...address, before: place });
  const archiveUrl = (name: ArchiveName | undefined) =>
    name && (address.format.profile ? undefined : site.origin + feedPath({ ...address, before: undefined, ...name }));
  if (archive) {
    return {
      current: site.origin + currentPath(address),
      prevArchive: archiveUrl(archive.older),
      nextArchive: archiveUrl(archive.newer),
    };
  }
  return {
    next: listed.length > shown.length ? url(shown.at(-1)) : undefined,
    previous: before && shown.length > 0 ? url(newer?.previous) : undefined,
    prevArchive: before ? undefined : archiveUrl(archiveAfter(listed, shown.length, channel)),
  };
}
