import { parseHTML } from 'linkedom';
import { textOfSafeHtml } from '../articles/text.ts';
import type { Line } from './lines.ts';

/** The part of linkedom's elements that is used here; the Workers' types have another `Element`. */
interface HtmlElement {
  localName: string;
  innerHTML: string;
  textContent: string | null;
  children: Iterable<HtmlElement> & { length: number };
  parentElement: HtmlElement | null;
  remove(): void;
}

/** The words of the blocks of sanitised HTML, numbered from 1. */
export function blocksOfHtml(html: string): Line[] {
  return blockElements(bodyOf(html)).map((it, index) => ({ number: index + 1, text: textOfSafeHtml(it.innerHTML) }));
}

/** HTML without the blocks of these numbers, and without the elements that were around nothing else. */
export function withoutBlocks(html: string, numbers: Set<number>): string {
  const body = bodyOf(html);
  for (const [index, block] of blockElements(body).entries()) if (numbers.has(index + 1)) removeWithEmptyParents(block);
  return body.innerHTML.trim();
}

/** The words of sanitised HTML, a text for each block; captions are not paragraphs. */
export function paragraphsOfHtml(html: string): string[] {
  return html
    .replace(/<figcaption>[\s\S]*?<\/figcaption>/g, '')
    .split(/<\/(?:p|h[1-6]|li|blockquote|figcaption|tr|pre|dd|dt)>/)
    .map(textOfSafeHtml)
    .filter((it) => it !== '');
}

function bodyOf(html: string): HtmlElement {
  return parseHTML(`<!doctype html><html><body>${html}</body></html>`).document.body as unknown as HtmlElement;
}

/** The paragraphs, headings and list items of a body, wherever they are. */
function blockElements(parent: HtmlElement): HtmlElement[] {
  return [...parent.children].flatMap((element) => {
    const name = element.localName;
    if (/^(?:div|section|article|main|ul|ol)$/.test(name)) return blockElements(element);
    // These belong together with all that is in them.
    return /^(?:figure|table|pre|blockquote|hr|picture|img|dl)$/.test(name) ? [] : [element];
  });
}

function removeWithEmptyParents(element: HtmlElement): void {
  const parent = element.parentElement;
  element.remove();
  if (parent && parent.localName !== 'body' && parent.textContent?.trim() === '' && parent.children.length === 0)
    removeWithEmptyParents(parent);
}
