import type { Entry } from '../articles/entry.ts';
import type { Position } from './position.ts';

/** An article in a listing. */
export interface ListedArticle extends Position {
  /** The number of its newest change. */
  seq: number;
  /** Only if `EntryOptions` ask for it. */
  entry?: Entry | undefined;
  /** True if the stored entry cannot be read: the article is left out of every document until it is derived anew. */
  broken?: true;
  /** The length of the stored entry in bytes; only if `EntryOptions` ask for it. */
  bytes?: number | undefined;
}

/** Selects a part of a channel's listing. */
export interface ListOptions {
  /** Begins after this position. */
  from?: Position | undefined;
  /** Ends with this rank, included. */
  until?: number | undefined;
  limit: number;
  /**
   * `older`, the default, is newest first. `newer` goes from `from` towards the newest; `newer-or-same` includes
   * `from`.
   */
  direction?: 'older' | 'newer' | 'newer-or-same';
  /** True reads only the first article and the one at the limit: what is between is only counted. */
  onlyEnds?: boolean;
  /** False leaves out the stubs of withdrawn articles. */
  stubs?: boolean;
  /** Leaves out the stories that this partner does not take. */
  takenBy?: string | undefined;
  /** Reads entries, too: `{}` reads all of them. */
  entries?: EntryOptions | undefined;
}

/** Selects the entries that are read along with a listing; every option leaves some out. */
export interface EntryOptions {
  /** Reads only as many as fit into this number of bytes, but at least one. Those in `except` do not count. */
  maxBytes?: number;
  /** Reads none that is longer than this, in bytes. Of a short listing, that costs less than `maxBytes`. */
  maxBytesEach?: number;
  /** Leaves out entries with these numbers (`seq`), which the caller has. */
  except?: Iterable<number>;
  /** Reads none unless any listed article has a higher number (`seq`) than this: the caller mostly has them all. */
  ifNewerThan?: number | undefined;
}

/** The entries that came with a listing. */
export const entriesOf = (listed: ListedArticle[]): Entry[] => listed.flatMap((it) => it.entry ?? []);
