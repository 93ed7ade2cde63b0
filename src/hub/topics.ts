import type { ExpressionChannel } from '../channels/channel.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { DEFAULT_LIMIT, FEEDS_PATH, feedPath, readFeedAddress } from '../feeds/address.ts';
import { DEFAULT_FORMAT } from '../feeds/formats/index.ts';
import type { FeedPage } from '../feeds/types.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import type { TopicAddress } from './topic-store.ts';

/** A feed that can be subscribed to. */
export interface Topic extends FeedPage {
  channel: ExpressionChannel;
}

/** Finds topics, which WebSub knows by the addresses of feeds. */
export class Topics {
  readonly #site: Site;
  readonly #channels: ChannelResolver;

  constructor(site: Site, channels: ChannelResolver) {
    this.#site = site;
    this.#channels = channels;
  }

  /**
   * The feed that an address means, as it is now: canonical or not, by a former name of a tag, and in RSS if it leaves
   * the format open.
   * @param address absolute, or without the origin
   * @throws {Refused} `not-found` with the reason, if it is not one of our feeds, or one without news
   */
  async find(address: string, now: Date): Promise<Topic> {
    const requested = readFeedAddress(this.#feedUrl(address));
    if (requested.month !== undefined || requested.before)
      throw notFound('hub.topic: expected a feed; its older pages and its archives have no news');
    const { channel } = await this.#channels.lookNow(requested.name, now, {});
    if (channel.kind === 'search')
      throw notFound('hub.topic: searches cannot be subscribed to; poll the feed, or subscribe to tags');
    // The number of entries on a page says nothing of what is new.
    const { format = DEFAULT_FORMAT } = requested;
    const found = { ...requested, format, name: channel.name, limit: DEFAULT_LIMIT };
    return { channel, address: found, path: feedPath(found) };
  }

  #feedUrl(address: string): URL {
    const url = URL.canParse(address, this.#site.origin) ? new URL(address, this.#site.origin) : undefined;
    const plain = url && !url.username && !url.password && !url.hash;
    if (plain && url.origin === this.#site.origin && url.pathname.startsWith(FEEDS_PATH)) return url;
    throw notFound(`hub.topic: expected the address of a feed below ${this.#site.origin}${FEEDS_PATH}`);
  }
}

/** What a topic is stored by. Every story that a combination lists has all the tags of one of its clauses. */
export function topicAddress({ channel, path }: Topic): TopicAddress {
  return { path, channels: [...new Set(channel.expression.flatMap((it) => it.every))] };
}
