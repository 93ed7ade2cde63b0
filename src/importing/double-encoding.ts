import { decodeHTMLStrict } from 'entities';
import type { Noted } from './notes.ts';

const NAMES = `a article b blockquote br div em figure h1 h2 h3 h4 h5 h6 i iframe img li ol p script section span strong
  table ul`;
const START = `<(?:${NAMES.split(/\s+/).join('|')})`;
const ANY_TAG = new RegExp(`^${START}[\\s/>]`, 'i');
const BREAK = /<(?:\/(?:p|div|li|h[1-6]|blockquote|section|article)|br[\s/]*)>/i;
const PAIR = /<(a|b|div|em|i|p|span|strong|h[1-6]|blockquote)(?:\s[^<>]*)?>[^<>]*<\/\1>/i;
const WITH_ATTRIBUTES = new RegExp(`${START}\\s+[a-z-]+\\s*=`, 'i');
/** What formats put around a body that has no markup. */
const WRAPPER = /<\/?p>|<br ?\/?>/g;
/** More than any export has encoded its HTML. */
const MAX_ROUNDS = 3;

/**
 * Decodes HTML that is encoded twice, so that readers would see its tags: where all of its markup is so. A text that shows
 * tags among real ones stays; where that may be a fault, a note says so.
 */
export function decodeDouble(html: string): Noted<string> {
  if (!/&(?:amp|lt);/.test(html)) return { value: html, notes: [] };
  let value = html;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const decoded = decodedOnce(value);
    if (decoded === undefined) break;
    value = decoded;
  }
  if (value !== html)
    return { value, notes: [{ code: 'entities', message: 'HTML that was encoded twice has been decoded' }] };
  const shown = shownIn(html);
  if (shown === undefined) return { value, notes: [] };
  return {
    value,
    notes: [{ code: 'shown-tags', message: `readers see HTML as text, such as "${shown}"; check the body` }],
  };
}

/** Returns HTML, decoded once more; undefined if it is not encoded twice. */
function decodedOnce(html: string): string | undefined {
  return withTags(html) ?? withReferences(html);
}

function withTags(html: string): string | undefined {
  const bare = html.replace(WRAPPER, '\n');
  if (!bare.includes('&') || /<[a-z!/]/i.test(bare)) return undefined;
  const decoded = decodeHTMLStrict(bare).trim();
  // "&amp;lt;p&amp;gt;" is encoded three times.
  const isMarkup = ANY_TAG.test(decoded) && decoded.endsWith('>') && BREAK.test(decoded);
  const isEncoded = /^&lt;[a-z]/i.test(decoded) && decoded.endsWith('&gt;');
  return isMarkup || isEncoded ? decoded : undefined;
}

const REFERENCE = /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,31});/gi;
const DOUBLE = /&amp;(?=(#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,31});)/gi;
const DOUBLE_REFERENCE = /&amp;[#\w]+;/;
/** Whoever writes `&amp;lt;` may want to show how "<" is written. */
const SHOWN_SIGN = /^(?:lt|gt|quot|#6[02]|#34)$/i;

/** A reference in a word or beside one. */
const IN_WORDS = /(?<=[\p{L}\p{N}])&amp;[#\w]+;|&amp;[#\w]+;(?=[\p{L}\p{N}])/u;

/** Decodes references once more, if every one in the text is encoded twice: `R&amp;amp;D`. */
function withReferences(html: string): string | undefined {
  const pieces = proseOf(html);
  if (!isDouble(pieces) || !pieces.some((it) => it.prose && IN_WORDS.test(it.text))) return undefined;
  return pieces.map((it) => (it.prose ? it.text.replace(DOUBLE, '&') : it.text)).join('');
}

/** Tells whether every reference in a text is encoded twice, and none shows a sign of markup. */
function isDouble(pieces: Piece[]): boolean {
  const prose = pieces.filter((it) => it.prose).map((it) => it.text);
  const all = prose.flatMap((it) => it.match(REFERENCE) ?? []).length;
  const double = prose.flatMap((it) => [...it.matchAll(DOUBLE)].map((match) => match[1] ?? ''));
  return all > 0 && double.length === all && !double.some((it) => SHOWN_SIGN.test(it));
}

/** Finds a tag or a reference that readers see outside of code, and that is hardly meant to be seen. */
function shownIn(html: string): string | undefined {
  const pieces = proseOf(html);
  const isPlain = !/<[a-z!/]/i.test(html.replace(WRAPPER, ''));
  for (const { text } of pieces.filter((it) => it.prose && it.text.includes('&lt;'))) {
    const words = decodeHTMLStrict(text);
    const found = WITH_ATTRIBUTES.exec(words) ?? (isPlain ? PAIR.exec(words) : null);
    if (found) return /^[^>\n]{0,80}>?/.exec(words.slice(found.index))?.[0];
  }
  return isDouble(pieces) ? decodeHTMLStrict(html.match(DOUBLE_REFERENCE)?.[0] ?? '') : undefined;
}

interface Piece {
  text: string;
  prose: boolean;
}

/** Splits HTML into tags and texts. What stands in code is no prose. */
function proseOf(html: string): Piece[] {
  let depth = 0;
  return html.split(/(<[^<>]*>)/).map((text, index) => {
    if (index % 2 === 0) return { text, prose: depth === 0 };
    const [, end, name] = /^<(\/?)([a-z0-9]*)/i.exec(text) ?? [];
    if (/^(?:code|pre|kbd|samp|tt)$/i.test(name ?? '')) depth = Math.max(0, depth + (end ? -1 : 1));
    return { text, prose: false };
  });
}
