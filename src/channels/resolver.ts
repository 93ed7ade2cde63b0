import { findSequence } from '../articles/sequence-store.ts';
import { findNextRelease } from '../articles/store.ts';
import { type Answers, type Database, type Query, together } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { type Channel, searchChannel, tagChannel } from './channel.ts';
import { canonicalExpression, type Expression, expressionName, parseExpression, slugsOf } from './expression.ts';
import { parseSearch, type Search, searchedBy } from './search.ts';
import { ALL } from './slug.ts';
import { type ChannelRow, findChannels } from './store.ts';
import { Vocabulary } from './vocabulary.ts';
import { EMPTY_VOCABULARY } from './vocabulary-file.ts';
import { findVocabulary } from './vocabulary-store.ts';

/** How long another process may still see a channel's former revision, in milliseconds. */
const MAX_STALENESS = 2000;

/** What a process remembers of channels (src/feeds/memory.ts says for how long, and why that is safe). */
export interface ChannelMemory {
  /** By canonical name. */
  channels: {
    get(name: string): { channel: Channel; at: number } | undefined;
    set(name: string, seen: { channel: Channel; at: number }): unknown;
    clear(): void;
  };
  vocabulary: { vocabulary: Vocabulary; hash: string } | undefined;
}

/** A text in an address, read with a vocabulary. */
type Wanted = { search: Search } | { expression: Expression };

/** A channel, and what else was asked with the same wait. */
export interface Look<Questions extends Record<string, Query<unknown>>> {
  channel: Channel;
  vocabulary: Vocabulary;
  also: Answers<Questions>;
}

/** Finds the channels that texts in addresses stand for. One per process. */
export class ChannelResolver {
  readonly #db: Database;
  readonly #site: Site;
  readonly #memory: ChannelMemory;
  /** Counts what this process has published. */
  #generation = 0;

  constructor(db: Database, site: Site, memory: ChannelMemory) {
    this.#db = db;
    this.#site = site;
    this.#memory = memory;
  }

  /** Lets go of what is remembered of channels: this process has just published something. */
  forget(): void {
    this.#generation++;
    this.#memory.channels.clear();
  }

  /** The channel of a canonical name as it was at most two seconds ago, if that is known. */
  fromMemory(name: string, now: Date): Channel | undefined {
    const seen = this.#memory.channels.get(name);
    return seen && now.getTime() - seen.at < MAX_STALENESS ? seen.channel : undefined;
  }

  /**
   * The channel that a text stands for, as it was at most two seconds ago, under its canonical name.
   * @throws {Refused} `not-found` for a tag that is unknown, and for what cannot be read as an expression or search
   */
  async resolve(text: string, now: Date): Promise<Channel> {
    return (await this.look(text, now, {})).channel;
  }

  /** The same with the vocabulary and the answers to further questions, all asked at once. */
  async look<Questions extends Record<string, Query<unknown>>>(
    text: string,
    now: Date,
    also: Questions,
  ): Promise<Look<Questions>> {
    const channel = this.fromMemory(text, now);
    const known = this.#memory.vocabulary;
    if (channel && known) return { channel, vocabulary: known.vocabulary, also: await together(this.#db, also).ask() };
    return this.lookNow(text, now, also);
  }

  /** The same as everything is at this moment, whatever is remembered. */
  async lookNow<Questions extends Record<string, Query<unknown>>>(
    text: string,
    now: Date,
    also: Questions,
  ): Promise<Look<Questions>> {
    const generation = this.#generation;
    const guessed = this.#guess(text);
    const answers = await together(this.#db, {
      sequence: findSequence(this.#db),
      vocabulary: this.vocabulary(),
      rows: findChannels(this.#db, guessed),
      nextRelease: findNextRelease(this.#db, now),
      also: together(this.#db, also),
    }).ask();
    const { vocabulary, nextRelease } = answers;
    const wanted = read(text, vocabulary);
    // The guess was wrong where a name means something else in a vocabulary that this process did not know.
    const missing = slugsWanted(wanted).filter((it) => !guessed.includes(it));
    const more = missing.length > 0 ? await findChannels(this.#db, missing).ask() : [];
    const rows = new Map([...answers.rows, ...more].map((it) => [it.slug, it]));
    const channel = toChannel(wanted, rows, { epoch: answers.sequence.epoch, vocabulary, nextRelease });
    if (generation === this.#generation && channel.name === text)
      this.#memory.channels.set(text, { channel, at: now.getTime() });
    return { channel, vocabulary, also: answers.also };
  }

  /** Asks for the vocabulary. Making one takes longer than reading its hash, so the last one is remembered. */
  vocabulary(): Query<Vocabulary> {
    const known = this.#memory.vocabulary;
    return findVocabulary(this.#db, known?.hash).map(({ hash, file }) => {
      if (known && !file) return known.vocabulary;
      const vocabulary = new Vocabulary(file ?? EMPTY_VOCABULARY, this.#site.language);
      this.#memory.vocabulary = { vocabulary, hash };
      return vocabulary;
    });
  }

  /** The vocabulary that this process knows; an empty one before it has looked. */
  knownVocabulary(): Vocabulary {
    return this.#memory.vocabulary?.vocabulary ?? new Vocabulary(EMPTY_VOCABULARY, this.#site.language);
  }

  /** The slugs that a text seems to stand for; none where only the stored vocabulary may know. */
  #guess(text: string): string[] {
    try {
      return slugsWanted(read(text, this.knownVocabulary()));
    } catch {
      return [];
    }
  }
}

/** @throws {Refused} `not-found` with the reason, for what cannot be read */
function read(text: string, vocabulary: Vocabulary): Wanted {
  const searched = searchedBy(text);
  if (searched !== undefined) return { search: parseSearch(searched) };
  const resolve = (term: string) => {
    const slug = term.toLowerCase() === ALL ? ALL : vocabulary.slugOf(term);
    if (slug === '') throw unknownTag(term);
    return slug;
  };
  return { expression: canonicalExpression(parseExpression(text, resolve), ALL) };
}

const slugsWanted = (wanted: Wanted) => ('search' in wanted ? [ALL] : slugsOf(wanted.expression));

function toChannel(wanted: Wanted, rows: Map<string, ChannelRow>, state: Parameters<typeof tagChannel>[3]): Channel {
  const missing = slugsWanted(wanted).find((it) => !rows.has(it));
  if (missing !== undefined) throw unknownTag(missing);
  if ('search' in wanted) return searchChannel(wanted.search, rows.get(ALL) as ChannelRow, state);
  return tagChannel(expressionName(wanted.expression), wanted.expression, rows, state);
}

const unknownTag = (term: string) => notFound(`there is no tag "${term.slice(0, 100)}"`);
