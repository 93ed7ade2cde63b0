import { cleanLine } from '../articles/characters.ts';
import { MAX_SUMMARY_CHARACTERS } from '../articles/fields.ts';
import { firstSentences } from '../articles/summary.ts';
import { OWN_LANGUAGE } from '../language.ts';
import { isAddressAlone } from './bare-addresses.ts';
import { datelineLength } from './credits.ts';
import type { Noted } from './notes.ts';
import type { FoundStory } from './story.ts';

/**
 * Returns the export's summary, else one without the dateline; undefined if publishing would make the same.
 * @param language BCP 47, if it is known
 */
export function summaryOf(
  found: FoundStory,
  paragraphs: string[],
  language: string | undefined,
): Noted<string | undefined> {
  const own = found.summary === undefined ? '' : cleanLine(found.summary);
  if (own !== '') {
    const message = `the summary has ${own.length} characters and is cut to ${MAX_SUMMARY_CHARACTERS}: ${own}`;
    return {
      value: firstSentences(own, MAX_SUMMARY_CHARACTERS, language ?? OWN_LANGUAGE),
      notes: own.length > MAX_SUMMARY_CHARACTERS ? [{ code: 'summary-cut', message }] : [],
    };
  }
  const dateline = datelineLength(paragraphs.find((it) => !isAddressAlone(it)) ?? '');
  return { value: dateline > 0 ? openingOf(paragraphs, language, dateline) : undefined, notes: [] };
}

/**
 * Makes a summary of the first sentences of a body, as publishing does: without addresses and names of files.
 * @param language BCP 47, if it is known
 * @param skipped the number of characters to leave out at the beginning
 */
export function openingOf(paragraphs: string[], language: string | undefined, skipped = 0): string {
  const sentences = paragraphs.filter((it) => !isAddressAlone(it));
  const [first = '', ...rest] = sentences.length > 0 ? sentences : paragraphs;
  const opening = [first.slice(skipped), ...rest.slice(0, 5)].join(' ');
  return firstSentences(opening, MAX_SUMMARY_CHARACTERS, language ?? OWN_LANGUAGE);
}
