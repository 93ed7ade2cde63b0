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

/** Writes nodes as blocks; what stands between them becomes a paragraph. @param link to which all their words lead */
function blocksOf(nodes: ChildNode[], link?: string): string {
  let written = '';
  let sentence: ChildNode[] = [];
  const end = () => {
    written += wrapped('p', sentence, { link });
    sentence = [];
  };
  for (const node of nodes) {
    if (isBlock(node)) {
      end();
      written += blockOf(node, link);
    } else sentence.push(node);
  }
  end();
  return written;
}

function blockOf(element: Element, link?: string): string {
  const { name, children: nodes } = element;
  if (PARAGRAPHS.has(name)) return holdsBlock(element) ? blocksOf(nodes, link) : wrapped('p', nodes, { link });
  if (/^h[1-6]$/.test(name)) return wrapped('hl2', nodes, { link });
  if (name === 'blockquote') return `<bq>${blocksOf(nodes, link)}</bq>`;
  if (KEPT.has(name))
    return `<${name}${attributesOf(element)}>${nodes.map((it) => partOf(it, PARTS[name])).join('')}</${name}>`;
  if (name === 'hr') return '<hr/>';
  if (name === 'pre') return `<pre>${escapeText(textOf(nodes))}</pre>`;
  if (name in MEDIA) return mediumOf(element, []);
  if (name === 'figure') return figureOf(nodes);
  return blocksOf(nodes, name === 'a' ? element.attribs.href : link);
}

/** A part of a list or table. @param usual what becomes of anything that is no part of one */
function partOf(element: ChildNode, usual = 'td'): string {
  if (!isTag(element) || !IS_PART.has(element.name)) {
    const written = blocksOf([element]);
    return written === '' ? '' : `<${usual}>${written}</${usual}>`;
  }
  const { name, children: nodes } = element;
  const attributes = attributesOf(element);
  if (MIXED.has(name))
    return holdsBlock(element)
      ? `<${name}${attributes}>${blocksOf(nodes)}</${name}>`
      : wrapped(name, nodes, { attributes });
  if (name === 'dt' || name === 'caption') return wrapped(name, nodes, { attributes });
  return blockOf(element);
}

/** A figure of one medium has its caption in it; any other is its parts. */
function figureOf(nodes: ChildNode[]): string {
  const elements = nodes.filter(isTag);
  const caption = elements.filter((it) => it.name === 'figcaption').flatMap((it) => it.children);
  const others = nodes.filter((it) => !isTag(it) || it.name !== 'figcaption');
  const media = others.filter(isTag).flatMap(mediaIn);
  const isOne = media.length === 1 && textOf(others).trim() === '';
  return isOne ? mediumOf(media[0] as Element, caption) : blocksOf(nodes);
}

const mediaIn = (element: Element): Element[] =>
  element.name in MEDIA ? [element] : element.children.filter(isTag).flatMap(mediaIn);

function mediumOf(element: Element, caption: ChildNode[]): string {
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
  const captioned = caption.length > 0 ? `<media-caption>${blocksOf(caption)}</media-caption>` : '';
  return `<media media-type="${MEDIA[element.name]}"><media-reference${written.join('')}/>${captioned}</media>`;
}

/** How sentences are written: with attributes, they are also without words; with a link, all words lead there. */
interface Writing {
  attributes?: string;
  link?: string | undefined;
}

/** Sentences in an element, and behind it the media that stood in them; nothing if there are no words. */
function wrapped(name: string, nodes: ChildNode[], { attributes, link }: Writing = {}): string {
  const words = inlineOf(nodes).trim();
  const linked = link === undefined || words === '' ? words : linkedTo(link, words);
  const media = nodes
    .filter(isTag)
    .flatMap(mediaIn)
    .map((it) => mediumOf(it, []))
    .join('');
  return (words === '' && attributes === undefined ? '' : `<${name}${attributes ?? ''}>${linked}</${name}>`) + media;
}

const linkedTo = (address: string, words: string) => `<a href="${escapeAttribute(address)}">${words}</a>`;

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
      const name = INLINE[node.name];
      const words = inlineOf(node.children);
      const kind = CLASSES[node.name];
      if (kind !== undefined && words !== '') return `<em class="${kind}">${words}</em>`;
      if (name === undefined || words === '') return words;
      const { href } = node.attribs;
      if (name === 'a') return href === undefined ? words : linkedTo(href, words);
      return `<${name}>${words}</${name}>`;
    })
    .join('');
}

const textOf = (nodes: ChildNode[]): string =>
  nodes.map((it) => (isText(it) ? it.data : isTag(it) ? (it.name === 'br' ? '\n' : textOf(it.children)) : '')).join('');

const isBlock = (node: ChildNode): node is Element => isTag(node) && (BLOCKS.has(node.name) || holdsBlock(node));

const holdsBlock = ({ children }: Element): boolean => children.some(isBlock);
