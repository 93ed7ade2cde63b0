import type { Entry } from './entry.ts';
import type { Action } from './lifecycle.ts';
import type { ArticleRecord } from './record.ts';

/** An article as it is stored: its record, and all that follows from it. */
export interface Article {
  record: ArticleRecord;
  /** SHA-256 of the record. */
  hash: string;
  entry: Entry;
  /** True if an article of this key is stored already. */
  replaces: boolean;
  action: Action;
  /** Milliseconds since 1970, like `since`. */
  nextRelease: number | null;
  since: number | null;
  /** The channels that list it now, as a story or as a stub, with the labels that new ones get. */
  channels: { slug: string; label: string }[];
}

/** The place of an article in every listing, ascending from the newest: 0 - its publication in milliseconds since 1970. */
export const rankOf = ({ entry }: Article): number => 0 - Date.parse(entry.published);
