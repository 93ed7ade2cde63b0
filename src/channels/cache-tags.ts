import type { Channel } from './channel.ts';
import { expressionSlugs } from './expression.ts';
import type { ListingRow } from './listing-store.ts';
import { monthOf, monthOfRank } from './months.ts';
import { ALL } from './slug.ts';

/**
 * The cache tags of what shows a channel: each slug in its expression. A search has the tag of all stories, since any
 * of them may be found.
 */
export function cacheTagsOf(channel: Channel): string[] {
  return channel.kind === 'search' ? [ALL] : expressionSlugs(channel.expression);
}

/** The cache tag of every profile of a partner. No slug is like it. */
export const PROFILES_CACHE_TAG = ':profiles';

/** The cache tag of an article's own page. */
export const articleCacheTag = (key: string): string => `article-${key}`;

/** The cache tag of a channel's archives of one month (`yyyy-mm`). */
export const monthCacheTag = (slug: string, month: string): string => `${slug}:${month}`;

/** The cache tag of all archives of a channel. */
export const archivesCacheTag = (slug: string): string => `${slug}:archives`;

/**
 * The cache tags of the archives that change with these rows: those of the row's month and, if that month is over, of all
 * archives of the channel, since any of them may link to it.
 */
export function changedArchives(rows: ListingRow[], now: Date): string[] {
  const thisMonth = monthOf(now.getTime());
  const cacheTags = rows.flatMap(({ channel, rank }) => {
    const month = monthOfRank(rank);
    return month < thisMonth
      ? [monthCacheTag(channel, month), archivesCacheTag(channel)]
      : [monthCacheTag(channel, month)];
  });
  return [...new Set(cacheTags)];
}
