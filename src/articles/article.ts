import type { Problem } from '../refusal.ts';
import type { Entry } from './entry.ts';
import type { Action } from './lifecycle.ts';
import type { ArticleRecord } from './record.ts';

/** An article ready to be stored: its record, and everything derived from it. */
export interface Article {
  record: ArticleRecord;
  /** SHA-256 of the record, in hexadecimal. */
  hash: string;
  entry: Entry;
  /** True if an article with this key is stored already. */
  replaces: boolean;
  action: Action;
  /** The next moment at which it appears or disappears by itself, in milliseconds since 1970; null if there is none. */
  nextRelease: number | null;
  /** See `statusSince`. */
  since: number | null;
  /** The channels that list it now, as a story or as a stub. A channel that is opened by it gets this label. */
  channels: { slug: string; label: string }[];
  /** For whoever publishes it: what was changed on the way, and what is worth a look. */
  notes: Problem[];
}

/**
 * Returns an article's rank in listings: 0 - its publication in milliseconds since 1970, so that ascending is newest
 * first.
 */
export const rankOf = ({ entry }: Article): number => 0 - Date.parse(entry.published);
