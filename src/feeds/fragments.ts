import type { Entry } from '../articles/entry.ts';
import { findEntries } from '../articles/entry-store.ts';
import type { EntryOptions, ListedArticle } from '../channels/listing.ts';
import type { NoteFault } from '../faults/faults.ts';
import type { Database } from '../platform/database.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import type { Memory } from './memory.ts';
import { renderFragment } from './render.ts';
import type { FeedPage, Fragment, KnownFragments } from './types.ts';

/** A document holds no more entries than fit into so many bytes, as they are stored; but at least one. */
export const MAX_DOCUMENT_BYTES = 1_000_000;

/** A longer entry does not come along with a listing: a page of them would be more than is needed. */
const MAX_BYTES_ALONG = 50_000;

/** Entries that are read at a time. */
const ENTRIES_AT_ONCE = 200;

/** Thrown if an article has changed since it was listed: what was read together is to be read again. */
export class ChangedMeanwhile extends Error {}

/** Attempts to read a document while its articles are being changed. */
const ATTEMPTS = 5;

/**
 * Reads until nothing changes in the middle.
 * @param read is told if it reads again
 * @throws {Refused} `busy` if something always does
 */
export async function untilUnchanged<T>(read: (again: boolean) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read(attempt > 1);
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      if (attempt === ATTEMPTS) throw new Refused({ kind: 'busy', message: error.message, retryAfterSeconds: 1 });
    }
  }
}

interface Parts {
  db: Database;
  site: Site;
  memory: Memory;
  noteFault: NoteFault;
}

/** Finds the articles of a document as fragments: in memory, along with its listing, or by their keys. */
export class Fragments {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The fragments that are in memory for a page. */
  inMemory(page: FeedPage): KnownFragments {
    return this.#parts.memory.fragments(page);
  }

  /**
   * The fragments of what a document lists, in its order, without articles that cannot be read.
   * @param known those that were in memory when the listing was read: it came without their entries. One that was let go since
   * is read by its key
   * @param again true if an attempt has found a change: then what is listed, but not stored, is left out
   * @throws {ChangedMeanwhile} if an entry that did not come with the listing is another one now
   */
  async of(page: FeedPage, listed: ListedArticle[], known: KnownFragments, again = false): Promise<Fragment[]> {
    const used = new Map<number, Fragment>();
    for (const { key, seq, entry, bytes = 0, broken } of listed) {
      const inMemory = known.get(seq);
      // After the database was restored to an earlier moment, a number may be another article's.
      const fragment = inMemory?.key === key ? inMemory : entry && this.#render(page, entry, bytes);
      if (fragment) used.set(seq, fragment);
      else if (broken) this.#parts.noteFault({ what: 'article', key, problem: 'the stored entry cannot be read' });
    }
    const missing = listed.filter((it) => !used.has(it.seq) && !it.entry && !it.broken);
    for (let start = 0; start < missing.length; start += ENTRIES_AT_ONCE)
      await this.#read(page, missing.slice(start, start + ENTRIES_AT_ONCE), used, again);
    this.#parts.memory.keepFragments(page, used);
    return listed.flatMap(({ seq }) => used.get(seq) ?? []);
  }

  /** Reads articles that were listed without their entries. */
  async #read(page: FeedPage, missing: ListedArticle[], used: Map<number, Fragment>, again: boolean): Promise<void> {
    const { db, noteFault } = this.#parts;
    const entries = await findEntries(
      db,
      missing.map((it) => it.key),
    ).ask();
    for (const { key, seq } of missing) {
      const found = entries.get(key);
      if (found ? found.seq !== seq : !again) throw new ChangedMeanwhile(`${key} is another one than was listed`);
      const fragment = found?.entry && this.#render(page, found.entry, found.bytes);
      if (fragment) used.set(seq, fragment);
      else
        noteFault({
          what: 'article',
          key,
          problem: found ? 'the stored entry cannot be read' : 'it is listed, but not stored',
        });
    }
  }

  /** One article as bytes; undefined if it cannot be rendered. */
  #render({ address: { format, content } }: FeedPage, entry: Entry, stored: number): Fragment | undefined {
    const { site, noteFault } = this.#parts;
    try {
      return renderFragment(entry, stored, format, content, site);
    } catch (error) {
      noteFault({ what: 'article', key: entry.key, problem: `cannot be rendered: ${(error as Error).message}` });
      return undefined;
    }
  }
}

/**
 * The entries that are read along with a listing: those that are not in memory. Of a listing of hundreds, no more than fit
 * into a document; of one of a page, no long ones, which are rare and read by their keys.
 */
export function entriesFor(known: KnownFragments, length: 'page' | 'hundreds'): EntryOptions {
  const except = known.seqs();
  return length === 'page' ? { except, maxBytesEach: MAX_BYTES_ALONG } : { except, maxBytes: MAX_DOCUMENT_BYTES };
}

/** Returns as many of the first of these articles, and at least one, as fit into a document. */
export function fitting(listed: ListedArticle[], known: KnownFragments): ListedArticle[] {
  let size = 0;
  return listed.filter(({ seq, bytes }, index) => {
    size += bytes ?? known.get(seq)?.stored ?? 0;
    return index === 0 || size <= MAX_DOCUMENT_BYTES;
  });
}
