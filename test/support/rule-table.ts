import { RULES } from '../../src/importing/rules/index.ts';

const ACTIONS = { drop: 'dropped', extract: 'extracted', keep: 'kept', flag: 'flagged' } as const;

/** The table of rules in docs/import.md, from the rules. */
export function ruleTable(): string {
  const rows = RULES.map(({ name, action, reason }) => `| ${name} | ${ACTIONS[action]} | ${reason} |`);
  return ['| rule | the line is | because it |', '|---|---|---|', ...rows].join('\n');
}
