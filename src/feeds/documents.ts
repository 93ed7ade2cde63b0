import type { Position } from '../channels/position.ts';
import { gzip } from '../http/compression.ts';
import type { Flights } from './flights.ts';
import { type DocumentMaker, deltaName, identityOf, type Made, type Need, nameOf } from './maker.ts';
import type { Memory } from './memory.ts';
import { type FeedDocument, type FeedPage, isArchive } from './types.ts';

/** A client's request for a page: what it has, and what it can use. */
export interface Wish extends Omit<Need, 'clientHas'> {
  /** Its If-None-Match header; null without one. */
  ifNoneMatch: string | null;
  /** True if a delta will do (RFC 3229). */
  delta: boolean;
  gzip: boolean;
}

/** An answer to a wish: nothing, the whole document with its bytes, what has changed in it, or another place to ask at. */
export type Served =
  | (Made & { kind: 'not-modified' | 'whole' | 'delta' })
  | { kind: 'elsewhere'; before: Position | undefined };

/** There is no delta that holds all changes. */
const NO_DELTA: { document?: never } = {};

interface Parts {
  memory: Memory;
  flights: Flights;
  maker: DocumentMaker;
}

/** Serves documents: remembered ones, or those that are made. One per process. */
export class FeedDocuments {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The document of a page, if it is known, with the bytes that were asked for so far; undefined for an archive. */
  fromMemory(page: FeedPage, now: Date): FeedDocument | undefined {
    return this.#parts.memory.document(page, identityOf(page, now));
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
    const document = this.#known(page, wish.now);
    if (document && wish.isNotModified(page, document)) return { kind: 'not-modified', page, document };
    const { maker } = this.#parts;
    const clientHas = wish.ifNoneMatch === null ? undefined : maker.newestOf(page, wish.ifNoneMatch, wish.now);
    if (wish.delta && clientHas !== undefined && !page.address.before && !isArchive(page)) {
      const delta = await this.#serveDelta(page, { ...wish, clientHas }, clientHas);
      if (delta) return delta;
    }
    if (document?.bytes) return this.#withBytes('whole', { page, document }, wish);
    return this.#serveWhole(page, { ...wish, clientHas });
  }

  /** The remembered document, or one without bytes if its ETag follows from the channel alone. */
  #known(page: FeedPage, now: Date): FeedDocument | undefined {
    const { memory, maker } = this.#parts;
    const name = nameOf(page, now);
    const remembered = memory.document(page, name);
    if (remembered) return remembered;
    const document = maker.fromRevision(page, name, now);
    return document && this.#remember(document);
  }

  async #serveWhole(page: FeedPage, wish: Wish & Need): Promise<Served> {
    const { maker } = this.#parts;
    const made = await this.#share(nameOf(page, wish.now), wish, (need) => maker.make(page, need));
    if (!made.document) return { kind: 'elsewhere', ...made };
    if (wish.isNotModified(made.page, made.document)) return { kind: 'not-modified', ...made };
    return this.#withBytes('whole', made, wish);
  }

  async #serveDelta(page: FeedPage, wish: Wish & Need, since: number): Promise<Served | undefined> {
    const { memory, maker } = this.#parts;
    const name = deltaName(page, since, wish.now);
    const remembered = memory.document(page, name);
    const made = remembered
      ? { page, document: remembered }
      : await this.#share(name, wish, async (need) => (await maker.makeDelta(page, since, need)) ?? NO_DELTA);
    if (!made.document) return undefined;
    if (!made.document.bytes) return { kind: 'not-modified', ...made };
    return this.#withBytes('delta', made, wish);
  }

  /** Makes a document. Who asks for the same one at the same time shares it, unless it came without bytes. */
  async #share<Other extends { document?: never }>(
    name: string,
    wish: Wish & Need,
    make: (need: Need) => Promise<Made | Other>,
  ): Promise<Made | Other> {
    const encoded = async (need: Need) => {
      const made = await make(need);
      return made.document ? this.#encoded(made, wish) : made;
    };
    const shared = await this.#parts.flights.share(`document ${name}`, () => encoded(wish));
    if (!shared.document || shared.document.bytes || wish.isNotModified(shared.page, shared.document)) return shared;
    return encoded({ ...wish, clientHas: undefined });
  }

  async #withBytes(kind: 'whole' | 'delta', made: Made, wish: Wish): Promise<Served> {
    return { kind, ...(await this.#encoded(made, wish)) };
  }

  /** Gives a document with bytes the encoding that is wanted, and remembers it. */
  async #encoded({ page, document }: Made, wish: Wish): Promise<Made> {
    if (!wish.gzip || document.gzipped || !document.bytes) return { page, document: this.#remember(document) };
    return { page, document: this.#remember({ ...document, gzipped: await gzip(document.bytes) }) };
  }

  #remember(document: FeedDocument): FeedDocument {
    this.#parts.memory.documents.set(document.name, document);
    return document;
  }
}
