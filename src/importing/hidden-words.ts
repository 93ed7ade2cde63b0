import { HtmlError } from '../articles/html/html-error.ts';
import { renderMarkdown } from '../articles/html/markdown.ts';
import { type Element, isElement, isText, type Node, parse, walk } from '../articles/html/parse.ts';
import { oneLine } from './markup.ts';
import type { Note } from './notes.ts';
import type { StoryBody } from './story.ts';

const STYLE = /(?:^|[\s;"'])(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0(?![\d.]))/i;
const HAS_STYLE = /display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|font-size\s{0,9}:\s{0,9}0/i;
/** More of them would say nothing more. */
const MAX_CHARACTERS = 500;

/** Notes the words of a body that its readers did not see, and would see here. */
export function hiddenWordsNotes(body: StoryBody): Note[] {
  if (body.type === 'lines') return [];
  const html = HAS_STYLE.test(body.text)
    ? wordsIn(() => (body.type === 'html' ? body.text : renderMarkdown(body.text)))
    : [];
  return noteOf([...html, ...(body.type === 'markdown' ? obsidianComments(body.text) : [])]);
}

/** Notes words that readers did not see; none if there are none. */
export function noteOf(words: string[]): Note[] {
  const all = words.map(oneLine).filter((it) => /[\p{L}\p{N}]/u.test(it));
  if (all.length === 0) return [];
  const shown = all.map((it) => `"${it}"`).join(', ');
  const cut = shown.length > MAX_CHARACTERS ? `${shown.slice(0, MAX_CHARACTERS)}…` : shown;
  return [{ code: 'hidden-words', message: `hidden from readers until now, and shown here: ${cut}` }];
}

function wordsIn(html: () => string): string[] {
  try {
    return hiddenIn(parse(html()));
  } catch (error) {
    // The sanitiser will refuse it.
    if (error instanceof HtmlError) return [];
    throw error;
  }
}

function hiddenIn(nodes: Node[]): string[] {
  const found: string[] = [];
  let inside: Element | undefined;
  walk(
    nodes,
    (node) => {
      if (isText(node) && inside) found.push(`${found.pop() ?? ''}${node.value}`);
      if (!isElement(node)) return true;
      if (/^(?:script|style|template)$/.test(node.tagName)) return false;
      if (inside) found.push(`${found.pop() ?? ''} `);
      else if (isHidden(node)) {
        inside = node;
        found.push('');
      }
      return true;
    },
    (node) => {
      if (node === inside) inside = undefined;
    },
  );
  return found;
}

function isHidden({ attrs }: Element): boolean {
  // What has the attribute is left out anyway.
  if (attrs.some((it) => it.name === 'hidden')) return false;
  const style = attrs.find((it) => it.name === 'style')?.value.slice(0, 2000) ?? '';
  return STYLE.test(style.replace(/\s+/g, ' '));
}

const FENCE = /^\s{0,3}(?:```|~~~)/;

/** Returns the words between `%%` and `%%`, which Obsidian does not show; code is not searched. */
function obsidianComments(text: string): string[] {
  if (!text.includes('%%')) return [];
  let isCode = false;
  const prose = text.split('\n').filter((line) => {
    const isFence = FENCE.test(line);
    if (isFence) isCode = !isCode;
    return !isFence && !isCode;
  });
  const parts = prose
    .join('\n')
    .replace(/`[^`\n]+`/g, '')
    .split('%%');
  return parts.filter((_, index) => index % 2 === 1 && index < parts.length - 1);
}
