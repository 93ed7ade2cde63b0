import { withoutReferences } from '../markup.ts';
import type { Note } from '../notes.ts';
import type { FoundStory } from '../story.ts';
import { unwrapped } from '../wrapping.ts';
import type { ImportFormat } from './format.ts';

/** Plain text: a headline, then one paragraph per line, or wrapped lines with blank lines between paragraphs. */
export const text: ImportFormat = {
  name: 'plain text',
  several: false,
  recognises: () => true,
  async read(input) {
    return [readText(await input.text())];
  },
};

/** Reads the lines of a plain text. The cleaner later finds the headline and the lines that are not the story. */
export function readText(source: string): FoundStory {
  const notes: Note[] = [];
  const { text, times } = withoutReferences(source);
  if (times > 0)
    notes.push({
      code: 'entities',
      message: `HTML character references, encoded ${times === 1 ? 'once' : 'twice'}, have been decoded`,
    });
  const lines = text.split(/\r\n|[\n\r\f\u2028\u2029]/).map((line, index) => ({ number: index + 1, text: line }));
  const joined = unwrapped(lines);
  return { body: { type: 'lines', lines: joined.value }, notes: [...notes, ...joined.notes] };
}
