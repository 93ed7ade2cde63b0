import { LRUCache } from 'lru-cache';
import { HttpProblem } from '../http/problem.ts';
import type { Site } from '../site.ts';
import {
  canonicalExpression,
  type Expression,
  ExpressionError,
  expressionLabel,
  expressionName,
  parseExpression,
  slugsOf,
} from './expression.ts';
import { parseSearch, type Search, SearchError, searchedBy, searchName } from './search.ts';
import { ALL } from './slug.ts';
import { type ChannelRow, findChannels, findNextFlip, findVocabulary } from './store.ts';
import { Vocabulary } from './vocabulary.ts';
import { EMPTY_VOCABULARY } from './vocabulary-file.ts';

/** What one subscribes to: `all`, a tag, an expression of tags, or a search. */
export interface Channel {
  /** Its canonical form in addresses. */
  name: string;
  expression: Expression;
  /** Only of a search: which of all stories it lists. */
  search?: Search | undefined;
  label: string;
  description: string | undefined;
  /** Highest sequence number among its tags, a search's of all: equal means that nothing in it has changed. */
  revision: number;
  /** Seconds since 1970 of that change; 0 if there never was one. */
  modified: number;
  /** Number of articles by tag. */
  sizes: Map<string, number>;
  /** When any story appears or disappears by itself next, in milliseconds since 1970. */
  nextFlip: number | undefined;
}

/** What a text in an address turned out to be; `moved` holds the canonical name. */
export type Opened = { channel: Channel } | { moved: string };

export const nameOf = (opened: Opened): string => ('moved' in opened ? opened.moved : opened.channel.name);

/** How long another process may still see a channel's former revision, in milliseconds. */
const MAX_STALENESS = 2000;
const KEPT_CHANNELS = 5000;

class UnknownTag extends Error {}

/** Finds channels by their text in addresses, and keeps what it found for a moment. One per process. */
export class ChannelDirectory {
  readonly #site: Site;
  readonly #opened = new LRUCache<string, { opened: Opened; at: number }>({ max: KEPT_CHANNELS });
  #vocabulary: { vocabulary: Vocabulary; hash: string; at: number };
  #generation = 0;

  constructor(site: Site) {
    this.#site = site;
    this.#vocabulary = {
      vocabulary: new Vocabulary(EMPTY_VOCABULARY, site.language),
      hash: '',
      at: Number.NEGATIVE_INFINITY,
    };
  }

  /** Lets go of what is kept: this process has just published something. */
  forget(): void {
    this.#generation++;
    this.#opened.clear();
    this.#vocabulary.at = Number.NEGATIVE_INFINITY;
  }

  /** The vocabulary as it is. Making one of a file takes longer than reading its hash, so it is kept. */
  async vocabulary(db: D1Database, now: Date): Promise<Vocabulary> {
    const known = this.#vocabulary;
    const generation = this.#generation;
    const { hash, file } = await findVocabulary(db, known.hash);
    const vocabulary = file ? new Vocabulary(file, this.#site.language) : known.vocabulary;
    const at = generation === this.#generation ? now.getTime() : Number.NEGATIVE_INFINITY;
    this.#vocabulary = { vocabulary, hash, at };
    return vocabulary;
  }

  /** The vocabulary as it was at most two seconds ago. */
  async #recentVocabulary(db: D1Database, now: Date): Promise<Vocabulary> {
    const { vocabulary, at } = this.#vocabulary;
    return now.getTime() - at < MAX_STALENESS ? vocabulary : this.vocabulary(db, now);
  }

  /**
   * What a text in an address stands for, as it was at most two seconds ago.
   * @throws {HttpProblem} 404 for a tag that is unknown, and for what is no expression or search
   */
  async open(db: D1Database, text: string, now: Date): Promise<Opened> {
    const recent = this.recall(text, now);
    if (recent) return recent;
    const generation = this.#generation;
    const opened = await this.#find(db, text, await this.#recentVocabulary(db, now), now);
    if (generation === this.#generation && 'channel' in opened) this.#opened.set(text, { opened, at: now.getTime() });
    return opened;
  }

  /**
   * The channel that a text stands for at this moment, under whatever name.
   * @throws {HttpProblem} 404 for a tag that is unknown, and for what is no expression
   */
  async find(db: D1Database, text: string, now: Date): Promise<Channel> {
    const vocabulary = await this.vocabulary(db, now);
    const opened = await this.#find(db, text, vocabulary, now);
    return 'moved' in opened ? this.find(db, opened.moved, now) : opened.channel;
  }

  /** What a text was found to stand for at most two seconds ago, if it was. */
  recall(text: string, now: Date): Opened | undefined {
    const kept = this.#opened.get(text);
    return kept && now.getTime() - kept.at < MAX_STALENESS ? kept.opened : undefined;
  }

  async #find(db: D1Database, text: string, vocabulary: Vocabulary, now: Date): Promise<Opened> {
    const searched = searchedBy(text);
    if (searched !== undefined) return this.#findSearch(db, text, searched, vocabulary, now);
    try {
      const resolve = (term: string) => {
        const slug = term.toLowerCase() === ALL ? ALL : vocabulary.slugOf(term);
        if (slug === '') throw new UnknownTag(term);
        return slug;
      };
      const expression = canonicalExpression(parseExpression(text, resolve), ALL);
      const rows = new Map((await findChannels(db, slugsOf(expression))).map((it) => [it.slug, it]));
      const missing = slugsOf(expression).find((it) => !rows.has(it));
      if (missing !== undefined) throw new UnknownTag(missing);
      const name = expressionName(expression);
      if (name !== text) return { moved: name };
      return { channel: toChannel(name, expression, rows, vocabulary, await findNextFlip(db, now)) };
    } catch (error) {
      if (error instanceof UnknownTag) throw new HttpProblem(404, `there is no tag "${error.message.slice(0, 100)}"`);
      if (error instanceof ExpressionError) throw new HttpProblem(404, `that is no channel: ${error.message}`);
      throw error;
    }
  }

  async #findSearch(db: D1Database, name: string, text: string, vocabulary: Vocabulary, now: Date): Promise<Opened> {
    const search = readSearch(text);
    const canonical = searchName(search.text);
    if (canonical !== name) return { moved: canonical };
    const all = await this.#find(db, ALL, vocabulary, now);
    if ('moved' in all) return all;
    return { channel: { ...all.channel, name, search, label: `Search: ${search.text}`, description: undefined } };
  }
}

/** @throws {HttpProblem} 404 with the reason, for what is no search */
function readSearch(text: string): Search {
  try {
    return parseSearch(text);
  } catch (error) {
    if (error instanceof SearchError) throw new HttpProblem(404, `that is no search: ${error.message}`);
    throw error;
  }
}

function toChannel(
  name: string,
  expression: Expression,
  rows: Map<string, ChannelRow>,
  vocabulary: Vocabulary,
  nextFlip: number | undefined,
): Channel {
  const all = [...rows.values()];
  const [first] = all;
  return {
    name,
    expression,
    label: expressionLabel(expression, (slug) => rows.get(slug)?.label ?? slug),
    description: all.length === 1 && first ? vocabulary.descriptionOf(first.slug) : undefined,
    revision: Math.max(...all.map((it) => it.revision)),
    modified: Math.max(...all.map((it) => it.modified)),
    sizes: new Map(all.map((it) => [it.slug, it.articles])),
    nextFlip,
  };
}

/** Whether the channel's revision is exactly that of its listing: true of `all` and of every single tag. */
export function isSingle({ expression, search }: Channel): boolean {
  const [clause, ...others] = expression;
  return !search && others.length === 0 && clause?.every.length === 1 && clause.none.length === 0;
}
