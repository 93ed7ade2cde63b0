/** A line as a rule sees it, with one kind of quotation mark, dash and space. */
export interface RuleLine {
  text: string;
  words: string[];
  /** The kept line before it, in the same form; "" if there is none. */
  previous: string;
  /** Among the first four lines that are not blank. */
  opening: boolean;
  /** The headline has not come yet. */
  untitled: boolean;
  /** Most of the document is in capitals, so capitals say nothing. */
  mostlyCaps: boolean;
}

/** Rules are about short lines; anything longer is prose. */
export const MAX_RULE_CHARACTERS = 400;

/** The line in the form that rules look at: no arrows and bullets around it, one kind of quotation mark and of dash. */
export function normalised(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/\s[»›]\s*$|[→▶►⟶]/g, ' >')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’ʼ‚‹›`´]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[ >•·▪●]+|[ >•·▪●]+$/g, '');
}
