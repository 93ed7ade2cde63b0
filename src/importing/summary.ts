import { MAX_SUMMARY_CHARACTERS } from '../articles/fields.ts';
import { firstSentences } from '../articles/text.ts';
import { datelineLength } from './credits.ts';
import { plainLine } from './markup.ts';
import type { Noted } from './notes.ts';
import type { FoundStory } from './story.ts';

/** The export's summary, or one without the dateline; undefined where publishing makes the same from the body. */
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
 * The first sentences of a body, as a summary.
 * @param skipped characters to leave out at the beginning
 */
export function openingOf([first = '', ...rest]: string[], skipped = 0): string {
  return firstSentences([first.slice(skipped), ...rest.slice(0, 5)].join(' '), MAX_SUMMARY_CHARACTERS);
}
