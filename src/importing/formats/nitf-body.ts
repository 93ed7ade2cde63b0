import { escapeHtml } from '../../articles/html.ts';
import { sizeOf } from '../json.ts';
import { oneLine } from '../markup.ts';
import type { FoundStory, Note } from '../story.ts';
import { childOf, childrenOf, textIn, type XmlElement } from '../xml.ts';

/** NITF's elements that HTML has, under this name. What is not here is left out, and what is in it stays. */
const ELEMENTS: Record<string, string> = {
  ...Object.fromEntries(
    'p a em q br hr sub sup ol ul li dl dt dd table caption thead tbody tfoot tr th td'
      .split(' ')
      .map((it) => [it, it]),
  ),
  hl2: 'h2',
  bq: 'blockquote',
  fn: 'p',
  credit: 'cite',
};
const VOID = ['br', 'hr'];
const ATTRIBUTES = ['href', 'colspan', 'rowspan', 'start'];
/** Elements whose text is on one line. */
const LINES = ['p', 'h2', 'li', 'dt', 'dd', 'td', 'th'];

interface Writing {
  image: FoundStory['image'];
  /** Media that HTML in a feed cannot hold, by type. */
  left: string[];
}

/**
 * The content of a story as HTML, and its first picture, which stands above it.
 * @param dateline goes before the first paragraph, unless it is there already
 */
export function nitfBody(
  content: XmlElement | undefined,
  dateline: string | undefined,
): { html: string; image: FoundStory['image']; notes: Note[] } {
  const writing: Writing = { image: undefined, left: [] };
  const parts = (content?.children ?? []).map((it) => write(withDateline(it), writing));
  const notes = writing.left.map((type) => ({ code: 'media', message: `a medium of the type "${type}" is left out` }));
  return { html: blocks(parts), image: writing.image, notes };

  function withDateline(child: XmlElement | string): XmlElement | string {
    if (!dateline || typeof child === 'string') return child;
    const first = firstParagraph(child);
    if (!first) return child;
    const line = dateline;
    dateline = undefined;
    // Often only the place is repeated: "KELTMOUTH (Wire) -".
    const place = line.split(/[,(]/)[0]?.trim() || line;
    if (oneLine(textIn(first)).toLowerCase().startsWith(place.toLowerCase())) return child;
    first.children.unshift(/[-–—:]$/.test(line) ? `${line} ` : `${line} – `);
    return child;
  }
}

function blocks(parts: string[]): string {
  return parts
    .map((it) => it.trim())
    .filter((it) => it !== '')
    .join('\n');
}

function firstParagraph(element: XmlElement): XmlElement | undefined {
  if (element.name === 'p') return element;
  for (const child of childrenOf(element, 'p').concat(childrenOf(element, 'block'))) {
    const found = firstParagraph(child);
    if (found) return found;
  }
  return undefined;
}

function write(node: XmlElement | string, writing: Writing): string {
  if (typeof node === 'string') return escapeHtml(node.replace(/\s+/g, ' '));
  if (node.name === 'media') return media(node, writing);
  if (node.name === 'pre') return `<pre>${escapeHtml(textIn(node))}</pre>`;
  const parts = node.children.map((it) => write(it, writing));
  if (node.name === 'block') return blocks(parts);
  const inside = parts.join('');
  const name = ELEMENTS[node.name];
  if (name === undefined) return inside;
  const attributes = ATTRIBUTES.filter((it) => node.attributes[it])
    .map((it) => ` ${it}="${escapeHtml(node.attributes[it] as string)}"`)
    .join('');
  if (VOID.includes(name)) return `<${name}>`;
  return `<${name}${attributes}>${LINES.includes(name) ? inside.trim() : inside}</${name}>`;
}

function media(element: XmlElement, writing: Writing): string {
  const type = element.attributes['media-type'] ?? 'image';
  const reference = childrenOf(element, 'media-reference').find((it) => it.attributes.source);
  const text = (name: string) => {
    const child = childOf(element, name);
    return (child && oneLine(textIn(child))) || undefined;
  };
  if (type !== 'image' || !reference) {
    writing.left.push(type);
    return '';
  }
  const { source, width, height, 'mime-type': mime } = reference.attributes;
  const picture = {
    url: source as string,
    alt: text('media-caption') ?? reference.attributes['alternate-text'],
    credit: text('media-producer'),
    width: sizeOf(width),
    height: sizeOf(height),
    type: mime,
  };
  if (writing.image === undefined) {
    writing.image = picture;
    return '';
  }
  const caption = [picture.alt, picture.credit && `(${picture.credit})`].filter(Boolean).join(' ');
  const words = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure><img src="${escapeHtml(picture.url)}" alt="${escapeHtml(picture.alt ?? '')}">${words}</figure>\n`;
}
