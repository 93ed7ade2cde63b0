import type { LineReport } from '../lines.ts';
import { RULES } from './index.ts';
import type { RuleLine } from './rule-line.ts';

const ACTIONS = { drop: 'dropped', extract: 'extracted', keep: 'kept' } as const;

/** The treatment of a line, and the rule for it. Both fields are missing if no rule matches. */
export interface Judgement {
  action?: LineReport['action'];
  rule?: string;
}

/** Applies the first rule that matches a line. */
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

/** Applies the first rule that keeps lines to a long one: long lines are prose, so no other rule is about them. */
export function judgeLong(line: RuleLine): Judgement {
  const rule = RULES.find((it) => it.action === 'keep' && it.patterns.some((pattern) => pattern.test(line.text)));
  return rule ? { action: 'kept', rule: rule.name } : {};
}
