import { escapeHtml } from '../../../articles/html/escape.ts';
import { sizeOf } from '../../json.ts';
import { oneLine, plainText } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import type { StoryImage } from '../../story.ts';
import { childOf, childrenOf, textIn, type XmlElement } from '../../xml-element.ts';
import { wordNotes } from '../held-notes.ts';
import { beginsWithPlace } from './dateline.ts';

/** NITF's elements by their HTML names. Of any other element, only the content is kept. */
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
const ATTRIBUTES = ['href', 'colspan', 'rowspan', 'start', 'style'];
/** Elements whose text is on one line. */
const LINES = ['p', 'h2', 'li', 'dt', 'dd', 'td', 'th'];

/** Parts that are moved or added when the content is written. */
interface Changes {
  /** The medium that becomes the story's image, so it is not written. */
  image: XmlElement | undefined;
  /** The paragraph that gets the dateline. */
  opening: XmlElement | undefined;
  dateline: string;
}

/**
 * Returns the content of a story as HTML, without its first image, which becomes the story's.
 * @param dateline goes before the first paragraph, unless it is there already
 */
export function nitfBody(
  content: XmlElement | undefined,
  dateline: string | undefined,
): { html: string; image: StoryImage | undefined; notes: Note[] } {
  const children = content === undefined ? [] : withoutAsides(content).children;
  const media = children.flatMap(mediaIn);
  const image = media.find((it) => imageOf(it) !== undefined);
  const changes = { image, ...(dateline ? datelineFor(children, dateline) : { opening: undefined, dateline: '' }) };
  return {
    html: blocks(children.map((it) => write(it, changes))),
    image: image && imageOf(image),
    notes: [
      ...(content === undefined ? [] : asidesIn(content)).flatMap((it) =>
        wordNotes('editors-note', 'note to editors', oneLine(textIn(it)) || undefined),
      ),
      ...media
        .filter((it) => imageOf(it) === undefined)
        .map((it): Note => ({ code: 'media', message: `media of the type "${mediaType(it)}" is left out` })),
    ],
  };
}

/** Tells whether an element is a note to editors (NITF 3, `note`): not for readers ("npa"), or of that class. */
function isAside({ name, attributes }: XmlElement): boolean {
  return name === 'note' && (attributes.type === 'npa' || attributes.noteclass === 'editorsnote');
}

function asidesIn(node: XmlElement | string): XmlElement[] {
  if (typeof node === 'string') return [];
  return isAside(node) ? [node] : node.children.flatMap(asidesIn);
}

function withoutAsides(element: XmlElement): XmlElement {
  const kept = element.children.filter((it) => typeof it === 'string' || !isAside(it));
  return { ...element, children: kept.map((it) => (typeof it === 'string' ? it : withoutAsides(it))) };
}

/** Finds the paragraph for the dateline; none if the story begins with the dateline already. */
function datelineFor(children: XmlElement['children'], line: string): Pick<Changes, 'opening' | 'dateline'> {
  const first = children.map(firstParagraph).find((it) => it !== undefined);
  const isThere = first !== undefined && beginsWithPlace(first, line);
  return { opening: isThere ? undefined : first, dateline: /[-–—:]$/.test(line) ? `${line} ` : `${line} – ` };
}

function firstParagraph(node: XmlElement | string): XmlElement | undefined {
  if (typeof node === 'string' || node.name === 'p') return typeof node === 'string' ? undefined : node;
  const inside = [...childrenOf(node, 'p'), ...childrenOf(node, 'block')];
  return inside.map(firstParagraph).find((it) => it !== undefined);
}

function mediaIn(node: XmlElement | string): XmlElement[] {
  if (typeof node === 'string' || node.name === 'pre') return [];
  return node.name === 'media' ? [node] : node.children.flatMap(mediaIn);
}

function blocks(parts: string[]): string {
  return parts
    .map((it) => it.trim())
    .filter((it) => it !== '')
    .join('\n');
}

function write(node: XmlElement | string, changes: Changes): string {
  if (typeof node === 'string') return escapeHtml(node.replace(/\s+/g, ' '));
  if (node.name === 'media') return node === changes.image ? '' : figure(imageOf(node));
  if (node.name === 'pre') return `<pre>${escapeHtml(textIn(node))}</pre>`;
  if (isEscapedMarkup(node)) return textIn(node).trim();
  const children = node === changes.opening ? [changes.dateline, ...node.children] : node.children;
  const parts = children.map((it) => write(it, changes));
  return node.name === 'block' ? blocks(parts) : element(node, parts.join(''));
}

/** Tells whether a paragraph is nothing but tags that were escaped: an embed, which is sanitised like any other. */
function isEscapedMarkup({ name, children: [only, ...more] }: XmlElement): boolean {
  if (name !== 'p' || typeof only !== 'string' || more.length > 0) return false;
  const text = only.trim();
  return text.startsWith('<') && text.endsWith('>') && plainText(text) === '';
}

function element(node: XmlElement, inside: string): string {
  const name = ELEMENTS[node.name];
  if (name === undefined) return inside;
  if (VOID.includes(name)) return `<${name}>`;
  const attributes = ATTRIBUTES.filter((it) => node.attributes[it])
    .map((it) => ` ${it}="${escapeHtml(node.attributes[it] as string)}"`)
    .join('');
  return `<${name}${attributes}>${LINES.includes(name) ? inside.trim() : inside}</${name}>`;
}

function mediaType(element: XmlElement): string {
  return element.attributes['media-type'] ?? 'image';
}

/** Reads an image; undefined for other media, which have no place in a record. */
function imageOf(medium: XmlElement): StoryImage | undefined {
  const reference = childrenOf(medium, 'media-reference').find((it) => it.attributes.source);
  if (mediaType(medium) !== 'image' || !reference) return undefined;
  const text = (name: string) => {
    const child = childOf(medium, name);
    return (child && oneLine(textIn(child))) || undefined;
  };
  const { source, width, height, 'mime-type': type } = reference.attributes;
  return {
    url: source as string,
    ...described(reference.attributes['alternate-text'], text('media-caption')),
    credit: text('media-producer'),
    width: sizeOf(width),
    height: sizeOf(height),
    type,
  };
}

function described(alt: string | undefined, caption: string | undefined): Pick<StoryImage, 'alt' | 'caption'> {
  return alt?.trim() && caption !== undefined ? { alt: alt.trim(), caption } : { alt: caption ?? alt };
}

function figure(image: StoryImage | undefined): string {
  if (image === undefined) return '';
  const caption = [image.caption ?? image.alt, image.credit && `(${image.credit})`].filter(Boolean).join(' ');
  const words = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure><img src="${escapeHtml(image.url)}" alt="${escapeHtml(image.alt ?? '')}">${words}</figure>\n`;
}
