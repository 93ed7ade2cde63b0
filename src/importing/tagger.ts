import type { VocabularyFile } from '../channels/vocabulary-file.ts';

/** Why a tag is suggested. */
export interface Mention {
  /** The tag's slug. */
  tag: string;
  /** "title", or "paragraph 3". */
  where: string;
  /** The words that were found. */
  text: string;
}

/** A word in any script (`\b` only knows ASCII). */
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
/** The gap between two words of a phrase: spaces, or a single joining mark. */
const JOINT = /^(?:\s+|[-‐‑–'’ʼ.&/])$/;
/** The number of paragraphs that must mention a tag, unless the vocabulary has another. */
const DEFAULT_NEED = 2;
/** The most words whose phrases are remembered. */
const MAX_REMEMBERED_WORDS = 50_000;

interface Word {
  /** As written. */
  text: string;
  folded: string;
  start: number;
  end: number;
}

/** A phrase of the vocabulary, word by word. */
interface Phrase {
  words: { folded: string; exact: string | undefined; prefix: boolean }[];
  /** Undefined for a phrase under `not`. */
  tag: string | undefined;
}

/**
 * Finds the tags of a text by the phrases of a vocabulary. Phrases are looked up by their first word, so the time hardly
 * depends on the number of tags.
 */
export class Tagger {
  readonly #needs: Map<string, number>;
  /** Where each tag stands in the vocabulary. */
  readonly #places: Map<string, number>;
  /** Phrases by their first word. */
  readonly #whole = new Map<string, Phrase[]>();
  /** Phrases by their first word, if that ends with `*`. */
  readonly #beginnings = new Map<string, Phrase[]>();
  readonly #beginningLengths: number[];
  readonly #remembered = new Map<string, Phrase[]>();

  constructor({ tags }: VocabularyFile) {
    this.#needs = new Map(tags.map((it) => [it.slug, it.need ?? DEFAULT_NEED]));
    this.#places = new Map(tags.map((it, index) => [it.slug, index]));
    for (const { slug, label, match, not } of tags) {
      for (const pattern of match.length > 0 ? match : Object.values(label)) this.#add(pattern, slug);
      for (const pattern of not) this.#add(pattern, undefined);
    }
    this.#beginningLengths = [...new Set([...this.#beginnings.keys()].map((it) => it.length))].sort((a, b) => a - b);
  }

  /**
   * Returns the tags that the title or enough paragraphs mention, in the order of the vocabulary, with all mentions.
   * Where phrases overlap, the longest wins.
   */
  suggest(title: string, paragraphs: string[]): { tag: string; mentions: Mention[] }[] {
    const mentions = new Map<string, Mention[]>();
    const note = (text: string, where: string) => {
      for (const { tag, text: words } of this.#find(text)) {
        const known = mentions.get(tag) ?? [];
        if (known.at(-1)?.where !== where) known.push({ tag, where, text: words });
        mentions.set(tag, known);
      }
    };
    note(title, 'title');
    for (const [index, paragraph] of paragraphs.entries()) note(paragraph, `paragraph ${index + 1}`);
    const isEnough = (tag: string, found: Mention[]) =>
      found[0]?.where === 'title' || found.length >= (this.#needs.get(tag) ?? DEFAULT_NEED);
    return [...mentions]
      .flatMap(([tag, found]) => (isEnough(tag, found) ? [{ tag, mentions: found }] : []))
      .sort((a, b) => this.#placeOf(a.tag) - this.#placeOf(b.tag));
  }

  #placeOf(tag: string): number {
    return this.#places.get(tag) ?? 0;
  }

  #add(pattern: string, tag: string | undefined): void {
    const exact = pattern.startsWith('=');
    const source = pattern.normalize('NFC');
    const words = [...source.matchAll(WORD)].map((it) => ({
      folded: it[0].toLowerCase(),
      exact: exact ? it[0] : undefined,
      prefix: source[it.index + it[0].length] === '*',
    }));
    const [first] = words;
    if (!first) return;
    const index = first.prefix ? this.#beginnings : this.#whole;
    const phrases = index.get(first.folded);
    if (phrases) phrases.push({ words, tag });
    else index.set(first.folded, [{ words, tag }]);
  }

  #find(text: string): { tag: string; text: string }[] {
    const normal = text.normalize('NFC');
    const words: Word[] = [];
    for (const { 0: word, index } of normal.matchAll(WORD))
      words.push({ text: word, folded: word.toLowerCase(), start: index, end: index + word.length });
    const found: { tag: string; text: string }[] = [];
    for (let at = 0; at < words.length; ) {
      const possible = this.#beginningWith((words[at] as Word).folded);
      const matching = possible.filter((it) => stands(it, words, at, normal));
      if (matching.length === 0) {
        at++;
        continue;
      }
      const longest = Math.max(...matching.map((it) => it.words.length));
      const [start, end] = [words[at]?.start, words[at + longest - 1]?.end];
      for (const { tag, words: phrase } of matching)
        if (tag !== undefined && phrase.length === longest) found.push({ tag, text: normal.slice(start, end) });
      at += longest;
    }
    return found;
  }

  /** Returns the phrases that this word can begin. */
  #beginningWith(folded: string): Phrase[] {
    const known = this.#remembered.get(folded);
    if (known) return known;
    const phrases = [...(this.#whole.get(folded) ?? [])];
    for (const length of this.#beginningLengths) {
      if (length > folded.length) break;
      phrases.push(...(this.#beginnings.get(folded.slice(0, length)) ?? []));
    }
    if (this.#remembered.size < MAX_REMEMBERED_WORDS) this.#remembered.set(folded, phrases);
    return phrases;
  }
}

/** Tells whether the words of a text from an index on are a phrase. */
function stands({ words: phrase }: Phrase, words: Word[], at: number, text: string): boolean {
  for (let index = 0; index < phrase.length; index++) {
    const { folded, exact, prefix } = phrase[index] as Phrase['words'][number];
    const word = words[at + index];
    if (!word) return false;
    const [actual, expected] = exact === undefined ? [word.folded, folded] : [word.text, exact];
    if (prefix ? !actual.startsWith(expected) : actual !== expected) return false;
    if (index > 0 && !JOINT.test(text.slice((words[at + index - 1] as Word).end, word.start))) return false;
  }
  return true;
}
