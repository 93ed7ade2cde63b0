import MarkdownIt from 'markdown-it';
import { absolute, ownAddress, withOrigin } from '../articles/addresses.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import { HtmlError } from '../articles/html/html-error.ts';
import { NO_ALT } from '../articles/html/notes.ts';
import { type SafeHtml, toSafeHtml } from '../articles/html/safe-html.ts';
import { textOfSafeHtml } from '../articles/html/text-of.ts';
import { linkBareAddresses } from './bare-addresses.ts';
import { type Cleaned, clean } from './cleaner.ts';
import { blocksOfHtml, paragraphsOfHtml, withoutBlocks } from './html-blocks.ts';
import { ImportError } from './import-error.ts';
import { isGone, type Line } from './lines.ts';
import { plainLine } from './markup.ts';
import type { Note } from './notes.ts';
import type { FoundStory, Story } from './story.ts';

/** A cleaned body. */
export interface CleanBody extends Pick<Story, 'body' | 'bodyType' | 'paragraphs'> {
  cleaned: Cleaned;
  /** What was changed in HTML so that it is safe. */
  notes: Note[];
}

/**
 * Cleans the body of a story.
 * @param moves false if the story keeps its home elsewhere
 * @throws {ImportError} for HTML that cannot be sanitised
 */
export function cleanBody({ body, title, address }: FoundStory, moves = true): CleanBody {
  const headline = title === undefined ? undefined : plainLine(title) || undefined;
  if (body.type === 'lines') return cleanLines(body.lines, headline);
  if (body.type === 'markdown') return cleanMarkdown(body.text, headline);
  const safe = safeHtml(body.text, address, moves);
  const notes = safe.notes.filter(({ message }) => !message.endsWith(NO_ALT));
  return {
    ...cleanHtml(safe.html, headline),
    notes: notes.map(({ message }) => ({
      code: safe.losses.includes(message) ? 'body-lost' : 'body-changed',
      message,
    })),
  };
}

const NO_ADDRESS = ownAddress('story');

function safeHtml(html: string, address: string | undefined, moves: boolean): SafeHtml {
  try {
    const base = address && URL.canParse(address) ? address : NO_ADDRESS;
    const { html: made, ...told } = toSafeHtml({ body: html, bodyType: 'html' }, base, moves);
    const safe = withOrigin(made, '');
    // Links inside a story that moves stay relative, as its key is not known yet.
    const here = escapeHtml(withOrigin(absolute('', base) ?? '', ''));
    return { html: linkBareAddresses(moves ? safe.replaceAll(`href="${here}#`, 'href="#') : safe), ...told };
  } catch (error) {
    if (error instanceof HtmlError) throw new ImportError(`the body ${error.message}`);
    throw error;
  }
}

/** Turns plain text into Markdown that renders to the same text. */
function cleanLines(lines: Line[], title: string | undefined): CleanBody {
  const cleaned = clean(lines, title);
  const body = cleaned.paragraphs.map((it) => toMarkdown(it.text)).join('\n\n');
  return { cleaned, body, bodyType: 'markdown', paragraphs: textsOr(cleaned, body), notes: [] };
}

/** Leaves out the paragraphs of Markdown that are not the story; the markup of the others is kept. */
function cleanMarkdown(text: string, title: string | undefined): CleanBody {
  const blocks = blocksOf(text);
  const cleaned = clean(
    blocks.map(({ number, text }) => ({ number, text: plainOf(text) })),
    title ?? '',
  );
  const gone = goneIn(cleaned);
  const kept = blocks.filter((it) => !gone.has(it.number)).map((it) => it.text);
  const body = kept.join('\n\n');
  return { cleaned, body, bodyType: 'markdown', paragraphs: textsOr(cleaned, body), notes: [] };
}

/** Leaves out the blocks of sanitised HTML that are not the story; the markup of the others is kept. */
function cleanHtml(html: string, title: string | undefined): Omit<CleanBody, 'notes'> {
  const cleaned = clean(blocksOfHtml(html), title ?? '');
  const gone = goneIn(cleaned);
  const body = gone.size > 0 ? withoutBlocks(html, gone) : html;
  return { cleaned, body, bodyType: 'html', paragraphs: paragraphsOfHtml(body) };
}

/** Returns the numbers of the lines that are left out. */
function goneIn({ lines }: Cleaned): Set<number> {
  return new Set(lines.filter(isGone).map((it) => it.line));
}

/** Returns the words of the paragraphs; of the Markdown if the cleaner found none. */
function textsOr({ paragraphs }: Cleaned, body: string): string[] {
  return paragraphs.length > 0 ? paragraphs.map((it) => it.text) : paragraphsOfHtml(markdown.render(body));
}

/** Splits Markdown at blank lines, except inside fenced code. */
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

/** Returns the words of a Markdown block. */
function plainOf(block: string): string {
  return textOfSafeHtml(markdown.render(block).replaceAll('&quot;', '"'));
}

/** Characters that may mean something in Markdown. */
const MARKS = /[\\`*_{}[\]<>()#+\-.!|~&=:"'$^@/]/g;

/** Returns a paragraph of plain text as Markdown. Marks are escaped only if the text would render differently. */
function toMarkdown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const expected = `<p>${escapeHtml(line)}</p>\n`;
  if (!/[\\`*_[\]<>#+~&=|]|^\s*(?:[-.)\d]|$)/.test(line) || markdown.render(line) === expected) return line;
  return line.replace(MARKS, '\\$&');
}
