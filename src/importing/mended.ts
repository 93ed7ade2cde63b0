import { decodeDouble } from './double-encoding.ts';
import { readLostBytes, withoutMojibake } from './letters.ts';
import { withNotes } from './notes.ts';
import { withPaywall } from './paywall.ts';
import type { FoundStory } from './story.ts';

/**
 * Mends the letters of a story, whatever its format: letters that were decoded wrongly before they came here, bytes that
 * are not UTF-8, and HTML that is encoded twice. Then the mark of a paywall is found. Every story passes here, after it is read
 * and before it is cleaned.
 */
export function mended(found: FoundStory): FoundStory {
  return withPaywall(decodedOnce(readLostBytes(withoutMojibake(found))));
}

function decodedOnce(story: FoundStory): FoundStory {
  const { body } = story;
  if (body.type !== 'html') return story;
  const { value, notes } = decodeDouble(body.text);
  return notes.length === 0 ? story : withNotes({ ...story, body: { type: 'html', text: value } }, notes);
}
