import {
  areAmong,
  BYLINE,
  bylineNames,
  creditOf,
  DATELINE,
  hasUnreadName,
  isLongAgo,
  namesOthers,
  timestampOf,
} from '../credits.ts';
import { tagsIn } from '../tag-lines.ts';
import type { Rule } from './rule.ts';

/** Lines that say something about the story itself. */
export const STORY_LINES: Rule[] = [
  {
    name: 'byline',
    action: 'extract',
    patterns: [BYLINE],
    condition: ({ text, opening, untitled }) => opening && bylineNames(text, untitled).length > 0,
    recheck: ({ text }) => (namesOthers(text) ? 'keep' : hasUnreadName(text) ? 'flag' : undefined),
    aboveTitle: true,
    reason: 'names the authors',
  },
  {
    name: 'timestamp',
    action: 'extract',
    patterns: [/^.{6,110}$/u],
    condition: ({ text, opening }) => opening && timestampOf(text) !== undefined,
    // The day of which a story of the past tells.
    recheck: ({ text }) => (isLongAgo(text) ? 'flag' : undefined),
    aboveTitle: true,
    reason: 'says when the story was published',
  },
  {
    name: 'reporting-credit',
    action: 'extract',
    patterns: [/^.{12,300}$/u],
    condition: ({ text }) => creditOf(text) !== undefined,
    // Whoever is in the record without it is named once; anybody else would be lost with the line.
    recheck: ({ text, authors }) => {
      const { reporters = [], hasOthers = true } = creditOf(text) ?? {};
      return hasOthers || (authors.length > 0 && !areAmong(reporters, authors)) ? 'keep' : undefined;
    },
    reason: 'credits reporters; it stays if it names anybody who is not an author',
  },
  {
    name: 'tags',
    action: 'extract',
    patterns: [/^.{6,300}$/u],
    condition: ({ text, previous }) => tagsIn(text).length > 0 && !/^[\p{L} ]{2,20}:/u.test(previous),
    aboveTitle: true,
    reason: 'lists the tags of the story',
  },
  {
    name: 'correction',
    action: 'keep',
    neverTitle: true,
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
