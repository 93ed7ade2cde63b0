import { firstTag } from '../../first-tag.ts';
import type { Input } from '../../input.ts';
import { laterThan } from '../../instants.ts';
import { plainTextOf } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { requireContent } from '../reading.ts';
import { storyOfNode } from './article-node.ts';
import { readLinkedData } from './linked-data.ts';
import { mainTextOf } from './main-text.ts';
import { fromMeta } from './meta.ts';
import { type Page, parsePage } from './page.ts';

const ROOTS = 'html head body article main section div header h1 h2 p title meta link'.split(' ');

/** A web page: its main text, with fields from JSON-LD (schema.org), else from meta elements. */
export const html: ImportFormat = {
  name: 'HTML',
  several: false,

  recognises(head: string): boolean {
    if (/^\uFEFF?\s*<!doctype\s+html/i.test(head)) return true;
    const name = firstTag(head)?.name.toLowerCase() ?? '';
    // Other XML has an <article>, too.
    return /^\uFEFF?\s*<\?xml\s/.test(head) ? name === 'html' : ROOTS.includes(name);
  },

  async read(input: Input): Promise<FoundStory[]> {
    const source = await input.text();
    const page = parsePage(source);
    const linkedData = readLinkedData(scripts(page));
    const { articleHtml, ...said } = storyOfNode(linkedData.value);
    const meta = fromMeta(page);
    const mainText = mainTextOf(source);
    const text = mainText.value ?? articleHtml ?? '';
    const published = said.published ?? meta.published;
    const story: FoundStory = {
      ...meta,
      // Each field of the article wins over the same field of the page.
      ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
      published,
      updated: laterThan(published, said.updated ?? meta.updated),
      body: { type: 'html', text },
      notes: [...linkedData.notes, ...mainText.notes, ...leftOut(page, text)],
    };
    return [requireContent(story)];
  },
};

/** Notes how many words of a page are left out. */
function leftOut(page: Page, text: string): Note[] {
  const left = wordsIn(page.body?.innerHTML) - wordsIn(text);
  return left > 0
    ? [{ code: 'page-parts', message: `${left} words of the page are outside its main text and left out` }]
    : [];
}

function wordsIn(html: string | undefined): number {
  return plainTextOf(html)?.match(/\S+/g)?.length ?? 0;
}

/** Returns the scripts of a page that hold JSON-LD. */
function scripts(page: Page): string[] {
  const all = [...page.querySelectorAll('script')];
  return all
    .filter((it) => /^application\/ld\+json\b/i.test(it.getAttribute('type')?.trim() ?? ''))
    .map((it) => it.textContent ?? '');
}
