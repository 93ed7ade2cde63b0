import { plainTextOf } from '../../markup.ts';

/** Ends of summaries, in the languages of our words. */
const CUT =
  /(?:\.\.\.|…|(?:read|continue|see|learn|more)[ -](?:more|reading)|weiter ?lesen|mehr (?:lesen|erfahren)|lire (?:la suite|plus)|leer más|seguir leyendo|czytaj (?:więcej|dalej)|читати (?:далі|більше)|детальніше|اقرأ المزيد)[\])\s»>›→.…]*$/iu;
const PARAGRAPHS = /<p[\s>]|<br[^>]*>\s*<br|\n\s*\n/gi;
/** A single paragraph that is longer is no summary. */
const MAX_SUMMARY_WORDS = 80;

/**
 * Tells whether the `description` of an item is the whole story, as RSS 2.0 allows, and not its summary: it has several
 * paragraphs or is long, and does not end in the middle.
 * @param html of a description
 */
export function isWholeText(html: string): boolean {
  const words = plainTextOf(html) ?? '';
  if (CUT.test(words.slice(-100))) return false;
  return (html.match(PARAGRAPHS) ?? []).length > 1 || words.split(/\s+/).length > MAX_SUMMARY_WORDS;
}
