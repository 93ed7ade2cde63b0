import { parseHTML } from 'linkedom';
import { textOfSafeHtml } from '../articles/html/text-of.ts';
import { NOTE_MARK } from '../articles/summary.ts';
import type { Line } from './lines.ts';

/** The part of linkedom's elements that is used here. The Workers' types have another `Element`. */
interface HtmlElement {
  localName: string;
  innerHTML: string;
  textContent: string | null;
  children: Iterable<HtmlElement> & { length: number };
  parentElement: HtmlElement | null;
  remove(): void;
}

/** Returns the words of each block of sanitised HTML, numbered from 1. */
export function blocksOfHtml(html: string): Line[] {
  return blockElements(bodyOf(html)).map((it, index) => ({ number: index + 1, text: textOfSafeHtml(it.innerHTML) }));
}

/** Removes the blocks with these numbers, and elements that are empty then. */
export function withoutBlocks(html: string, numbers: Set<number>): string {
  const body = bodyOf(html);
  for (const [index, block] of blockElements(body).entries()) if (numbers.has(index + 1)) removeWithEmptyParents(block);
  return body.innerHTML.trim();
}

/** The way back from a footnote to its mark. */
const WAY_BACK = /<a href="#[^"]*"[^>]*>\s?[↩↑⤴^]\uFE0E?\s?<\/a>/g;

/** Returns the words of each paragraph of sanitised HTML; captions, marks of notes and the ways back are left out. */
export function paragraphsOfHtml(html: string): string[] {
  return html
    .replace(/<figcaption>[\s\S]*?<\/figcaption>/g, '')
    .replace(NOTE_MARK, '')
    .replace(WAY_BACK, '')
    .split(/<\/(?:p|h[1-6]|li|blockquote|figcaption|tr|pre|dd|dt)>/)
    .map(textOfSafeHtml)
    .filter((it) => it !== '');
}

function bodyOf(html: string): HtmlElement {
  return parseHTML(`<!doctype html><html><body>${html}</body></html>`).document.body as unknown as HtmlElement;
}

/** Returns the paragraphs, headings and list items of an element, however deep they are. */
function blockElements(parent: HtmlElement): HtmlElement[] {
  return [...parent.children].flatMap((element) => {
    const name = element.localName;
    if (/^(?:div|section|article|main|ul|ol)$/.test(name)) return blockElements(element);
    // These are kept as a whole.
    return /^(?:figure|table|pre|blockquote|hr|picture|img|dl)$/.test(name) ? [] : [element];
  });
}

function removeWithEmptyParents(element: HtmlElement): void {
  const parent = element.parentElement;
  element.remove();
  if (parent && parent.localName !== 'body' && parent.textContent?.trim() === '' && parent.children.length === 0)
    removeWithEmptyParents(parent);
}
