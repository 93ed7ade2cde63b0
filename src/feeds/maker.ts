import type { ListedArticle } from '../channels/listing.ts';
import { monthOf } from '../channels/months.ts';
import type { Position } from '../channels/position.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { missesOf } from '../channels/walk.ts';
import type { NoteFault } from '../faults/faults.ts';
import { answered, type Database, together } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { editionOf, etagOf, newestRevision } from './etag.ts';
import { ChangedMeanwhile, entriesFor, Fragments, fitting, untilUnchanged } from './fragments.ts';
import type { Memory } from './memory.ts';
import {
  beginningOf,
  type Contents,
  contentsOf,
  linksOf,
  oldestOf,
  type Reading,
  readChanges,
  readPage,
  versionOf,
} from './reading.ts';
import { renderFeed } from './render.ts';
import { type FeedDocument, type FeedPage, isArchive, type KnownFragments } from './types.ts';

/** A document, and the page as it was when it was made: both are of one moment. */
export interface Made {
  page: FeedPage;
  document: FeedDocument;
}

/** Another place to ask at: no article is where the page is to begin. */
export interface Elsewhere {
  document?: never;
  before: Position | undefined;
}

/** What makes bytes unnecessary. */
export interface Need {
  now: Date;
  /** The newest change that the client has, if it says so: mostly it has the document as it is. */
  clientHas: number | undefined;
  /** True if `If-None-Match: *` or If-Modified-Since already allows a 304. */
  fresh: boolean;
  /** True if the document of a page is what the client has already. */
  isNotModified: (page: FeedPage, document: FeedDocument) => boolean;
  /** Is told how many answers the reading counts for besides this one. */
  countAlso: (misses: number) => void;
}

const CHANNEL_CHANGED = 'the channel has changed since it was looked up';

interface Parts {
  db: Database;
  site: Site;
  memory: Memory;
  resolver: ChannelResolver;
  noteFault: NoteFault;
}

/** Makes documents of what the database has. One per process. */
export class DocumentMaker {
  readonly fragments: Fragments;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.fragments = new Fragments(parts);
    this.#parts = parts;
  }

  /**
   * Makes a document. Without bytes, if that is what the client has.
   * @throws {Refused} `not-found` for an archive without stories, `busy` while its articles do not stop changing
   */
  make(page: FeedPage, need: Need): Promise<Made | Elsewhere> {
    return untilUnchanged((again) => this.#attempt(page, need, again));
  }

  async #attempt(asked: FeedPage, need: Need, again: boolean): Promise<Made | Elsewhere> {
    const { db, resolver } = this.#parts;
    const { now, clientHas, fresh, isNotModified, countAlso } = need;
    const fragments = this.fragments.inMemory(asked);
    const ifNewerThan = fresh ? Number.MAX_SAFE_INTEGER : clientHas;
    const entries = { ...entriesFor(fragments, isArchive(asked) ? 'hundreds' : 'page'), ifNewerThan };
    const { channel, reading } = await together(db, {
      channel: resolver.asItIs(asked.channel, now, again),
      reading: readPage(db, asked, now, entries),
    }).ask();
    countAlso(missesOf({ walk: walkFor(asked) }, reading ? foundFor(asked, reading) : 0));
    if (!channel) throw new ChangedMeanwhile(CHANNEL_CHANGED);
    if (!reading) throw notFound(`there is nothing of ${asked.address.month} in this channel`);
    const page = { ...asked, channel };
    const before = beginningOf(page, reading);
    if (before !== page.address.before) return { before };
    const contents = contentsOf(page, reading, fragments, now);
    const document = await this.#identify(page, contents, now);
    if (isNotModified(page, document)) return { page, document };
    const bytes = await this.#render(page, contents, fragments, again);
    return { page, document: { ...document, bytes } };
  }

  /**
   * RFC 3229 with the "feed" instance manipulation: what has changed since an earlier ETag of the page, under the ETag of the
   * whole. Undefined if that is more than the page holds, or not all of it could be found at once.
   * @returns without bytes, if the whole is what the client has
   */
  makeDelta(page: FeedPage, since: number, need: Need): Promise<Made | undefined> {
    return untilUnchanged((again) => this.#attemptDelta(page, since, need, again));
  }

  async #attemptDelta(
    asked: FeedPage,
    since: number,
    { now, isNotModified }: Need,
    again: boolean,
  ): Promise<Made | undefined> {
    const { db, resolver } = this.#parts;
    const fragments = this.fragments.inMemory(asked);
    const entries = entriesFor(fragments, 'page');
    const { channel, reading, changes } = await together(db, {
      channel: resolver.asItIs(asked.channel, now, again),
      reading: followsFromRevision(asked)
        ? answered(db, { listed: [] })
        : readPage(db, asked, now, { ...entries, maxBytesEach: 0 }),
      changes: readChanges(db, asked, since, entries),
    }).ask();
    if (!channel) throw new ChangedMeanwhile(CHANNEL_CHANGED);
    const page = { ...asked, channel };
    const contents = contentsOf(page, reading ?? { listed: [] }, fragments, now);
    const document = await this.#identify(page, contents, now);
    if (isNotModified(page, document)) return { page, document };
    const { listed, upto } = changes;
    const isWhole = upto >= channel.revision && fitting(listed, fragments).length === listed.length;
    if (!isWhole || listed.length > page.address.limit) return undefined;
    const bytes = await this.renderChanges(page, listed, { known: fragments, now }, again);
    return { page, document: { ...document, name: deltaName(page, since, now), bytes } };
  }

  /**
   * A document of the page's channel that holds just these changes, newest first.
   * @param known fragments in memory when they were listed
   * @param now a partner gets no story that is too old for it, but for its end
   * @param again see `Fragments.of`
   * @throws {ChangedMeanwhile}
   */
  async renderChanges(
    page: FeedPage,
    changes: ListedArticle[],
    { known, now }: { known: KnownFragments; now: Date },
    again: boolean,
  ): Promise<Uint8Array> {
    const oldest = oldestOf(page.address.format.profile, now) ?? Number.NEGATIVE_INFINITY;
    const newestFirst = changes.toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
    const fragments = await this.fragments.of(page, newestFirst, known, again);
    const taken = fragments.filter((it) => it.gone || it.published.getTime() >= oldest);
    return renderFeed(this.#parts.site, page, taken, {});
  }

  async #render(page: FeedPage, contents: Contents, known: KnownFragments, again: boolean): Promise<Uint8Array> {
    const { site } = this.#parts;
    const fragments = await this.fragments.of(page, [...contents.shown, ...contents.gone], known, again);
    return renderFeed(site, page, fragments, linksOf(site, page, contents));
  }

  /** Makes the document of `all`, a tag or an older page, without bytes: its ETag follows from the revision, and is known without a question. */
  fromRevision(page: FeedPage, name: string, now: Date): FeedDocument | undefined {
    if (!followsFromRevision(page)) return undefined;
    const { epoch, revision } = page.channel;
    const remembered = this.#parts.memory.document(page, name);
    const etag = remembered?.etag ?? etagOf(this.#edition(page), identityOf(page, now), { revision });
    return { name, epoch, revision, etag };
  }

  /**
   * The document of a page that was read. The ETag of a combination follows from what it lists, so that a busy tag does not
   * change the ETag of its quiet combination with another.
   */
  async #identify(page: FeedPage, contents: Contents, now: Date): Promise<FeedDocument> {
    const name = nameOf(page, now);
    const known = this.fromRevision(page, name, now);
    if (known) return known;
    const { epoch, revision } = page.channel;
    const etag = etagOf(this.#edition(page), identityOf(page, now), await versionOf(page, contents));
    const { archive } = contents;
    const hasNewer = archive && { hasNewer: archive.newer !== undefined };
    return { name, epoch, revision, etag, ...hasNewer };
  }

  #edition({ channel: { epoch } }: FeedPage): string {
    const { memory, site } = this.#parts;
    const known = memory.edition;
    if (known?.epoch === epoch) return known.value;
    const value = editionOf(site, epoch);
    memory.edition = { epoch, value };
    return value;
  }

  /** Returns the newest change that a client has of a page, by its If-None-Match header. */
  newestOf(page: FeedPage, ifNoneMatch: string, now: Date): number | undefined {
    return newestRevision(this.#edition(page), identityOf(page, now), ifNoneMatch, page.channel.revision);
  }
}

/** True if the ETag follows from the channel's revision. */
function followsFromRevision(page: FeedPage): boolean {
  const { channel, address } = page;
  // An older page's `previous` link depends on what is newer, which it does not list.
  return !isArchive(page) && (channel.kind === 'all' || channel.kind === 'tag' || address.before !== undefined);
}

/** The number of stories that were found for a page, among them as many newer ones as are on one. */
const foundFor = ({ address: { limit } }: FeedPage, { listed, newer }: Reading) =>
  listed.length + (newer?.previous ? limit : 0);

/** The most stories that are stepped over for a page: where a partner's are picked out, all of its channel's. */
function walkFor({ channel, address: { format } }: FeedPage): number {
  if (!format.profile?.judged || channel.kind === 'search') return channel.walk;
  return Math.max(channel.walk, ...channel.sizes.values());
}

/** The name by which a document is remembered. An archive is another document when another month is over. */
export function nameOf(page: FeedPage, now: Date): string {
  return isArchive(page) ? `${page.path} in ${monthOf(now.getTime())}` : identityOf(page, now);
}

/** The name by which a delta is remembered. */
export const deltaName = (page: FeedPage, since: number, now: Date): string =>
  `${identityOf(page, now)} since ${since}`;

/**
 * The address of a page, and of a profile what tells the newsroom's settings apart that it follows; where it has no old stories,
 * also the day.
 */
export function identityOf({ path, address: { format } }: FeedPage, now: Date): string {
  const { settings = '', maxAgeDays } = format.profile ?? {};
  const day = maxAgeDays === undefined ? '' : ` on ${now.toISOString().slice(0, 10)}`;
  return settings === '' ? path + day : `${path} by ${settings}${day}`;
}
