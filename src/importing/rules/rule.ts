import type { RuleLine } from './rule-line.ts';

/** A doubt about a match: the line stays, or it stays and an editor should look at it. */
export type Doubt = 'keep' | 'flag' | undefined;

export interface Rule {
  name: string;
  /** What is done to a line that matches. `keep`: it stays, and is treated in a way of its own. */
  action: 'drop' | 'extract' | 'keep';
  /** A line matches if one of these matches all of it (they are anchored). */
  patterns: RegExp[];
  /** What the patterns cannot say. */
  condition?: (line: RuleLine) => boolean;
  /** The rule also holds above the headline. A match of any other rule is taken for the headline there, and flagged. */
  aboveTitle?: boolean;
  /** Looks at a match again. */
  recheck?: (line: RuleLine) => Doubt;
  /** For docs/import.md: what such a line does. */
  reason: string;
}
