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

/** A place at which a line ends inside an element that can have no blocks. */
export const LINE_END: Written = { tag: 'br', attributes: {}, children: [], isBlock: false };

const VOID = new Set(['br', 'hr', 'img', 'source', 'wbr']);

export function element(tag: string, attributes: Written['attributes'], children: Output[] = []): Written {
  return { tag, attributes, children, isBlock: KEPT_BLOCKS.has(tag) || children.some(isBlock) };
}

export const isBlock = (it: Output): boolean => typeof it !== 'string' && it.isBlock;
const isSpace = (it: Output) => typeof it === 'string' && /^[\t\n\f\r ]*$/.test(it);
export const isEmpty = (outputs: Output[]) => outputs.every((it) => isSpace(it) || it === LINE_END);

/** Makes paragraphs of what stands beside blocks without an element of its own. */
export function inParagraphs(outputs: Output[]): Output[] {
  const made: Output[] = [];
  let line: Output[] = [];
  const end = () => {
    if (isEmpty(line)) made.push(...line.filter(isSpace));
    else made.push({ ...element('p', {}, trimmed(line)), isMade: true });
    line = [];
  };
  for (const it of outputs) {
    if (isBlock(it)) {
      end();
      made.push(it);
    } else line.push(it);
  }
  end();
  return made;
}

/** Takes away ends of lines where a line ends anyway, and puts others as they are written. */
export function withLines(outputs: Output[], end: Output): Output[] {
  const made: Output[] = [];
  let ended = true;
  for (const it of outputs) {
    if (it === LINE_END) {
      if (!ended) made.push(LINE_END);
      ended = true;
    } else {
      made.push(it);
      ended &&= isSpace(it);
    }
  }
  while (made.length > 0 && (made.at(-1) === LINE_END || isSpace(made.at(-1) as Output))) made.pop();
  return made.map((it) => (it === LINE_END ? end : it));
}

/** Without white space and ends of lines at its ends. */
function trimmed(outputs: Output[]): Output[] {
  const blank = (it: Output | undefined) => it !== undefined && (isSpace(it) || it === LINE_END);
  let [start, end] = [0, outputs.length];
  while (start < end && blank(outputs[start])) start++;
  while (end > start && blank(outputs[end - 1])) end--;
  return outputs.slice(start, end);
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
