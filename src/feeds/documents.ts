import { max } from 'date-fns';
import { LRUCache } from 'lru-cache';
import { concat, encode } from '../bytes.ts';
import { type Channel, isSingle } from '../channels/directory.ts';
import { listChanged, listChannel } from '../channels/listing.ts';
import { endOf, monthOf, startOf } from '../channels/months.ts';
import { pagePath } from '../channels/search.ts';
import { findEpoch, findNextFlipOf, type Listed, type Position } from '../channels/store.ts';
import { sha256 } from '../hash.ts';
import { gzip } from '../http/compression.ts';
import { foundingDate, type Site } from '../site.ts';
import { type ArchiveName, archiveAfter, archiveVersion, readArchive } from './archives.ts';
import type { Format, Head } from './format.ts';
import { type Fragment, Fragments } from './fragments.ts';
import { currentPath, type FeedRequest, feedPath } from './request.ts';
import { Versions } from './versions.ts';

/**
 * Counts the ways in which documents have been rendered. Part of every ETag: raise it when the same story renders to
 * other bytes than before (test/golden tells).
 */
export const RENDERING = 4;

/** One page or archive of a channel as its address names it. */
export interface FeedPage {
  channel: Channel;
  request: FeedRequest;
  /** Canonical address, without the origin. */
  path: string;
}

/** An archive: of the month that its address names. */
export interface ArchivePage extends FeedPage {
  request: FeedRequest & { month: string };
}

export const isArchive = (page: FeedPage): page is ArchivePage => page.request.month !== undefined;

/** The hubs that tell of changes: nobody subscribes to an archive, and what is new in a search shows when it is asked. */
export function hubsOf(page: FeedPage, { hubs }: Site): string[] {
  return isArchive(page) || page.channel.search ? [] : hubs;
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
  /** Only of an archive. */
  archive?: {
    /** Whether it links to a newer one: if not, it may when this month is over. */
    hasNewer: boolean;
    /** When a story of its month, or such a link, appears or disappears by itself, in milliseconds since 1970. */
    nextFlip: number | undefined;
  };
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

  /** An archive with its weak ETag, not rendered yet; undefined if the channel holds nothing of its month. */
  async findArchive(db: D1Database, page: ArchivePage, now: Date): Promise<KeptDocument | undefined> {
    const { channel, request, path } = page;
    const thisMonth = monthOf(now.getTime());
    // Which months are over is told by the clock: it is another document when this one is.
    const name = `${path} in ${thisMonth}`;
    const kept = this.#kept.get(name);
    const document = kept?.revision === channel.revision ? kept : await this.#newArchive(db, page, name, thisMonth);
    if (!document?.archive) return undefined;
    // Read each time: a story that is to appear later has not changed its channels yet.
    const flip = await findNextFlipOf(db, { start: startOf(request.month), end: endOf(request.month) }, now);
    const linked = document.archive.hasNewer ? Number.POSITIVE_INFINITY : endOf(thisMonth);
    document.archive.nextFlip = Math.min(flip ?? Number.POSITIVE_INFINITY, linked);
    return document;
  }

  async #newArchive(
    db: D1Database,
    { channel, request, path }: ArchivePage,
    name: string,
    thisMonth: string,
  ): Promise<KeptDocument | undefined> {
    const archive = await readArchive(db, channel, request, thisMonth);
    if (!archive) return undefined;
    const versions = await this.#versionsOf(db);
    const document = {
      name,
      revision: channel.revision,
      etag: await versions.etag(path, await archiveVersion(channel, archive)),
      bytes: undefined,
      gzipped: undefined,
      archive: { hasNewer: archive.newer !== undefined, nextFlip: undefined },
    };
    this.#kept.set(name, document);
    return document;
  }

  /** Renders a page or archive, and compresses it if wanted, once: its bytes are in the document then. */
  async load(db: D1Database, page: FeedPage, document: KeptDocument, now: Date, gzipped: boolean): Promise<void> {
    document.bytes ??= await (isArchive(page) ? this.#renderArchive(db, page, now) : this.#render(db, page));
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
    if (request.before || isArchive(page)) return undefined;
    const versions = await this.#versionsOf(db);
    const after = await versions.newestOf(path, ifNoneMatch, channel.revision);
    if (after === undefined) return undefined;
    const name = `${path} since ${after}`;
    const kept = this.#kept.get(name);
    if (kept?.revision === channel.revision) return kept;
    const { etag } = await this.find(db, page);
    const changes = await listChanged(db, channel, { after, limit: request.limit + 1 });
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
      prevArchive: before ? undefined : this.#archiveUrl(page, archiveAfter(listed, limit, channel)),
    });
  }

  async #renderArchive(db: D1Database, page: ArchivePage, now: Date): Promise<Uint8Array> {
    const { channel, request } = page;
    const archive = await readArchive(db, channel, request, monthOf(now.getTime()));
    const { listed, older, newer } = archive ?? { listed: [] };
    return this.#renderListed(db, page, listed, {
      current: this.#site.origin + currentPath(channel.name, request),
      prevArchive: this.#archiveUrl(page, older),
      nextArchive: this.#archiveUrl(page, newer),
    });
  }

  #archiveUrl({ channel, request }: FeedPage, archive: ArchiveName | undefined): string | undefined {
    return archive && this.#site.origin + feedPath(channel.name, { ...request, before: undefined, ...archive });
  }

  async #renderListed(
    db: D1Database,
    page: FeedPage,
    listed: Listed[],
    links: Pick<Head, 'next' | 'previous' | 'current' | 'prevArchive' | 'nextArchive'>,
  ): Promise<Uint8Array> {
    const { channel, request, path } = page;
    const fragments = await this.#fragments.find(db, listed, request);
    const head: Head = {
      site: this.#site,
      id: `tag:${this.#site.tagAuthority}:channel/${channel.name}`,
      title: channel.name === 'all' ? this.#site.title : `${channel.label} - ${this.#site.title}`,
      description:
        channel.description ??
        (channel.name === 'all' ? this.#site.description : `${channel.label}: ${this.#site.description}`),
      self: this.#site.origin + path,
      page: this.#site.origin + pagePath(channel.name),
      hubs: hubsOf(page, this.#site),
      ...links,
      stubs: fragments.some((it) => it.stub),
      ...this.#dates(channel, request, fragments),
    };
    return assemble(
      request.format,
      head,
      fragments.map((it) => it.bytes),
    );
  }

  /** RFC 4287 §4.2.15: when the content changed, never when it was rendered. */
  #dates(channel: Channel, { month }: FeedRequest, fragments: Fragment[]): { updated: Date; published?: Date } {
    if (fragments.length === 0) {
      if (month) return { updated: new Date(startOf(month)) };
      const dated = channel.modified > 0 && !channel.search;
      return { updated: dated ? new Date(channel.modified * 1000) : foundingDate(this.#site) };
    }
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
  return listChannel(db, channel, { from: before, limit: limit + 1 });
}

/** What changes with the bytes of a page, and for the first page of an expression or a search with nothing else. */
async function versionOf(db: D1Database, page: FeedPage): Promise<{ revision: number; listing?: string }> {
  const { channel, request } = page;
  const { revision } = channel;
  // An older page's `previous` link depends on what is newer, which it does not list.
  if (isSingle(channel) || request.before) return { revision };
  const listed = await list(db, page);
  // An empty feed is dated by the channel's last change, a search's that finds nothing is not.
  if (listed.length === 0 && !channel.search) return { revision };
  const archive = archiveAfter(listed, request.limit, channel);
  const listing = await sha256(JSON.stringify([channel.label, archive, listed.map(({ key, seq }) => [key, seq])]));
  return { revision: Math.max(0, ...listed.map((it) => it.seq)), listing };
}

/** Where the page before (newer than) the one that begins with `first` begins; undefined means: with the newest. */
async function previousPosition(
  db: D1Database,
  channel: Channel,
  first: Position,
  limit: number,
): Promise<Position | undefined> {
  const newer = await listChannel(db, channel, { from: first, limit: limit + 1, direction: 'newer' });
  return newer.length > limit ? newer.at(-1) : undefined;
}
