import { KEPT_BLOCKS } from './elements.ts';
import { escapeHtml } from './escape.ts';

/** HTML as it is to be written: texts and elements. */
export type Output = string | Written;

export interface Written {
  tag: string;
  attributes: Record<string, string>;
  children: Output[];
  isBlock: boolean;
  /** True of a paragraph that was another block: where it is the only one, it may go. */
  isMade?: boolean;
}

/** A place at which a line ends, if words stand on both sides of it. */
export const LINE_END: Written = { tag: 'br', attributes: {}, children: [], isBlock: false };

const VOID = new Set(['br', 'hr', 'img', 'source', 'wbr']);

export function element(tag: string, attributes: Written['attributes'], children: Output[] = []): Written {
  return { tag, attributes, children, isBlock: KEPT_BLOCKS.has(tag) || children.some(isBlock) };
}

export const isBlock = (it: Output): boolean => typeof it !== 'string' && it.isBlock;
const isSpace = (it: Output) => typeof it === 'string' && /^[\t\n\f\r ]*$/.test(it);
export const isEmpty = (outputs: Output[]) => outputs.every((it) => isSpace(it) || it === LINE_END);

const BREAK = element('br', {});

/** Makes paragraphs of what stands beside blocks without an element of its own. */
export function inParagraphs(outputs: Output[]): Output[] {
  const made: Output[] = [];
  let line: Output[] = [];
  const end = () => {
    if (isEmpty(line)) made.push(...line);
    else made.push({ ...element('p', {}, trimmed(line)), isMade: true });
    line = [];
  };
  for (const it of outputs) {
    if (it !== LINE_END && !isBlock(it)) {
      line.push(it);
      continue;
    }
    end();
    if (it !== LINE_END) made.push(it);
  }
  end();
  return made;
}

/** Without white space at its ends. */
function trimmed(outputs: Output[]): Output[] {
  const start = outputs.findIndex((it) => !isSpace(it));
  return outputs.slice(start, outputs.findLastIndex((it) => !isSpace(it)) + 1);
}

/** A line that is being written. */
interface Line {
  /** True if nothing is in it yet. */
  isNew: boolean;
  /** True if a line ended before it. */
  isAfterEnd: boolean;
  /** What is written where a line ends. */
  end: Output;
}

const newLine = (end: Output): Line => ({ isNew: true, isAfterEnd: false, end });

/** Writes the ends of lines out, where words stand on both sides of one and nothing else keeps them apart. */
export function withLines(outputs: Output[], line: Line = newLine(BREAK)): Output[] {
  const made: Output[] = [];
  const begin = () => {
    if (line.isAfterEnd) made.push(line.end);
    Object.assign(line, newLine(line.end), { isNew: false });
  };
  for (const it of outputs) {
    if (it === LINE_END) line.isAfterEnd = !line.isNew;
    else if (typeof it === 'string') {
      if (!isSpace(it)) begin();
      made.push(it);
    } else if (it.isBlock || it.tag === 'br') {
      const own = newLine(it.tag === 'pre' ? '\n' : BREAK);
      made.push({ ...it, children: withLines(it.children, own) });
      Object.assign(line, newLine(line.end));
    } else {
      if (VOID.has(it.tag)) begin();
      made.push({ ...it, children: withLines(it.children, line) });
    }
  }
  return made;
}

/** Writes HTML. It is no deeper than a stack allows. */
export function write(outputs: Output[]): string {
  return outputs
    .map((it) => {
      if (typeof it === 'string') return escapeHtml(it);
      const attributes = Object.entries(it.attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
      const open = `<${it.tag}${attributes.join('')}>`;
      if (VOID.has(it.tag)) return open;
      const inside = write(it.children);
      // A parser takes the first line end in it for layout.
      return `${open}${it.tag === 'pre' ? inside.replace(/^\n+/, '') : inside}</${it.tag}>`;
    })
    .join('');
}
