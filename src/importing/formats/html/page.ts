import { parseHTML } from 'linkedom';
import { ImportError } from '../../import-error.ts';

export type Page = ReturnType<typeof parseHTML>['document'];

/** The part of linkedom's elements that is used here. The Workers' types have another `Element`. */
export interface PageElement {
  readonly localName: string;
  readonly textContent: string | null;
  innerHTML: string;
  readonly outerHTML: string;
  readonly parentElement: PageElement | null;
  readonly nextElementSibling: PageElement | null;
  readonly previousSibling: { textContent: string | null; previousSibling: unknown } | null;
  getAttribute(name: string): string | null;
  removeAttribute(name: string): void;
  setAttribute(name: string, value: string): void;
  cloneNode(deep: boolean): PageElement;
  closest(selector: string): PageElement | null;
  matches(selector: string): boolean;
  querySelectorAll(selector: string): Iterable<PageElement>;
  replaceWith(other: PageElement): void;
  remove(): void;
}

const MAX_TAGS = 40_000;
/** In more of them, the main text is not looked for: each would take up to a tenth of a millisecond. Most pages have some 2,000. */
const MAX_SEARCHED = 10_000;

const tagsIn = (source: string) => [...source.matchAll(/<[a-z/!?]/gi)].length;

/** Tells whether a page has so many tags that its main text cannot be looked for in a moment. */
export const isLarge = (source: string): boolean => tagsIn(source) > MAX_SEARCHED;

/** Parses a page or a fragment of one. Scripts are never run. @throws {ImportError} for one with more tags than any story's */
export function parsePage(source: string): Page {
  const tags = tagsIn(source);
  if (tags > MAX_TAGS)
    throw new ImportError(`has ${tags} HTML tags; at most ${MAX_TAGS}. Save the part that is the story`);
  if (!/<html[\s>]/i.test(source)) return parseHTML(`<!doctype html><html><body>${source}</body></html>`).document;
  const headless = !/<head[\s>]/i.test(source) && /<body[\s>]/i.test(source);
  // HTML allows a page without <head>; linkedom needs it to find the body.
  const whole = headless
    ? source.replace(/<html(?:\s[^>]*)?>/i, '$&<head>').replace(/<body[\s>]/i, '</head>$&')
    : source;
  return parseHTML(whole).document;
}

/** Returns the elements of a page, or below an element, in their order. @param selector of CSS */
export function elementsIn(root: Page | PageElement, selector: string): PageElement[] {
  return [...(root as PageElement).querySelectorAll(selector)];
}

/** Returns the words of an element on one line; undefined if it has none. */
export function wordsOf(element: PageElement | undefined): string | undefined {
  return element?.textContent?.replace(/\s+/g, ' ').trim() || undefined;
}

/** Returns a trimmed attribute; undefined if it is missing or blank. */
export function attributeOf(element: PageElement | undefined, name: string): string | undefined {
  return element?.getAttribute(name)?.trim() || undefined;
}

/** Parts of a page that are not the story, whatever stands in them. */
export const BESIDE_STORY = `aside, nav, footer, form, [role=complementary], [role=navigation], [id*=comment], [class*=comment],
  [id*=related], [class*=related]`;

/** Returns a function that tells whether an element is not part of the story, such as one of a list of other stories. */
export function besideStory(page: Page): (element: PageElement) => boolean {
  return insideOf(page, BESIDE_STORY);
}

/**
 * Returns a function that tells whether an element stands in one that a selector finds, or is one. However deep they are, all of
 * them together take time that grows with the page alone.
 */
export function insideOf(page: Page, selector: string): (element: PageElement) => boolean {
  const known = new Map(elementsIn(page, selector).map((it) => [it, true]));
  return (element) => {
    const path: PageElement[] = [];
    let at: PageElement | null = element;
    for (; at !== null && !known.has(at); at = at.parentElement) path.push(at);
    const is = at !== null && known.get(at) === true;
    for (const it of path) known.set(it, is);
    return is;
  };
}
