import { BLOCKS, HIDDEN, INLINE, KEPT, KEPT_BLOCKS, PLAYERS, RENAMED } from './elements.ts';
import { imagesIn } from './media.ts';
import { attribute, type Element, isElement, isText, type Node, nameOf, textIn, walk, wordsIn } from './parse.ts';

// What nodes are to those around them.

/** Elements of which these are parts; without one, they are not what they are. */
const WHOLES: Record<string, RegExp> = {
  figcaption: /^figure$/,
  li: /^(?:ul|ol|menu|dir)$/,
  rp: /^ruby$/,
  rt: /^(?:ruby|rtc)$/,
};

/** True of a part without its whole. */
export const isStrayed = ({ parentNode }: Element, name: string) =>
  WHOLES[name]?.test(parentNode?.nodeName ?? '') === false;

/** True of what KaTeX and MathJax draw beside a formula that they also write in MathML. */
export function isTwinOfFormula(node: Element): boolean {
  if (attribute(node, 'aria-hidden') !== 'true' || imagesIn([node]).length > 0) return false;
  const siblings = node.parentNode?.childNodes ?? [];
  const at = siblings.indexOf(node);
  return [siblings[at - 1], siblings[at + 1]].some((it) => it !== undefined && isElement(it) && holdsFormula(it));
}

function holdsFormula(node: Element): boolean {
  let found = false;
  walk([node], (it) => {
    found ||= isElement(it) && nameOf(it) === 'math math';
    return !found;
  });
  return found;
}

/** True if a reader sees words in a node. */
export const hasWords = (node: Node) => wordsIn([node]).trim() !== '';

/** True of an element that is part of a line of text. */
export function isInline(node: Element): boolean {
  const name = RENAMED[nameOf(node)] ?? nameOf(node);
  return INLINE.has(name) || (KEPT.has(name) && !KEPT_BLOCKS.has(name) && !/^(?:img|picture|br|wbr)$/.test(name));
}

/** True if a picture that a script would load stands after it for whoever runs none. */
export function isInNoscriptAfter(node: Element): boolean {
  const siblings = node.parentNode?.childNodes ?? [];
  const next = siblings.slice(siblings.indexOf(node) + 1).find((it) => !isText(it) || it.value.trim() !== '');
  return next !== undefined && isElement(next) && nameOf(next) === 'noscript' && /<img\s/i.test(textIn([next]));
}

/** True if a node and the one before it are not one word, though they may become no more than text. */
export function isApart(nodes: Node[], at: number): boolean {
  const [before, node] = [nodes[at - 1], nodes[at]];
  if (!before || !node) return false;
  // Nobody knows how unknown elements are set.
  if (isUnknown(before) && isUnknown(node)) return true;
  const plays = (it: Node) => isElement(it) && nameOf(it) in PLAYERS;
  if (isText(node)) return (at > 1 || plays(before)) && isBox(before) && /^[\p{L}\p{N}]/u.test(node.value);
  return isText(before) ? plays(node) && /[\p{L}\p{N}:]$/u.test(before.value) : isBox(before) && isBox(node);
}

/** True of what stands in a line of text as a box: what plays, is filled in or is drawn. */
const isBox = (node: Node) =>
  isElement(node) &&
  /^(?:audio|embed|iframe|object|video|button|input|select|textarea|canvas|svg svg)$/.test(nameOf(node));

/** True of an element that HTML does not have. */
export function isUnknown(node: Node): boolean {
  if (!isElement(node)) return false;
  const name = nameOf(node);
  return !(
    name in RENAMED ||
    KEPT.has(name) ||
    BLOCKS.has(name) ||
    INLINE.has(name) ||
    HIDDEN.has(name) ||
    name.includes(' ')
  );
}
