import { escapeHtml } from '../../../articles/html/escape.ts';
import { ImportError } from '../../import-error.ts';
import { type Fields, fieldsOf, listOf, parseJson, textOf } from '../../json.ts';
import type { Noted } from '../../notes.ts';
import { Cards } from './document.ts';

/** Numbers for the kinds of sections and markers. Mobiledoc 0.3, "Sections" and "Markers". */
const SECTION = { markup: 1, image: 2, list: 3, card: 10 } as const;
const ATOM = 1;
const TAG = /^[a-z][a-z\d]{0,9}$/i;

/**
 * Turns a document of Ghost's editor until 2023 (Mobiledoc 0.3) into HTML. Words of atoms that are not known are kept.
 * @throws {ImportError} for another version
 */
export function mobiledocHtml(json: string): Noted<string> {
  const document = fieldsOf(parseJson(json));
  if (!/^0\.3\./.test(textOf(document.version) ?? ''))
    throw new ImportError(`expected Mobiledoc 0.3, got version ${document.version}`);
  const cards = new Cards();
  return cards.noted(
    listOf(document.sections)
      .map((it) => sectionHtml(listOf(it), document, cards))
      .join(''),
  );
}

function sectionHtml([kind, first, second]: unknown[], document: Fields, cards: Cards): string {
  switch (kind) {
    case SECTION.markup:
      return element(first, markersHtml(listOf(second), document, cards));
    case SECTION.image:
      return cards.html('image', { src: first });
    case SECTION.list: {
      const items = listOf(second).map((it) => element('li', markersHtml(listOf(it), document, cards)));
      return element(first, items.join(''));
    }
    case SECTION.card: {
      const [name, payload] = listOf(listOf(document.cards)[Number(first)]);
      return cards.html(textOf(name) ?? 'card', fieldsOf(payload));
    }
    default:
      cards.unknown(`section ${kind}`);
      return '';
  }
}

/** Writes markers, `[type, openedMarkups, numberOfClosed, value]`; a markup may end in a later one. */
function markersHtml(markers: unknown[], document: Fields, cards: Cards): string {
  const open: string[] = [];
  let html = '';
  for (const marker of markers.map(listOf)) {
    const [type, opened, closed, value] = marker;
    for (const index of listOf(opened)) {
      const [tag, attributes] = listOf(listOf(document.markups)[Number(index)]);
      const name = TAG.test(String(tag)) ? String(tag) : 'span';
      open.push(name);
      html += `<${name}${hrefOf(listOf(attributes))}>`;
    }
    html +=
      type === ATOM ? atomHtml(listOf(listOf(document.atoms)[Number(value)]), cards) : escapeHtml(String(value ?? ''));
    for (let left = Math.min(Number(closed) || 0, open.length); left > 0; left--) html += `</${open.pop()}>`;
  }
  return (
    html +
    open
      .reverse()
      .map((it) => `</${it}>`)
      .join('')
  );
}

function atomHtml([name, text]: unknown[], cards: Cards): string {
  if (name === 'soft-return') return '<br>';
  cards.unknown(textOf(name) ?? 'atom');
  return escapeHtml(textOf(text) ?? '');
}

/** Attributes are a list of names and values in turn. */
function hrefOf(attributes: unknown[]): string {
  const at = attributes.indexOf('href');
  return at < 0 ? '' : ` href="${escapeHtml(textOf(attributes[at + 1]) ?? '')}"`;
}

function element(tag: unknown, inside: string): string {
  const name = TAG.test(String(tag)) ? String(tag) : 'p';
  return `<${name}>${inside}</${name}>`;
}
