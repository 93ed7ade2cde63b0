import { max } from 'date-fns';
import { LRUCache } from 'lru-cache';
import type { Entry } from '../articles/entry.ts';
import { withOrigin } from '../articles/html.ts';
import { findEntries } from '../articles/store.ts';
import { type Channel, isSingle } from '../channels/directory.ts';
import { type Listed, listArticles, type Position } from '../channels/store.ts';
import { sha256 } from '../hash.ts';
import { gzip } from '../http/compression.ts';
import { foundingDate, type Site } from '../site.ts';
import type { Content, Format } from './format.ts';
import { type FeedRequest, feedPath } from './request.ts';

/**
 * Counts the ways in which documents have been rendered. Part of every ETag: raise it when the same story renders to
 * other bytes than before (test/golden tells).
 */
export const RENDERING = 1;

interface Document {
  bytes: Uint8Array;
  gzipped: Uint8Array | undefined;
}

/** What is kept under an address. */
interface Kept {
  /** The channel's revision for which `etag` is known to hold. */
  revision: number;
  etag: string;
  document: Document | undefined;
}

const KEPT_DOCUMENT_BYTES = 24_000_000;
const KEPT_FRAGMENT_BYTES = 24_000_000;
/** Rough size of what is kept besides bytes. */
const KEPT_OVERHEAD = 500;

const encoder = new TextEncoder();

/** Renders feeds and keeps what it rendered: documents by address, fragments by article revision. One per process. */
export class FeedDocuments {
  readonly #site: Site;
  readonly #kept = new LRUCache<string, Kept>({
    maxSize: KEPT_DOCUMENT_BYTES,
    sizeCalculation: ({ document }) =>
      KEPT_OVERHEAD + (document?.bytes.byteLength ?? 0) + (document?.gzipped?.byteLength ?? 0),
  });
  readonly #fragments = new LRUCache<string, { bytes: Uint8Array; dates: { updated: Date; published: Date } }>({
    maxSize: KEPT_FRAGMENT_BYTES,
    sizeCalculation: ({ bytes }) => KEPT_OVERHEAD + bytes.byteLength,
  });
  #edition: string | undefined;

  constructor(site: Site) {
    this.#site = site;
  }

  /**
   * The weak ETag of a page, without rendering it. A single tag's follows from its revision alone; an expression's from
   * what it lists, so that a busy tag does not change the ETag of its quiet intersection with another.
   */
  async etag(db: D1Database, channel: Channel, request: FeedRequest): Promise<string> {
    const path = feedPath(channel.name, request);
    const kept = this.#kept.get(path);
    if (kept?.revision === channel.revision) return kept.etag;
    const version = isSingle(channel)
      ? String(channel.revision)
      : await listingVersion(channel, await list(db, channel, request));
    this.#edition ??= (await sha256(JSON.stringify([RENDERING, this.#site]))).slice(0, 8);
    const etag = `W/"${version}-${this.#edition}"`;
    this.#kept.set(path, {
      revision: channel.revision,
      etag,
      document: kept?.etag === etag ? kept.document : undefined,
    });
    return etag;
  }

  /** The bytes of a page, rendered only if its ETag is new. */
  async bytes(
    db: D1Database,
    channel: Channel,
    request: FeedRequest,
    etag: string,
    gzipped: boolean,
  ): Promise<Uint8Array> {
    const path = feedPath(channel.name, request);
    const kept = this.#kept.get(path);
    const document =
      kept?.etag === etag && kept.document
        ? kept.document
        : { bytes: await this.#render(db, channel, request), gzipped: undefined };
    if (gzipped) document.gzipped ??= await gzip(document.bytes);
    // Put anew even if it was there: its size may have grown by the gzipped bytes.
    if (kept?.document !== document || gzipped) this.#keep(path, { revision: channel.revision, etag, document });
    return gzipped && document.gzipped ? document.gzipped : document.bytes;
  }

  #keep(path: string, kept: Kept): void {
    const current = this.#kept.get(path);
    if (current && current.revision > kept.revision) return;
    this.#kept.set(path, kept);
  }

  async #render(db: D1Database, channel: Channel, request: FeedRequest): Promise<Uint8Array> {
    const { format, limit, before } = request;
    const listed = await list(db, channel, request, limit + 1);
    const page = listed.slice(0, limit);
    const fragments = await this.#findFragments(db, page, request);
    const last = page.at(-1);
    const url = (position: Position | undefined) =>
      this.#site.origin + feedPath(channel.name, { ...request, before: position });
    const frame = format.renderFrame({
      site: this.#site,
      id: `tag:${this.#site.tagAuthority}:channel/${channel.name}`,
      title: channel.name === 'all' ? this.#site.title : `${channel.label} - ${this.#site.title}`,
      description:
        channel.description ??
        (channel.name === 'all' ? this.#site.description : `${channel.label}: ${this.#site.description}`),
      self: url(before),
      page: `${this.#site.origin}/channels/${channel.name}`,
      next: listed.length > limit && last ? url(last) : undefined,
      previous: before && page[0] ? url(await previousPosition(db, channel, page[0], limit)) : undefined,
      ...this.#dates(channel, fragments),
    });
    const separator = encoder.encode(format.separator);
    return concat([
      encoder.encode(frame.head),
      ...fragments.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [separator, bytes])),
      encoder.encode(frame.tail),
    ]);
  }

  /** RFC 4287 §4.2.15: when the content changed, never when it was rendered. */
  #dates(
    channel: Channel,
    fragments: { dates: { updated: Date; published: Date } }[],
  ): { updated: Date; published?: Date } {
    if (fragments.length === 0)
      return { updated: channel.modified > 0 ? new Date(channel.modified * 1000) : foundingDate(this.#site) };
    return {
      updated: max(fragments.map((it) => it.dates.updated)),
      published: max(fragments.map((it) => it.dates.published)),
    };
  }

  async #findFragments(db: D1Database, page: Listed[], { format, content }: FeedRequest) {
    const nameOf = ({ key, seq }: { key: string; seq: number }) => `${format.extension} ${content} ${seq} ${key}`;
    const missing = page.filter((it) => !this.#fragments.has(nameOf(it)));
    const rendered = new Map<string, { bytes: Uint8Array; dates: { updated: Date; published: Date } }>();
    if (missing.length > 0) {
      const entries = await findEntries(
        db,
        missing.map((it) => it.key),
      );
      for (const [key, { seq, entry }] of entries) {
        const fragment = {
          bytes: encoder.encode(renderEntry(entry, format, content, this.#site)),
          dates: { updated: new Date(entry.updated), published: new Date(entry.published) },
        };
        rendered.set(key, fragment);
        this.#fragments.set(nameOf({ key, seq }), fragment);
      }
    }
    return page.flatMap((it) => rendered.get(it.key) ?? this.#fragments.get(nameOf(it)) ?? []);
  }
}

/** One article in one format, with our origin written into its addresses. */
export function renderEntry(entry: Entry, format: Format, content: Content, site: Site): string {
  const here = {
    ...entry,
    link: withOrigin(entry.link, site.origin),
    html: withOrigin(entry.html, site.origin),
    ...(entry.image && { image: { ...entry.image, url: withOrigin(entry.image.url, site.origin) } }),
  };
  return format.renderEntry(here, content, site);
}

function list(db: D1Database, channel: Channel, { before, limit }: FeedRequest, count = limit + 1): Promise<Listed[]> {
  return listArticles(db, channel.expression, channel.sizes, { from: before, limit: count });
}

async function listingVersion(channel: Channel, listed: Listed[]): Promise<string> {
  return (await sha256(JSON.stringify([channel.label, listed.map(({ key, seq }) => [key, seq])]))).slice(0, 16);
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

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, it) => sum + it.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
