import { LRUCache } from 'lru-cache';
import type { Channel } from '../channels/channel.ts';
import type { ChannelMemory } from '../channels/resolver.ts';
import {
  type DocumentHeaders,
  type FeedAddress,
  type FeedDocument,
  type FeedPage,
  type Fragment,
  isArchive,
  type Skeleton,
} from './types.ts';

const MAX_CHANNELS = 5000;
const MAX_ADDRESSES = 5000;
const MAX_DOCUMENT_BYTES = 24_000_000;
const MAX_SKELETONS = 500;
/** Formats, each with full texts or with summaries; of a former epoch, too. */
const MAX_KINDS = 10;
const MAX_FRAGMENT_BYTES = 4_000_000;
/** Rough size of a document or fragment besides its bytes. */
const OVERHEAD_BYTES = 500;
/** The most fragments that are offered to a document: those that were used last. */
const MAX_OFFERED_FRAGMENTS = 1000;

/**
 * Everything that a process remembers between one GET of a feed and the next. Each memory says what ends it, how large it
 * may grow, and why it is safe. One per process.
 */
export class Memory implements ChannelMemory {
  /** The newsroom's tags. Ends when the database has another hash: all that ask for a channel ask for it. One. */
  vocabulary: ChannelMemory['vocabulary'];

  /**
   * Channels by name, with the moment at which they were looked up. Ends after two seconds, or when this process
   * publishes something. At most 5,000. Safe: a change may take two seconds to be seen in another process.
   */
  readonly channels = new LRUCache<string, { channel: Channel; at: number }>({ max: MAX_CHANNELS });

  /**
   * Addresses that turned out to be canonical, taken apart. At most 5,000, and nothing ends one: what stands in an address
   * does not change. If its channel still has that name is looked up, or remembered for two seconds.
   */
  readonly addresses = new LRUCache<string, FeedAddress>({ max: MAX_ADDRESSES });

  /**
   * Documents with their ETag and bytes. Ends when the channel has another revision or epoch, which every use compares: a
   * document follows from these, from its address, of an archive from the present month, and of a delta from the number
   * that it begins after, which are its name. At most 24 MB.
   */
  readonly documents = new LRUCache<string, FeedDocument>({
    maxSize: MAX_DOCUMENT_BYTES,
    sizeCalculation: ({ bytes, gzipped }) => OVERHEAD_BYTES + (bytes?.byteLength ?? 0) + (gzipped?.byteLength ?? 0),
  });

  /** Headers of a document. Ends with the document, and each second: a new release may be missing for so long. */
  readonly headers = new WeakMap<FeedDocument, DocumentHeaders>();

  /**
   * Fragments, by epoch, format and content, and then by the number of their article's newest change. Nothing ends one: a
   * fragment follows from these, if a restored database gets a new epoch. At most 4 MB of each kind, and ten kinds.
   */
  readonly #fragments = new LRUCache<string, LRUCache<number, Fragment>>({ max: MAX_KINDS });

  /** The edition that all ETags are sealed with (src/feeds/etag.ts). Ends when the database has another epoch. One. */
  edition: { epoch: string; value: string } | undefined;

  /** A document of a page, if it is known for the channel's present revision. */
  document({ channel: { epoch, revision } }: FeedPage, name: string): FeedDocument | undefined {
    const document = this.documents.get(name);
    return document?.epoch === epoch && document.revision === revision ? document : undefined;
  }

  /** Fragments by the number of their article's newest change. They stay in this map even if they are let go here. */
  fragments(page: FeedPage): Map<number, Fragment> {
    const found = new Map<number, Fragment>();
    for (const [seq, fragment] of this.#fragmentsLike(page).entries()) {
      found.set(seq, fragment);
      if (found.size === MAX_OFFERED_FRAGMENTS) break;
    }
    return found;
  }

  /** Notes that fragments were used. An archive's are not kept: they would push out those that are asked for often. */
  keepFragments(page: FeedPage, fragments: Map<number, Fragment>): void {
    if (isArchive(page)) return;
    const kept = this.#fragmentsLike(page);
    for (const [seq, fragment] of fragments) kept.set(seq, fragment);
  }

  #fragmentsLike({ channel: { epoch }, address: { format, content } }: FeedPage): LRUCache<number, Fragment> {
    const kind = `${epoch} ${format.id} ${content}`;
    const known = this.#fragments.get(kind);
    if (known) return known;
    const none = new LRUCache<number, Fragment>({
      maxSize: MAX_FRAGMENT_BYTES,
      sizeCalculation: ({ bytes }) => OVERHEAD_BYTES + bytes.byteLength,
    });
    this.#fragments.set(kind, none);
    return none;
  }
}

/**
 * A format's memory of what the library `feed` wrote of each shape of an item. Nothing ends one: it follows from the shape
 * alone. At most 500 a format; shapes differ in the numbers of authors and tags and in what is there at all, so a wire has
 * some dozens of them.
 */
export const skeletonMemory = () => new LRUCache<string, Skeleton>({ max: MAX_SKELETONS });
