import { decodeHTMLStrict } from 'entities';
import { cleanText } from '../articles/characters.ts';
import { escapeHtml } from '../articles/html/escape.ts';

const INLINE = `a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike
  strong sub sup time tt u var`;
const BLOCK = `address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form
  h1 h2 h3 h4 h5 h6 head header hr html iframe img li main nav ol p picture pre section source table tbody td tfoot th
  thead tr ul video audio`;
const alternatives = (names: string) => names.trim().split(/\s+/).join('|');
const INLINE_TAG = new RegExp(`</?(?:${alternatives(INLINE)})(?:[\\s/][^<>]*)?>`, 'gi');
const BLOCK_TAG = new RegExp(`</?(?:${alternatives(BLOCK)})(?:[\\s/][^<>]*)?>`, 'gi');
const NAME = '#\\d{1,7}|#x[\\da-f]{1,6}|[a-z][\\da-z]{1,31}';
const REFERENCE = new RegExp(`&(?:${NAME});`, 'i');
/** One that is not the "&" of another. */
const SINGLE_REFERENCE = new RegExp(`&(?!(?:amp|#38|#x26);(?:${NAME});)(?:${NAME});`, 'i');
const HIDDEN = /<(script|style|template)[\s>]/gi;

/**
 * Turns HTML, or text that may be HTML, into plain text on one line. Only known tags are removed: "3 < 5" and "R&D <x>"
 * stay.
 */
export function plainText(markup: string): string {
  const text = withoutHidden(withoutComments(markup))
    .replace(BLOCK_TAG, ' ')
    .replace(INLINE_TAG, '')
    .replace(/&nbsp;/g, ' ');
  return oneLine(withoutReferences(text).text);
}

/** Decodes character references; a second time only if every one was encoded twice, as in "R&amp;amp;D". */
export function withoutReferences(text: string): { text: string; times: number } {
  const first = decodedReferences(text);
  if (first === undefined) return { text, times: 0 };
  const second = isEncodedTwice(text) ? decodedReferences(first) : undefined;
  return second === undefined ? { text: first, times: 1 } : { text: second, times: 2 };
}

function decodedReferences(text: string): string | undefined {
  if (!REFERENCE.test(text)) return undefined;
  const decoded = cleanText(decodeHTMLStrict(text));
  return decoded === text ? undefined : decoded;
}

function isEncodedTwice(text: string): boolean {
  return !SINGLE_REFERENCE.test(text);
}

/** Folds white space, and trims the ends. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** `plainText`, but undefined if nothing is left. */
export function plainTextOf(markup: string | undefined): string | undefined {
  return markup === undefined ? undefined : plainText(markup) || undefined;
}

/** Tells HTML from plain text by its blocks. */
export function looksLikeHtml(text: string): boolean {
  return /<(?:p|div|h[1-6]|ul|ol|table|section|article|body|blockquote|figure|br|img)[\s/>]/i.test(text);
}

/** Removes comments; one that is not closed stays. It takes one pass, whatever the text. */
export function withoutComments(html: string): string {
  let kept = '';
  let from = 0;
  for (;;) {
    const start = html.indexOf('<!--', from);
    const end = start < 0 ? -1 : html.indexOf('-->', start + 4);
    if (end < 0) return kept + html.slice(from);
    kept += html.slice(from, start);
    from = end + 3;
  }
}

/** Removes scripts and styles; one that is not closed extends to the end, as in a browser. It takes one pass, too. */
function withoutHidden(html: string): string {
  const lower = html.toLowerCase();
  let kept = '';
  let from = 0;
  for (const { 0: tag, 1: name = '', index } of html.matchAll(HIDDEN)) {
    if (index < from) continue;
    kept += `${html.slice(from, index)} `;
    const close = lower.indexOf(`</${name.toLowerCase()}`, index + tag.length);
    const end = close < 0 ? -1 : html.indexOf('>', close);
    if (end < 0) return kept;
    from = end + 1;
  }
  return kept + html.slice(from);
}

/** Turns plain text into HTML: blank lines separate paragraphs, other line ends are breaks. */
export function paragraphs(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n[^\S\n]*\n\s*/)
    .map((it) => it.trim())
    .filter((it) => it !== '')
    .map((it) => `<p>${escapeHtml(it).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}
