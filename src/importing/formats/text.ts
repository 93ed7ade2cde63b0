import type { Line } from '../lines.ts';
import { withoutReferences } from '../markup.ts';
import type { Note } from '../notes.ts';
import type { FoundStory } from '../story.ts';
import type { ImportFormat } from './format.ts';

/** The usual length of lines that a program has wrapped. */
const WRAPPED_CHARACTERS = { least: 45, most: 100 };

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
  return { body: { type: 'lines', lines: isWrapped(lines) ? unwrapped(lines) : lines }, notes };
}

/** Tells whether a text is wrapped: most lines that are followed by another one have the length of wrapped lines. */
function isWrapped(lines: Line[]): boolean {
  let [followed, wrapped] = [0, 0];
  for (const [index, { text }] of lines.entries()) {
    if (text.trim() === '') continue;
    if (text.length > WRAPPED_CHARACTERS.most) return false;
    if ((lines[index + 1]?.text.trim() ?? '') === '') continue;
    followed++;
    if (text.length >= WRAPPED_CHARACTERS.least) wrapped++;
  }
  return followed >= 3 && wrapped > followed * 0.7 && lines.some((it) => it.text.trim() === '');
}

function unwrapped(lines: Line[]): Line[] {
  const paragraphs: Line[] = [];
  let open: Line | undefined;
  for (const { number, text } of lines) {
    const trimmed = text.trim();
    if (trimmed === '') open = undefined;
    else if (open) open.text += ` ${trimmed}`;
    else {
      open = { number, text: trimmed };
      paragraphs.push(open);
    }
  }
  return paragraphs;
}
