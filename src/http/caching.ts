/** Seconds for which shared caches and readers use a feed or page without looking again. */
const MAX_AGE = 900;
/** For a feed that has not changed for `QUIET_AFTER`, and for older pages of a listing. */
const QUIET_MAX_AGE = 3600;
const QUIET_AFTER = 7 * 24 * 3600;
/** For the archive of a month that is over. */
const ARCHIVE_MAX_AGE = 365 * 24 * 3600;
const STALE_WHILE_REVALIDATE = 300;
const STALE_IF_ERROR = 86_400;

/**
 * Returns the Cache-Control of a public document. It ends at the latest when a story appears or disappears by itself, and
 * the document is not served stale after that. No `s-maxage`: at Cloudflare it disables serving stale.
 * @param modified seconds since 1970 of the newest change
 * @param nextRelease milliseconds since 1970, if there is one
 * @param older true for older pages of a listing
 * @param over true for the archive of a month that is over
 */
export function cacheControl(
  now: Date,
  {
    modified,
    nextRelease,
    older = false,
    over = false,
  }: { modified: number; nextRelease?: number | undefined; older?: boolean; over?: boolean },
): string {
  const quiet = older || now.getTime() / 1000 - modified > QUIET_AFTER;
  const maxAge = over ? ARCHIVE_MAX_AGE : quiet ? QUIET_MAX_AGE : MAX_AGE;
  const left =
    nextRelease === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(0, Math.floor((nextRelease - now.getTime()) / 1000));
  const spare = left - maxAge;
  return spare < STALE_WHILE_REVALIDATE
    ? `public, max-age=${Math.min(left, maxAge)}, must-revalidate`
    : `public, max-age=${maxAge}, stale-while-revalidate=${STALE_WHILE_REVALIDATE}, stale-if-error=${Math.min(spare, STALE_IF_ERROR)}`;
}

/** The facts about a document that decide how long caches use it. */
export interface Caching {
  /** Seconds since 1970 of its newest change. */
  modified: number;
  /** The next moment at which something in it appears or disappears by itself, in milliseconds since 1970. */
  nextRelease: number | undefined;
  /** Its cache tags: it is purged with each of them. */
  cacheTags: string[];
}

/** The headers for caches of a public document. */
export function cachingHeaders(now: Date, { modified, nextRelease, cacheTags }: Caching): Record<string, string> {
  return { 'cache-control': cacheControl(now, { modified, nextRelease }), 'cache-tag': cacheTags.join(',') };
}

/** Cache-Control of a permanent redirect. */
export const REDIRECT_CACHE_CONTROL = 'public, max-age=3600';

/** Cache-Control of an address that changes whenever its bytes do. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Returns the Cache-Control of an error. A missing address may exist soon: a first story opens a channel. */
export function errorCacheControl(status: number): string {
  return status === 404 || status === 410 ? 'public, max-age=60' : 'no-store';
}
