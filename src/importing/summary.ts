import { MAX_SUMMARY_CHARACTERS } from '../articles/fields.ts';
import { firstSentences } from '../articles/text.ts';
import { datelineLength } from './credits.ts';
import { plainLine } from './markup.ts';
import type { Noted } from './notes.ts';
import type { FoundStory } from './story.ts';

/** Returns the export's summary, else one without the dateline; undefined if publishing would make the same. */
export function summaryOf(found: FoundStory, paragraphs: string[]): Noted<string | undefined> {
  const own = found.summary === undefined ? '' : plainLine(found.summary);
  if (own !== '') {
    const message = `the summary has ${own.length} characters and is cut to ${MAX_SUMMARY_CHARACTERS}: ${own}`;
    return {
      value: firstSentences(own, MAX_SUMMARY_CHARACTERS),
      notes: own.length > MAX_SUMMARY_CHARACTERS ? [{ code: 'summary-cut', message }] : [],
    };
  }
  const dateline = datelineLength(paragraphs[0] ?? '');
  return { value: dateline > 0 ? openingOf(paragraphs, dateline) : undefined, notes: [] };
}

/**
 * Makes a summary of the first sentences of a body.
 * @param skipped the number of characters to leave out at the beginning
 */
export function openingOf([first = '', ...rest]: string[], skipped = 0): string {
  return firstSentences([first.slice(skipped), ...rest.slice(0, 5)].join(' '), MAX_SUMMARY_CHARACTERS);
}
