import { plainText, withoutComments } from '../../markup.ts';
import type { Note } from '../../notes.ts';

const BLOCK =
  /^<\/?(?:address|article|aside|blockquote|details|div|dl|dt|dd|figure|figcaption|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|audio)[\s/>]/i;
const CAPTION = /\[caption([^\][]*)\]((?:(?!\[caption)[\s\S])*?)\[\/caption\]/g;
/** A caption begins with an image, often in a link. */
const IMAGE = /^\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*<\/a>)?)/i;
/** Shortcodes have an attribute or an end tag; "[sic]" and "[Laughs]" are words. */
const SHORTCODE = /\[([a-z][\w-]*)\s+[\w-]+=[^\][]*\]|\[\/([a-z][\w-]*)\]|\[(gallery|playlist|audio|video)\]/gi;

/**
 * Turns a post's content into HTML, as WordPress does: comments are removed from blocks, and classic content gets its
 * paragraphs. Shortcodes need plugins; they are kept and noted.
 */
export function toHtml(content: string): { html: string; notes: Note[] } {
  const blocks = content.includes('<!-- wp:');
  const captioned = withoutComments(content.replaceAll('\r\n', '\n')).replace(CAPTION, figure);
  const html = blocks ? captioned.replace(/\n{2,}/g, '\n').trim() : withParagraphs(captioned);
  const names = [...html.matchAll(SHORTCODE)].map((it) => it[1] ?? it[2] ?? it[3] ?? '');
  const list = [...new Set(names)].map((it) => `[${it}]`).join(', ');
  return {
    html,
    notes: list === '' ? [] : [{ code: 'shortcode', message: `the body has shortcodes; replace them: ${list}` }],
  };
}

function figure(whole: string, attributes: string, inside: string): string {
  const image = IMAGE.exec(inside);
  if (!image) return whole;
  // Until 2012, the caption was an attribute.
  const caption = inside.slice(image[0].length).trim() || (/caption="([^"]*)"/.exec(attributes)?.[1] ?? '');
  const words = plainText(caption) === '' ? '' : `<figcaption>${caption}</figcaption>`;
  return `\n\n<figure>${image[1]}${words}</figure>\n\n`;
}

function withParagraphs(content: string): string {
  return content
    .split(/(<pre[\s>](?:(?!<pre[\s>])[\s\S])*?<\/pre>)/i)
    .flatMap((part, index) => (index % 2 === 1 ? [part] : part.split(/\n[^\S\n]*\n\s*/)))
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (BLOCK.test(part) ? part : `<p>${part.replace(/(<br\s*\/?>)?\n/gi, '<br>')}</p>`))
    .join('\n');
}
