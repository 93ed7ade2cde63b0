import { escapeHtml } from '../../../articles/html/escape.ts';
import { oneLine, paragraphs } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import { textIn, type XmlElement } from '../../xml-element.ts';
import { beginsWithPlace } from '../nitf/dateline.ts';
import { wireParagraphs } from './wire-text.ts';

/** HTML Standard §13.1.2: these have no end tag. */
const VOID = 'area base br col embed hr img input link meta source track wbr'.split(' ');

/** Parts of a page that repeat what the item says: its subjects, its headline, its date. */
const FRAME = ['header', 'footer'];

/**
 * Writes the content of an XHTML body as HTML.
 * @param dateline goes before the first paragraph, unless its place is there already
 */
export function bodyHtml(body: XmlElement, dateline: string | undefined): Noted<string> {
  const hasMain = body.children.some(
    (it) => typeof it !== 'string' && ['section', 'article', 'main'].includes(it.name),
  );
  const isFrame = (it: XmlElement | string) => hasMain && typeof it !== 'string' && FRAME.includes(it.name);
  const frame = body.children.filter(isFrame).map((it) => oneLine(spaced(it)));
  const message = `the header and footer of the text are left out: ${frame.join(' / ')}`;
  const notes: Note[] = frame.length > 0 ? [{ code: 'page-parts', message }] : [];
  return { value: htmlOf({ ...body, children: body.children.filter((it) => !isFrame(it)) }, dateline), notes };
}

function spaced(node: XmlElement | string): string {
  return typeof node === 'string' ? node : ` ${node.children.map(spaced).join('')} `;
}

function htmlOf(body: XmlElement, dateline: string | undefined): string {
  if (body.children.every((it) => typeof it === 'string')) return paragraphs(textIn(body).trim());
  const first = dateline === undefined ? undefined : firstParagraph(body);
  const opening = first && dateline && !beginsWithPlace(first, dateline) ? first : undefined;
  const line = /[-–—:]$/.test(dateline ?? '') ? `${dateline} ` : `${dateline} – `;
  const write = (node: XmlElement | string): string => {
    if (typeof node === 'string') return escapeHtml(node);
    const { name, attributes, children } = node;
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeHtml(value)}"`);
    const start = `<${name}${written.join('')}>`;
    if (VOID.includes(name)) return start;
    const wire =
      name === 'p' && typeof children[0] === 'string' && children.length === 1 && wireParagraphs(children[0]);
    if (wire) return wire.map((it) => `<p>${escapeHtml(it)}</p>`).join('\n');
    return `${start}${node === opening ? escapeHtml(line) : ''}${children.map(write).join('')}</${name}>`;
  };
  return body.children.map(write).join('').trim();
}

/** Paragraphs without words are there for the distance. */
function firstParagraph(element: XmlElement): XmlElement | undefined {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (child.name === 'p' && textIn(child).trim() !== '') return child;
    const inside = firstParagraph(child);
    if (inside) return inside;
  }
  return undefined;
}
