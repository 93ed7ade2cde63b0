import type { LineKind } from '../lines.ts';

/** A line in the form that rules look at; its text is `normalised`. */
export interface RuleLine {
  text: string;
  words: string[];
  /** The last line that was kept, also normalised; "" if there is none. */
  previous: string;
  /** The lines beside it, whatever becomes of them; known among the first four lines only. */
  before: string;
  next: string;
  /** What markup says about it. */
  kind: LineKind | undefined;
  /** The authors that are known so far. */
  authors: readonly string[];
  /** Among the first four lines that are not blank. */
  opening: boolean;
  /** Among the first or the last lines, where those who send a text write to those who get it. */
  atEdge: boolean;
  /** The headline has not come yet. */
  untitled: boolean;
  /** Most of the document is in capitals, so capitals say nothing. */
  mostlyCaps: boolean;
}

/** A longer line is prose; rules are about short lines. */
export const MAX_RULE_CHARACTERS = 400;

/** Removes arrows and bullets around a line, and makes all quotation marks, dashes and spaces alike. */
export function normalised(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/\s[»›]\s*$|[→▶►⟶]/g, ' >')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’ʼ‚‹›`´]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .replace(/^[ >•·▪●]+|[ >•·▪●]+$/g, '');
}
