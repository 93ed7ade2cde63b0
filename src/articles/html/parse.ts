import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html, Parser, type Token } from 'parse5';
import { AMP, BLOCKS, KEPT_BLOCKS } from './elements.ts';
import { HtmlError } from './html-error.ts';

export type Element = DefaultTreeAdapterTypes.Element;
export type Text = DefaultTreeAdapterTypes.TextNode;
export type Node = DefaultTreeAdapterTypes.ChildNode;

/**
 * The parser's time grows with the square of unclosed tags, and an element that is not closed may be opened again in each
 * paragraph: a short text can ask for many more elements than it has tags.
 */
const MAX_TAGS = 20_000;
const MAX_ELEMENTS = 60_000;

/** @throws {HtmlError} for a text with more tags than any story; never fewer are counted than a parser would find */
export function refuseManyTags(text: string): void {
  let count = 0;
  for (const _ of text.matchAll(/<[a-z/!?]/gi)) count++;
  if (count > MAX_TAGS) throw new HtmlError(`has ${count} HTML tags; at most ${MAX_TAGS}`);
}

/** Takes rows and cells of a table whose `<table>` is missing for elements: a browser ignores their tags, and glues their words. */
class TablelessParser extends Parser<DefaultTreeAdapterTypes.DefaultTreeAdapterMap> {
  override onStartTag(token: Token.TagToken): void {
    super.onStartTag(this.#asElement(token));
  }

  override onEndTag(token: Token.TagToken): void {
    super.onEndTag(this.#asElement(token));
  }

  #asElement(token: Token.TagToken): Token.TagToken {
    if (!/^(?:td|th|tr)$/.test(token.tagName) || this.openElements.hasInTableScope(html.TAG_ID.TABLE)) return token;
    return { ...token, tagName: 'x-cell', tagID: html.TAG_ID.UNKNOWN };
  }
}

/**
 * Parses HTML as a browser does (HTML Standard §13.2). What stands in `noscript` is a text.
 * @throws {HtmlError} if it has too many tags, or becomes too many elements
 */
export function parse(text: string): Node[] {
  refuseManyTags(text);
  let elements = 0;
  const treeAdapter = {
    ...defaultTreeAdapter,
    createElement: (...given: Parameters<typeof defaultTreeAdapter.createElement>) => {
      if (++elements > MAX_ELEMENTS) throw new HtmlError(`becomes more than ${MAX_ELEMENTS} HTML elements`);
      return defaultTreeAdapter.createElement(...given);
    },
  };
  const body = treeAdapter.createElement('body', html.NS.HTML, []);
  const parser = TablelessParser.getFragmentParser(body, { treeAdapter });
  parser.tokenizer.write(text, true);
  return parser.getFragment().childNodes;
}

export const isText = (node: Node): node is Text => node.nodeName === '#text';
export const isElement = (node: Node): node is Element => 'tagName' in node;

/** The name of an element of HTML, also of AMP's that is the same; of others with their namespace, such as `svg path`. */
export function nameOf({ tagName, namespaceURI }: Element): string {
  if (namespaceURI === html.NS.HTML) return AMP[tagName] ?? tagName;
  return `${namespaceURI === html.NS.SVG ? 'svg' : 'math'} ${tagName}`;
}

/** The value of an attribute; undefined if it has none. */
export function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((it) => it.name === name)?.value;
}

/**
 * Goes through nodes in the order in which they are read, however deep they are.
 * @param enter false passes over what is in the node
 */
export function walk(nodes: Node[], enter: (node: Node) => boolean, leave: (node: Node) => void = () => {}): void {
  const waiting: { node: Node; done: boolean }[] = nodes.toReversed().map((node) => ({ node, done: false }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, done } = next;
    if (done) {
      leave(node);
      continue;
    }
    if (!enter(node)) continue;
    waiting.push({ node, done: true });
    const children = isElement(node) ? node.childNodes : [];
    for (let index = children.length - 1; index >= 0; index--)
      waiting.push({ node: children[index] as Node, done: false });
  }
}

/** The words in nodes, as they stand. */
export function textIn(nodes: Node[]): string {
  let text = '';
  walk(nodes, (node) => {
    if (isText(node)) text += node.value;
    return true;
  });
  return text;
}

/** What nobody reads: programs, and how things are drawn. */
const UNREAD = /^(?:noscript|script|style|template)$/;
/** Where in a drawing a text begins anew. */
const PLACED = ['x', 'y', 'dx', 'dy'];

/** The words that a reader sees in nodes, apart where lines end. */
export function wordsIn(nodes: Node[]): string {
  let text = '';
  const edge = (node: Node) => {
    if (isElement(node) && isLine(node)) text += ' ';
  };
  walk(
    nodes,
    (node) => {
      if (isText(node)) text += node.value;
      edge(node);
      return !isElement(node) || !UNREAD.test(node.tagName);
    },
    edge,
  );
  return text;
}

function isLine(node: Element): boolean {
  const { tagName } = node;
  if (tagName === 'br' || BLOCKS.has(tagName) || KEPT_BLOCKS.has(tagName)) return true;
  return /^(?:text|tspan)$/.test(tagName) && PLACED.some((name) => attribute(node, name) !== undefined);
}
