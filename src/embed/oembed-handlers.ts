import { withOrigin } from '../articles/html.ts';
import { findStory, type Story } from '../articles/stories.ts';
import { articleCacheTag, cacheTagsOf } from '../channels/cache-tags.ts';
import type { Channel } from '../channels/channel.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { cacheControl } from '../http/caching.ts';
import { HttpProblem } from '../http/problem.ts';
import { decode } from '../http/redirects.ts';
import { type Handler, PUBLIC_HEADERS } from '../http/routes.ts';
import { respondText } from '../http/text.ts';
import type { Database } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { articleFramePath, channelFramePath } from './frame-address.ts';
import { describe, embeddable, type OEmbed, type Room, roomOf, toXml } from './oembed.ts';
import { FRAME_HEIGHT } from './snippet.ts';

const FRAME_WIDTH = 600;
const CARD_HEIGHT = 220;
/** Pixels of a frame that its heading takes, and each story at most. */
const HEADING_HEIGHT = 60;
const STORY_HEIGHT = 72;

interface Parts {
  database: Database;
  site: Site;
  channels: ChannelResolver;
  clock: () => Date;
}

/** Answers `/oembed`. */
export class OEmbedHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly describe: Handler = async (c) => {
    const { searchParams: query } = new URL(c.req.url);
    const format = query.get('format') || 'json';
    const address = query.get('url');
    if (format !== 'json' && format !== 'xml') {
      throw new HttpProblem(501, `format: expected json or xml, got "${format.slice(0, 20)}"`);
    }
    if (!address) throw new HttpProblem(400, 'url: expected the address of a channel or story, found none');
    const { described, headers } = await this.#describe(address, roomOf(query));
    return respondText(c.req.raw, format === 'xml' ? toXml(described) : JSON.stringify(described), {
      ...PUBLIC_HEADERS,
      'content-type': format === 'xml' ? 'text/xml; charset=utf-8' : 'application/json; charset=utf-8',
      ...headers,
    });
  };

  async #describe(address: string, room: Room): Promise<Described> {
    const { database, site, channels, clock } = this.#parts;
    const now = clock();
    const page = embeddable(site, address);
    if (!page) throw notFound('url: expected the address of a channel or story of ours');
    if ('article' in page) return describeArticle(site, await findStory(database, decode(page.article)), room, now);
    const { channel } = await channels.lookNow(decode(page.channel), now, {});
    return describeChannel(site, channel, room, now);
  }
}

interface Described {
  described: OEmbed;
  headers: Record<string, string>;
}

function describeChannel(site: Site, channel: Channel, room: Room, now: Date): Described {
  const fitting = Math.floor((Math.min(FRAME_HEIGHT, room.height) - HEADING_HEIGHT) / STORY_HEIGHT);
  const path = channelFramePath(channel.name, { limit: Math.max(1, fitting) });
  const title = `${channel.label} - ${site.title}`;
  return {
    described: describe(site, {
      ...{ title, address: site.origin + path, room },
      ...{ width: FRAME_WIDTH, height: FRAME_HEIGHT },
    }),
    headers: {
      'cache-control': cacheControl(now, channel),
      'cache-tag': cacheTagsOf(channel).join(','),
    },
  };
}

function describeArticle(site: Site, { entry, nextRelease }: Story, room: Room, now: Date): Described {
  const { image, authors } = entry;
  const { width = Number.POSITIVE_INFINITY, height = Number.POSITIVE_INFINITY } = image ?? {};
  const names = authors.map((it) => it.name).join(', ');
  const described = describe(
    site,
    {
      ...{ title: entry.title, address: site.origin + articleFramePath(entry.slug), room },
      ...{ width: FRAME_WIDTH, height: CARD_HEIGHT },
    },
    {
      ...(names && { author_name: names }),
      // oEmbed §2.3.4: all three or none, and within what there is room for.
      ...(image &&
        Number.isFinite(width + height) &&
        width <= room.width &&
        height <= room.height && {
          thumbnail_url: withOrigin(image.url, site.origin),
          thumbnail_width: width,
          thumbnail_height: height,
        }),
    },
  );
  return {
    described,
    headers: {
      'cache-control': cacheControl(now, { modified: Date.parse(entry.updated) / 1000, nextRelease }),
      'cache-tag': articleCacheTag(entry.key),
    },
  };
}
