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
 * @param nextRelease milliseconds since 1970, if there is one
 * @param older true of older pages of a listing
 * @param over true of the archive of a month that is over
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

/** Redirects of addresses that stay what they are. */
export const REDIRECT_CACHE_CONTROL = 'public, max-age=3600';
