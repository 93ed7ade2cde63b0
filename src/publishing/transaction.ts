import { type Article, rankOf } from '../articles/article.ts';
import { noteChanges } from '../articles/history-store.ts';
import { commit, takeNumbers } from '../articles/sequence-store.ts';
import { putArticles, putRecords, putSlugs } from '../articles/write-store.ts';
import { enterChannels, leaveChannels } from '../channels/channel-store.ts';
import { enterListings, type ListingRow, leaveListings } from '../channels/listing-store.ts';
import { enterSearch, leaveSearch } from '../channels/search-store.ts';
import { type KeptVerdict, putVerdicts } from '../partners/verdict-store.ts';
import { type Database, together } from '../platform/database.ts';

/** The changes of a transaction that readers see. */
export interface Stored {
  channels: string[];
  /** Every row of a listing that these articles have or had. */
  listings: ListingRow[];
  /** The number that each article got, by key. */
  numbers: Map<string, number>;
}

interface StoreOptions {
  /** What partners get of them. */
  verdicts: KeptVerdict[];
  /** The newest number when everything was read that the articles depend on. */
  sequence: number;
  /** Who asked for it, at `now`. */
  by: string;
  now: Date;
  /** When it is stored: a write may have waited for others. */
  storedAt: Date;
}

/** Verdicts with the numbers that their articles get. */
function numbered(verdicts: KeptVerdict[], keys: string[], sequence: number) {
  const indexes = new Map(keys.map((key, index) => [key, index]));
  return verdicts.map((it) => ({ ...it, seq: sequence + 1 + (indexes.get(it.key) ?? 0) }));
}

/**
 * Stores articles in one transaction: a number of the change sequence each, their listings, search and history, and the
 * revision of every channel that lists them or did. The caller sees to it that keys, ids and slugs are its own.
 * @throws {Refused} `conflict` if somebody else has written since
 */
export async function storeArticles(
  db: Database,
  articles: Article[],
  { verdicts, sequence, by, now, storedAt }: StoreOptions,
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
      verdicts: putVerdicts(db, numbered(verdicts, keys, sequence), storedAt),
    }),
  );
  const listings = articles.flatMap((it) => it.channels.map(({ slug }) => ({ channel: slug, rank: rankOf(it) })));
  return {
    channels: [...new Set([...left, ...entered])],
    listings: [...leftListings, ...listings],
    numbers: new Map(keys.map((key, index) => [key, sequence + 1 + index])),
  };
}
