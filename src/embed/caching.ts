import { articleTag } from '../articles/entry.ts';
import type { Story } from '../articles/stories.ts';
import { type Channel, slugsIn } from '../channels/channel.ts';
import type { Caching } from '../http/caching.ts';

/** The caching of a page or frame of a channel. */
export function channelCaching(channel: Channel): Caching {
  return { modified: channel.modified, nextRelease: channel.nextRelease, tags: slugsIn(channel) };
}

/** The caching of a page or frame of a story. */
export function storyCaching({ entry, nextRelease }: Story): Caching {
  return { modified: Date.parse(entry.updated) / 1000, nextRelease, tags: [articleTag(entry.key)] };
}
