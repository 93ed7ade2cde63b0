import type { Entry } from '../articles/entry.ts';
import { findEntries } from '../articles/entry-store.ts';
import type { EntryOptions, ListedArticle } from '../channels/listing.ts';
import type { Database } from '../platform/database.ts';
import type { Site } from '../site.ts';
import type { Memory } from './memory.ts';
import { renderFragment } from './render.ts';
import { type FeedPage, type Fragment, isArchive } from './types.ts';

/** Entries that are read at a time. */
const ENTRIES_AT_ONCE = 200;

/** Fragments by the number of their article's newest change. */
export type FragmentsByNumber = Map<number, Fragment>;

/** Finds the articles of a document as fragments: in memory, along with its listing, or by their keys. */
export class Fragments {
  readonly #db: Database;
  readonly #site: Site;
  readonly #memory: Memory;

  constructor(db: Database, site: Site, memory: Memory) {
    this.#db = db;
    this.#site = site;
    this.#memory = memory;
  }

  /** The fragments that are in memory for a page. */
  inMemory(page: FeedPage): FragmentsByNumber {
    return this.#memory.fragments(page);
  }

  /**
   * The fragments of what a document lists, in its order; without articles that have gone meanwhile.
   * @param known those that were in memory when the listing was read: it came without their entries
   */
  async of(page: FeedPage, listed: ListedArticle[], known: FragmentsByNumber): Promise<Fragment[]> {
    const { format, content } = page.address;
    const found = new Map<string, Fragment>();
    const used: FragmentsByNumber = new Map();
    const use = (key: string, seq: number, fragment: Fragment) => {
      found.set(key, fragment);
      used.set(seq, fragment);
    };
    const render = (entry: Entry) => renderFragment(entry, format, content, this.#site);
    for (const { key, seq, entry } of listed) {
      const inMemory = known.get(seq);
      // After the database was restored to an earlier moment, a number may be another article's.
      const fragment = inMemory?.key === key ? inMemory : entry && render(entry);
      if (fragment) use(key, seq, fragment);
    }
    const missing = listed.filter((it) => !found.has(it.key)).map((it) => it.key);
    for (let start = 0; start < missing.length; start += ENTRIES_AT_ONCE) {
      const entries = await findEntries(this.#db, missing.slice(start, start + ENTRIES_AT_ONCE)).ask();
      for (const [key, { seq, entry }] of entries) use(key, seq, render(entry));
    }
    this.#memory.keepFragments(page, used);
    return listed.flatMap(({ key }) => found.get(key) ?? []);
  }
}

/** The entries that are read along with a listing: those that are not in memory, and of an archive the first. */
export function entriesFor(page: FeedPage, known: FragmentsByNumber): EntryOptions {
  return { except: known.keys(), ...(isArchive(page) && { first: ENTRIES_AT_ONCE }) };
}
