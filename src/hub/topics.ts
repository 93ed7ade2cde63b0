import type { Channel, ExpressionChannel } from '../channels/channel.ts';
import { canonicalExpression, type Expression, expressionName, parseExpression } from '../channels/expression.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { ALL } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import {
  defaultContent,
  defaultLimit,
  FEEDS_PATH,
  feedPath,
  type RequestedAddress,
  readFeedAddress,
} from '../feeds/address.ts';
import { DEFAULT_FORMAT } from '../feeds/formats/index.ts';
import { type FeedAddress, type FeedPage, type FormatBook, isClosed, type ProfileSource } from '../feeds/types.ts';
import { type Answers, answered, type Database, type Query, together } from '../platform/database.ts';
import { notFound, Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import type { TopicChannels } from './topic-store.ts';

/** Thrown for a feed that asks for a key: its subscriptions end. */
export class FeedClosed extends Refused {
  constructor() {
    super({ kind: 'not-found', message: 'hub.topic: this feed asks for a key, and cannot be subscribed to' });
  }
}

/** A feed that can be subscribed to. */
export interface Topic extends FeedPage {
  channel: ExpressionChannel;
}

/** If a feed that asks for a key is found: by whoever wants to end a subscription. */
type Closed = 'refused' | 'found';

interface TopicParts {
  db: Database;
  site: Site;
  resolver: ChannelResolver;
  profiles: ProfileSource;
}

/** Finds topics, which WebSub knows by the addresses of feeds. */
export class Topics {
  readonly #db: Database;
  readonly #site: Site;
  readonly #resolver: ChannelResolver;
  readonly #profiles: ProfileSource;

  constructor({ db, site, resolver, profiles }: TopicParts) {
    this.#db = db;
    this.#site = site;
    this.#resolver = resolver;
    this.#profiles = profiles;
  }

  /**
   * Returns the topic that an address means, as it is now: canonical or not, by a former name of a tag, and in RSS if it
   * leaves the format open.
   * @param address absolute, or without the origin
   * @throws {Refused} `not-found` with the reason, if it is not one of our feeds, or one that cannot be subscribed to
   */
  async find(address: string, now: Date, closed: Closed = 'refused'): Promise<Topic> {
    return (await this.look(address, now, {}, closed)).topic;
  }

  /** Finds the topic of an address with the answers to further questions, all asked at once. */
  async look<Questions extends Record<string, Query<unknown>>>(
    address: string,
    now: Date,
    questions: Questions,
    closed: Closed = 'refused',
  ): Promise<{ topic: Topic; also: Answers<Questions> }> {
    const wanted = this.#wantedBy(address);
    const asked = { book: this.#bookFor([wanted]), also: together(this.#db, questions) };
    const { channel, also } = await this.#resolver.lookNow(wanted.name, now, asked);
    return { topic: topicOf(wanted, channel, also.book, closed), also: also.also };
  }

  /** Finds the topics of several addresses at once. @throws {Refused} as `find`, if any of them cannot be found */
  async findAll(addresses: string[], now: Date): Promise<Topic[]> {
    const wanted = addresses.map((it) => this.#wantedBy(it));
    const names = wanted.map((it) => it.name);
    const { channels, also } = await this.#resolver.lookAll(names, now, { book: this.#bookFor(wanted) });
    return channels.map((it, index) => topicOf(wanted[index] as RequestedAddress, it, also.book));
  }

  /** Asks for profiles as they are now, if any of these is one. */
  #bookFor(wanted: RequestedAddress[]): Query<FormatBook> {
    if (wanted.some((it) => it.format?.profile)) return this.#profiles.read();
    return answered(this.#db, this.#profiles.known);
  }

  #wantedBy(address: string): RequestedAddress {
    const wanted = readFeedAddress(this.#feedUrl(address), this.#profiles.formats);
    if (wanted.month === undefined && !wanted.before) return wanted;
    throw notFound('hub.topic: expected a feed, got an archive or an older page; subscribe to the feed itself');
  }

  /** Asks for the vocabulary that `read` needs. */
  vocabulary(): Query<Vocabulary> {
    return this.#resolver.vocabulary();
  }

  /**
   * Reads the address of a topic by a vocabulary alone, without asking the database.
   * @param path as it is stored
   * @returns its canonical path now, and the expression of its channel; there may be no such channel
   * @throws {Refused} `not-found` with the reason, if no channel can have that name
   */
  read(path: string, vocabulary: Vocabulary): { path: string; expression: Expression } {
    const wanted = readFeedAddress(this.#feedUrl(path), this.#profiles.formats);
    const slugOf = (term: string) => (term === ALL ? ALL : vocabulary.slugOf(term));
    const expression = canonicalExpression(parseExpression(wanted.name, slugOf));
    return { path: feedPath(canonical(wanted, expressionName(expression))), expression };
  }

  #feedUrl(address: string): URL {
    const url = URL.canParse(address, this.#site.origin) ? new URL(address, this.#site.origin) : undefined;
    const plain = url && !url.username && !url.password && !url.hash;
    if (plain && url.origin === this.#site.origin && url.pathname.startsWith(FEEDS_PATH)) return url;
    const feeds = this.#site.origin + FEEDS_PATH;
    throw notFound(`hub.topic: expected the address of a feed below ${feeds}, got "${address.slice(0, 100)}"`);
  }
}

/** @throws {Refused} `not-found` for a search */
function topicOf(wanted: RequestedAddress, channel: Channel, book: FormatBook, closed: Closed = 'refused'): Topic {
  if (channel.kind === 'search')
    throw notFound('hub.topic: searches cannot be subscribed to; poll the feed, or subscribe to tags');
  const format = book.formatOf(wanted.format);
  if (isClosed({ channel, address: { format } }) && closed === 'refused') throw new FeedClosed();
  const address = canonical(
    { ...wanted, format, ...(format?.profile && { content: defaultContent(format) }) },
    channel.name,
  );
  return { channel, address, path: feedPath(address) };
}

/** Returns the address of a topic, which is the same however many entries its feed shows. */
function canonical(wanted: RequestedAddress, name: string): FeedAddress {
  return { ...wanted, format: wanted.format ?? DEFAULT_FORMAT, name, limit: defaultLimit(wanted.format) };
}

/**
 * Returns the paths under which a topic may be stored: for a moment after a tag is renamed, that is its former one.
 * @param path the topic's canonical one
 */
export function storedPaths(site: Site, requestedTopic: string, path: string): string[] {
  const { pathname, search } = new URL(requestedTopic, site.origin);
  return [path, pathname + search];
}

/** Returns a topic as it is stored. Every story that a combination lists has all the tags of one of its clauses. */
export function channelsOf({ channel, path }: Topic): TopicChannels {
  const channels = [...new Set(channel.expression.flatMap((it) => it.every))];
  return { path, channels, combination: channel.kind === 'combination' };
}
