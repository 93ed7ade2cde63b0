import type { Entry } from '../articles/entry.ts';
import type { Database, Query } from '../platform/database.ts';
import type { Channel } from './channel.ts';
import { listArticles } from './listing-store.ts';
import type { Position } from './position.ts';
import { listFound } from './search-store.ts';

/** An article in a listing; `seq` changes with it. */
export interface Listed extends Position {
  seq: number;
  /** Only if the listing was asked with its entries, and this one was wanted. */
  entry?: Entry | undefined;
  /** The length of the stored entry, if entries were asked for up to a number of bytes. */
  bytes?: number | undefined;
}

/** Which part of a channel, in the order of its listing (newest first). */
export interface ListOptions {
  /** Only after (older than) this position. */
  from?: Position | undefined;
  /** Only up to this rank, itself among them. */
  until?: number | undefined;
  limit: number;
  /** `newer` lists the ones before `from` instead, nearest first; `newer-or-same` that one, too. */
  direction?: 'older' | 'newer' | 'newer-or-same';
  /** False leaves out withdrawn articles. */
  stubs?: boolean;
  /** Gives the articles' entries with them. */
  entries?: EntryOptions | undefined;
}

/** Which entries are read along with a listing. */
export interface EntryOptions {
  /** Only of the first so many. */
  first?: number;
  /** Only as many as this number of bytes holds, and at least one. */
  maxBytes?: number;
  /** None of these numbers (`seq`): whoever asks has them. */
  except?: Iterable<number>;
  /** None at all if the newest change that is listed has this number: whoever asks has everything. */
  unlessNewest?: number | undefined;
}

/** The entries that came with a listing. */
export const entriesOf = (listed: Listed[]): Entry[] => listed.flatMap((it) => it.entry ?? []);

/** What a channel lists, newest first. A search has no stubs, and is never listed by months. */
export function listChannel(db: Database, channel: Channel, options: ListOptions): Query<Listed[]> {
  return channel.kind === 'search' ? listFound(db, channel.search, options) : listArticles(db, channel, options);
}
