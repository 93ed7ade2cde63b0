import type { ListedArticle } from '../channels/listing.ts';
import { monthOf } from '../channels/months.ts';
import type { Position } from '../channels/position.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import type { NoteFault } from '../faults/faults.ts';
import { gzip } from '../http/compression.ts';
import { answered, type Database, together } from '../platform/database.ts';
import { notFound, Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import { editionOf, etagOf, newestRevision } from './etag.ts';
import type { Flights } from './flights.ts';
import { ChangedMeanwhile, entriesFor, Fragments, type FragmentsByNumber, fitting } from './fragments.ts';
import type { Memory } from './memory.ts';
import { beginningOf, type Contents, contentsOf, linksOf, readChanges, readPage, versionOf } from './reading.ts';
import { renderFeed } from './render.ts';
import { type FeedDocument, type FeedPage, isArchive } from './types.ts';

/** A client's request for a page: what it has, and what it can use. */
export interface Wish {
  now: Date;
  /** Its If-None-Match header; null without one. */
  ifNoneMatch: string | null;
  /** True if a delta will do (RFC 3229). */
  delta: boolean;
  /** True if `If-None-Match: *` or If-Modified-Since already allows a 304. */
  fresh: boolean;
  /** True if the document of a page is what the client has already. */
  isNotModified: (page: FeedPage, document: FeedDocument) => boolean;
  gzip: boolean;
}

/** A document, and the page as it was when it was made: both are of one moment. */
export interface Made {
  page: FeedPage;
  document: FeedDocument;
}

/** An answer to a wish: nothing, the whole document with its bytes, what has changed in it, or another place to ask at. */
export type Served =
  | (Made & { kind: 'not-modified' | 'whole' | 'delta' })
  | { kind: 'elsewhere'; before: Position | undefined };

type Attempt = Made | Extract<Served, { kind: 'elsewhere' }>;

/** Attempts to read a document while its articles are being changed. */
const ATTEMPTS = 5;

interface Parts {
  db: Database;
  site: Site;
  memory: Memory;
  resolver: ChannelResolver;
  flights: Flights;
  noteFault: NoteFault;
}

/** Makes documents, and remembers them. One per process. */
export class FeedDocuments {
  readonly fragments: Fragments;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.fragments = new Fragments(parts);
    this.#parts = parts;
  }

  /** The document of a page, if it is known, with the bytes that were asked for so far; undefined for an archive. */
  fromMemory(page: FeedPage): FeedDocument | undefined {
    return this.#parts.memory.document(page, page.path);
  }

  /** The document of a page or archive as it was made last, whatever has changed since. */
  outdated(page: FeedPage, now: Date): FeedDocument | undefined {
    return this.#parts.memory.document(page, nameOf(page, now));
  }

  /**
   * Meets a client's wish. Waits for the database once, or not at all if the bytes are in memory, or if the ETag is known
   * and the client has it. More often for a listing that has only lost stories since the client saw it, for a delta of more
   * than a page, and while the page is being changed.
   * @throws {Refused} `not-found` for an archive without stories, `busy` while its articles do not stop changing
   */
  async serve(page: FeedPage, wish: Wish): Promise<Served> {
    const name = nameOf(page, wish.now);
    const document = this.#parts.memory.document(page, name) ?? (await this.#fromRevision(page, name));
    if (document && wish.isNotModified(page, document)) return { kind: 'not-modified', page, document };
    const clientHas = wish.ifNoneMatch === null ? undefined : await this.#newestOf(page, wish.ifNoneMatch);
    if (wish.delta && clientHas !== undefined && !page.address.before && !isArchive(page)) {
      const delta = await this.#serveDelta(page, wish, clientHas);
      if (delta) return delta;
    }
    if (document?.bytes) return this.#withBytes('whole', { page, document }, wish);
    return this.#serveWhole(page, wish, clientHas);
  }

  /** Serves the whole document. Who asks for the same one at the same time shares it, unless it came without bytes. */
  async #serveWhole(page: FeedPage, wish: Wish, clientHas: number | undefined): Promise<Served> {
    const { flights } = this.#parts;
    const name = nameOf(page, wish.now);
    const shared = await flights.share(`document ${name}`, () => this.#make(page, wish, clientHas));
    const needsBytes =
      'document' in shared && !shared.document.bytes && !wish.isNotModified(shared.page, shared.document);
    const made = needsBytes ? await this.#make(page, wish, undefined) : shared;
    if (!('document' in made)) return made;
    if (wish.isNotModified(made.page, made.document)) return { ...made, kind: 'not-modified' };
    return this.#withBytes('whole', made, wish);
  }

  /** Makes a document. Without bytes, if that is what the client has. */
  async #make(page: FeedPage, wish: Wish, clientHas: number | undefined): Promise<Attempt> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(page, wish, clientHas, attempt > 1);
      } catch (error) {
        if (!(error instanceof ChangedMeanwhile)) throw error;
        if (attempt === ATTEMPTS) throw new Refused({ kind: 'busy', message: error.message, retryAfterSeconds: 1 });
      }
    }
  }

  async #attempt(asked: FeedPage, wish: Wish, clientHas: number | undefined, again: boolean): Promise<Attempt> {
    const { db, resolver } = this.#parts;
    const fragments = this.fragments.inMemory(asked);
    const ifNewerThan = wish.fresh ? Number.MAX_SAFE_INTEGER : clientHas;
    const entries = { ...entriesFor(fragments), ifNewerThan };
    const { channel, reading } = await together(db, {
      channel: resolver.asItIs(asked.channel, wish.now),
      reading: readPage(db, asked, wish.now, entries),
    }).ask();
    if (!reading) throw notFound(`there is nothing of ${asked.address.month} in this channel`);
    const page = { ...asked, channel };
    const before = beginningOf(page, reading);
    if (before !== page.address.before) return { kind: 'elsewhere', before };
    const contents = contentsOf(page, reading, fragments, wish.now);
    const document = await this.#identify(page, contents, wish.now);
    if (wish.isNotModified(page, document)) return { page, document: this.#remember(document) };
    const bytes = await this.#render(page, contents, fragments, again);
    return { page, document: this.#remember({ ...document, bytes, gzipped: undefined }) };
  }

  /**
   * RFC 3229 with the "feed" instance manipulation: what has changed since an earlier ETag of the page. Undefined if that
   * is more than the page holds, or not all of it could be found at once.
   */
  async #serveDelta(asked: FeedPage, wish: Wish, since: number): Promise<Served | undefined> {
    const { db, memory, resolver } = this.#parts;
    const name = `${asked.path} since ${since}`;
    const remembered = memory.document(asked, name);
    if (remembered) return this.#withBytes('delta', { page: asked, document: remembered }, wish);
    const fragments = this.fragments.inMemory(asked);
    const entries = entriesFor(fragments);
    const { channel, reading, changes } = await together(db, {
      channel: resolver.asItIs(asked.channel, wish.now),
      reading: followsFromRevision(asked)
        ? answered(db, { listed: [] })
        : readPage(db, asked, wish.now, { ...entries, maxBytes: 0 }),
      changes: readChanges(db, asked, since, entries),
    }).ask();
    const page = { ...asked, channel };
    const contents = contentsOf(page, reading ?? { listed: [] }, fragments, wish.now);
    const document = await this.#identify(page, contents, wish.now);
    if (wish.isNotModified(page, document)) return { kind: 'not-modified', page, document };
    const { listed, upto } = changes;
    const isWhole = upto >= channel.revision && fitting(listed, fragments).length === listed.length;
    if (!isWhole || listed.length > page.address.limit) return undefined;
    const bytes = await this.renderChanges(page, listed, fragments).catch((error: unknown) => {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      return undefined;
    });
    return (
      bytes && this.#withBytes('delta', { page, document: { ...document, name, bytes, gzipped: undefined } }, wish)
    );
  }

  /** A document of the page's channel that holds just these changes, newest first. @param known fragments in memory */
  async renderChanges(page: FeedPage, changes: ListedArticle[], known: FragmentsByNumber): Promise<Uint8Array> {
    const newestFirst = changes.toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
    return renderFeed(this.#parts.site, page, await this.fragments.of(page, newestFirst, known), {});
  }

  async #render(page: FeedPage, contents: Contents, known: FragmentsByNumber, again: boolean): Promise<Uint8Array> {
    const { site } = this.#parts;
    const fragments = await this.fragments.of(page, contents.shown, known, again);
    return renderFeed(site, page, fragments, linksOf(site, page, contents));
  }

  /** The document of `all`, a tag or an older page: its ETag follows from the revision, and is known without a question. */
  async #fromRevision(page: FeedPage, name: string): Promise<FeedDocument | undefined> {
    if (!followsFromRevision(page)) return undefined;
    const { epoch, revision } = page.channel;
    return this.#remember({
      name,
      epoch,
      revision,
      etag: await etagOf(await this.#edition(page), page.path, { revision }),
    });
  }

  /**
   * The document of a page that was read. The ETag of a combination follows from what it lists, so that a busy tag does not
   * change the ETag of its quiet combination with another.
   */
  async #identify(page: FeedPage, contents: Contents, now: Date): Promise<FeedDocument> {
    const { epoch, revision } = page.channel;
    const version = followsFromRevision(page) ? { revision } : await versionOf(page, contents);
    const etag = await etagOf(await this.#edition(page), page.path, version);
    const { archive } = contents;
    const hasNewer = archive && { hasNewer: archive.newer !== undefined };
    return { name: nameOf(page, now), epoch, revision, etag, ...hasNewer };
  }

  #remember(document: FeedDocument): FeedDocument {
    this.#parts.memory.documents.set(document.name, document);
    return document;
  }

  /** Gives a document with bytes the encoding that is wanted, and remembers it. */
  async #withBytes(kind: 'whole' | 'delta', { page, document }: Made, wish: Wish): Promise<Served> {
    if (!wish.gzip || document.gzipped || !document.bytes) return { kind, page, document: this.#remember(document) };
    return { kind, page, document: this.#remember({ ...document, gzipped: await gzip(document.bytes) }) };
  }

  async #edition({ channel: { epoch } }: FeedPage): Promise<string> {
    const { memory, site } = this.#parts;
    const known = memory.edition;
    if (known?.epoch === epoch) return known.value;
    const value = await editionOf(site, epoch);
    memory.edition = { epoch, value };
    return value;
  }

  async #newestOf(page: FeedPage, ifNoneMatch: string): Promise<number | undefined> {
    return newestRevision(await this.#edition(page), page.path, ifNoneMatch, page.channel.revision);
  }
}

/** True if the ETag follows from the channel's revision. */
function followsFromRevision(page: FeedPage): boolean {
  const { channel, address } = page;
  // An older page's `previous` link depends on what is newer, which it does not list.
  return !isArchive(page) && (channel.kind === 'all' || channel.kind === 'tag' || address.before !== undefined);
}

/** The name by which a document is remembered. An archive is another document when another month is over. */
function nameOf(page: FeedPage, now: Date): string {
  return isArchive(page) ? `${page.path} in ${monthOf(now.getTime())}` : page.path;
}
