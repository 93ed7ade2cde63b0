import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { escapeAttribute, escapeText } from '../xml.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

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
  return blocksOf(parseFragment(html).childNodes);
}

/** Writes nodes as blocks; what stands between them becomes a paragraph. */
function blocksOf(nodes: Node[]): string {
  let written = '';
  let sentence: Node[] = [];
  const end = () => {
    written += paragraph(sentence);
    sentence = [];
  };
  for (const node of nodes) {
    if (isBlock(node)) {
      end();
      written += blockOf(node);
    } else sentence.push(node);
  }
  end();
  return written;
}

function blockOf(element: Element): string {
  const { tagName: name, childNodes: nodes } = element;
  if (PARAGRAPHS.has(name)) return holdsBlock(element) ? blocksOf(nodes) : paragraph(nodes);
  if (/^h[1-6]$/.test(name)) return wrapped('hl2', nodes);
  if (name === 'blockquote') return `<bq>${blocksOf(nodes)}</bq>`;
  if (KEPT.has(name)) return `<${name}>${nodes.map((it) => partOf(it, PARTS[name])).join('')}</${name}>`;
  if (name === 'hr') return '<hr/>';
  if (name === 'pre') return `<pre>${escapeText(textOf(nodes))}</pre>`;
  if (name in MEDIA) return mediumOf(element, []);
  if (name === 'figure') return figureOf(nodes);
  return blocksOf(nodes);
}

/** A part of a list or table. @param usual what becomes of anything that is no part of one */
function partOf(element: Node, usual = 'td'): string {
  if (!isElement(element) || !IS_PART.has(element.tagName)) {
    const written = blocksOf([element]);
    return written === '' ? '' : `<${usual}>${written}</${usual}>`;
  }
  const { tagName: name, childNodes: nodes } = element;
  if (MIXED.has(name))
    return holdsBlock(element) ? `<${name}>${blocksOf(nodes)}</${name}>` : wrapped(name, nodes, name);
  if (name === 'dt' || name === 'caption') return wrapped(name, nodes, name);
  return blockOf(element);
}

/** A figure of one medium has its caption in it; any other is its parts. */
function figureOf(nodes: Node[]): string {
  const elements = nodes.filter(isElement);
  const caption = elements.filter((it) => it.tagName === 'figcaption').flatMap((it) => it.childNodes);
  const others = nodes.filter((it) => !isElement(it) || it.tagName !== 'figcaption');
  const media = others.filter(isElement).flatMap(mediaIn);
  const isOne = media.length === 1 && textOf(others).trim() === '';
  return isOne ? mediumOf(media[0] as Element, caption) : blocksOf(nodes);
}

const mediaIn = (element: Element): Element[] =>
  element.tagName in MEDIA ? [element] : element.childNodes.filter(isElement).flatMap(mediaIn);

function mediumOf(element: Element, caption: Node[]): string {
  const values = new Map(element.attrs.map((it) => [it.name, it.value]));
  const attributes = {
    source: values.get('src'),
    width: values.get('width'),
    height: values.get('height'),
    'alternate-text': values.get('alt'),
  };
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value ? [` ${name}="${escapeAttribute(value)}"`] : [],
  );
  const captioned = caption.length > 0 ? `<media-caption>${paragraph(caption)}</media-caption>` : '';
  return `<media media-type="${MEDIA[element.tagName]}"><media-reference${written.join('')}/>${captioned}</media>`;
}

/** A paragraph, and the media that stood in it; nothing if there are no words. */
function paragraph(nodes: Node[]): string {
  return wrapped('p', nodes);
}

/** Sentences in an element, and behind it the media that stood in them. @param always written even without words */
function wrapped(name: string, nodes: Node[], always?: string): string {
  const words = inlineOf(nodes).trim();
  const media = nodes
    .filter(isElement)
    .flatMap(mediaIn)
    .map((it) => mediumOf(it, []))
    .join('');
  return (words === '' && !always ? '' : `<${name}>${words}</${name}>`) + media;
}

function inlineOf(nodes: Node[]): string {
  return nodes
    .map((node) => {
      if ('value' in node) return escapeText(node.value);
      if (!isElement(node)) return '';
      if (node.tagName === 'br') return '<br/>';
      const name = INLINE[node.tagName];
      const words = inlineOf(node.childNodes);
      const kind = CLASSES[node.tagName];
      if (kind !== undefined && words !== '') return `<em class="${kind}">${words}</em>`;
      if (name === undefined || words === '') return words;
      const href = node.attrs.find((it) => it.name === 'href')?.value;
      if (name === 'a') return href === undefined ? words : `<a href="${escapeAttribute(href)}">${words}</a>`;
      return `<${name}>${words}</${name}>`;
    })
    .join('');
}

const textOf = (nodes: Node[]): string =>
  nodes.map((it) => ('value' in it ? it.value : isElement(it) ? textOf(it.childNodes) : '')).join('');

const isElement = (node: Node): node is Element => 'tagName' in node;

const isBlock = (node: Node): node is Element => isElement(node) && (BLOCKS.has(node.tagName) || holdsBlock(node));

const holdsBlock = ({ childNodes }: Element): boolean => childNodes.some(isBlock);
