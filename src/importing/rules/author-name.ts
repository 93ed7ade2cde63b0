import { areAmong, isName, namesIn, timestampOf } from '../credits.ts';
import { isReadingTime } from './page-controls.ts';
import type { Rule } from './rule.ts';

const isStamp = (text: string) => isReadingTime(text) || timestampOf(text) !== undefined;

/** A name alone beside a time stamp, or of somebody who is the author anyway. Any other name may head the story. */
export const authorName: Rule = {
  name: 'author-name',
  action: 'extract',
  patterns: [/^.{5,80}$/u],
  condition: ({ text, before, next, opening, untitled, kind, authors }) => {
    if (!opening || untitled || kind !== undefined || !text.split(/, | and | & /).every(isName)) return false;
    return authors.length > 0 ? areAmong(namesIn(text), authors) : isStamp(before) || isStamp(next);
  },
  recheck: ({ authors }) => (authors.length > 0 ? undefined : 'flag'),
  reason: 'is a name alone: that of an author, or beside a time stamp perhaps of one',
};
