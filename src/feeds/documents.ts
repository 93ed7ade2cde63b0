import type { ListedArticle } from '../channels/listing.ts';
import { monthOf } from '../channels/months.ts';
import { gzip } from '../http/compression.ts';
import { answered, type Database, together } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { editionOf, etagOf, newestRevision } from './etag.ts';
import { entriesFor, Fragments, type FragmentsByNumber } from './fragments.ts';
import type { Memory } from './memory.ts';
import { linksOf, type Reading, readChanges, readPage, versionOf } from './reading.ts';
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
  /** True if the document is what the client has already. */
  isNotModified: (document: FeedDocument) => boolean;
  gzip: boolean;
}

/** An answer to a wish: nothing, the whole document with its bytes, or what has changed in it. */
export interface Served {
  kind: 'not-modified' | 'whole' | 'delta';
  document: FeedDocument;
}

/** The name of a page's document, and the document if it is known. */
interface Known {
  name: string;
  document: FeedDocument | undefined;
}

/** Makes documents, and remembers them. One per process. */
export class FeedDocuments {
  readonly fragments: Fragments;
  readonly #db: Database;
  readonly #site: Site;
  readonly #memory: Memory;

  constructor(db: Database, site: Site, memory: Memory) {
    this.fragments = new Fragments(db, site, memory);
    this.#db = db;
    this.#site = site;
    this.#memory = memory;
  }

  /** The document of a page, if it is known, with the bytes that were asked for so far; undefined for an archive. */
  fromMemory(page: FeedPage): FeedDocument | undefined {
    return this.#memory.document(page, page.path);
  }

  /**
   * Meets a client's wish. Waits for the database once, or not at all if the bytes are in memory, or if the ETag is known
   * and the client has it. More often for an archive that is new to the client or has over 200 stories, for a listing that
   * has only lost stories since the client saw it, and for a delta of more than a page.
   * @throws {Refused} `not-found` for an archive without stories
   */
  async serve(page: FeedPage, wish: Wish): Promise<Served> {
    const name = nameOf(page, wish.now);
    const document = this.#memory.document(page, name) ?? (await this.#fromRevision(page, name));
    if (document && wish.isNotModified(document)) return { kind: 'not-modified', document };
    const clientHas = wish.ifNoneMatch === null ? undefined : await this.#newestOf(page, wish.ifNoneMatch);
    if (wish.delta && clientHas !== undefined && !page.address.before && !isArchive(page))
      return this.#serveDelta(page, wish, { name, document }, clientHas);
    if (document?.bytes) return this.#withBytes('whole', document, wish);
    return this.#serveWhole(page, wish, { name, document }, clientHas);
  }

  async #serveWhole(page: FeedPage, wish: Wish, known: Known, clientHas: number | undefined): Promise<Served> {
    const fragments = this.fragments.inMemory(page);
    const entries = { ...entriesFor(page, fragments), ...(!known.document && { ifNewerThan: clientHas }) };
    // Archives hardly ever change: whoever has one mostly has it as it is.
    const unchanged = wish.fresh || (isArchive(page) && clientHas !== undefined);
    const reading = await readPage(this.#db, page, wish.now, unchanged ? undefined : entries).ask();
    const document = await this.#identify(page, known, reading);
    if (wish.isNotModified(document)) return { kind: 'not-modified', document };
    return this.#withBytes('whole', { ...document, bytes: await this.#render(page, reading, fragments) }, wish);
  }

  /**
   * RFC 3229 with the "feed" instance manipulation: what has changed since an earlier ETag of the page, or the whole page
   * if more has changed than it holds.
   */
  async #serveDelta(page: FeedPage, wish: Wish, known: Known, since: number): Promise<Served> {
    const name = `${page.path} since ${since}`;
    const remembered = this.#memory.document(page, name);
    if (remembered) return this.#withBytes('delta', remembered, wish);
    const fragments = this.fragments.inMemory(page);
    const { reading, changes } = await together(this.#db, {
      reading: followsFromRevision(page) ? answered(this.#db, undefined) : readPage(this.#db, page, wish.now),
      changes: readChanges(this.#db, page, since, entriesFor(page, fragments)),
    }).ask();
    const document = await this.#identify(page, known, reading);
    if (wish.isNotModified(document)) return { kind: 'not-modified', document };
    if (changes.length > page.address.limit) {
      if (document.bytes) return this.#withBytes('whole', document, wish);
      return this.#serveWhole(page, wish, { name: known.name, document }, since);
    }
    const bytes = await this.renderChanges(page, changes, fragments);
    return this.#withBytes('delta', { ...document, name, bytes, gzipped: undefined }, wish);
  }

  /** A document of the page's channel that holds just these changes, newest first. @param known fragments in memory */
  async renderChanges(page: FeedPage, changes: ListedArticle[], known: FragmentsByNumber): Promise<Uint8Array> {
    const newestFirst = changes.toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
    return renderFeed(this.#site, page, await this.fragments.of(page, newestFirst, known), {});
  }

  async #render(page: FeedPage, reading: Reading | undefined, known: FragmentsByNumber): Promise<Uint8Array> {
    const { listed } = reading ?? { listed: [] };
    const shown = isArchive(page) ? listed : listed.slice(0, page.address.limit);
    const links = reading ? linksOf(this.#site, page, reading) : {};
    return renderFeed(this.#site, page, await this.fragments.of(page, shown, known), links);
  }

  /** The document of `all`, a tag or an older page: its ETag follows from the revision, and is known without a question. */
  async #fromRevision(page: FeedPage, name: string): Promise<FeedDocument | undefined> {
    if (!followsFromRevision(page)) return undefined;
    const { epoch, revision } = page.channel;
    const etag = await etagOf(await this.#edition(page), page.path, { revision });
    return this.#remember({ name, epoch, revision, etag });
  }

  /**
   * The document of a page that was read. The ETag of a combination follows from what it lists, so that a busy tag does not
   * change the ETag of its quiet combination with another. What is remembered may be older than what was read.
   */
  async #identify(page: FeedPage, known: Known, reading: Reading | undefined): Promise<FeedDocument> {
    if (known.document && followsFromRevision(page)) return known.document;
    if (!reading) throw notFound(`there is nothing of ${page.address.month} in this channel`);
    const { name } = known;
    const { epoch, revision } = page.channel;
    const etag = await etagOf(await this.#edition(page), page.path, await versionOf(page, reading));
    const { archive } = reading;
    return this.#remember({ name, epoch, revision, etag, ...(archive && { hasNewer: archive.newer !== undefined }) });
  }

  #remember(document: FeedDocument): FeedDocument {
    this.#memory.documents.set(document.name, document);
    return document;
  }

  /** Gives a document with bytes the encoding that is wanted, and remembers it. */
  async #withBytes(kind: 'whole' | 'delta', document: FeedDocument, wish: Wish): Promise<Served> {
    if (!wish.gzip || document.gzipped || !document.bytes) return { kind, document: this.#remember(document) };
    return { kind, document: this.#remember({ ...document, gzipped: await gzip(document.bytes) }) };
  }

  async #edition({ channel: { epoch } }: FeedPage): Promise<string> {
    const known = this.#memory.edition;
    if (known?.epoch === epoch) return known.value;
    const value = await editionOf(this.#site, epoch);
    this.#memory.edition = { epoch, value };
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
