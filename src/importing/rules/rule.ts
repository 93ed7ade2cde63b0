import type { RuleLine } from './rule-line.ts';

/** A doubt about a match: `keep` the line, or keep it and `flag` it for an editor. */
export type Doubt = 'keep' | 'flag' | undefined;

export interface Rule {
  name: string;
  /** Done to a line that matches. */
  action: 'drop' | 'extract' | 'keep' | 'flag';
  /** One of these must match the whole line (all are anchored). */
  patterns: RegExp[];
  /** Must hold, too; for what patterns cannot express. */
  condition?: (line: RuleLine) => boolean;
  /** The rule also applies above the headline. There, a match of any other rule is taken for the headline, and flagged. */
  aboveTitle?: boolean;
  /** A line that matches is never the headline, though it stays. */
  neverTitle?: boolean;
  /** Looks at a matching line again. */
  recheck?: (line: RuleLine) => Doubt;
  /** Numbers, times and sentences are a part of what it is about. Any other line with them is flagged, not dropped. */
  hasFacts?: boolean;
  /** Completes "it is a match because it ...", for docs/import.md. */
  reason: string;
}
