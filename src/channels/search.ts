import { plainWords } from '../articles/characters.ts';
import { notFound } from '../refusal.ts';
import { SEARCH } from './slug.ts';

/** A search, parsed. */
export interface Search {
  /** Its canonical text: the same for all texts with the same meaning. */
  text: string;
  /** As a query of SQLite's FTS5, made of quoted strings and operators only, so nobody can inject syntax. */
  match: string;
  /** The number of its words, doubles and those of phrases among them. */
  words: number;
}

const MAX_SEARCH_TERMS = 10;
export const MAX_SEARCH_CHARACTERS = 200;

interface Term {
  words: string;
  phrase: boolean;
  prefix: boolean;
  excluded: boolean;
}

/** A phrase between quotation marks (the last may be missing), or a word; with or without "-" before it. */
const TERM = /(-?)(?:"([^"]*)"?|([^\s"]+))/g;
const QUOTATION_MARKS = /[“”„‟«»]/g;
/**
 * Characters at either end that FTS5's tokenizer does not count as part of a word (see src/migrations/0006_search.sql).
 */
const EDGES = /^[^\p{L}\p{M}\p{N}\p{Co}]+|[^\p{L}\p{M}\p{N}\p{Co}]+$/gu;
const ONE_WORD = /^[\p{L}\p{M}\p{N}\p{Co}]+$/u;
const WORDS = /[\p{L}\p{M}\p{N}\p{Co}]+/gu;
const LETTER = /[\p{L}\p{N}\p{Co}]/u;
/** The least before "*": with one letter, too many words of the index would match. */
const LONG_ENOUGH = /[\p{L}\p{M}\p{N}\p{Co}]{2}$/u;

/**
 * Parses a search such as `corridor sumy`, which finds stories with both words. `"humanitarian corridor"` is a phrase,
 * `-russia` excludes a word, `humanit*` is the beginning of a word. Case and all other punctuation are ignored.
 * @throws {Refused} `not-found` if it has no word to look for, too many, or a beginning that is too short
 */
export function parseSearch(given: string): Search {
  const text = plainWords(given).toLowerCase().normalize('NFC');
  if (text.length > MAX_SEARCH_CHARACTERS) {
    throw unreadable(`expected at most ${MAX_SEARCH_CHARACTERS} characters, got ${text.length}`);
  }
  const terms = termsOf(text);
  const wanted = terms.filter((it) => !it.excluded);
  const excluded = terms.filter((it) => it.excluded);
  if (terms.length > MAX_SEARCH_TERMS) {
    throw unreadable(`expected at most ${MAX_SEARCH_TERMS} words and phrases, got ${terms.length}`);
  }
  if (wanted.length === 0) throw unreadable('expected a word to look for');
  const short = terms.find((it) => it.prefix && !LONG_ENOUGH.test(it.words));
  if (short) throw unreadable(`expected at least two letters before "*" in "${short.words}*"`);
  const canonical = terms.map(writtenTerm).join(' ');
  return {
    text: canonical,
    match: [
      `(${wanted.map(matchTerm).join(' AND ')})`,
      ...(excluded.length > 0 ? [`(${excluded.map(matchTerm).join(' OR ')})`] : []),
    ].join(' NOT '),
    words: canonical.match(WORDS)?.length ?? 0,
  };
}

const unreadable = (reason: string) => notFound(`not a search: ${reason}`);

/** Splits a text into terms, without doubles. Terms without a letter or digit are left out. */
function termsOf(text: string): Term[] {
  const terms = [...text.replace(QUOTATION_MARKS, '"').matchAll(TERM)].flatMap(([, minus, phrase, word = '']) => {
    const words = (phrase ?? word).replace(EDGES, '');
    if (!LETTER.test(words)) return [];
    const prefix = phrase === undefined && word.endsWith('*');
    return [{ words, phrase: phrase !== undefined && !ONE_WORD.test(words), prefix, excluded: minus === '-' }];
  });
  return [...new Map(terms.map((it) => [writtenTerm(it), it])).values()];
}

function writtenTerm({ words, phrase, prefix, excluded }: Term): string {
  return `${excluded ? '-' : ''}${phrase ? `"${words}"` : words}${prefix ? '*' : ''}`;
}

/** Writes a term as a string of FTS5. Its words never contain a quotation mark. */
const matchTerm = ({ words, prefix }: Term) => `"${words}"${prefix ? '*' : ''}`;

/** The beginning of every search's name, and of no other. */
const NAME = `${SEARCH}?`;

/** Makes the name of a search's channel. The text need not be canonical. */
export function searchName(text: string): string {
  return `${NAME}${new URLSearchParams({ q: text })}`;
}

/** Returns the text of a search from its channel's name; undefined for any other name. */
export function searchedBy(name: string): string | undefined {
  if (!name.startsWith(NAME)) return undefined;
  return new URLSearchParams(name.slice(NAME.length)).get('q') ?? '';
}
