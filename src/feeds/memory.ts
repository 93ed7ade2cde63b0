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
  type KnownFragments,
  type Skeleton,
} from './types.ts';

// What a process remembers has one budget, far below the 128 MB of an isolate, which is divided here: together 72 MB.
const MAX_CHANNEL_BYTES = 5_000_000;
const MAX_ADDRESS_BYTES = 3_000_000;
const MAX_DOCUMENT_BYTES = 20_000_000;
const MAX_FRAGMENT_BYTES = 4_000_000;
/** Three formats, each with full texts or with summaries, and some partners' profiles. Those of a former epoch make room. */
const MAX_KINDS = 10;
const MAX_SKELETONS = 500;

// What entries take besides their texts and bytes, as measured: see test/strain.
const CHANNEL_BYTES = 2500;
const ADDRESS_BYTES = 600;
const DOCUMENT_BYTES = 1200;
/** With three kinds of headers. */
const DOCUMENT_WITH_BYTES = 15_000;
const FRAGMENT_BYTES = 600;
/** Of a text in memory, at most. */
const BYTES_PER_CHARACTER = 2;
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
   * Every channel with stories, and how busy some are. Ends with each change of the database, which whoever asks for it asks
   * for. One, of at most 10,000 channels.
   */
  directory: ChannelMemory['directory'];

  /**
   * Channels by name, with the moment at which they were looked up. Ends after two seconds, or when this process
   * publishes something; while the database does not answer, after an hour. At most 5 MB. Safe: a change may take two
   * seconds to be seen in another process.
   */
  readonly channels = new LRUCache<string, { channel: Channel; at: number }>({
    maxSize: MAX_CHANNEL_BYTES,
    // Its name is also in its expression, its label and its sizes.
    sizeCalculation: (_, name) => CHANNEL_BYTES + 4 * BYTES_PER_CHARACTER * name.length,
  });

  /**
   * Addresses that turned out to be canonical, taken apart. At most 3 MB, and nothing ends one: what stands in an address
   * does not change. If its channel still has that name is looked up, or remembered for two seconds.
   */
  readonly addresses = new LRUCache<string, FeedAddress>({
    maxSize: MAX_ADDRESS_BYTES,
    sizeCalculation: (_, path) => ADDRESS_BYTES + 2 * BYTES_PER_CHARACTER * path.length,
  });

  /**
   * Documents with their ETag and bytes. Ends when the channel has another revision or epoch, which every use compares: a
   * document follows from these, from its address, of an archive from the present month, and of a delta from the number
   * that it begins after, which are its name. At most 20 MB.
   */
  readonly documents = new LRUCache<string, FeedDocument>({
    maxSize: MAX_DOCUMENT_BYTES,
    sizeCalculation: ({ name, bytes, gzipped }) =>
      (bytes ? DOCUMENT_WITH_BYTES : DOCUMENT_BYTES) +
      BYTES_PER_CHARACTER * name.length +
      (bytes?.byteLength ?? 0) +
      (gzipped?.byteLength ?? 0),
  });

  /**
   * Headers of a document whose bytes are in memory. Ends with the document, and each second: a new expiry may be missing
   * for so long. They are counted with it.
   */
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

  /** Offers the fragments that a page may have. */
  fragments(page: FeedPage): KnownFragments {
    const kept = this.#fragmentsLike(page);
    const seqs = () => {
      const found: number[] = [];
      for (const seq of kept.keys()) if (found.push(seq) === MAX_OFFERED_FRAGMENTS) break;
      return found;
    };
    return { get: (seq) => kept.get(seq), seqs };
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
      sizeCalculation: ({ bytes }) => FRAGMENT_BYTES + bytes.byteLength,
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
