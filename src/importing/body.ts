import { absolute, ownAddress, withOrigin } from '../articles/addresses.ts';
import { cleanLine } from '../articles/characters.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import { HtmlError } from '../articles/html/html-error.ts';
import { renderMarkdown } from '../articles/html/markdown.ts';
import { NO_ALT } from '../articles/html/notes.ts';
import { type SafeHtml, toSafeHtml } from '../articles/html/safe-html.ts';
import { linkBareAddresses } from './bare-addresses.ts';
import { type About, type Cleaned, clean } from './cleaner.ts';
import { hiddenWordsNotes } from './hidden-words.ts';
import { linesOfHtml } from './html-blocks.ts';
import { withoutSoftHyphens } from './hyphens.ts';
import { ImportError } from './import-error.ts';
import { isGone, type Line, type Lined } from './lines.ts';
import { linesOfMarkdown } from './markdown-lines.ts';
import type { Note } from './notes.ts';
import { linkSocialEmbeds } from './social-embeds.ts';
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
 * @throws {ImportError} for HTML or Markdown that publishing would refuse unread
 */
export function cleanBody(found: FoundStory, moves = true): CleanBody {
  const { value: body, notes } = withoutSoftHyphens(found.body);
  try {
    const clean = cleanBodyOf({ ...found, body }, moves);
    return { ...clean, notes: [...notes, ...hiddenWordsNotes(body), ...clean.notes] };
  } catch (error) {
    if (error instanceof HtmlError) throw new ImportError(`the body ${error.message}`);
    throw error;
  }
}

function cleanBodyOf({ body, title, authors, address }: FoundStory, moves: boolean): CleanBody {
  const about = {
    title: title === undefined ? undefined : cleanLine(title) || undefined,
    authors: (authors ?? []).map((it) => cleanLine(it.name)),
  };
  switch (body.type) {
    case 'lines':
      return cleanLines(body.lines, about);
    case 'markdown':
      return { ...cleanMarked(linesOfLinked(body.text, body.firstLine), about), bodyType: 'markdown', notes: [] };
    case 'html':
      return cleanHtml(safeHtml(body.text, address, moves), about);
  }
}

/** The lines of Markdown in which addresses that are a paragraph by themselves are links. */
function linesOfLinked(text: string, firstLine = 1): Lined {
  const read = linesOfMarkdown(text, firstLine);
  const rows = text.split('\n');
  const alone = read.lines.filter((it) => ADDRESS.test(it.text) && rows[it.number - firstLine]?.trim() === it.text);
  if (alone.length === 0) return read;
  for (const it of alone) rows[it.number - firstLine] = `<${it.text}>`;
  return linesOfMarkdown(rows.join('\n'), firstLine);
}

const ADDRESS = /^https?:\/\/[^\s<>]+$/;
const NO_ADDRESS = ownAddress('story');

function safeHtml(html: string, address: string | undefined, moves: boolean): SafeHtml {
  const base = address && URL.canParse(address) ? address : NO_ADDRESS;
  const { html: made, ...told } = toSafeHtml({ body: linkSocialEmbeds(html), bodyType: 'html' }, base, moves);
  const safe = withOrigin(made, '');
  // Links inside a story that moves stay relative, as its key is not known yet.
  const here = escapeHtml(withOrigin(absolute('', base) ?? '', ''));
  return { html: linkBareAddresses(moves ? safe.replaceAll(`href="${here}#`, 'href="#') : safe), ...told };
}

/** Turns plain text into Markdown that renders to the same text. */
function cleanLines(lines: Line[], about: About): CleanBody {
  const cleaned = clean(lines, about);
  const paragraphs = cleaned.paragraphs.map((it) => it.text);
  return { cleaned, body: paragraphs.map(toMarkdown).join('\n\n'), bodyType: 'markdown', paragraphs, notes: [] };
}

function cleanHtml({ html, notes, losses }: SafeHtml, about: About): CleanBody {
  const told = notes.filter(({ message }) => !message.endsWith(NO_ALT));
  return {
    ...cleanMarked(linesOfHtml(html), about),
    bodyType: 'html',
    notes: told.map(({ message }) => ({ code: losses.includes(message) ? 'body-lost' : 'body-changed', message })),
  };
}

/** Leaves out the lines that are not the story; the markup of the others is kept. */
function cleanMarked({ lines, without }: Lined, about: About): Pick<CleanBody, 'cleaned' | 'body' | 'paragraphs'> {
  const cleaned = clean(lines, { ...about, title: about.title ?? '' });
  const { text, paragraphs } = without(new Set(cleaned.lines.filter(isGone).map((it) => it.line)));
  return { cleaned, body: text, paragraphs };
}

/** Characters that may mean something in Markdown. */
const MARKS = /[\\`*_{}[\]<>()#+\-.!|~&=:"'$^@/]/g;

/** Returns a paragraph of plain text as Markdown. Marks are escaped only if the text would render differently. */
function toMarkdown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (ADDRESS.test(line)) return `<${line}>`;
  const hasMarks = /[\\`*_[\]<>#+~&=|]|^\s*(?:[-.)\d]|$)/.test(line);
  return !hasMarks || rendersAsItIs(line) ? line : line.replace(MARKS, '\\$&');
}

function rendersAsItIs(line: string): boolean {
  try {
    return renderMarkdown(line) === `<p>${escapeHtml(line)}</p>\n`;
  } catch (error) {
    if (error instanceof HtmlError) return false;
    throw error;
  }
}
