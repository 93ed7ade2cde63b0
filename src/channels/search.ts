import { cleanLine } from '../articles/text.ts';
import { notFound } from '../refusal.ts';

/** What a search looks for. */
export interface Search {
  /** The one form of all texts that mean the same. */
  text: string;
  /** The same as an expression of FTS5: nothing in it but quoted strings and the operators between them. */
  match: string;
}

export const MAX_SEARCH_TERMS = 10;
export const MAX_SEARCH_CHARACTERS = 200;

interface Term {
  words: string;
  phrase: boolean;
  prefix: boolean;
  excluded: boolean;
}

/** A word up to white space or a quotation mark, or what stands between two of these; with or without "-" before it. */
const TERM = /(-?)(?:"([^"]*)"?|([^\s"]+))/g;
const QUOTATION_MARKS = /[“”„‟«»]/g;
/** What FTS5's tokenizer takes for part of a word (see the migration); everything else is between words. */
const EDGES = /^[^\p{L}\p{M}\p{N}\p{Co}]+|[^\p{L}\p{M}\p{N}\p{Co}]+$/gu;
const ONE_WORD = /^[\p{L}\p{M}\p{N}\p{Co}]+$/u;
const LETTER = /[\p{L}\p{N}\p{Co}]/u;
/** Every story's words that begin with one letter would have to be looked at. */
const LONG_ENOUGH = /[\p{L}\p{M}\p{N}\p{Co}]{2}$/u;

/**
 * Reads `corridor sumy`: stories with every word; `"humanitarian corridor"` is a phrase, `-russia` a word that they have
 * not, `humanit*` the beginning of one. Nothing else has a meaning, in whatever case.
 * @throws {Refused} `not-found` when there is nothing to look for, or too much
 */
export function parseSearch(given: string): Search {
  const text = cleanLine(given).toLowerCase().normalize('NFC');
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
  return {
    text: terms.map(writtenTerm).join(' '),
    match: [
      `(${wanted.map(matchTerm).join(' AND ')})`,
      ...(excluded.length > 0 ? [`(${excluded.map(matchTerm).join(' OR ')})`] : []),
    ].join(' NOT '),
  };
}

const unreadable = (reason: string) => notFound(`not a search: ${reason}`);

/** The terms of a text, without doubles and without what has no letter or digit. */
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

/** A string of FTS5: no quotation mark can be in it. */
const matchTerm = ({ words, prefix }: Term) => `"${words}"${prefix ? '*' : ''}`;

const NAME = 'search?';

/** A search as a channel's name: what its address says of it, whether it is canonical or not. */
export function searchName(text: string): string {
  return `${NAME}${new URLSearchParams({ q: text })}`;
}

/** The text that a channel's name searches for; undefined if it names no search. */
export function searchedBy(name: string): string | undefined {
  if (!name.startsWith(NAME)) return undefined;
  return new URLSearchParams(name.slice(NAME.length)).get('q') ?? '';
}

/** The address of a channel's page, without the origin. */
export function pagePath(name: string): string {
  return name.startsWith(NAME) ? `/${name}` : `/channels/${name}`;
}
