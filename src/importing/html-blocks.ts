import { parseFragment } from 'parse5';
import { KEPT_BLOCKS } from '../articles/html/elements.ts';
import { element, type Output, write } from '../articles/html/output.ts';
import { type Element, isElement, isText, type Node, type Text, walk } from '../articles/html/parse.ts';
import { NOTE_MARK } from '../articles/summary.ts';
import { takeOut } from './html-removal.ts';
import type { Line, Lined, LineKind } from './lines.ts';

/** Blocks that are kept as a whole: nothing in them is a line. */
const WHOLES = new Set(['blockquote', 'dl', 'figure', 'hr', 'pre', 'table']);
/** Blocks that do not end a paragraph: a row of a table is one. */
const CELLS = new Set(['td', 'th']);

/** A line, and the nodes that it is made of. */
export interface HtmlLine {
  /** Undefined if it has no words. */
  line: Line | undefined;
  nodes: (Text | Element)[];
  /** The `br` that ends it. */
  end: Element | undefined;
}

/** Nodes beside each other that are no blocks; `br` ends their lines. */
export interface Run {
  lines: HtmlLine[];
}

/**
 * Finds the lines of sanitised HTML: paragraphs, headings and list items, and the parts of each that `br` makes. They are
 * numbered in their order.
 */
export function linesOfHtml(html: string): Lined {
  const root = parseFragment(html);
  const runs = new Runs().of(root.childNodes);
  return {
    lines: runs.flatMap((run) => run.lines.flatMap((it) => it.line ?? [])),
    without(numbers) {
      for (const run of runs) takeOut(run, numbers);
      const text = numbers.size === 0 ? html : write(root.childNodes.flatMap(outputOf)).trim();
      return { text, paragraphs: paragraphsIn(root.childNodes) };
    },
  };
}

/** A mark of a note, or the way back from a footnote to its mark. */
const NOTE = new RegExp(`^(?:${NOTE_MARK.source}|<a href="#[^"]*"[^>]*>\\s?[↩↑⤴^]\uFE0E?\\s?</a>)$`);

/**
 * Returns the words of each paragraph of sanitised HTML, with plain spaces between them; captions, marks of notes and the ways
 * back are left out.
 */
export function paragraphsOfHtml(html: string): string[] {
  return paragraphsIn(parseFragment(html).childNodes);
}

/** Returns the words of each paragraph; two `br` end one, too. */
function paragraphsIn(nodes: Node[]): string[] {
  const paragraphs: string[] = [];
  let words = '';
  let breaks = 0;
  const end = () => {
    const text = words.replace(/\s+/g, ' ').trim();
    if (text !== '') paragraphs.push(text);
    [words, breaks] = ['', 0];
  };
  const edge = (node: Node) => {
    if (!isElement(node)) return;
    if (CELLS.has(node.tagName)) words += ' ';
    else if (KEPT_BLOCKS.has(node.tagName)) end();
  };
  const enter = (node: Node) => {
    edge(node);
    if (isText(node)) {
      if (node.value.trim() !== '') breaks = 0;
      words += node.value;
    } else if (isElement(node) && node.tagName === 'br') {
      words += ' ';
      if (++breaks > 1) end();
    }
    return !isElement(node) || !isAside(node);
  };
  walk(nodes, enter, edge);
  end();
  return paragraphs;
}

function isAside(node: Element): boolean {
  if (node.tagName === 'figcaption') return true;
  return /^(?:a|sup)$/.test(node.tagName) && NOTE.test(write(outputOf(node)));
}

/** Collects the runs of a tree, and numbers their lines. */
class Runs {
  #runs: Run[] = [];
  #lines = 0;
  #lists = 0;

  of(nodes: Node[]): Run[] {
    this.#read(nodes, undefined, undefined);
    return this.#runs;
  }

  #read(nodes: Node[], kind: LineKind | undefined, list: number | undefined): void {
    let run: Node[] = [];
    const end = () => {
      if (run.length > 0) this.#runs.push({ lines: this.#linesOf(run, kind, list) });
      run = [];
    };
    for (const node of nodes) {
      if (!isElement(node) || !isOrHoldsBlock(node)) {
        run.push(node);
        continue;
      }
      end();
      if (WHOLES.has(node.tagName)) continue;
      const isList = node.tagName === 'ul' || node.tagName === 'ol';
      const isHeading = /^h[1-6]$/.test(node.tagName);
      this.#read(node.childNodes, isHeading ? 'heading' : isList ? 'item' : kind, isList ? ++this.#lists : list);
    }
    end();
  }

  #linesOf(nodes: Node[], kind: LineKind | undefined, list: number | undefined): HtmlLine[] {
    const lines: HtmlLine[] = [];
    let open: (Text | Element)[] = [];
    const end = (at: Element | undefined) => {
      const text = textOf(open);
      const line = { number: this.#lines + 1, text, kind, list, hasPicture: open.some(isPicture) };
      if (text !== '') this.#lines++;
      lines.push({ line: text === '' ? undefined : line, nodes: open, end: at });
      open = [];
    };
    const read = (node: Node) => {
      if (isText(node)) open.push(node);
      else if (isElement(node) && node.tagName === 'br') end(node);
      else if (isElement(node) && node.childNodes.length === 0) open.push(node);
      else if (isElement(node)) node.childNodes.forEach(read);
    };
    nodes.forEach(read);
    end(undefined);
    return lines;
  }
}

export const isPicture = (node: Node) => isElement(node) && node.tagName === 'img';

function isOrHoldsBlock(node: Element): boolean {
  return KEPT_BLOCKS.has(node.tagName) || node.childNodes.some((it) => isElement(it) && isOrHoldsBlock(it));
}

function textOf(nodes: Node[]): string {
  const text = nodes.map((it) => (isText(it) ? it.value : '')).join('');
  return text.replace(/[\t\n\f\r ]+/g, ' ').trim();
}

function outputOf(node: Node): Output[] {
  if (isText(node)) return [node.value];
  if (!isElement(node)) return [];
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
  return [element(node.tagName, attributes, node.childNodes.flatMap(outputOf))];
}
