import { LRUCache } from 'lru-cache';
import type { Entry } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import { findEntries } from '../articles/store.ts';
import { encode } from '../bytes.ts';
import type { Listed } from '../channels/store.ts';
import type { Site } from '../site.ts';
import type { Content, Format } from './format.ts';
import type { FeedRequest } from './request.ts';

/** An article in one format, and what the head of a document depends on. */
export interface Fragment {
  bytes: Uint8Array;
  dates: { updated: Date; published: Date };
  stub: boolean;
}

const KEPT_BYTES = 24_000_000;
/** Rough size of what is kept besides bytes. */
const KEPT_OVERHEAD = 500;
/** Articles whose entries are in memory at once. */
const ENTRIES_AT_ONCE = 200;

/** Renders articles, and keeps what it rendered by their revision. One per process. */
export class Fragments {
  readonly #site: Site;
  readonly #kept = new LRUCache<string, Fragment>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ bytes }) => KEPT_OVERHEAD + bytes.byteLength,
  });

  constructor(site: Site) {
    this.#site = site;
  }

  /** The fragments of what a document lists, in its order; without articles that have gone meanwhile. */
  async find(db: D1Database, listed: Listed[], request: FeedRequest): Promise<Fragment[]> {
    const found: Fragment[] = [];
    for (let start = 0; start < listed.length; start += ENTRIES_AT_ONCE) {
      found.push(...(await this.#findSome(db, listed.slice(start, start + ENTRIES_AT_ONCE), request)));
    }
    return found;
  }

  /** An archive's are not kept: whoever walks through archives would push out those that are asked for often. */
  async #findSome(db: D1Database, listed: Listed[], { format, content, month }: FeedRequest): Promise<Fragment[]> {
    const nameOf = ({ key, seq }: { key: string; seq: number }) => `${format.extension} ${content} ${seq} ${key}`;
    const missing = listed.filter((it) => !this.#kept.has(nameOf(it)));
    const rendered = new Map<string, Fragment>();
    if (missing.length > 0) {
      const entries = await findEntries(
        db,
        missing.map((it) => it.key),
      );
      for (const [key, { seq, entry }] of entries) {
        const fragment = {
          bytes: encode(renderEntry(entry, format, content, this.#site)),
          dates: { updated: new Date(entry.updated), published: new Date(entry.published) },
          stub: entry.withdrawn !== undefined,
        };
        rendered.set(key, fragment);
        if (!month) this.#kept.set(nameOf({ key, seq }), fragment);
      }
    }
    return listed.flatMap((it) => rendered.get(it.key) ?? this.#kept.get(nameOf(it)) ?? []);
  }
}

/** One article in one format, with our origin written into its addresses. */
export function renderEntry(entry: Entry, format: Format, content: Content, site: Site): string {
  const here = {
    ...entry,
    link: withOrigin(entry.link, site.origin),
    html: withOrigin(entry.html, site.origin),
    ...(entry.image && { image: { ...entry.image, url: withOrigin(entry.image.url, site.origin) } }),
  };
  return format.renderEntry(here, content, site);
}
