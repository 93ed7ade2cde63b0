import { escapeHtml } from '../../../articles/html/escape.ts';
import { ImportError } from '../../import-error.ts';
import { type Fields, fieldsOf, isFields, listOf, parseJson, textOf } from '../../json.ts';
import type { Noted } from '../../notes.ts';
import { Cards } from './document.ts';

/** No document is nested deeper. */
const MAX_DEPTH = 100;
/** Bits of a text's format, and the elements for them. */
const FORMATS: [bit: number, tag: string][] = [
  [1, 'strong'],
  [2, 'em'],
  [4, 's'],
  [8, 'u'],
  [16, 'code'],
  [32, 'sub'],
  [64, 'sup'],
  [128, 'mark'],
];
const TAGS: Record<string, string> = { aside: 'blockquote', listitem: 'li', paragraph: 'p', quote: 'blockquote' };

/**
 * Turns a document of Ghost's editor since 2023 (Lexical) into HTML. Words of nodes that are not known are kept.
 * @throws {ImportError} for what is no such document
 */
export function lexicalHtml(json: string): Noted<string> {
  const { root } = fieldsOf(parseJson(json));
  if (!isFields(root)) throw new ImportError('"lexical" has no root');
  const cards = new Cards();
  return cards.noted(childrenHtml(root, cards, 0));
}

function childrenHtml(node: Fields, cards: Cards, depth: number): string {
  if (depth > MAX_DEPTH) throw new ImportError(`"lexical" is nested more than ${MAX_DEPTH} deep`);
  const children = listOf(node.children).filter(isFields);
  return children.map((it) => nodeHtml(it, cards, depth + 1)).join('');
}

function nodeHtml(node: Fields, cards: Cards, depth: number): string {
  // Ghost's own kinds of a node have this before the name.
  const type = (textOf(node.type) ?? '').replace(/^extended-/, '');
  const inside = () => childrenHtml(node, cards, depth);
  const within = (tag: string) => `<${tag}>${inside()}</${tag}>`;
  const tag = TAGS[type];
  if (tag !== undefined && node.children !== undefined) return within(tag);
  switch (type) {
    case 'text':
      return formatted(String(node.text ?? ''), Number(node.format ?? 0));
    case 'linebreak':
      return '<br>';
    case 'tab':
      return ' ';
    case 'link':
    case 'autolink':
      return `<a href="${escapeHtml(textOf(node.url) ?? '')}">${inside()}</a>`;
    case 'heading':
      return within(/^h[1-6]$/.test(String(node.tag)) ? String(node.tag) : 'h2');
    case 'list':
      return within(node.tag === 'ol' || node.listType === 'number' ? 'ol' : 'ul');
    default:
      return cards.html(type, node, otherwise(node, inside()));
  }
}

/** The words of a node that is not known. */
function otherwise(node: Fields, inside: string): string {
  return inside === '' && textOf(node.text) ? `<p>${escapeHtml(String(node.text))}</p>` : inside;
}

function formatted(text: string, format: number): string {
  const tags = FORMATS.filter(([bit]) => (format & bit) !== 0).map(([, tag]) => tag);
  return tags.reduce((html, tag) => `<${tag}>${html}</${tag}>`, escapeHtml(text));
}
