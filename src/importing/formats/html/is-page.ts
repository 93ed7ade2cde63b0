import { firstTag } from '../../first-tag.ts';
import { plainText } from '../../markup.ts';

const ROOTS = `html head body article main section div header h1 h2 p title meta link base script style noscript
  blockquote ul ol dl table figure aside nav footer form pre`.split(/\s+/);
const INLINE = 'a abbr b big br cite code em font hr i img q s small span strong sub sup u center'.split(' ');
const PARAGRAPH = /<(?:p|div|h[1-6])[\s>]/i;
const PAGE = /<!doctype\s+html[\s>]|<html[\s>]/i;
const HEAD_TAG = /<\/?(?:base|link|meta|noscript)(?:\s[^<>]*)?>/gi;
/** What a server or a cache says before a page is no longer. */
const MAX_STRAY_CHARACTERS = 200;

/** Tells by its beginning whether a text is a web page, or a part of one. */
export function isPage(head: string): boolean {
  const name = firstTag(head)?.name.toLowerCase() ?? '';
  // Other XML has an <article>, too.
  if (/^\s*<\?xml\s/.test(head)) return name === 'html';
  if (ROOTS.includes(name) || (INLINE.includes(name) && PARAGRAPH.test(head))) return true;
  return /^\s*<!doctype\s+html/i.test(head) || pageStart(head) > 0;
}

/** Returns the length of what stands before a page and does not belong to it. */
export function pageStart(text: string): number {
  if (/^\s*<(?:\?xml\s|!doctype\s)/i.test(text) || firstTag(text)?.name.toLowerCase() === 'html') return 0;
  const at = text.search(PAGE);
  return at > 0 && isStray(text.slice(0, at)) && !isShown(text, at) ? at : 0;
}

/** Tells whether what stands before a page is markup, or a line that does not belong to it. */
function isStray(before: string): boolean {
  const words = plainText(before.replace(HEAD_TAG, ''));
  return words.length <= MAX_STRAY_CHARACTERS && !words.includes('<');
}

/** Tells whether a text shows a page to its readers, in a sentence, in code or as an example. */
function isShown(head: string, at: number): boolean {
  const before = head.slice(0, at);
  const end = head.toLowerCase().lastIndexOf('</html>');
  const after = end < 0 ? '' : head.slice(end + '</html>'.length);
  return !/(?:^|[\n>])$/.test(before) || /[`~]{3}|:\s*$/.test(before) || plainText(after) !== '';
}
