import { max } from 'date-fns';
import { LRUCache } from 'lru-cache';
import { concat, encode } from '../bytes.ts';
import { type Channel, isSingle } from '../channels/directory.ts';
import { findEpoch, type Listed, listArticles, listChanges, type Position } from '../channels/store.ts';
import { sha256 } from '../hash.ts';
import { gzip } from '../http/compression.ts';
import { foundingDate, type Site } from '../site.ts';
import type { Format, Head } from './format.ts';
import { type Fragment, Fragments } from './fragments.ts';
import { type FeedRequest, feedPath } from './request.ts';
import { Versions } from './versions.ts';

/**
 * Counts the ways in which documents have been rendered. Part of every ETag: raise it when the same story renders to
 * other bytes than before (test/golden tells).
 */
export const RENDERING = 4;

/** One page of a channel as its address names it. */
export interface FeedPage {
  channel: Channel;
  request: FeedRequest;
  /** Canonical address, without the origin. */
  path: string;
}

/** What is kept of a document: first its ETag, then its bytes as they are asked for. */
export interface KeptDocument {
  /** What it is kept by: its address, and what it is a delta since. */
  name: string;
  /** The channel's revision for which `etag` is known to hold. */
  revision: number;
  etag: string;
  bytes: Uint8Array | undefined;
  gzipped: Uint8Array | undefined;
}

const KEPT_DOCUMENT_BYTES = 24_000_000;
/** Rough size of what is kept besides bytes. */
const KEPT_OVERHEAD = 500;

/** Renders feeds and keeps what it rendered, by address. One per process. */
export class FeedDocuments {
  readonly #site: Site;
  readonly #kept = new LRUCache<string, KeptDocument>({
    maxSize: KEPT_DOCUMENT_BYTES,
    sizeCalculation: ({ bytes, gzipped }) => KEPT_OVERHEAD + (bytes?.byteLength ?? 0) + (gzipped?.byteLength ?? 0),
  });
  readonly #fragments: Fragments;
  #versions: Versions | undefined;

  constructor(site: Site) {
    this.#site = site;
    this.#fragments = new Fragments(site);
  }

  /**
   * A page with its weak ETag, not rendered yet. A single tag's ETag follows from its revision alone; an expression's
   * from what it lists, so that a busy tag does not change the ETag of its quiet intersection with another.
   */
  async find(db: D1Database, page: FeedPage): Promise<KeptDocument> {
    const { revision } = page.channel;
    const current = this.recall(page);
    if (current) return current;
    const versions = await this.#versionsOf(db);
    const etag = await versions.etag(page.path, await versionOf(db, page));
    // Bytes of an earlier revision are not taken over, even under an equal ETag: they may have been rendered while a story
    // came that has gone again since.
    const found = { name: page.path, revision, etag, bytes: undefined, gzipped: undefined };
    this.#kept.set(page.path, found);
    return found;
  }

  /** A page whose ETag is known already, if it is. */
  recall({ channel, path }: FeedPage): KeptDocument | undefined {
    const kept = this.#kept.get(path);
    return kept?.revision === channel.revision ? kept : undefined;
  }

  /** Renders a page, and compresses it if wanted, once: its bytes are in the document then. */
  async load(db: D1Database, page: FeedPage, document: KeptDocument, gzipped: boolean): Promise<void> {
    document.bytes ??= await this.#render(db, page);
    if (gzipped) document.gzipped ??= await gzip(document.bytes);
    // Lets the cache know that it has grown, if it is still the one that is kept.
    if (this.#kept.peek(document.name) === document) this.#kept.set(document.name, document);
  }

  /**
   * RFC 3229 with the "feed" instance manipulation: what has changed since the newest of the page's earlier ETags that a
   * request names. Undefined if it names none, or if more has changed than a page holds: the whole page is the answer then.
   */
  async findDelta(db: D1Database, page: FeedPage, ifNoneMatch: string): Promise<KeptDocument | undefined> {
    const { channel, request, path } = page;
    if (request.before) return undefined;
    const versions = await this.#versionsOf(db);
    const after = await versions.newestOf(path, ifNoneMatch, channel.revision);
    if (after === undefined) return undefined;
    const name = `${path} since ${after}`;
    const kept = this.#kept.get(name);
    if (kept?.revision === channel.revision) return kept;
    const { etag } = await this.find(db, page);
    const changes = await listChanges(db, channel.expression, channel.sizes, {
      after,
      upto: Number.MAX_SAFE_INTEGER,
      limit: request.limit + 1,
    });
    if (changes.length > request.limit) return undefined;
    const delta = {
      name,
      revision: channel.revision,
      etag,
      bytes: await this.renderChanges(db, page, changes),
      gzipped: undefined,
    };
    this.#kept.set(name, delta);
    return delta;
  }

  /** A document of the page's channel that holds just these changes, newest first. */
  renderChanges(db: D1Database, page: FeedPage, changes: Listed[]): Promise<Uint8Array> {
    const newestFirst = changes.toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
    return this.#renderListed(db, page, newestFirst, {});
  }

  async #versionsOf(db: D1Database): Promise<Versions> {
    this.#versions ??= new Versions(await sha256(JSON.stringify([RENDERING, this.#site, await findEpoch(db)])));
    return this.#versions;
  }

  async #render(db: D1Database, page: FeedPage): Promise<Uint8Array> {
    const { channel, request } = page;
    const { limit, before } = request;
    const listed = await list(db, page);
    const shown = listed.slice(0, limit);
    const [first] = shown;
    const last = shown.at(-1);
    const url = (position: Position | undefined) =>
      this.#site.origin + feedPath(channel.name, { ...request, before: position });
    return this.#renderListed(db, page, shown, {
      next: listed.length > limit && last ? url(last) : undefined,
      previous: before && first ? url(await previousPosition(db, channel, first, limit)) : undefined,
    });
  }

  async #renderListed(
    db: D1Database,
    { channel, request, path }: FeedPage,
    listed: Listed[],
    links: Pick<Head, 'next' | 'previous'>,
  ): Promise<Uint8Array> {
    const fragments = await this.#fragments.find(db, listed, request);
    const head: Head = {
      site: this.#site,
      id: `tag:${this.#site.tagAuthority}:channel/${channel.name}`,
      title: channel.name === 'all' ? this.#site.title : `${channel.label} - ${this.#site.title}`,
      description:
        channel.description ??
        (channel.name === 'all' ? this.#site.description : `${channel.label}: ${this.#site.description}`),
      self: this.#site.origin + path,
      page: `${this.#site.origin}/channels/${channel.name}`,
      ...links,
      stubs: fragments.some((it) => it.stub),
      ...this.#dates(channel, fragments),
    };
    return assemble(
      request.format,
      head,
      fragments.map((it) => it.bytes),
    );
  }

  /** RFC 4287 §4.2.15: when the content changed, never when it was rendered. */
  #dates(channel: Channel, fragments: Fragment[]): { updated: Date; published?: Date } {
    if (fragments.length === 0)
      return { updated: channel.modified > 0 ? new Date(channel.modified * 1000) : foundingDate(this.#site) };
    return {
      updated: max(fragments.map((it) => it.dates.updated)),
      published: max(fragments.map((it) => it.dates.published)),
    };
  }
}

/** A document: its head, the fragments of its entries, its tail. */
export function assemble(format: Format, head: Head, fragments: Uint8Array[]): Uint8Array {
  const frame = format.renderFrame(head);
  const separator = encode(format.separator);
  return concat([
    encode(frame.head),
    ...fragments.flatMap((it, index) => (index === 0 ? [it] : [separator, it])),
    encode(frame.tail),
  ]);
}

/** What a page lists, and one more if there is a next page. */
function list(db: D1Database, { channel, request }: FeedPage): Promise<Listed[]> {
  const { before, limit } = request;
  return listArticles(db, channel.expression, channel.sizes, { from: before, limit: limit + 1 });
}

/** What changes with the bytes of a page, and for the first page of an expression with nothing else. */
async function versionOf(db: D1Database, page: FeedPage): Promise<{ revision: number; listing?: string }> {
  const { channel, request } = page;
  const { revision } = channel;
  // An older page's `previous` link depends on what is newer, which it does not list.
  if (isSingle(channel) || request.before) return { revision };
  const listed = await list(db, page);
  // An empty feed is dated by the channel's last change.
  if (listed.length === 0) return { revision };
  const listing = await sha256(JSON.stringify([channel.label, listed.map(({ key, seq }) => [key, seq])]));
  return { revision: Math.max(...listed.map((it) => it.seq)), listing };
}

/** Where the page before (newer than) the one that begins with `first` begins; undefined means: with the newest. */
async function previousPosition(
  db: D1Database,
  channel: Channel,
  first: Position,
  limit: number,
): Promise<Position | undefined> {
  const newer = await listArticles(db, channel.expression, channel.sizes, {
    from: first,
    limit: limit + 1,
    direction: 'newer',
  });
  return newer.length > limit ? newer.at(-1) : undefined;
}
