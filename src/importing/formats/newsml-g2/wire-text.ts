/** The least indentation that begins a paragraph. */
const INDENTED = /^[ \t]{2,}\S/;

/**
 * Splits a wire's text, which some agencies put into one paragraph as it was sent: there an indented line begins a paragraph,
 * and the others are wrapped. Undefined for a text that is indented as a whole, or not at all.
 */
export function wireParagraphs(text: string): string[] | undefined {
  const [, ...lines] = text.replace(/^\s+/, '').trimEnd().split(/\r?\n/);
  const filled = lines.filter((it) => it.trim() !== '');
  const indented = filled.filter((it) => INDENTED.test(it)).length;
  if (indented === 0 || indented === filled.length) return undefined;
  const paragraphs: string[] = [];
  let open = false;
  for (const line of text.trim().split(/\r?\n/)) {
    const words = line.trim();
    if (words === '') open = false;
    else if (open && !INDENTED.test(line)) paragraphs[paragraphs.length - 1] += ` ${words}`;
    else {
      paragraphs.push(words);
      open = true;
    }
  }
  return paragraphs;
}
