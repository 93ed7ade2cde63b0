import { parseHTML } from 'linkedom';
import MarkdownIt from 'markdown-it';
import { escapeHtml } from '../articles/html.ts';
import { textOfSafeHtml } from '../articles/text.ts';
import { type Cleaned, clean } from './cleaner.ts';
import type { Line } from './story.ts';

/** What is used of linkedom's elements; the Workers' types know another `Element`. */
interface HtmlElement {
  localName: string;
  innerHTML: string;
  textContent: string | null;
  children: Iterable<HtmlElement> & { length: number };
  parentElement: HtmlElement | null;
  remove(): void;
}

/** A body without what is not the story, in the form in which the record keeps it. */
export interface CleanBody {
  cleaned: Cleaned;
  body: string;
  bodyType: 'markdown' | 'html';
}

/** Plain text becomes Markdown that renders to the same text. */
export function cleanLines(lines: Line[], title?: string): CleanBody {
  const cleaned = clean(lines, title);
  const body = cleaned.paragraphs.map((it) => toMarkdown(it.text)).join('\n\n');
  return { cleaned, body, bodyType: 'markdown' };
}

/** Markdown keeps its marks; a paragraph that is not the story goes as a whole. */
export function cleanMarkdown(text: string, title?: string): CleanBody {
  const blocks = blocksOf(text);
  const cleaned = clean(
    blocks.map(({ number, text }) => ({ number, text: plainOf(text) })),
    title ?? '',
  );
  const gone = goneIn(cleaned);
  const kept = blocks.filter((it) => !gone.has(it.number)).map((it) => it.text);
  return { cleaned: { ...cleaned, title }, body: kept.join('\n\n'), bodyType: 'markdown' };
}

/** HTML keeps its markup; blocks are numbered from 1. @param html what the sanitiser left */
export function cleanHtml(html: string, title?: string): CleanBody {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  // linkedom's own type is the DOM's, of which the Workers' types have another (see `HtmlElement`).
  const root = document.body as unknown as HtmlElement;
  const blocks = blockElements(root);
  const cleaned = clean(
    blocks.map((it, index) => ({ number: index + 1, text: textOfSafeHtml(it.innerHTML) })),
    title ?? '',
  );
  const gone = goneIn(cleaned);
  for (const [index, block] of blocks.entries()) if (gone.has(index + 1)) removeWithEmptyParents(block);
  const body = gone.size > 0 ? root.innerHTML.trim() : html;
  return { cleaned: { ...cleaned, title }, body, bodyType: 'html' };
}

function goneIn({ lines }: Cleaned): Set<number> {
  return new Set(lines.filter((it) => it.action === 'dropped' || it.action === 'extracted').map((it) => it.line));
}

/** What is between blank lines; a fenced block is one, whatever is in it. */
function blocksOf(text: string): Line[] {
  const blocks: Line[] = [];
  let [open, fence]: [Line | undefined, string | undefined] = [undefined, undefined];
  for (const [index, line] of text.split(/\r\n|\n/).entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && (fence === undefined || line.trim().startsWith(fence))) fence = fence === undefined ? mark : undefined;
    if (line.trim() === '' && fence === undefined) open = undefined;
    else if (open) open.text += `\n${line}`;
    else {
      open = { number: index + 1, text: line };
      blocks.push(open);
    }
  }
  return blocks;
}

const markdown = new MarkdownIt({ html: true });

/** The words of a Markdown block. */
function plainOf(block: string): string {
  return textOfSafeHtml(markdown.render(block).replaceAll('&quot;', '"'));
}

/** Characters that may mean something in Markdown. */
const MARKS = /[\\`*_{}[\]<>()#+\-.!|~&=:"'$^@/]/g;

/** A paragraph of plain text as Markdown: as it is, if that renders to the same words, else with its marks escaped. */
export function toMarkdown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const expected = `<p>${escapeHtml(line)}</p>\n`;
  if (!/[\\`*_[\]<>#+~&=|]|^\s*(?:[-.)\d]|$)/.test(line) || markdown.render(line) === expected) return line;
  return line.replace(MARKS, '\\$&');
}

/** The paragraphs, headings and list items of a body, wherever they lie. */
function blockElements(parent: HtmlElement): HtmlElement[] {
  return [...parent.children].flatMap((element) => {
    const name = element.localName;
    if (/^(?:div|section|article|main|ul|ol)$/.test(name)) return blockElements(element);
    // What these hold is a whole of its own.
    return /^(?:figure|table|pre|blockquote|hr|picture|img|dl)$/.test(name) ? [] : [element];
  });
}

function removeWithEmptyParents(element: HtmlElement): void {
  const parent = element.parentElement;
  element.remove();
  if (parent && parent.localName !== 'body' && parent.textContent?.trim() === '' && parent.children.length === 0)
    removeWithEmptyParents(parent);
}

/** The words of a body, paragraph by paragraph, for the tagger and for people. */
export function paragraphsOf({ body, bodyType, cleaned }: CleanBody): string[] {
  if (bodyType === 'markdown' && cleaned.paragraphs.length > 0) return cleaned.paragraphs.map((it) => it.text);
  return paragraphsOfHtml(bodyType === 'html' ? body : markdown.render(body));
}

/** The words of sanitised HTML, a text for each block; captions are no paragraphs. */
export function paragraphsOfHtml(html: string): string[] {
  return html
    .replace(/<figcaption>[\s\S]*?<\/figcaption>/g, '')
    .split(/<\/(?:p|h[1-6]|li|blockquote|figcaption|tr|pre|dd|dt)>/)
    .map(textOfSafeHtml)
    .filter((it) => it !== '');
}
