import type { Entry } from '../articles/entry.ts';
import type { Channel } from '../channels/channel.ts';
import type { Position } from '../channels/position.ts';
import type { Query } from '../platform/database.ts';
import type { Site } from '../site.ts';

/** The head of a feed. */
export interface Head {
  site: Site;
  /** Permanent id of the channel (RFC 4151). */
  id: string;
  title: string;
  description: string;
  /** This document's own address. */
  self: string;
  /** The address of the channel's page, which people read. */
  channelPage: string;
  /** The hubs that tell of its changes. */
  hubs: string[];
  /** RFC 5005 §3: the next page holds older stories, the previous one newer. */
  next?: string | undefined;
  previous?: string | undefined;
  /** RFC 5005 §4, only of an archive: the subscription document. */
  current?: string | undefined;
  /** The archives of older stories, and of newer ones. */
  prevArchive?: string | undefined;
  nextArchive?: string | undefined;
  /** True if stubs of withdrawn stories are among the entries. */
  stubs: boolean;
  /** The newest entry's; a feed never says when it was rendered. */
  updated: Date;
  /** The newest entry's date of publication, if there is an entry. */
  published?: Date | undefined;
}

/** The addresses that a document links to (RFC 5005). */
export type HistoryLinks = Pick<Head, 'next' | 'previous' | 'current' | 'prevArchive' | 'nextArchive'>;

export type Content = 'full' | 'summary';

/** What makes a format the profile of a partner. */
export interface Profile {
  /** In addresses. */
  name: string;
  /** Stories on a page. */
  items: number;
  content: Content;
  /** Tells the newsroom's settings apart that it follows. */
  settings: string;
  /** True if it asks for a key. */
  closed: boolean;
  /** True if the database knows which stories it withholds. */
  judged: boolean;
  /** Days after its publication for which a story is in it; undefined: for ever. */
  maxAgeDays?: number;
}

/** One way to write a feed: a document is a head, fragments of entries, and a tail. */
export interface Format {
  /** Its own name, by which its fragments are remembered: a partner's form of RSS has the extension of RSS. */
  id: string;
  /** The name that people know it by. */
  title: string;
  extension: string;
  mediaType: string;
  /** Only of a partner's profile. */
  profile?: Profile;
  /** One article. Addresses in the entry are absolute. Empty if the format has no place for it. */
  renderEntry(entry: Entry, content: Content, site: Site): string;
  /** Everything before the first entry, and everything after the last. */
  renderEnds(head: Head): { head: string; tail: string };
  separator: string;
}

/** Formats as the newsroom's settings of partners make them. */
export interface FormatBook {
  /** Tells these settings apart; "" for none. */
  hash: string;
  /** Returns a profile as these settings make it; any other format as it is. */
  formatOf(format: Format): Format;
  formatOf(format: Format | undefined): Format | undefined;
}

/** The profiles of partners. */
export interface ProfileSource {
  /** Each without settings, to read addresses by. */
  formats: readonly Format[];
  /** As they were known last. */
  known: FormatBook;
  /** Asks for them as they are now. */
  read(): Query<FormatBook>;
}

/** The address of a page or archive of a channel, taken apart. */
export interface FeedAddress {
  /** The channel's canonical name. */
  name: string;
  format: Format;
  /** Only of an archive: the month, as `yyyy-mm`. */
  month?: string | undefined;
  limit: number;
  content: Content;
  /** A place in the listing; the page begins after it. */
  before: Position | undefined;
}

/** A page or archive of a channel. */
export interface FeedPage {
  channel: Channel;
  address: FeedAddress;
  /** Canonical address, without the origin. */
  path: string;
}

/** An archive: the stories of one month. */
export interface ArchivePage extends FeedPage {
  address: FeedAddress & { month: string };
}

/** True of an archive. */
export const isArchive = (page: FeedPage): page is ArchivePage => page.address.month !== undefined;

/** True of a page that asks for a key, for its channel's sake or its partner's. */
export const isClosed = ({
  channel,
  address,
}: {
  channel: Channel;
  address: { format?: Format | undefined };
}): boolean => channel.closed || address.format?.profile?.closed === true;

/** A document, with its bytes once they have been asked for. */
export interface FeedDocument {
  /** The name by which it is remembered: its address, and what else it depends on. */
  name: string;
  /** The channel's epoch and revision for which `etag` is known to hold. */
  epoch: string;
  revision: number;
  etag: string;
  bytes?: Uint8Array | undefined;
  gzipped?: Uint8Array | undefined;
  /** Only of an archive: true if it links to a newer one. If not, it may when this month is over. */
  hasNewer?: boolean | undefined;
}

/** The kinds of responses with a document: each has other headers. */
export type ResponseKind = 'notModified' | 'plain' | 'gzipped';

/** The headers of a document's responses, as far as they were asked for. */
export interface DocumentHeaders extends Partial<Record<ResponseKind, Headers>> {
  /** Seconds since 1970 at which they were made. */
  second: number;
}

/** An article in one format, and what the head of a document depends on. */
export interface Fragment {
  key: string;
  bytes: Uint8Array;
  /** The length of the stored entry in bytes: how many entries go into a document is the same in each process and format. */
  stored: number;
  updated: Date;
  published: Date;
  stub: boolean;
  /** True of a story that was withdrawn or retracted. */
  gone: boolean;
}

/** Fragments in memory, by the number of their article's newest change. Any of them may be let go before it is used. */
export interface KnownFragments {
  get(seq: number): Fragment | undefined;
  /** The numbers of those that were used last. */
  seqs(): number[];
}

/** The text that `feed` wrote for one shape of an item, taken apart: a slot's number stands between each two texts. */
export interface Skeleton {
  texts: string[];
  slots: number[];
}
