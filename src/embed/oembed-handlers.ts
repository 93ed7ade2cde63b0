import { articlePath, withOrigin } from '../articles/addresses.ts';
import type { Entry } from '../articles/entry.ts';
import { mediumOf } from '../articles/media-types.ts';
import { findStory } from '../articles/stories.ts';
import { channelCaching, storyCaching } from '../channels/caching.ts';
import { type Channel, refuseClosed, refuseWithoutStories } from '../channels/channel.ts';
import { pagePath } from '../channels/page-path.ts';
import type { ReaderParts } from '../channels/reader-parts.ts';
import type { Handler } from '../http/add-routes.ts';
import { type Caching, cachingHeaders } from '../http/caching.ts';
import { PUBLIC_HEADERS } from '../http/cors.ts';
import { MEDIA_TYPES } from '../http/media-types.ts';
import { decode } from '../http/paths.ts';
import { HttpProblem } from '../http/problem.ts';
import { respondText } from '../http/respond.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { PLAYER_HEIGHT, playedIn } from './frame.ts';
import { articleFramePath, channelFramePath } from './frame-address.ts';
import { describeFrame, embeddableAt, maxSizeIn, type OEmbed, type Size, toXml } from './oembed.ts';
import { FRAME_HEIGHT } from './snippet.ts';

/** oEmbed asks for this type, not for `application/xml`. */
const OEMBED_XML_TYPE = 'text/xml; charset=utf-8';

/** Pixels, like all that follow. */
const FRAME_WIDTH = 600;
const CARD_HEIGHT = 220;
/** The room that a frame's heading takes, and each story at most. */
const HEADING_HEIGHT = 60;
const STORY_HEIGHT = 72;

/** Answers the address at which other sites find out how to embed a page. */
export class OEmbedHandlers {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** `/oembed?url=`, with `format`, `maxwidth` and `maxheight` if wanted. */
  readonly describe: Handler = async (c) => {
    const { searchParams: query } = new URL(c.req.url);
    const now = this.#parts.clock();
    const format = query.get('format') || 'json';
    const address = query.get('url');
    if (format !== 'json' && format !== 'xml') {
      throw new HttpProblem(501, `format: expected json or xml, got "${format.slice(0, 20)}"`);
    }
    if (!address) throw new HttpProblem(400, 'url: expected the address of a channel or story, found none');
    const { oembed, caching } = await this.#describe(address, maxSizeIn(query), now);
    return respondText(c.req.raw, format === 'xml' ? toXml(oembed) : JSON.stringify(oembed), {
      ...PUBLIC_HEADERS,
      'content-type': format === 'xml' ? OEMBED_XML_TYPE : MEDIA_TYPES.json,
      ...cachingHeaders(now, caching),
    });
  };

  async #describe(address: string, max: Size, now: Date): Promise<{ oembed: OEmbed; caching: Caching }> {
    const { site, resolver } = this.#parts;
    const page = embeddableAt(site, address);
    if (!page) {
      const got = address.slice(0, 200);
      throw notFound(`url: expected the address of a channel or story on ${site.origin}, got "${got}"`);
    }
    if ('article' in page) {
      const story = await findStory(this.#parts, decode(page.article)).ask();
      return { oembed: describeArticle(site, story.entry, max), caching: storyCaching(story) };
    }
    const { channel } = await resolver.lookNow(decode(page.channel), now, {});
    refuseWithoutStories(channel);
    refuseClosed(channel);
    return { oembed: describeChannel(site, channel, max), caching: channelCaching(channel) };
  }
}

function describeChannel(site: Site, channel: Channel, max: Size): OEmbed {
  const fitting = Math.floor((Math.min(FRAME_HEIGHT, max.height) - HEADING_HEIGHT) / STORY_HEIGHT);
  return describeFrame(site, {
    title: `${channel.label} - ${site.title}`,
    pagePath: pagePath(channel.name),
    framePath: channelFramePath(channel.name, { limit: Math.max(1, fitting), messages: 'wordpress' }),
    size: within({ width: FRAME_WIDTH, height: FRAME_HEIGHT }, max),
  });
}

function describeArticle(site: Site, entry: Entry, max: Size): OEmbed {
  const { title, slug, image, authors } = entry;
  const medium = playedIn(entry);
  const frameHeight = CARD_HEIGHT + (medium ? PLAYER_HEIGHT[mediumOf(medium.type)] : 0);
  const { width = Number.POSITIVE_INFINITY, height = Number.POSITIVE_INFINITY } = image ?? {};
  const names = authors.map((it) => it.name).join(', ');
  return describeFrame(
    site,
    {
      title,
      pagePath: articlePath(slug),
      framePath: articleFramePath(slug, { messages: 'wordpress' }),
      size: within({ width: FRAME_WIDTH, height: frameHeight }, max),
    },
    {
      ...(names && { author_name: names }),
      // oEmbed §2.3.4: all three or none, and no larger than allowed.
      ...(image &&
        Number.isFinite(width + height) &&
        width <= max.width &&
        height <= max.height && {
          thumbnail_url: withOrigin(image.url, site.origin),
          thumbnail_width: width,
          thumbnail_height: height,
        }),
    },
  );
}

/** The smaller of two sizes, each way. */
function within({ width, height }: Size, max: Size): Size {
  return { width: Math.min(width, max.width), height: Math.min(height, max.height) };
}
