import { parseHTML } from 'linkedom';

export type Page = ReturnType<typeof parseHTML>['document'];

/** Parses a page or a fragment of one. Scripts are never run. */
export function parsePage(source: string): Page {
  if (!/<html[\s>]/i.test(source)) return parseHTML(`<!doctype html><html><body>${source}</body></html>`).document;
  const headless = !/<head[\s>]/i.test(source) && /<body[\s>]/i.test(source);
  // HTML allows a page without <head>; linkedom needs it to find the body.
  const whole = headless
    ? source.replace(/<html(?:\s[^>]*)?>/i, '$&<head>').replace(/<body[\s>]/i, '</head>$&')
    : source;
  return parseHTML(whole).document;
}
