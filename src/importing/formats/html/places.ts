import { elementsIn, type Page } from './page.ts';

/** An attribute with the place of an element in its page, counted in document order. Readability leaves it alone. */
export const PLACE = 'data-tagwire-place';

const PLACED = new RegExp(` ${PLACE}="(\\d*)"`, 'g');
const BLOCK = new RegExp(`<(?:p|h[1-6]|li|blockquote|pre|dd|td|figure|img)\\b[^<>]*? ${PLACE}="(\\d+)"`, 'g');

/** Numbers the elements of a page. */
export function markPlaces(page: Page): void {
  for (const [index, element] of elementsIn(page, '*').entries()) element.setAttribute(PLACE, String(index));
}

/** Returns the places of the first and the last block of marked HTML; undefined if it has none. */
export function placesIn(html: string): { first: number; last: number } | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, -1];
  for (const [, place] of html.matchAll(BLOCK)) {
    first = Math.min(first, Number(place));
    last = Math.max(last, Number(place));
  }
  return last < 0 ? undefined : { first, last };
}

export function withoutPlaces(html: string): string {
  return html.replace(PLACED, '');
}
