import { findEntries, type NumberedEntry } from '../articles/store.ts';
import { type EntryOptions, type ListedArticle, listChannel } from '../channels/listing.ts';
import { listChanges } from '../channels/listing-store.ts';
import { monthOf } from '../channels/months.ts';
import type { Position } from '../channels/position.ts';
import { sha256 } from '../hash.ts';
import { gzip } from '../http/compression.ts';
import { answered, type Database, type Query, together } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { currentPath, feedPath } from './address.ts';
import { type Archive, type ArchiveName, archiveAfter, archiveVersion, readArchive } from './archives.ts';
import { editionOf, etagOf, newestRevision, type Version } from './etag.ts';
import type { Memory } from './memory.ts';
import { renderFeed, renderFragment } from './render.ts';
import {
  type FeedAddress,
  type FeedDocument,
  type FeedPage,
  type Fragment,
  type HistoryLinks,
  isArchive,
} from './types.ts';

/** Articles whose entries are in memory at once. */
const ENTRIES_AT_ONCE = 200;

/** What a client has of a page, and wants. */
export interface Wish {
  now: Date;
  /** Its If-None-Match header; null without one. */
  ifNoneMatch: string | null;
  /** True if a delta will do (RFC 3229). */
  delta: boolean;
  /** True if the client is content whatever the document's ETag is. */
  content: boolean;
  /** True if the document is what the client has already. */
  isNotModified: (document: FeedDocument) => boolean;
  gzip: boolean;
}

/** How a wish is met: by nothing, by the whole document with its bytes, or by what has changed in it. */
export interface Served {
  kind: 'not-modified' | 'whole' | 'delta';
  document: FeedDocument;
}

/** A page as it was read: its stories, and one more if there is a next page, or an archive. */
interface Reading {
  listed: ListedArticle[];
  /** Only of an older page: the stories that are newer, nearest first. */
  newer?: ListedArticle[];
  archive?: Archive;
}

/** Finds and makes documents: the only one in this room who asks the database. One per process. */
export class FeedDocuments {
  readonly #db: Database;
  readonly #site: Site;
  readonly #memory: Memory;

  constructor(db: Database, site: Site, memory: Memory) {
    this.#db = db;
    this.#site = site;
    this.#memory = memory;
  }

  /** The document of a page that is no archive, if it is known, with the bytes that were asked for so far. */
  fromMemory(page: FeedPage): FeedDocument | undefined {
    return this.#memory.document(page, page.path);
  }

  /** The fragments that are in memory for an address, by the number of their article's newest change. */
  fragments(address: FeedAddress): Map<number, Fragment> {
    return this.#memory.fragments(address);
  }

  /**
   * Meets a client's wish with one question to the database at most, and none if the document or its ETag is known. (Two
   * more for an archive of over 200 stories, and for a listing that has lost a story since the client saw it.)
   * @throws {Refused} `not-found` for an archive without stories
   */
  async serve(page: FeedPage, wish: Wish): Promise<Served> {
    const name = nameOf(page, wish.now);
    const known = this.#memory.document(page, name) ?? (await this.#fromRevision(page, name));
    if (known && wish.isNotModified(known)) return { kind: 'not-modified', document: known };
    const has = wish.ifNoneMatch === null ? undefined : await this.#newestOf(page, wish.ifNoneMatch);
    if (wish.delta && has !== undefined && !page.address.before && !isArchive(page))
      return this.#serveDelta(page, wish, { name, known, since: has });
    if (known?.bytes) return this.#withBytes('whole', known, wish);
    const fragments = this.#memory.fragments(page.address);
    const entries = { ...entriesOf(page, fragments), ...(!known && { unlessNewest: has }) };
    // Archives hardly ever change: whoever has one mostly has it as it is.
    const unchanged = wish.content || (isArchive(page) && has !== undefined);
    const reading = await this.#read(page, wish.now, unchanged ? undefined : entries).ask();
    const document = known ?? (await this.#identify(page, name, reading));
    if (!known && wish.isNotModified(document)) return { kind: 'not-modified', document };
    return this.#withBytes('whole', { ...document, bytes: await this.#render(page, reading, fragments) }, wish);
  }

  /**
   * RFC 3229 with the "feed" instance manipulation: what has changed since an earlier ETag of the page, or the whole page
   * if more has changed than it holds.
   */
  async #serveDelta(
    page: FeedPage,
    wish: Wish,
    { name, known, since }: { name: string; known: FeedDocument | undefined; since: number },
  ): Promise<Served> {
    const remembered = this.#memory.document(page, deltaName(page, since));
    if (remembered) return this.#withBytes('delta', remembered, wish);
    const fragments = this.#memory.fragments(page.address);
    const { reading, changes } = await together(this.#db, {
      reading: known ? answered(this.#db, undefined) : this.#read(page, wish.now),
      changes: this.#changesSince(page, since, entriesOf(page, fragments)),
    }).ask();
    const document = known ?? (await this.#identify(page, name, reading));
    if (!known && wish.isNotModified(document)) return { kind: 'not-modified', document };
    if (changes.length <= page.address.limit) {
      const bytes = await this.renderChanges(page, changes, fragments);
      return this.#withBytes('delta', { ...document, name: deltaName(page, since), bytes, gzipped: undefined }, wish);
    }
    if (document.bytes) return this.#withBytes('whole', document, wish);
    const whole = reading ?? (await this.#read(page, wish.now, entriesOf(page, fragments)).ask());
    return this.#withBytes('whole', { ...document, bytes: await this.#render(page, whole, fragments) }, wish);
  }

  /** A document of the page's channel that holds just these changes, newest first. @param known fragments in memory */
  async renderChanges(page: FeedPage, changes: ListedArticle[], known: Map<number, Fragment>): Promise<Uint8Array> {
    const newestFirst = changes.toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
    return renderFeed(this.#site, page, await this.#fragments(page, newestFirst, known), {});
  }

  /** The document of `all` or a tag: its ETag follows from the revision alone, and is known without a question. */
  async #fromRevision(page: FeedPage, name: string): Promise<FeedDocument | undefined> {
    const { channel, address, path } = page;
    // An older page's `previous` link depends on what is newer, which it does not list.
    if (isArchive(page) || !(channel.kind === 'all' || channel.kind === 'tag' || address.before)) return undefined;
    const { revision } = channel;
    return this.#remember({ name, revision, etag: await etagOf(await this.#edition(page), path, { revision }) });
  }

  /**
   * The document of any other page. Its ETag follows from what it lists, so that a busy tag does not change the ETag of
   * its quiet combination with another.
   */
  async #identify(page: FeedPage, name: string, reading: Reading | undefined): Promise<FeedDocument> {
    if (!reading) throw notFound(`there is nothing of ${page.address.month} in this channel`);
    const { revision } = page.channel;
    const etag = await etagOf(await this.#edition(page), page.path, await versionOf(page, reading));
    const { archive } = reading;
    return this.#remember({ name, revision, etag, ...(archive && { hasNewer: archive.newer !== undefined }) });
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

  #read(page: FeedPage, now: Date, entries?: EntryOptions): Query<Reading | undefined> {
    const { channel, address } = page;
    const { before, limit } = address;
    if (isArchive(page)) {
      const options = { thisMonth: monthOf(now.getTime()), entries };
      return readArchive(this.#db, channel, page.address, options).map(
        (archive) => archive && { listed: archive.listed, archive },
      );
    }
    return together(this.#db, {
      listed: listChannel(this.#db, channel, { from: before, limit: limit + 1, entries }),
      newer: before
        ? listChannel(this.#db, channel, { from: before, limit: limit + 1, direction: 'newer-or-same' })
        : answered(this.#db, []),
    });
  }

  /** What has changed in a channel after a number; of a search, what is among its newest: it would all have to be read. */
  #changesSince({ channel, address }: FeedPage, after: number, entries: EntryOptions): Query<ListedArticle[]> {
    const limit = address.limit + 1;
    if (channel.kind !== 'search') return listChanges(this.#db, channel, { after, limit, entries });
    return listChannel(this.#db, channel, { limit, entries }).map((found) => found.filter((it) => it.seq > after));
  }

  async #render(page: FeedPage, reading: Reading | undefined, known: Map<number, Fragment>): Promise<Uint8Array> {
    const { listed = [] } = reading ?? {};
    const shown = isArchive(page) ? listed : listed.slice(0, page.address.limit);
    const links = reading ? linksOf(this.#site, page, reading) : {};
    return renderFeed(this.#site, page, await this.#fragments(page, shown, known), links);
  }

  /** The fragments of what a document lists, in its order; without articles that have gone meanwhile. */
  async #fragments(page: FeedPage, listed: ListedArticle[], known: Map<number, Fragment>): Promise<Fragment[]> {
    const { format, content } = page.address;
    const made = new Map<string, Fragment>();
    const used = new Map<number, Fragment>();
    const add = (key: string, { seq, entry }: NumberedEntry) => {
      const fragment = renderFragment(entry, format, content, this.#site);
      made.set(key, fragment);
      used.set(seq, fragment);
    };
    for (const { key, seq, entry } of listed) {
      const fragment = known.get(seq);
      if (fragment) used.set(seq, fragment);
      else if (entry) add(key, { seq, entry });
    }
    const missing = listed.filter((it) => !used.has(it.seq)).map((it) => it.key);
    for (let start = 0; start < missing.length; start += ENTRIES_AT_ONCE) {
      const entries = await findEntries(this.#db, missing.slice(start, start + ENTRIES_AT_ONCE)).ask();
      for (const [key, entry] of entries) add(key, entry);
    }
    this.#memory.keepFragments(page.address, used);
    return listed.flatMap(({ key, seq }) => made.get(key) ?? used.get(seq) ?? []);
  }
}

/** What a document is remembered by. Which months are over is told by the clock: an archive is another document then. */
function nameOf(page: FeedPage, now: Date): string {
  return isArchive(page) ? `${page.path} in ${monthOf(now.getTime())}` : page.path;
}

/** The entries that are read along with a listing: those that are not in memory, and of an archive the first. */
function entriesOf(page: FeedPage, known: Map<number, Fragment>): EntryOptions {
  return { except: known.keys(), ...(isArchive(page) && { first: ENTRIES_AT_ONCE }) };
}

const deltaName = ({ path }: FeedPage, since: number) => `${path} since ${since}`;

async function versionOf({ channel, address }: FeedPage, { listed, archive }: Reading): Promise<Version> {
  if (archive) return archiveVersion(channel, archive);
  // An empty feed is dated by the channel's last change, a search's that finds nothing is not.
  if (listed.length === 0 && channel.kind !== 'search') return { revision: channel.revision };
  const older = archiveAfter(listed, address.limit, channel);
  const shown = [channel.label, older, listed.map(({ key, seq }) => [key, seq])];
  return { revision: Math.max(0, ...listed.map((it) => it.seq)), listing: await sha256(JSON.stringify(shown)) };
}

function linksOf(site: Site, page: FeedPage, { listed, newer, archive }: Reading): HistoryLinks {
  const { channel, address } = page;
  const { limit, before } = address;
  const url = (place: Position | undefined) => site.origin + feedPath({ ...address, before: place });
  const archiveUrl = (name: ArchiveName | undefined) =>
    name && site.origin + feedPath({ ...address, before: undefined, ...name });
  if (archive) {
    return {
      current: site.origin + currentPath(address),
      prevArchive: archiveUrl(archive.older),
      nextArchive: archiveUrl(archive.newer),
    };
  }
  const shown = listed.slice(0, limit);
  return {
    next: listed.length > limit ? url(shown.at(-1)) : undefined,
    // The page before this one begins with the newest, unless more stories are newer than it holds.
    previous: before && shown.length > 0 ? url(newer && newer.length > limit ? newer.at(-1) : undefined) : undefined,
    prevArchive: before ? undefined : archiveUrl(archiveAfter(listed, limit, channel)),
  };
}
