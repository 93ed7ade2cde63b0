import type { Entry } from './entry.ts';
import type { Action } from './lifecycle.ts';
import type { ArticleRecord } from './record.ts';

/** An article as it is to be stored: its record, and all that follows from it. */
export interface Filing {
  record: ArticleRecord;
  hash: string;
  entry: Entry;
  /** Whether an article of this key is stored already. */
  replaces: boolean;
  action: Action;
  /** Milliseconds since 1970, like `since`. */
  flips: number | null;
  since: number | null;
  /** The channels that list it now, as a story or as a stub, with the labels that new ones get. */
  channels: { slug: string; label: string }[];
}

/** What a write depends on, read before anything else of it. */
export interface Writing {
  db: D1Database;
  /** The number of the newest change: the write fails if there is a newer one by then. */
  sequence: number;
  /** Who asked for it, for the history. */
  by: string;
  now: Date;
}
