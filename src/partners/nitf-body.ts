import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { escapeAttribute, escapeText } from '../xml.ts';

/** Elements within sentences, by the name that NITF has for them; of any other, only its words are kept. */
const INLINE: Record<string, string> = { a: 'a', b: 'em', em: 'em', i: 'em', q: 'q', strong: 'em' };
/** What NITF has no element for, and what would read otherwise without one. */
const CLASSES: Record<string, string> = {
  del: 'strikethrough',
  s: 'strikethrough',
  sub: 'subscript',
  sup: 'superscript',
};
/** Elements that NITF calls the same, around blocks. */
const KEPT = new Set('ul ol dl table thead tbody tfoot tr'.split(' '));
/** What the parts of a list are. */
const PARTS: Record<string, string> = { ul: 'li', ol: 'li', dl: 'dd' };
/** Elements that NITF calls the same, around sentences or blocks. */
const MIXED = new Set('li dd td th'.split(' '));
const IS_PART = new Set([...MIXED, 'dt', 'caption', 'thead', 'tbody', 'tfoot', 'tr']);
const MEDIA: Record<string, string> = { img: 'image', audio: 'audio', video: 'video' };
/** Elements that become a paragraph, unless blocks are in them. */
const PARAGRAPHS = new Set('p summary address figcaption'.split(' '));
/** Elements that stand by themselves; any other is part of a sentence. */
const BLOCKS = new Set(
  `p dt dd li figcaption h1 h2 h3 h4 h5 h6 ul ol dl blockquote table figure img audio video pre hr div section article aside details summary header footer
  main nav address hgroup fieldset`.split(/\s+/),
);

/** Returns HTML from `toSafeHtml` as the content of NITF's `body.content` (NITF 3.6): every word of it, and its media. */
export function nitfBody(html: string): string {
  return blocksOf(parseDocument(html).children);
}

/** Writes words as they stand in an element around blocks, which NITF has within sentences alone: a link, say. */
type Around = (words: string) => string;
const asTheyAre: Around = (words) => words;

/** Writes nodes as blocks; what stands between them becomes a paragraph. */
function blocksOf(nodes: ChildNode[], around: Around = asTheyAre): string {
  let written = '';
  let sentence: ChildNode[] = [];
  const end = () => {
    written += wrapped('p', sentence, { around });
    sentence = [];
  };
  for (const node of nodes) {
    if (isBlock(node)) {
      end();
      written += blockOf(node, around);
    } else sentence.push(node);
  }
  end();
  return written;
}

function blockOf(element: Element, around: Around): string {
  const { name, children: nodes } = element;
  if (PARAGRAPHS.has(name)) return holdsBlock(element) ? blocksOf(nodes, around) : wrapped('p', nodes, { around });
  if (/^h[1-6]$/.test(name)) return wrapped('hl2', nodes, { around });
  if (name === 'blockquote') return `<bq>${blocksOf(nodes, around)}</bq>`;
  if (KEPT.has(name)) {
    const parts = nodes.map((it) => partOf(it, around, PARTS[name]));
    return `<${name}${attributesOf(element)}>${parts.join('')}</${name}>`;
  }
  if (name === 'hr') return '<hr/>';
  if (name === 'pre') return `<pre>${escapeText(textOf(nodes))}</pre>${mediaAmong(nodes)}`;
  if (name in MEDIA) return mediumOf(element, []);
  if (name === 'figure') return figureOf(nodes, around);
  return blocksOf(nodes, BLOCKS.has(name) ? around : (words) => around(within(element, words)));
}

/** A part of a list or table. @param usual what becomes of anything that is no part of one */
function partOf(element: ChildNode, around: Around, usual = 'td'): string {
  if (!isTag(element) || !IS_PART.has(element.name)) {
    const written = blocksOf([element], around);
    return written === '' ? '' : `<${usual}>${written}</${usual}>`;
  }
  const { name, children: nodes } = element;
  const attributes = attributesOf(element);
  if (MIXED.has(name) && holdsBlock(element)) return `<${name}${attributes}>${blocksOf(nodes, around)}</${name}>`;
  if (MIXED.has(name) || name === 'dt' || name === 'caption') return wrapped(name, nodes, { attributes, around });
  return blockOf(element, around);
}

/** A figure of one medium has its captions in it; any other is its parts. */
function figureOf(nodes: ChildNode[], around: Around): string {
  const captions = nodes.filter((it) => isTag(it) && it.name === 'figcaption');
  const others = nodes.filter((it) => !captions.includes(it));
  const media = others.filter(isTag).flatMap(mediaIn);
  const isOne = media.length === 1 && textOf(others).trim() === '';
  return isOne ? mediumOf(media[0] as Element, captions) : blocksOf(nodes, around);
}

const mediaIn = (element: Element): Element[] =>
  element.name in MEDIA ? [element] : element.children.filter(isTag).flatMap(mediaIn);

const mediaAmong = (nodes: ChildNode[]): string =>
  nodes
    .filter(isTag)
    .flatMap(mediaIn)
    .map((it) => mediumOf(it, []))
    .join('');

function mediumOf(element: Element, captions: ChildNode[]): string {
  const { attribs: values } = element;
  const attributes = {
    source: values.src,
    width: values.width,
    height: values.height,
    'alternate-text': values.alt,
  };
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value ? [` ${name}="${escapeAttribute(value)}"`] : [],
  );
  const captioned = captions.length > 0 ? `<media-caption>${blocksOf(captions)}</media-caption>` : '';
  return `<media media-type="${MEDIA[element.name]}"><media-reference${written.join('')}/>${captioned}</media>`;
}

/** How sentences are written in an element: with attributes, it is also written without words. */
interface Writing {
  attributes?: string;
  around?: Around;
}

/** Sentences in an element, and behind it the media that stood in them; nothing if there are no words. */
function wrapped(name: string, nodes: ChildNode[], { attributes, around = asTheyAre }: Writing): string {
  const words = inlineOf(nodes).trim();
  const written = words === '' ? '' : around(words);
  const element = words === '' && attributes === undefined ? '' : `<${name}${attributes ?? ''}>${written}</${name}>`;
  return element + mediaAmong(nodes);
}

/** Attributes of lists and tables that NITF has, too, by the name that it has for them. */
const ATTRIBUTES: Record<string, Record<string, string>> = {
  ol: { start: 'seqnum' },
  td: { colspan: 'colspan', rowspan: 'rowspan' },
  th: { colspan: 'colspan', rowspan: 'rowspan' },
};

const attributesOf = ({ name, attribs }: Element): string =>
  Object.entries(ATTRIBUTES[name] ?? {})
    .map(([from, to]) => (attribs[from] === undefined ? '' : ` ${to}="${escapeAttribute(attribs[from])}"`))
    .join('');

function inlineOf(nodes: ChildNode[]): string {
  return nodes
    .map((node) => {
      if (isText(node)) return escapeText(node.data);
      if (!isTag(node)) return '';
      if (node.name === 'br') return '<br/>';
      // It stands behind the sentence: the words on its sides are two.
      if (node.name in MEDIA) return ' ';
      const words = inlineOf(node.children);
      return words === '' ? '' : within(node, words);
    })
    .join('');
}

/** Words within an element of a sentence. */
function within({ name, attribs: { href } }: Element, words: string): string {
  if (name === 'rp') return '';
  if (name === 'rt') return `(${words})`;
  const kind = CLASSES[name];
  if (kind !== undefined) return `<em class="${kind}">${words}</em>`;
  const known = INLINE[name];
  if (known === 'a') return href === undefined ? words : `<a href="${escapeAttribute(href)}">${words}</a>`;
  return known === undefined ? words : `<${known}>${words}</${known}>`;
}

/** The text of code. What is struck out cannot be marked in it, and is left out. */
const textOf = (nodes: ChildNode[]): string =>
  nodes
    .map((it) => {
      if (isText(it)) return it.data;
      if (!isTag(it) || CLASSES[it.name] === 'strikethrough') return '';
      return it.name === 'br' ? '\n' : textOf(it.children);
    })
    .join('');

const isBlock = (node: ChildNode): node is Element => isTag(node) && (BLOCKS.has(node.name) || holdsBlock(node));

const holdsBlock = ({ children }: Element): boolean => children.some(isBlock);
