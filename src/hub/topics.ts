import type { ChannelDirectory } from '../channels/directory.ts';
import type { FeedPage } from '../feeds/documents.ts';
import { DEFAULT_LIMIT, FORMATS, feedPath, parseFeedQuery } from '../feeds/request.ts';
import { channelText, splitPath } from '../feeds/routes.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import type { TopicAddress } from './topic-store.ts';

/** Finds topics, which WebSub knows by the addresses of feeds. */
export class Topics {
  readonly #site: Site;
  readonly #directory: ChannelDirectory;

  constructor(site: Site, directory: ChannelDirectory) {
    this.#site = site;
    this.#directory = directory;
  }

  /**
   * The feed that an address means, as it is now: canonical or not, by a former name of a tag, and in RSS if it leaves
   * the format open.
   * @param address absolute, or without the origin
   * @throws {HttpProblem} 4xx with the reason, if it is no feed of ours that changes
   */
  async find(db: D1Database, address: string, now: Date): Promise<FeedPage> {
    const url = URL.canParse(address, this.#site.origin) ? new URL(address, this.#site.origin) : undefined;
    if (
      url?.origin !== this.#site.origin ||
      !url.pathname.startsWith('/feeds/') ||
      url.username ||
      url.password ||
      url.hash
    ) {
      throw new HttpProblem(404, `hub.topic: expected the address of a feed below ${this.#site.origin}/feeds/`);
    }
    const { name, month, extension = 'rss' } = splitPath(url.pathname);
    const query = parseFeedQuery(url.searchParams);
    const format = FORMATS[extension];
    if (!format || month !== undefined || 'unknownCursor' in query || query.before) {
      throw new HttpProblem(404, 'hub.topic: expected a feed; its older pages and its archives have no news');
    }
    const channel = await this.#directory.find(db, channelText(name, url.searchParams), now);
    if (channel.search) {
      throw new HttpProblem(404, 'hub.topic: a search has no hub; ask for it now and then, or subscribe to tags');
    }
    // How many entries a page has says nothing of what is new.
    const request = { format, ...query, limit: DEFAULT_LIMIT };
    return { channel, request, path: feedPath(channel.name, request) };
  }
}

/** What a topic is stored by. Every story that an expression lists has all the tags that one of its clauses asks for. */
export function addressOf({ channel, path }: FeedPage): TopicAddress {
  return { path, channels: [...new Set(channel.expression.flatMap((it) => it.every))] };
}
