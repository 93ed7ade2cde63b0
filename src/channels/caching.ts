import type { LiveStory } from '../articles/stories.ts';
import type { Caching } from '../http/caching.ts';
import { articleCacheTag, cacheTagsOf } from './cache-tags.ts';
import type { Channel } from './channel.ts';

/** The caching of a page or frame of a channel. */
export function channelCaching(channel: Channel): Caching {
  return { modified: channel.modified, nextExpiry: channel.nextExpiry, cacheTags: cacheTagsOf(channel) };
}

/** The caching of a page or frame of a story. */
export function storyCaching({ entry, nextExpiry }: LiveStory): Caching {
  return { modified: Date.parse(entry.updated) / 1000, nextExpiry, cacheTags: [articleCacheTag(entry.key)] };
}
