import { Readability } from '@mozilla/readability';
import type { Noted } from '../../notes.ts';
import { type Page, parsePage } from './page.ts';

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

/** Finds the main text of a page, as HTML. Readability changes the tree that it reads, so the page is parsed again. */
export function mainTextOf(source: string): Noted<string | undefined> {
  try {
    const page = parsePage(source);
    if (isTooDeep(page)) throw new Error(`elements are nested more than ${MAX_DEPTH} deep`);
    const reader = new Readability(page, { disableJSONLD: true, maxElemsToParse: MAX_ELEMENTS });
    const content = reader.parse()?.content?.trim();
    // Readability wraps its result in an element of its own.
    const text = content?.replace(/^<div [^>]*id="readability-page-1"[^>]*>([\s\S]*)<\/div>$/i, '$1').trim();
    return { value: text || undefined, notes: [] };
  } catch (error) {
    const message = `cannot find the main text of the page: ${(error as Error).message}`;
    return { value: undefined, notes: [{ code: 'main-text', message }] };
  }
}

function isTooDeep(page: Page): boolean {
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
