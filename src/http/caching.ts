/** Seconds for which shared caches and readers use a feed or page without looking again. */
const MAX_AGE = 900;
/** For a feed that has not changed for `QUIET_AFTER`, and for older pages of a listing. */
const QUIET_MAX_AGE = 3600;
const QUIET_AFTER = 7 * 24 * 3600;
/** For the archive of a month that is over. */
const ARCHIVE_MAX_AGE = 365 * 24 * 3600;
const STALE_WHILE_REVALIDATE = 300;
const STALE_IF_ERROR = 86_400;
/** The time until a story disappears is told in steps of so many seconds. */
const EXPIRY_STEP = 300;

/** Seconds for which a document is used that comes from memory while the database does not answer. */
const OUTDATED_MAX_AGE = 30;

/**
 * Returns the Cache-Control of a document from memory while the database does not answer: it may have changed meanwhile.
 * @param nextRelease milliseconds since 1970 from which it must not be shown any more, if there is one
 */
export function outdatedCacheControl(now: Date, nextRelease: number | undefined): string {
  const left = ((nextRelease ?? Number.POSITIVE_INFINITY) - now.getTime()) / 1000;
  return `public, max-age=${Math.max(0, Math.min(OUTDATED_MAX_AGE, Math.floor(left)))}, must-revalidate`;
}

/**
 * Returns the Cache-Control of a public document. It ends before a story in it disappears by itself, and the document is
 * not served stale after that. A story that is to appear does not shorten it: everybody could read from it when. No
 * `s-maxage`: at Cloudflare it disables serving stale.
 * @param modified seconds since 1970 of the newest change
 * @param nextExpiry milliseconds since 1970, if there is one
 * @param older true for older pages of a listing
 * @param over true for the archive of a month that is over
 */
export function cacheControl(
  now: Date,
  {
    modified,
    nextExpiry,
    older = false,
    over = false,
  }: { modified: number; nextExpiry?: number | undefined; older?: boolean; over?: boolean },
): string {
  const quiet = older || now.getTime() / 1000 - modified > QUIET_AFTER;
  const maxAge = over ? ARCHIVE_MAX_AGE : quiet ? QUIET_MAX_AGE : MAX_AGE;
  const left =
    nextExpiry === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(0, Math.floor((nextExpiry - now.getTime()) / 1000 / EXPIRY_STEP) * EXPIRY_STEP);
  const spare = left - maxAge;
  return spare < STALE_WHILE_REVALIDATE
    ? `public, max-age=${Math.min(left, maxAge)}, must-revalidate`
    : `public, max-age=${maxAge}, stale-while-revalidate=${STALE_WHILE_REVALIDATE}, stale-if-error=${Math.min(spare, STALE_IF_ERROR)}`;
}

/** The facts about a document that decide how long caches use it. */
export interface Caching {
  /** Seconds since 1970 of its newest change. */
  modified: number;
  /** The next moment at which something in it disappears by itself, in milliseconds since 1970. */
  nextExpiry: number | undefined;
  /** Its cache tags: it is purged with each of them. */
  cacheTags: string[];
}

/** The headers for caches of a public document. */
export function cachingHeaders(now: Date, { modified, nextExpiry, cacheTags }: Caching): Record<string, string> {
  return { 'cache-control': cacheControl(now, { modified, nextExpiry }), 'cache-tag': cacheTags.join(',') };
}

/** Cache-Control of a permanent redirect. */
export const REDIRECT_CACHE_CONTROL = 'public, max-age=3600';

/** Cache-Control of an address that changes whenever its bytes do. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Returns the Cache-Control of an error. A missing address may exist soon: a first story opens a channel. */
export function errorCacheControl(status: number): string {
  return status === 404 || status === 410 ? 'public, max-age=60' : 'no-store';
}
