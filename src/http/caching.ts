/** How long shared caches and readers keep a feed or page, in seconds. */
const MAX_AGE = 900;
/** The same for one that has not changed for `QUIET_AFTER`, and for older pages of a listing. */
const QUIET_MAX_AGE = 3600;
const QUIET_AFTER = 7 * 24 * 3600;
/** The same for the archive of a month that is over. */
const ARCHIVE_MAX_AGE = 365 * 24 * 3600;
const STALE_WHILE_REVALIDATE = 300;
const STALE_IF_ERROR = 86_400;

/**
 * Cache-Control of a public document. It never outlives the next moment at which a story appears or disappears by
 * itself, and is not served stale beyond it. No `s-maxage`: at Cloudflare it disables serving stale.
 * @param modified seconds since 1970 of the newest change
 * @param nextFlip milliseconds since 1970, if there is one
 * @param over whether it is the archive of a month that is over
 */
export function cacheControl(
  now: Date,
  {
    modified,
    nextFlip,
    older = false,
    over = false,
  }: { modified: number; nextFlip?: number | undefined; older?: boolean; over?: boolean },
): string {
  const quiet = older || now.getTime() / 1000 - modified > QUIET_AFTER;
  const maxAge = over ? ARCHIVE_MAX_AGE : quiet ? QUIET_MAX_AGE : MAX_AGE;
  const left =
    nextFlip === undefined ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor((nextFlip - now.getTime()) / 1000));
  const spare = left - maxAge;
  return spare < STALE_WHILE_REVALIDATE
    ? `public, max-age=${Math.min(left, maxAge)}, must-revalidate`
    : `public, max-age=${maxAge}, stale-while-revalidate=${STALE_WHILE_REVALIDATE}, stale-if-error=${Math.min(spare, STALE_IF_ERROR)}`;
}

/** Redirects of addresses that stay what they are. */
export const REDIRECT_CACHE_CONTROL = 'public, max-age=3600';

/** Just enough of Workers Cache (`ctx.cache`), which does not exist in every runtime. */
interface PurgeableCache {
  purge(options: { tags: string[] }): Promise<unknown>;
}

/** A purge a process may send per interval: the free plan allows five a minute, and bursts. */
const PURGE_INTERVAL = 12_000;
/** Cache-Tag purge calls take at most this many tags. */
const MAX_PURGE_TAGS = 100;

/** Sends the tags of changed documents to the cache in front of the worker, many changes in one call. One per process. */
export class CachePurger {
  #waiting = new Set<string>();
  #sending = false;
  readonly #sleep: (milliseconds: number) => Promise<void>;

  constructor(sleep: (milliseconds: number) => Promise<void>) {
    this.#sleep = sleep;
  }

  /**
   * Purges at once, or together with others at the end of the interval, and then once more: another process may have
   * filled the cache from its memory meanwhile. Does nothing where there is no cache.
   */
  async purge(cache: unknown, tags: string[]): Promise<void> {
    if (!isPurgeable(cache)) return;
    for (const tag of tags) this.#waiting.add(tag);
    if (this.#sending) return;
    this.#sending = true;
    try {
      let again: string[] = [];
      while (this.#waiting.size > 0 || again.length > 0) {
        const next = [...this.#waiting].slice(0, MAX_PURGE_TAGS - again.length);
        for (const tag of next) this.#waiting.delete(tag);
        await cache.purge({ tags: [...new Set([...again, ...next])] });
        again = next;
        await this.#sleep(PURGE_INTERVAL);
      }
    } finally {
      this.#sending = false;
    }
  }
}

function isPurgeable(cache: unknown): cache is PurgeableCache {
  return typeof (cache as PurgeableCache | undefined)?.purge === 'function';
}
