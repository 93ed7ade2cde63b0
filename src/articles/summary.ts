import { LRUCache } from 'lru-cache';
import { ABBREVIATIONS } from './abbreviations.ts';
import { textOfSafeHtml } from './html/text-of.ts';

/** Sentences that fill less than this share of a summary are followed by a part of the next one. */
const ENOUGH = 1 / 4;

/** More characters than stand between two sentences. */
const LOOK_AHEAD = 20;

/** Segmenters by language and granularity. Nothing ends one; at most 50. */
const segmenters = new LRUCache<string, Intl.Segmenter>({ max: 50 });

function segmentsOf(text: string, language: string, granularity: 'sentence' | 'word'): string[] {
  const name = `${language} ${granularity}`;
  const segmenter = segmenters.get(name) ?? new Intl.Segmenter(known(language), { granularity });
  segmenters.set(name, segmenter);
  return [...segmenter.segment(text)].map((it) => it.segment);
}

function known(language: string): string {
  try {
    return Intl.Segmenter.supportedLocalesOf(language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/**
 * Returns the first sentences of a text, at most `limit` characters. A longer first sentence is cut after a word, with "…".
 * @param language BCP 47: where sentences and words end depends on it (UAX #29)
 */
export function firstSentences(text: string, limit: number, language: string): string {
  if (text.length <= limit) return text;
  // Where a sentence ends is seen by what follows.
  const head = text.slice(0, limit + LOOK_AHEAD);
  let whole = '';
  for (const sentence of sentencesOf(head, language).slice(0, -1)) {
    if ((whole + sentence).trimEnd().length > limit) break;
    whole += sentence;
  }
  whole = whole.trimEnd();
  if (whole.length >= limit * ENOUGH) return whole;
  return `${firstWords(head, limit - 1, language)}…`;
}

/** The sentences of a text, together all of it. */
function sentencesOf(text: string, language: string): string[] {
  const sentences: string[] = [];
  let open = '';
  const segments = segmentsOf(text, language, 'sentence');
  for (const [index, segment] of segments.entries()) {
    open += segment;
    if (endsInside(open, segments[index + 1] ?? '', language)) continue;
    sentences.push(open);
    open = '';
  }
  return open === '' ? sentences : [...sentences, open];
}

/** True if a text ends with a sign that ends no sentence: of a question in one, an abbreviation, an initial or an ordinal number. */
function endsInside(text: string, next: string, language: string): boolean {
  if (/^\p{Ll}/u.test(next)) return true;
  const last = /(?:^|[\s(«„“"‘'])([^\s(«„“"‘']+)\.\s*$/u.exec(text)?.[1];
  if (last === undefined) return false;
  if (/^(?:\p{Lu}|\p{L}(?:\.\p{L})+)$/u.test(last)) return true;
  const [primary = ''] = language.toLowerCase().split('-');
  const { words, beforeNumbers, ordinals } = ABBREVIATIONS[primary] ?? ABBREVIATIONS.en;
  const word = last.toLowerCase();
  if (words.has(word) || (ordinals && /^\d{1,2}$/.test(word))) return true;
  return beforeNumbers.has(word) && /^\p{N}/u.test(next);
}

/** As many words as fit, and at least a part of the first; never a part of a letter that is several characters. */
function firstWords(text: string, limit: number, language: string): string {
  let words = '';
  for (const word of segmentsOf(text, language, 'word')) {
    if (words.length + word.length > limit) break;
    words += word;
  }
  words = words.replace(/[\s,;:(«„–—-]+$/u, '');
  if (words !== '') return words;
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(text)) {
    if (words.length + segment.length > limit) break;
    words += segment;
  }
  return words;
}

/** Parts that are no sentences of a story. */
const ASIDE = /<(h[2-6]|figcaption|caption)\b[^>]*>[\s\S]*?<\/\1>/g;
/** A line of an address, or of a link that has no more than one word, such as the name of a file. */
const ADDRESS = /<(p|figure|div)\b[^>]*>\s*(?:<a\b[^>]*>\s*[^<\s]*\s*<\/a>|https?:\/\/[^<\s]+)\s*<\/\1>/g;
const READING = /<(rt|rp)\b[^>]*>[\s\S]*?<\/\1>/g;
/** Marks of notes: a link above the line, or a sign there that is no power. */
export const NOTE_MARK =
  /<sup\b[^>]*>\s*(?:<a\b[^>]*>[^<]{0,10}<\/a>|\[[^<\]]{1,5}\]|[*†‡§¶]{1,3})\s*<\/sup>|<a\b[^>]*>\s*<sup\b[^>]*>[^<]{0,10}<\/sup>\s*<\/a>/g;
/** Where the sentences of an opening end. */
const LIST = /<(?:ul|ol|dl|table)\b/;

/** The words at the beginning of a story's HTML: its sentences up to the first list or table, without headings and captions. */
export function openingOf(html: string): string {
  const told = html.replace(ASIDE, ' ').replace(ADDRESS, ' ').replace(READING, '').replace(NOTE_MARK, '');
  return textOfSafeHtml(told.split(LIST, 1)[0] ?? '') || textOfSafeHtml(told) || textOfSafeHtml(html);
}
