import type { Line } from '../../lines.ts';

/** Programs wrap lines at 78 characters or so (RFC 5322 §2.1.1); nobody wraps them at less than this. */
const MIN_WIDTH = 60;
/** Longer lines are paragraphs, and the text is not wrapped. */
const MAX_WIDTH = 100;
/** Begins an entry of a list or a quotation. */
const ENTRY = /^(?:[-*•–>#]|\d{1,3}[.)]\s)/;

/**
 * Joins the lines of an e-mail that a program has wrapped: those after which the next word would not have fitted. Lines that
 * were meant to be short, such as an address, stay.
 */
export function paragraphsOfMail(text: string): Line[] {
  const lines = text.split(/\r\n|[\n\r]/).map((line, index) => ({ number: index + 1, text: line.trimEnd() }));
  const longest = lines.reduce((most, { text }) => (/\s/.test(text) ? Math.max(most, text.length) : most), 0);
  if (longest > MAX_WIDTH) return lines;
  const width = Math.max(longest, MIN_WIDTH);
  const paragraphs: Line[] = [];
  let last = '';
  for (const { number, text } of lines) {
    const open = paragraphs.at(-1);
    const words = text.trimStart();
    const nextWord = /^\S*/.exec(words)?.[0] ?? '';
    const isWrapped = last !== '' && words !== '' && !ENTRY.test(words) && last.length + 1 + nextWord.length > width;
    if (open && isWrapped) open.text += ` ${words}`;
    else paragraphs.push({ number, text });
    last = text;
  }
  return paragraphs;
}
