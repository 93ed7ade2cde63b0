import type { LineReport } from '../lines.ts';
import { RULES } from './index.ts';
import type { RuleLine } from './rule-line.ts';

const ACTIONS = { drop: 'dropped', extract: 'extracted', keep: 'kept' } as const;

/** What a rule makes of a line. Both fields are missing if no rule matches. */
export interface Judgement {
  action?: LineReport['action'];
  rule?: string;
}

/** Asks the rules one after another; the first that matches decides. */
export function judge(line: RuleLine): Judgement {
  for (const rule of RULES) {
    if (!rule.patterns.some((it) => it.test(line.text)) || rule.condition?.(line) === false) continue;
    const doubt = rule.recheck?.(line);
    if (doubt === 'keep') return { action: 'kept', rule: rule.name };
    const isHeadline = line.untitled && rule.action !== 'keep' && !rule.aboveTitle;
    return { action: doubt === 'flag' || isHeadline ? 'flagged' : ACTIONS[rule.action], rule: rule.name };
  }
  return {};
}

/** The same for a long line: it is prose, so only its beginning may matter. */
export function judgeLong(line: RuleLine): Judgement {
  const rule = RULES.find((it) => it.action === 'keep' && it.patterns.some((pattern) => pattern.test(line.text)));
  return rule ? { action: 'kept', rule: rule.name } : {};
}
