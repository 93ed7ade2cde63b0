import { Readability } from '@mozilla/readability';
import type { Noted } from '../../notes.ts';
import type { Page } from './page.ts';
import { lostMedia, takeMedia, withMedia } from './page-media.ts';
import { markPlaces, placesIn, withoutPlaces } from './places.ts';

/** More elements than the page of any story has; a hostile page must not take long. */
const MAX_ELEMENTS = 100_000;

/** Readability's time grows with the square of the depth: 28 s for 20,000, a moment for 500. */
const MAX_DEPTH = 500;

/** The part of a DOM node that is needed to walk the tree. */
interface Node {
  firstChild: Node | null;
  nextSibling: Node | null;
  parentNode: Node | null;
}

/** The main text of a page. */
export interface MainText {
  html: string;
  /** The places of its first and last block among all elements of the page, in document order. */
  places: { first: number; last: number } | undefined;
}

/**
 * Finds the main text of a page, with its media as they are in the page. The page is changed by this.
 * @param prepare is called once the elements have their places
 */
export function mainTextOf(page: Page, prepare: () => void = () => {}): Noted<MainText | undefined> {
  try {
    if (isTooDeep(page)) throw new Error(`elements are nested more than ${MAX_DEPTH} deep`);
    markPlaces(page);
    prepare();
    const media = takeMedia(page);
    const reader = new Readability(page, { disableJSONLD: true, maxElemsToParse: MAX_ELEMENTS });
    const content = reader.parse()?.content?.trim();
    // Readability wraps its result in an element of its own.
    const text = content?.replace(/^<div [^>]*id="readability-page-1"[^>]*>([\s\S]*)<\/div>$/i, '$1').trim();
    if (!text) return { value: undefined, notes: [] };
    const places = placesIn(text);
    return {
      value: { html: withoutPlaces(withMedia(text, media)), places },
      notes: places ? lostMedia(text, media, places) : [],
    };
  } catch (error) {
    const message = `cannot find the main text of the page: ${(error as Error).message}`;
    return { value: undefined, notes: [{ code: 'main-text', message }] };
  }
}

/** Tells whether elements are nested so deep that nothing that walks them recursively can be called. */
export function isTooDeep(page: Page): boolean {
  let depth = 0;
  let node = page.documentElement as Node | null;
  while (node) {
    const child: Node | null = node.firstChild;
    if (child) {
      if (++depth > MAX_DEPTH) return true;
      node = child;
      continue;
    }
    while (node && !node.nextSibling) {
      depth--;
      node = node.parentNode;
    }
    node = node?.nextSibling ?? null;
  }
  return false;
}
