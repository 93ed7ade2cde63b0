import type { Cache, Surroundings } from '../platform/platform.ts';

/** A purge a process may send per interval: the free plan allows five a minute, and bursts. */
const PURGE_INTERVAL = 12_000;
/** Cache-Tag purge calls take at most this many tags. */
const MAX_PURGE_TAGS = 100;

/** A process that has sent nothing for as long was stopped in between: a platform ends what goes on after an answer. */
const STOPPED_AFTER = 2 * PURGE_INTERVAL;

/** Sends the cache tags of changed documents to the cache in front of the wire, many changes in one call. One per process. */
export class CachePurger {
  #waiting = new Set<string>();
  /** The moment until which it is sending, in milliseconds since 1970. */
  #sendingUntil = 0;
  readonly #cache: () => Cache | undefined;
  readonly #clock: () => Date;
  readonly #sleep: (milliseconds: number) => Promise<void>;

  /** @param cache undefined where there is none: then nothing is purged */
  constructor(cache: () => Cache | undefined, { clock, sleep }: Pick<Surroundings, 'clock' | 'sleep'>) {
    this.#cache = cache;
    this.#clock = clock;
    this.#sleep = sleep;
  }

  /**
   * Purges at once, or together with others at the end of the interval, and then once more: another process may have
   * filled the cache from its memory meanwhile. Tags whose purge fails are sent with the next ones.
   */
  async purge(cacheTags: string[]): Promise<void> {
    const cache = this.#cache();
    if (!cache) return;
    for (const tag of cacheTags) this.#waiting.add(tag);
    if (this.#clock().getTime() < this.#sendingUntil) return;
    let again: string[] = [];
    while (this.#waiting.size > 0 || again.length > 0) {
      this.#sendingUntil = this.#clock().getTime() + STOPPED_AFTER;
      const next = [...this.#waiting].slice(0, MAX_PURGE_TAGS - again.length);
      for (const tag of next) this.#waiting.delete(tag);
      await this.#send(cache, [...new Set([...again, ...next])]);
      again = next;
      await this.#sleep(PURGE_INTERVAL);
    }
    this.#sendingUntil = 0;
  }

  async #send(cache: Cache, tags: string[]): Promise<void> {
    try {
      await cache.purge(tags);
    } catch (error) {
      for (const tag of tags) this.#waiting.add(tag);
      this.#sendingUntil = 0;
      throw error;
    }
  }
}
