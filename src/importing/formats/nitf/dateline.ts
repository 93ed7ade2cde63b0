import { oneLine } from '../../markup.ts';
import { textIn, type XmlElement } from '../../xml-element.ts';

/**
 * Returns the words of a dateline: "Keltmouth, Norland (Wire)". Its `story.date` is a date for programs, not one of them.
 */
export function datelineOf(dateline: XmlElement | undefined): string | undefined {
  const parts = dateline === undefined ? [] : partsOf(dateline).split(',').map(oneLine);
  const line = parts.filter((it) => it !== '').join(', ');
  return line.replaceAll(', (', ' (') || undefined;
}

/** Joins the parts of an element: with a comma where nothing but white space stands between them. */
function partsOf(element: XmlElement): string {
  let text = '';
  let open = true;
  for (const child of element.children) {
    if (typeof child === 'string') {
      text += child;
      open ||= child.trim() !== '';
    } else if (child.name !== 'story.date') {
      text += `${open ? '' : ', '}${partsOf(child)}`;
      open = false;
    }
  }
  return text;
}

/** Tells whether a paragraph begins with the place of a dateline. Often only that is repeated: "KELTMOUTH (Wire) -". */
export function beginsWithPlace(paragraph: XmlElement, dateline: string): boolean {
  const place = dateline.split(/[,(]/)[0]?.trim() || dateline;
  return folded(oneLine(textIn(paragraph))).startsWith(folded(place));
}

/** In capitals, accents are often left out. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
