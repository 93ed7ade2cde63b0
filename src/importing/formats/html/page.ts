import { parseHTML } from 'linkedom';

export type Page = ReturnType<typeof parseHTML>['document'];

/** Builds a tree of what may be a fragment. Scripts are text in it, and are never run. */
export function parsePage(source: string): Page {
  if (!/<html[\s>]/i.test(source)) return parseHTML(`<!doctype html><html><body>${source}</body></html>`).document;
  const headless = !/<head[\s>]/i.test(source) && /<body[\s>]/i.test(source);
  // linkedom takes what follows the head for the body, and does not add the head that HTML lets one leave out.
  const whole = headless
    ? source.replace(/<html(?:\s[^>]*)?>/i, '$&<head>').replace(/<body[\s>]/i, '</head>$&')
    : source;
  return parseHTML(whole).document;
}
