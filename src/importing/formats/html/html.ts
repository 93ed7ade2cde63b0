import type { Input } from '../../input.ts';
import { plainTextOf } from '../../markup.ts';
import { type Note, withNotes } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { requireContent } from '../reading.ts';
import { isPage, pageStart } from './is-page.ts';

/** A web page. */
export const html: ImportFormat = {
  name: 'HTML',
  several: false,

  recognises: isPage,

  async read(input: Input): Promise<FoundStory[]> {
    // Finding the main text of a page takes 30 MB of code, which other formats need for themselves.
    const { readPage } = await import('./read-page.ts');
    const whole = await input.text();
    const start = pageStart(whole);
    return [requireContent(withNotes(readPage(whole.slice(start)), strayNotes(whole.slice(0, start))))];
  },
};

function strayNotes(before: string): Note[] {
  const words = plainTextOf(before);
  return words ? [{ code: 'printed', message: `left out before the page: ${words}` }] : [];
}
