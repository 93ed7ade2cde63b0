import { Readability } from '@mozilla/readability';
import type { Noted } from '../../notes.ts';
import { type Page, parsePage } from './page.ts';

/** More elements than any story's page; keeps a hostile one from taking long. */
const MAX_ELEMENTS = 100_000;

/** Readability takes time with the square of the depth: 28 s for 20,000, a moment for this. */
const MAX_DEPTH = 500;

/** As much of a tree as it takes to walk through it. */
interface Node {
  firstChild: Node | null;
  nextSibling: Node | null;
  parentNode: Node | null;
}

/** The text that the page is for, as HTML. Readability changes the tree that it reads, so it has its own. */
export function mainTextOf(source: string): Noted<string | undefined> {
  try {
    const page = parsePage(source);
    if (isTooDeep(page)) throw new Error(`elements are nested more than ${MAX_DEPTH} deep`);
    const reader = new Readability(page, { disableJSONLD: true, maxElemsToParse: MAX_ELEMENTS });
    const content = reader.parse()?.content?.trim();
    // Readability puts an element of its own around what it finds.
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
