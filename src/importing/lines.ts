/** A line of a text, numbered from 1. */
export interface Line {
  number: number;
  text: string;
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
