import type { LineReport } from '../lines.ts';
import { RULES } from './index.ts';
import { hasOwnWords } from './own-words.ts';
import type { Doubt, Rule } from './rule.ts';
import type { RuleLine } from './rule-line.ts';

const ACTIONS = { drop: 'dropped', extract: 'extracted', keep: 'kept', flag: 'flagged' } as const;

/** The treatment of a line, and the rule for it. All fields are missing if no rule matches. */
export interface Judgement {
  action?: LineReport['action'];
  rule?: string;
  /** The line cannot be the headline. */
  neverTitle?: boolean | undefined;
}

/** A pattern of which most lines are a match: its rule has a condition that looks closer. */
const isOpen = ({ source }: RegExp) => source.startsWith('^.{');
const OPEN_RULES = RULES.filter((it) => it.patterns.some(isOpen));
/** All other patterns, in an expression for each set of flags: a line of a story needs three tests instead of a hundred. */
const ANY = [
  ...Map.groupBy(
    RULES.flatMap((it) => it.patterns).filter((it) => !isOpen(it)),
    (it) => it.flags,
  ),
].map(([flags, patterns]) => new RegExp(patterns.map((it) => `(?:${it.source})`).join('|'), flags));

/** Applies the first rule that matches a line. */
export function judge(line: RuleLine): Judgement {
  const rules = ANY.some((it) => it.test(line.text)) ? RULES : OPEN_RULES;
  for (const rule of rules) {
    if (!matches(rule, line.text) || rule.condition?.(line) === false) continue;
    const doubt = rule.recheck?.(line) ?? ownWords(rule, line);
    const { name, neverTitle } = rule;
    if (doubt === 'keep') return { action: 'kept', rule: name, neverTitle };
    const isHeadline = line.untitled && rule.action !== 'keep' && !rule.aboveTitle;
    return { action: doubt === 'flag' || isHeadline ? 'flagged' : ACTIONS[rule.action], rule: name, neverTitle };
  }
  return {};
}

/** Applies the first rule that keeps lines to a long one: long lines are prose, so no other rule is about them. */
export function judgeLong(line: RuleLine): Judgement {
  const rule = RULES.find((it) => it.action === 'keep' && matches(it, line.text));
  return rule ? { action: 'kept', rule: rule.name } : {};
}

/** The guard of all rules that drop lines. */
function ownWords({ action, hasFacts }: Rule, line: RuleLine): Doubt {
  return action === 'drop' && !hasFacts && hasOwnWords(line) ? 'flag' : undefined;
}

function matches({ patterns }: Rule, text: string): boolean {
  for (const pattern of patterns) if (pattern.test(text)) return true;
  return false;
}
