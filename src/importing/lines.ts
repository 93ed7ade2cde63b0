/** What markup says about a line. Text without markup says nothing. */
export type LineKind = 'heading' | 'item';

/** A line of a text as a reader sees it, numbered from 1. */
export interface Line {
  number: number;
  text: string;
  kind?: LineKind | undefined;
  /** Items of the same list have the same number. */
  list?: number | undefined;
  /** A picture stands in it, so it is not only words that would go with it. */
  hasPicture?: boolean | undefined;
}

/** A line that a rule matched, and what was done to it. */
export interface LineReport {
  line: number;
  /** `kept`: a rule matched, and the line stays. `flagged`: it stays, and an editor should look at it. */
  action: 'dropped' | 'extracted' | 'kept' | 'flagged';
  rule: string;
  text: string;
}

/** Tells whether a line is no longer in the text. */
export function isGone({ action }: LineReport): boolean {
  return action === 'dropped' || action === 'extracted';
}

/** A text whose lines can be looked at, and taken out. */
export interface Lined {
  lines: Line[];
  /** Takes lines out. Where there is nothing to take out, the text is as it was. */
  without(numbers: Set<number>): Rest;
}

/** A text with its markup, and the words of its paragraphs with plain spaces between them. */
export interface Rest {
  text: string;
  paragraphs: string[];
}
