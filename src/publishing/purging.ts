import type { Cache } from '../platform/platform.ts';

/** A purge a process may send per interval: the free plan allows five a minute, and bursts. */
const PURGE_INTERVAL = 12_000;
/** Cache-Tag purge calls take at most this many tags. */
const MAX_PURGE_TAGS = 100;

/** Sends the cache tags of changed documents to the cache in front of the wire, many changes in one call. One per process. */
export class CachePurger {
  #waiting = new Set<string>();
  #sending = false;
  readonly #cache: () => Cache | undefined;
  readonly #sleep: (milliseconds: number) => Promise<void>;

  /** @param cache undefined where there is none: then nothing is purged */
  constructor(cache: () => Cache | undefined, sleep: (milliseconds: number) => Promise<void>) {
    this.#cache = cache;
    this.#sleep = sleep;
  }

  /**
   * Purges at once, or together with others at the end of the interval, and then once more: another process may have
   * filled the cache from its memory meanwhile.
   */
  async purge(cacheTags: string[]): Promise<void> {
    const cache = this.#cache();
    if (!cache) return;
    for (const tag of cacheTags) this.#waiting.add(tag);
    if (this.#sending) return;
    this.#sending = true;
    try {
      let again: string[] = [];
      while (this.#waiting.size > 0 || again.length > 0) {
        const next = [...this.#waiting].slice(0, MAX_PURGE_TAGS - again.length);
        for (const tag of next) this.#waiting.delete(tag);
        await cache.purge([...new Set([...again, ...next])]);
        again = next;
        await this.#sleep(PURGE_INTERVAL);
      }
    } finally {
      this.#sending = false;
    }
  }
}
