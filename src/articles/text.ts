/**
 * The characters that XML 1.0 §2.2 forbids, the C1 controls that it discourages, and lone surrogates. Tab, line feed
 * and carriage return are allowed.
 */
const UNWANTED =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFDD0-\uFDEF\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Removes the characters that no document may contain. */
export function cleanText(text: string): string {
  return text.replace(UNWANTED, '');
}

/** Counts the characters that `cleanText` removes. */
export function countUnwanted(text: string): number {
  return text.match(UNWANTED)?.length ?? 0;
}

/** Removes them and puts the text on one line, with single spaces between words. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const BLOCK_END = /<(?:\/(?:p|h[1-6]|li|dd|dt|blockquote|figcaption|td|th|pre)|br|hr)\b[^>]*>/g;

/** Returns the words in HTML from `toSafeHtml`, on one line. It has no entities but `&amp; &lt; &gt; &quot;`. */
export function textOfSafeHtml(html: string): string {
  return html
    .replace(BLOCK_END, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Returns the first sentences of a text, at most `limit` characters. A longer first sentence is cut after a word, with
 * "…".
 */
export function firstSentences(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit + 1);
  const ends = [...head.matchAll(/[.!?…。]["'”’»)\]]*(?=\s)/gu)].map((end) => end.index + end[0].length);
  const last = ends.at(-1);
  if (last !== undefined && last >= limit / 4) return head.slice(0, last);
  const cut = head.slice(0, limit - 1);
  const word = cut.lastIndexOf(' ');
  return `${cleanText(word > limit / 2 ? cut.slice(0, word) : cut).trimEnd()}…`;
}
