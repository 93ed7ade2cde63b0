import { plainText, withoutComments } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import { paywallNotes } from '../../paywall.ts';
import { hiddenBlocks, withReusableBlocks } from './blocks.ts';
import { withFootnotes } from './footnotes.ts';
import { withMedia } from './media-shortcodes.ts';
import { type Attachment, withCredits } from './pictures.ts';
import { shortcodeNotes } from './shortcodes.ts';

const BLOCKS =
  'address|article|aside|blockquote|details|div|dl|dt|dd|figure|figcaption|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|audio';
const BLOCK = new RegExp(`^</?(?:${BLOCKS})[\\s/>]`, 'i');
/** A tag of a block that begins a line, and the end of one that ends a line. */
const BEGINS_LINE = new RegExp(`\\n[^\\S\\n]{0,20}(?=</?(?:${BLOCKS})[\\s/>])`, 'gi');
const ENDS_LINE = new RegExp(`(</(?:${BLOCKS})>)[^\\S\\n]{0,20}\\n`, 'gi');
const CAPTION = /\[caption([^\][]*)\]((?:(?!\[caption)[\s\S])*?)\[\/caption\]/g;
/** Two breaks end a paragraph for WordPress, too. */
const BREAKS = /<br\s*\/?>\s*<br\s*\/?>/gi;
/** A caption begins with an image, often in a link. */
const IMAGE = /^\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*<\/a>)?)/i;

/** What a post's content refers to. */
export interface ContentParts {
  attachments?: ReadonlyMap<string, Attachment> | undefined;
  /** The content of reusable blocks, by number. */
  blocks?: ReadonlyMap<string, string> | undefined;
  /** JSON. */
  footnotes?: string | undefined;
}

/**
 * Turns a post's content into HTML, as WordPress does: comments are removed from blocks, classic content gets its
 * paragraphs, and media their links. What needs WordPress or its plugins is noted.
 */
export function toHtml(content: string, parts: ContentParts = {}): { html: string; notes: Note[] } {
  const given = content.replaceAll('\r\n', '\n');
  const isOfBlocks = given.includes('<!-- wp:');
  const filled = withReusableBlocks(given, parts.blocks ?? new Map());
  const noted = withFootnotes(filled.content, parts.footnotes);
  const shown = shownHtml(noted.content, parts);
  const lost: Note[] = noted.lost === 0 ? [] : [{ code: 'footnotes', message: `footnotes are lost: ${noted.lost}` }];
  return {
    html: isOfBlocks ? shown.html.replace(/\n{2,}/g, '\n').trim() : withParagraphs(shown.html),
    notes: [...shown.notes, ...filled.notes, ...lost],
  };
}

/** Reads HTML that WordPress has made already: only what its plugins should have replaced is looked for. */
export function shownHtml(
  html: string,
  { attachments = new Map() }: ContentParts = {},
): { html: string; notes: Note[] } {
  const captioned = withoutComments(html).replace(CAPTION, figure);
  const shown = withCredits(withMedia(captioned, attachments), attachments);
  return { html: shown, notes: [...shortcodeNotes(shown), ...paywallNotes(html), ...hiddenBlocks(html)] };
}

function figure(whole: string, attributes: string, inside: string): string {
  const image = IMAGE.exec(inside);
  if (!image) return whole;
  // Until 2012, the caption was an attribute.
  const caption = inside.slice(image[0].length).trim() || (/caption="([^"]*)"/.exec(attributes)?.[1] ?? '');
  const words = plainText(caption) === '' ? '' : `<figcaption>${caption}</figcaption>`;
  return `\n\n<figure>${image[1]}${words}</figure>\n\n`;
}

/** Ends a paragraph before and after a block that stands on lines of its own, as WordPress does (`wpautop`). */
const apart = (part: string) => part.replace(BREAKS, '\n\n').replace(BEGINS_LINE, '\n\n').replace(ENDS_LINE, '$1\n\n');

function withParagraphs(content: string): string {
  return content
    .split(/(<pre[\s>](?:(?!<pre[\s>])[\s\S])*?<\/pre>)/i)
    .flatMap((part, index) => (index % 2 === 1 ? [part] : apart(part).split(/\n[^\S\n]*\n\s*/)))
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (BLOCK.test(part) ? part : `<p>${part.replace(/(<br\s*\/?>)?\n/gi, '<br>')}</p>`))
    .join('\n');
}
