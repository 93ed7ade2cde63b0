import { plainTextOf } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import type { StatedText } from './article-node.ts';

/** A text with a smaller share of the words that the page states is a part of it: pages count captions and notices, too. */
export const MOST = 0.7;
/** The words with which a text that is the beginning of another one begins as that one does. */
const OPENING_WORDS = 8;

/**
 * Compares the main text of a page with what the page states of it. The stated text is taken where the main text is only its
 * beginning; a story that is not whole is noted.
 */
export function wholeText(mainText: string | undefined, stated: StatedText): Noted<string> {
  const [found, whole] = [wordsIn(mainText), wordsIn(stated.html)];
  const isPart = found.length < whole.length * MOST;
  const takesStated = mainText === undefined || (isPart && beginsAs(whole, found));
  const text = (takesStated ? stated.html : mainText) ?? '';
  const has = takesStated ? whole.length : found.length;
  const most = Math.max(stated.words ?? 0, whole.length);
  const notes: (Note | false)[] = [
    takesStated &&
      mainText !== undefined && {
        code: 'article-body',
        message: `the text is the page's articleBody (${whole.length} words), which has no links and pictures: its main text has only ${found.length} words`,
      },
    has > 0 &&
      has < most * MOST && {
        code: 'main-text',
        message: `the page says that the article has ${most} words; ${has} were found: check that the story is complete`,
      },
  ];
  return { value: text, notes: notes.filter((it) => it !== false) };
}

/** Returns the words of HTML. */
export function wordsIn(html: string | undefined): string[] {
  return plainTextOf(html)?.match(/\S+/g) ?? [];
}

function beginsAs(whole: string[], part: string[]): boolean {
  const opening = (words: string[]) =>
    words
      .slice(0, OPENING_WORDS)
      .join(' ')
      .replace(/[^\p{L}\p{N} ]/gu, '')
      .toLowerCase();
  return part.length >= OPENING_WORDS && opening(whole) === opening(part);
}
