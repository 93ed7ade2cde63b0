import { SaxesParser } from 'saxes';
import { ImportError } from './import-error.ts';

/** An element without what HTML or namespaces make of it: names are as written, prefix and all. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

/** Deeper than any document of news. */
const MAX_DEPTH = 200;

/**
 * Reads XML piece by piece and gives the elements that are asked for, each with all that is in it, as soon as they
 * end. Nothing else is kept.
 * @param wanted tells by the names from the root down to the element
 * @throws {ImportError} where it is not well-formed, with the line, or where a DOCTYPE declares entities
 */
export async function* readElements(
  chunks: AsyncIterable<string> | Iterable<string>,
  wanted: (path: readonly string[]) => boolean,
): AsyncGenerator<XmlElement> {
  const ready: XmlElement[] = [];
  const parser = parserOf(wanted, (element) => ready.push(element));
  for await (const chunk of chunks) {
    parser.write(chunk);
    yield* ready.splice(0);
  }
  parser.close();
  yield* ready;
}

/** Reads a whole document. @throws {ImportError} as `readElements` does */
export function readDocument(text: string): XmlElement {
  let root: XmlElement | undefined;
  const parser = parserOf(
    (path) => path.length === 1,
    (element) => {
      root = element;
    },
  );
  parser.write(text).close();
  return root as XmlElement;
}

/** Refuses what no XML reader should be given. @throws {ImportError} as `readElements` does */
export function checkXml(text: string): void {
  parserOf(
    () => false,
    () => {},
  )
    .write(text)
    .close();
}

function parserOf(wanted: (path: readonly string[]) => boolean, found: (element: XmlElement) => void): SaxesParser {
  const parser = new SaxesParser();
  const path: string[] = [];
  const open: XmlElement[] = [];
  const text = (value: string) => {
    const children = open.at(-1)?.children;
    if (children === undefined) return;
    if (typeof children.at(-1) === 'string') children[children.length - 1] += value;
    else children.push(value);
  };
  let tagLine = 1;
  parser.on('error', (error) => {
    const message = error.message.replace(/^\d+:\d+: /, '');
    // A bare "&" is noticed only at the next ";", maybe pages later.
    const line = message.includes('in entity name') ? tagLine : parser.line;
    throw new ImportError(`line ${line}: is not well-formed XML: ${message}`);
  });
  parser.on('opentagstart', () => {
    tagLine = parser.line;
  });
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) {
      throw new ImportError(`line ${parser.line}: the DOCTYPE declares entities, which are not read; take them out`);
    }
  });
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    if (path.length > MAX_DEPTH) {
      throw new ImportError(`line ${parser.line}: <${name}> is nested more than ${MAX_DEPTH} deep`);
    }
    if (open.length === 0 && !wanted(path)) return;
    const element = { name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    tagLine = parser.line;
    path.pop();
    const element = open.pop();
    if (element !== undefined && open.length === 0) found(element);
  });
  return parser;
}

const PROLOG = [
  ['<?', '?>'],
  ['<!--', '-->'],
] as const;

/** The first tag of what may be XML or HTML, or undefined where something else comes first. */
export function firstTag(head: string): { name: string; attributes: string; doctype: string } | undefined {
  let at = head.startsWith('\uFEFF') ? 1 : 0;
  let doctype = '';
  for (;;) {
    while (/\s/.test(head[at] ?? '')) at++;
    const pair = PROLOG.find(([start]) => head.startsWith(start, at));
    if (pair) {
      const end = head.indexOf(pair[1], at + pair[0].length);
      if (end < 0) return undefined;
      at = end + pair[1].length;
    } else if (/^<!doctype/i.test(head.slice(at, at + 9))) {
      const end = endOfDoctype(head, at);
      if (end < 0) return undefined;
      doctype = head.slice(at, end);
      at = end;
    } else break;
  }
  const tag = /^<([A-Za-z_][\w:.-]*)((?:\s[^<>]*)?)\/?>/.exec(head.slice(at));
  return tag ? { name: tag[1] as string, attributes: tag[2] as string, doctype } : undefined;
}

function endOfDoctype(head: string, at: number): number {
  const close = head.indexOf('>', at);
  const subset = head.indexOf('[', at);
  if (close < 0 || subset < 0 || close < subset) return close + 1 || -1;
  const end = head.indexOf(']', subset);
  return end < 0 ? -1 : head.indexOf('>', end) + 1 || -1;
}

/** A name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The elements directly in one, of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.children ?? []).filter((it): it is XmlElement => typeof it !== 'string' && it.name === name);
}

/** The first element of a name, directly in one. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

/** All the text in an element. */
export function textIn(element: XmlElement): string {
  return element.children.map((it) => (typeof it === 'string' ? it : textIn(it))).join('');
}

/** The trimmed text of the first element of a name, or undefined where there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const child = childOf(element, name);
  return child === undefined ? undefined : textIn(child).trim() || undefined;
}
