import { element, type Output } from './output.ts';
import { type Element, isElement, isText, type Node, textIn } from './parse.ts';

/** Formulas are nested no deeper than this; what is deeper keeps its words. */
const MAX_DEPTH = 50;

/** Turns MathML (MathML Core §3) into the words and signs that it shows: readers take its elements out. */
export function formula(math: Element): Output[] {
  return partsOf(math, 0);
}

function partsOf(node: Element, depth: number): Output[] {
  if (depth > MAX_DEPTH) return [trimmed(textIn([node]))];
  const parts = node.childNodes.filter(isElement).map((it) => partsOf(it, depth + 1));
  const [first = [], second = [], third = []] = parts;
  switch (node.tagName) {
    case 'annotation':
    case 'annotation-xml':
    case 'mphantom':
      return [];
    case 'semantics':
      return first;
    case 'msup':
    case 'mover':
      return [...first, element('sup', {}, second)];
    case 'msub':
    case 'munder':
      return [...first, element('sub', {}, second)];
    case 'msubsup':
    case 'munderover':
      return [...first, element('sub', {}, second), element('sup', {}, third)];
    case 'mfrac':
      return [...grouped(first), '/', ...grouped(second)];
    case 'msqrt':
      return ['√', ...grouped(parts.flat())];
    case 'mroot':
      return [element('sup', {}, second), '√', ...grouped(first)];
    case 'mfenced':
      return ['(', ...between(parts, ', '), ')'];
    case 'mtable':
      return between(parts, '; ');
    case 'mtr':
    case 'mlabeledtr':
      return between(parts, ' ');
    case 'mspace':
      return [' '];
    default:
      return parts.length > 0 ? withTexts(node.childNodes, parts) : [trimmed(textIn(node.childNodes))];
  }
}

/** A no-break space in a formula is one that is seen. */
const trimmed = (text: string) => text.replace(/^[\t\n\f\r ]+|(?<![\t\n\f\r ])[\t\n\f\r ]+$/g, '');

/** Puts the words beside elements where they stand. */
function withTexts(nodes: Node[], parts: Output[][]): Output[] {
  let next = 0;
  return nodes.flatMap((it) => {
    if (isElement(it)) return parts[next++] ?? [];
    return isText(it) && it.value.trim() !== '' ? [trimmed(it.value)] : [];
  });
}

const grouped = (parts: Output[]) => (parts.length > 1 ? ['(', ...parts, ')'] : parts);

const between = (parts: Output[][], separator: string) =>
  parts.flatMap((it, index) => (index === 0 ? it : [separator, ...it]));
