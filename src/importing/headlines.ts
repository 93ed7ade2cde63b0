import type { Line } from './lines.ts';
import type { RuleLine } from './rules/rule-line.ts';

const MAX_TITLE_WORDS = 35;
const MAX_TITLE_CHARACTERS = 300;
/** A document is in capitals if at least this share of it is in lines without small letters. */
const MOSTLY_CAPS = 0.5;

/** Tells whether a line can be the headline: it is short, and not a paragraph. */
export function isTitle({ words, text }: RuleLine, whole: string): boolean {
  if (whole.length > MAX_TITLE_CHARACTERS || words.length > MAX_TITLE_WORDS) return false;
  if (!/\p{L}/u.test(text) || /^[a-z]+:\/\/\S+$/i.test(text)) return false;
  const sentences = text.split(/[.!?…]["')\]]*\s+(?=\p{Lu})/u).length;
  return !(words.length > 15 && /[.…]["')]*$/.test(text)) && sentences <= 2;
}

/** Tells whether most of a text is in lines without small letters. */
export function isMostlyCaps(lines: Line[]): boolean {
  let [all, capitals] = [0, 0];
  for (const { text } of lines) {
    all += text.length;
    if (text === text.toUpperCase() && text !== text.toLowerCase()) capitals += text.length;
  }
  return capitals > all * MOSTLY_CAPS;
}
