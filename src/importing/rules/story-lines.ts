import { BYLINE, bylineNames, CONTRIBUTED, creditNames, DATELINE, timestampOf } from '../credits.ts';
import type { Rule } from './rule.ts';

/** Lines that say something about the story itself. */
export const STORY_LINES: Rule[] = [
  {
    name: 'byline',
    action: 'extract',
    patterns: [BYLINE],
    condition: ({ text, opening }) => opening && bylineNames(text).length > 0,
    aboveTitle: true,
    reason: 'names the authors',
  },
  {
    name: 'timestamp',
    action: 'extract',
    patterns: [/^.{6,110}$/u],
    condition: ({ text, opening }) => opening && timestampOf(text) !== undefined,
    aboveTitle: true,
    reason: 'says when the story was published',
  },
  {
    name: 'reporting-credit',
    action: 'extract',
    patterns: [
      /^\((?:additional )?(?:reporting|writing|written|editing|compiled)(?: and \w+)? by [^()]+\)$/i,
      /^(?:additional )?(?:reporting|compiled|writing) by [^.]+(?:; ?(?:writing|editing) by [^.]+)?\.?$/i,
      CONTRIBUTED,
    ],
    condition: ({ text }) => creditNames(text).length > 0 || /; ?editing by \p{Lu}|^\(editing by \p{Lu}/iu.test(text),
    reason: 'credits reporters and editors',
  },
  {
    name: 'correction',
    action: 'keep',
    patterns: [
      /^(?:correction|clarification|editor's note)(?: \([^)]{1,60}\))?:.*$/i,
      /^(?:виправлення|уточнення|примітка редакції|від редакції)(?: \([^)]{1,60}\))?:.*$/iu,
    ],
    reason: 'corrects the story or explains it',
  },
  {
    name: 'dateline',
    action: 'keep',
    patterns: [DATELINE],
    reason: 'says where the story was written; left out of the summary',
  },
];
