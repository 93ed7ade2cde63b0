import { findState } from '../articles/release-store.ts';
import { findSequence } from '../articles/sequence-store.ts';
import type { NoteFault } from '../faults/faults.ts';
import { type Answers, type Database, DatabaseAway, type Query, together } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { type Activity, findActivity } from './activity-store.ts';
import { type Channel, expressionChannel, type Snapshot, searchChannel } from './channel.ts';
import { type ChannelRow, type Directory, findChannels, findDirectory } from './channel-store.ts';
import { canonicalExpression, type Expression, expressionSlugs, parseExpression } from './expression.ts';
import { parseSearch, type Search, searchedBy } from './search.ts';
import { ALL } from './slug.ts';
import { UnreadableVocabulary, Vocabulary } from './vocabulary.ts';
import { EMPTY_VOCABULARY } from './vocabulary-file.ts';
import { findVocabulary, VOCABULARY_FAULT } from './vocabulary-store.ts';

/** The time that a process may show a channel as it was before another process published, in milliseconds. */
const MAX_STALENESS = 2000;
/** The same while the database does not answer. */
const MAX_OUTDATED = 3600_000;
/** The most channels of a directory that is remembered: some 4 MB. */
const MAX_REMEMBERED_CHANNELS = 10_000;

/**
 * The channels and the vocabulary that a process remembers; src/feeds/memory.ts says what ends it and why it is safe.
 */
export interface ChannelMemory {
  /** By canonical name. */
  channels: {
    get(name: string): { channel: Channel; at: number } | undefined;
    set(name: string, seen: { channel: Channel; at: number }): unknown;
    clear(): void;
  };
  vocabulary: { vocabulary: Vocabulary; hash: string } | undefined;
  directory: RememberedDirectory | undefined;
}

/** The directory, and how busy its channels are, as far as somebody has asked. */
export interface RememberedDirectory extends Directory {
  /** By slug. */
  activity: Map<string, Activity>;
}

/** The meaning of a text in an address. */
type Wanted = { kind: 'search'; search: Search } | { kind: 'expression'; expression: Expression };

/** A channel, and the answers to other questions that shared its wait. */
export interface Look<Questions extends Record<string, Query<unknown>>> {
  channel: Channel;
  vocabulary: Vocabulary;
  also: Answers<Questions>;
}

interface ResolverParts {
  db: Database;
  site: Site;
  memory: ChannelMemory;
  /** What requests share at this moment, which may be from before. */
  flights: { clear(): void };
  noteFault: NoteFault;
}

/** Finds the channel that a text in an address stands for. One per process. */
export class ChannelResolver {
  readonly #db: Database;
  readonly #site: Site;
  readonly #memory: ChannelMemory;
  readonly #flights: ResolverParts['flights'];
  readonly #noteFault: NoteFault;
  /** Counts what this process publishes, so that what was read before is not remembered after. */
  #generation = 0;
  /** Set while the database does not answer: nobody who reads asks it until then (milliseconds since 1970). */
  #away: { error: DatabaseAway; until: number } | undefined;

  constructor({ db, site, memory, flights, noteFault }: ResolverParts) {
    this.#db = db;
    this.#site = site;
    this.#memory = memory;
    this.#flights = flights;
    this.#noteFault = noteFault;
  }

  /** Forgets all channels, and what is being read of them. Call it when this process has published something. */
  forget(): void {
    this.#generation++;
    this.#memory.channels.clear();
    this.#flights.clear();
  }

  /** Returns the channel of a canonical name from memory, at most two seconds old; undefined if there is none. */
  fromMemory(name: string, now: Date): Channel | undefined {
    const seen = this.#memory.channels.get(name);
    return seen && now.getTime() - seen.at < MAX_STALENESS ? seen.channel : undefined;
  }

  /**
   * Returns the channel of a canonical name as it was, for while the database does not answer: at most an hour old, and not
   * beyond a moment at which any story appears or disappears by itself.
   */
  outdated(name: string, now: Date): Channel | undefined {
    const seen = this.#memory.channels.get(name);
    if (!seen || now.getTime() - seen.at > MAX_OUTDATED) return undefined;
    const { nextRelease = Number.POSITIVE_INFINITY } = seen.channel;
    return now.getTime() < nextRelease ? seen.channel : undefined;
  }

  /**
   * Finds the channel that a text stands for, at most two seconds old.
   * @param text canonical or not: a slug, a former slug, a label, an expression or the name of a search
   * @returns the channel; its `name` is the canonical one
   * @throws {Refused} `not-found` for an unknown tag, and for a text that is no expression or search
   * @throws {DatabaseAway} if the database does not answer, or did not within the last two seconds
   */
  async resolve(text: string, now: Date): Promise<Channel> {
    return (await this.look(text, now, {})).channel;
  }

  /** Finds the channel, the vocabulary and the answers to other questions, mostly with one wait. @throws as `resolve` */
  async look<Questions extends Record<string, Query<unknown>>>(
    text: string,
    now: Date,
    also: Questions,
  ): Promise<Look<Questions>> {
    const channel = this.fromMemory(text, now);
    const known = this.#memory.vocabulary;
    if (!channel || !known) return this.lookNow(text, now, also);
    const answers = await this.#unlessAway(now, () => together(this.#db, also).ask());
    return { channel, vocabulary: known.vocabulary, also: answers };
  }

  /** Asks the database, unless it did not answer just now. @throws {DatabaseAway} */
  async #unlessAway<T>(now: Date, ask: () => Promise<T>): Promise<T> {
    if (this.#away && now.getTime() < this.#away.until) throw this.#away.error;
    try {
      return await ask();
    } catch (error) {
      if (error instanceof DatabaseAway) this.#away = { error, until: now.getTime() + MAX_STALENESS };
      throw error;
    }
  }

  /** Asks the database even if the channel is remembered: everything is as it is now. @throws as `resolve` */
  async lookNow<Questions extends Record<string, Query<unknown>>>(
    text: string,
    now: Date,
    also: Questions,
  ): Promise<Look<Questions>> {
    const { channels, ...look } = await this.lookAll([text], now, also);
    return { channel: channels[0] as Channel, ...look };
  }

  /** Looks for the channels of several texts at once. @throws as `resolve` */
  async lookAll<Questions extends Record<string, Query<unknown>>>(
    texts: string[],
    now: Date,
    also: Questions,
  ): Promise<Omit<Look<Questions>, 'channel'> & { channels: Channel[] }> {
    const generation = this.#generation;
    const known = this.knownVocabulary();
    const guesses = texts.map((it) => this.#guess(it, known));
    const guessed = guesses.flatMap((it) => (it ? slugsWanted(it) : []));
    const question = together(this.#db, {
      ...this.#snapshot(now),
      rows: findChannels(this.#db, guessed),
      also: together(this.#db, also),
    });
    const answers = await this.#unlessAway(now, () => question.ask());
    const { snapshot } = answers;
    const { vocabulary } = snapshot;
    // The guess may be wrong if this process did not know the vocabulary.
    const wanted = texts.map((it, index) => (vocabulary === known && guesses[index]) || read(it, vocabulary));
    const missing = wanted.flatMap(slugsWanted).filter((it) => !guessed.includes(it));
    const more = missing.length > 0 ? await findChannels(this.#db, missing).ask() : [];
    const channels = wanted.map((it) => toChannel(it, [...answers.rows, ...more], snapshot));
    for (const [index, it] of channels.entries()) if (it.name === texts[index]) this.#remember(it, now, generation);
    return { channels, vocabulary, also: answers.also };
  }

  /**
   * Asks for a channel as it is now, to be asked together with what is read of it: so both are of one moment. Mostly nothing
   * has changed since it was looked up, so only that is asked.
   * @param again true if something has
   * @returns undefined if something has: then everything is to be asked again
   * @throws {Refused} `not-found` when it is asked, if a tag of it has no channel any more
   */
  asItIs(channel: Channel, now: Date, again = false): Query<Channel | undefined> {
    if (!again) {
      return findSequence(this.#db).map(({ value, epoch }) =>
        value === channel.sequence && epoch === channel.epoch ? channel : undefined,
      );
    }
    const generation = this.#generation;
    const wanted: Wanted =
      channel.kind === 'search'
        ? { kind: 'search', search: channel.search }
        : { kind: 'expression', expression: channel.expression };
    return together(this.#db, {
      ...this.#snapshot(now),
      rows: findChannels(this.#db, slugsWanted(wanted)),
    }).map(({ snapshot, rows }) => {
      const found = toChannel(wanted, rows, snapshot);
      this.#remember(found, now, generation);
      return found;
    });
  }

  #snapshot(now: Date): { snapshot: Query<Snapshot> } {
    return {
      snapshot: together(this.#db, {
        state: findState(this.#db, now),
        vocabulary: this.vocabulary(),
      }).map(({ state: { value, ...state }, vocabulary }) => ({ ...state, sequence: value, vocabulary, at: now })),
    };
  }

  #remember(channel: Channel, now: Date, generation: number): void {
    if (generation === this.#generation) this.#memory.channels.set(channel.name, { channel, at: now.getTime() });
  }

  /** Asks for every channel with stories. Only the state of the database is read if the remembered ones are still right. */
  directory(): Query<RememberedDirectory> {
    const known = this.#memory.directory;
    return findDirectory(this.#db, known?.state ?? '').map((found) => {
      if (known && !found) return known;
      const directory = { ...(found ?? { state: '', rows: [] }), activity: new Map() };
      if (directory.rows.length <= MAX_REMEMBERED_CHANNELS) this.#memory.directory = directory;
      return directory;
    });
  }

  /** Returns how busy channels of a directory are. Asks for those that are not remembered. @param from see `findActivity` */
  async activityIn(directory: RememberedDirectory, slugs: string[], from: string): Promise<Map<string, Activity>> {
    const missing = slugs.filter((it) => !directory.activity.has(it));
    if (missing.length === 0) return directory.activity;
    const activity = new Map([...directory.activity, ...(await findActivity(this.#db, missing, from).ask())]);
    if (this.#memory.directory?.state === directory.state) this.#memory.directory = { ...directory, activity };
    return activity;
  }

  /** Asks for the vocabulary. Only its hash is read if the remembered one is still right. */
  vocabulary(): Query<Vocabulary> {
    const known = this.#memory.vocabulary;
    return findVocabulary(this.#db, known?.hash).map(({ hash, file, isUnreadable, closed }) => {
      if (isUnreadable) this.#noteFault(VOCABULARY_FAULT);
      if (known && !file && hash === known.hash) return known.vocabulary;
      if (isUnreadable && !file) return new UnreadableVocabulary(closed);
      const vocabulary = new Vocabulary(file ?? EMPTY_VOCABULARY, this.#site.language);
      this.#memory.vocabulary = { vocabulary, hash };
      return vocabulary;
    });
  }

  /** Returns the vocabulary from memory; an empty one if it was never read. It may be out of date. */
  knownVocabulary(): Vocabulary {
    return this.#memory.vocabulary?.vocabulary ?? new Vocabulary(EMPTY_VOCABULARY, this.#site.language);
  }

  /** Reads a text with a vocabulary that may be out of date; undefined if that cannot be done. */
  #guess(text: string, vocabulary: Vocabulary): Wanted | undefined {
    try {
      return read(text, vocabulary);
    } catch {
      return undefined;
    }
  }
}

/** Reads a text in an address. @throws {Refused} `not-found` with the reason */
function read(text: string, vocabulary: Vocabulary): Wanted {
  const searched = searchedBy(text);
  if (searched !== undefined) return { kind: 'search', search: parseSearch(searched) };
  const resolve = (term: string) => {
    const slug = term.toLowerCase() === ALL ? ALL : vocabulary.slugOf(term);
    if (slug === '') throw unknownTag(term);
    return slug;
  };
  return { kind: 'expression', expression: canonicalExpression(parseExpression(text, resolve)) };
}

const slugsWanted = (wanted: Wanted) => (wanted.kind === 'search' ? [ALL] : expressionSlugs(wanted.expression));

function toChannel(wanted: Wanted, found: ChannelRow[], snapshot: Snapshot): Channel {
  const slugs = new Set(slugsWanted(wanted));
  const rows = new Map(found.filter((it) => slugs.has(it.slug)).map((it) => [it.slug, it]));
  const missing = slugsWanted(wanted).find((it) => !rows.has(it));
  if (missing !== undefined) throw unknownTag(missing);
  if (wanted.kind === 'search') return searchChannel(wanted.search, rows.get(ALL) as ChannelRow, snapshot);
  return expressionChannel(wanted.expression, rows, snapshot);
}

const unknownTag = (term: string) => notFound(`there is no tag "${term.slice(0, 100)}"`);
