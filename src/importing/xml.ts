import { SaxesParser } from 'saxes';
import { ImportError } from './import-error.ts';
import type { XmlElement } from './xml-element.ts';

/** No news document is nested deeper. */
const MAX_DEPTH = 200;

/**
 * Reads XML piece by piece and yields wanted elements, with all their content, as soon as they end. Everything else is
 * forgotten.
 * @param wanted tells by its path, the names from the root down, whether an element is wanted
 * @throws {ImportError} with the line, if the XML is not well-formed or its DOCTYPE declares entities
 */
export async function* readElements(
  chunks: AsyncIterable<string> | Iterable<string>,
  wanted: (path: readonly string[]) => boolean,
): AsyncGenerator<XmlElement> {
  const ready: XmlElement[] = [];
  const parser = parserOf(wanted, (element) => ready.push(element));
  for await (const chunk of chunks) {
    try {
      parser.write(chunk);
    } catch (error) {
      // What stands above a fault has been read.
      yield* ready;
      throw error;
    }
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

/** saxes, but for a blank beginning. XML 1.0 §2.8 allows none before an XML declaration; exports have it all the same. */
class Parser {
  readonly #saxes: SaxesParser;
  #begun = false;

  constructor(saxes: SaxesParser) {
    this.#saxes = saxes;
  }

  write(text: string): this {
    const rest = this.#begun ? text : text.trimStart();
    if (!this.#begun) this.#saxes.line += text.slice(0, text.length - rest.length).split('\n').length - 1;
    this.#begun ||= rest !== '';
    this.#saxes.write(rest);
    return this;
  }

  close(): void {
    this.#saxes.close();
  }
}

function parserOf(wanted: (path: readonly string[]) => boolean, found: (element: XmlElement) => void): Parser {
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
    // saxes notices a bare "&" only at the next ";", which may be pages later.
    const line = message.includes('in entity name') ? tagLine : parser.line;
    throw new ImportError(`line ${line}: is not well-formed XML: ${message}`);
  });
  parser.on('opentagstart', () => {
    tagLine = parser.line;
  });
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) {
      throw new ImportError(`line ${parser.line}: the DOCTYPE declares entities, which are not allowed; remove them`);
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
  return new Parser(parser);
}
