import { type Article, rankOf } from '../articles/article.ts';
import { noteChanges } from '../articles/history-store.ts';
import { commit, takeNumbers } from '../articles/sequence-store.ts';
import { putArticles, putRecords, putSlugs } from '../articles/write-store.ts';
import { enterChannels, leaveChannels } from '../channels/channel-store.ts';
import { enterListings, type ListingRow, leaveListings } from '../channels/listing-store.ts';
import { enterSearch, leaveSearch } from '../channels/search-store.ts';
import { type Database, together } from '../platform/database.ts';

/** The changes of a transaction that readers see. */
export interface Stored {
  channels: string[];
  /** Every row of a listing that these articles have or had. */
  listings: ListingRow[];
  /** The number that each article got, by key. */
  numbers: Map<string, number>;
}

/**
 * Stores articles in one transaction: a number of the change sequence each, their listings, search and history, and the
 * revision of every channel that lists them or did. The caller sees to it that keys, ids and slugs are its own.
 * @param sequence the newest number when everything was read that the articles depend on
 * @param by who asked for it, at `now`
 * @param storedAt when it is stored: a write may have waited for others
 * @throws {Refused} `conflict` if somebody else has written since
 */
export async function storeArticles(
  db: Database,
  articles: Article[],
  { sequence, by, now, storedAt }: { sequence: number; by: string; now: Date; storedAt: Date },
): Promise<Stored> {
  if (articles.length === 0) return { channels: [], listings: [], numbers: new Map() };
  const keys = articles.map((it) => it.entry.key);
  const replaced = articles.filter((it) => it.replaces).map((it) => it.entry.key);
  const listed = articles.flatMap(({ entry, channels }) =>
    channels.map((it) => ({ ...it, stories: entry.withdrawn ? 0 : 1 })),
  );
  const { left, leftListings, entered } = await commit(
    together(db, {
      numbers: takeNumbers(db, sequence, articles.length, storedAt),
      // By the former selves of the articles, so before they are replaced.
      left: leaveChannels(db, replaced),
      leftListings: leaveListings(db, replaced),
      unsearched: leaveSearch(db, replaced),
      articles: putArticles(db, articles),
      slugs: putSlugs(db, articles),
      searched: enterSearch(db, keys),
      // By the former records, so before they are replaced.
      history: noteChanges(db, articles, { by, now }),
      records: putRecords(db, articles),
      listings: enterListings(db, articles),
      entered: enterChannels(db, listed),
    }),
  );
  const listings = articles.flatMap((it) => it.channels.map(({ slug }) => ({ channel: slug, rank: rankOf(it) })));
  return {
    channels: [...new Set([...left, ...entered])],
    listings: [...leftListings, ...listings],
    numbers: new Map(keys.map((key, index) => [key, sequence + 1 + index])),
  };
}
