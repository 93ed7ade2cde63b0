import { parseHTML } from 'linkedom';
import { HtmlError } from '../articles/html/html-error.ts';
import { refuseManyTags } from '../articles/html/parse.ts';

/** The part of linkedom's elements that is used here. The Workers' types have another `Element`. */
export interface EditedElement {
  innerHTML: string;
  textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): EditedElement | null;
  closest(selector: string): EditedElement | null;
  insertAdjacentHTML(position: 'beforebegin' | 'beforeend' | 'afterend', html: string): void;
  remove(): void;
}

/**
 * Changes elements of HTML that is not sanitised yet. HTML with more tags than any story stays as it is: the sanitiser will refuse
 * it.
 */
export function editHtml(html: string, selector: string, edit: (element: EditedElement) => void): string {
  if (hasManyTags(html)) return html;
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  for (const element of document.querySelectorAll(selector)) edit(element as unknown as EditedElement);
  return document.body.innerHTML;
}

function hasManyTags(html: string): boolean {
  try {
    refuseManyTags(html);
    return false;
  } catch (error) {
    if (error instanceof HtmlError) return true;
    throw error;
  }
}
