import { withOrigin, withoutCredentials } from '../addresses.ts';
import { cleanLine, cleanText } from '../characters.ts';
import { Addresses } from './addresses.ts';
import {
  AMP,
  ATTRIBUTES,
  BLOCKS,
  CELLS,
  CONTROLS,
  FORM_FIELDS,
  HIDDEN,
  KEPT,
  KEPT_BLOCKS,
  LINES,
  MAY_BE_EMPTY,
  PLAYERS,
  RENAMED,
} from './elements.ts';
import { formula } from './formula.ts';
import { fileName, framesIn, imagesIn, mediumOf, pictureOf, srcsetOf } from './media.ts';
import { hasWords, isApart, isInline, isInNoscriptAfter, isStrayed, isTwinOfFormula, isUnknown } from './neighbours.ts';
import { type BodyNotes, NO_ALT, quote } from './notes.ts';
import { element, inParagraphs, isBlock, isEmpty, LINE_END, type Output, type Written, withLines } from './output.ts';
import {
  attribute,
  type Element,
  isElement,
  isText,
  type Node,
  nameOf,
  parse,
  textIn,
  walk,
  wordsIn,
} from './parse.ts';
import { tellPasswords } from './passwords.ts';
import { cleanCharacters } from './visible-characters.ts';

/** More levels than any story has; what is deeper keeps its words alone. */
const MAX_DEPTH = 100;

/** The surroundings of an element. */
interface Place {
  depth: number;
  /** True where no block can stand, so that a block becomes a line. */
  inLine: boolean;
  /** True inside a link, where no other can stand. */
  inLink: boolean;
}

/**
 * Makes of parsed HTML what a reader sees of it, with the elements of a story alone: words stay apart where blocks ended, what
 * plays or moves becomes a link, and links inside the story lead somewhere.
 * @param base the story's address: elsewhere, or from `ownAddress`
 * @param isHere true if the story has its home here, or will have
 * @param notes are told of everything that somebody would miss
 * @throws {HtmlError} if its addresses become too long together
 */
export function readable(nodes: Node[], base: string, isHere: boolean, notes: BodyNotes): Output[] {
  cleanCharacters(nodes, notes);
  tellPasswords(nodes, notes);
  const reader = new Readable(nodes, new Addresses(nodes, base, isHere, notes), notes);
  const outputs = reader.of(nodes, { depth: 0, inLine: false, inLink: false });
  reader.noteLostTargets();
  const isMade = outputs.some((it) => typeof it !== 'string' && (it.isMade || it === LINE_END));
  return withLines(isMade ? inParagraphs(outputs) : outputs);
}

class Readable {
  readonly #nodes: Node[];
  readonly #addresses: Addresses;
  readonly #notes: BodyNotes;
  /** By parent: true if blocks and unknown elements alone stand in it. */
  readonly #ofBlocks = new WeakMap<object, boolean>();
  #shown: Set<string> | undefined;
  /** The ids of what comes out, and those to which links lead, with what the link says. */
  readonly #ids = new Set<string>();
  readonly #targets = new Map<string, string>();

  constructor(nodes: Node[], addresses: Addresses, notes: BodyNotes) {
    this.#nodes = nodes;
    this.#addresses = addresses;
    this.#notes = notes;
  }

  of(nodes: Node[], place: Place): Output[] {
    return nodes.flatMap((node, at) => {
      const gap = isApart(nodes, at) ? [' '] : [];
      if (isText(node)) return [...gap, node.value];
      return isElement(node) ? [...gap, ...this.#element(node, place)] : [];
    });
  }

  #element(node: Element, place: Place): Output[] {
    if (place.depth >= MAX_DEPTH) {
      this.#notes.add(`what is nested deeper than ${MAX_DEPTH} levels keeps its words alone`);
      return [wordsIn([node])];
    }
    const given = nameOf(node);
    const name = RENAMED[given] ?? given;
    const isShut = name === 'dialog' && attribute(node, 'open') === undefined;
    if (isShut || attribute(node, 'hidden') !== undefined) return this.#hidden(node);
    if (CONTROLS.test(attribute(node, 'class') ?? '')) return this.#controls(node);
    if (isTwinOfFormula(node)) return [];
    if (name === 'img') return [...this.#image(node, []), ...this.#inAmp(node, place)];
    if (name === 'picture' && !hasWords(node) && imagesIn([node]).length > 0) return this.#picture(node);
    // Those of a picture, a sound or a video are read with it.
    if (name === 'source') return [];
    if (name === 'noscript') return this.#withoutScripts(node);
    if (name === 'object' || name === 'applet') return this.#object(node, place);
    if (PLAYERS[name]) return [...this.#player(node, PLAYERS[name], place), ...this.#inAmp(node, place)];
    if (name === 'math math') return this.#formula(node);
    if (name === 'svg svg') return this.#drawing(node);
    if (HIDDEN.has(name)) return this.#leftOut(node, name);
    const inLine = place.inLine || LINES.has(name);
    const inLink = place.inLink || (name === 'a' && attribute(node, 'href') !== undefined);
    const children = this.of(node.childNodes, { depth: place.depth + 1, inLine, inLink });
    if (name === 'br') return [element('br', {})];
    if (KEPT.has(name) && !STANDS_FOR_NOTHING.has(name) && !isStrayed(node, name))
      return this.#kept(node, name, children, place);
    if (name.includes('-') && isEmpty(children))
      this.#notes.addLoss(`an element that only a script fills is left out: ${name}`);
    const standsForBlock = isUnknown(node) && !place.inLine && this.#standsAlone(node);
    const isBlockLike = BLOCKS.has(name) || KEPT_BLOCKS.has(name) || children.some(isBlock) || standsForBlock;
    return isBlockLike ? this.#block(node, children, place) : this.#within(node, children);
  }

  /** An element of a story. */
  #kept(node: Element, name: string, children: Output[], place: Place): Output[] {
    if (KEPT_BLOCKS.has(name) && place.inLine) return this.#block(node, children, place);
    const attributes: Record<string, string> = {
      ...(name === 'a' && this.#link(node)),
      ...this.#attributes(node, name),
    };
    if (name === 'a' && attributes.href === undefined && attributes.id === undefined) return children;
    if (isEmpty(children) && attributes.id === undefined && !MAY_BE_EMPTY.has(name))
      return KEPT_BLOCKS.has(name) ? [LINE_END] : children;
    // An inline element ends no line by itself.
    if (!KEPT_BLOCKS.has(name) && children.some(isBlock)) return [element(name, attributes, inParagraphs(children))];
    const [only, ...others] = children.filter((it) => typeof it !== 'string' || it.trim() !== '');
    const isAlone = CELLS.has(name) && others.length === 0 && typeof only !== 'string' && only?.isMade;
    return [element(name, attributes, isAlone && Object.keys(only.attributes).length === 0 ? only.children : children)];
  }

  /** A block that stands for its contents: a paragraph, if it holds no other blocks. */
  #block(node: Element, children: Output[], { inLine }: Place): Output[] {
    const attributes = this.#attributes(node, 'span');
    const has = Object.keys(attributes).length > 0;
    if (inLine) return [LINE_END, ...(has ? [element('span', attributes, children)] : children), LINE_END];
    if (isEmpty(children) && attributes.id === undefined) return [LINE_END];
    if (!children.some((it) => isBlock(it) || it === LINE_END))
      return [{ ...element('p', attributes, children), isMade: true }];
    const paragraphs = inParagraphs(children);
    return has ? [element('div', attributes, paragraphs)] : markMade(paragraphs);
  }

  /** The contents of an element that stands for nothing else, but may have a language, a direction or an id. */
  #within(node: Element, children: Output[]): Output[] {
    const attributes = this.#attributes(node, 'span');
    if (Object.keys(attributes).length === 0) return children;
    return children.some(isBlock)
      ? [element('div', attributes, inParagraphs(children))]
      : [element('span', attributes, children)];
  }

  #attributes(node: Element, name: string): Record<string, string> {
    const made: Record<string, string> = {};
    for (const allowed of [...(ATTRIBUTES[name] ?? []), 'lang', 'dir']) {
      const value = attribute(node, allowed);
      if (value !== undefined) made[allowed] = cleanText(value);
    }
    if (made.dir !== undefined && !/^(?:ltr|rtl|auto)$/i.test(made.dir)) delete made.dir;
    if (made.cite !== undefined) {
      const cite = this.#addresses.ofLink(made.cite);
      if (cite === undefined) delete made.cite;
      else made.cite = cite;
    }
    const id = this.#addresses.idOf(node);
    if (id !== undefined) this.#ids.add(id);
    return { ...made, ...(id !== undefined && { id }) };
  }

  #link(node: Element): { href?: string } {
    const given = attribute(node, 'href');
    if (given === undefined || given.trim() === '') return {};
    const href = this.#addresses.ofLink(given);
    if (href === undefined) {
      this.#notes.add(`a link to ${quote(withoutCredentials(given.trim()))} became text: readers cannot follow it`);
      return {};
    }
    if (this.#addresses.leadsNowhere(given))
      this.#notes.add(`a link leads to ${quote(given)}, but nothing in the story has this id`);
    const target = this.#addresses.targetOf(given);
    if (target !== undefined) this.#targets.set(target, given);
    return { href };
  }

  /** Notes links to what has not come out. */
  noteLostTargets(): void {
    for (const [id, given] of this.#targets) {
      if (!this.#ids.has(id)) this.#notes.add(`a link leads to ${quote(given)}, which is in a part that is left out`);
    }
  }

  #image(node: Element, sources: Element[]): Output[] {
    const picture = pictureOf(node, this.#addresses, sources);
    const attributes = this.#attributes(node, 'img');
    if (picture) {
      const { src, srcset } = picture;
      if (!attributes.alt) this.#notes.add(`the picture ${withOrigin(src, '')} ${NO_ALT}`);
      return [element('img', { src, ...(srcset !== undefined && { srcset }), ...attributes })];
    }
    if (isInNoscriptAfter(node)) return this.#within(node, []);
    const described = attributes.alt ? ` (${quote(attributes.alt)})` : '';
    this.#notes.addLoss(`a picture without an address that readers can fetch is left out${described}`);
    return this.#within(node, []);
  }

  #picture(node: Element): Output[] {
    const children = node.childNodes.filter(isElement);
    const sources = children.filter((it) => nameOf(it) === 'source');
    const outputs = this.#image(imagesIn([node])[0] as Element, sources);
    const written = sources.flatMap((it) => {
      const srcset = srcsetOf(it, this.#addresses);
      return srcset === undefined ? [] : [element('source', { srcset, ...this.#attributes(it, 'source') })];
    });
    const isShown = outputs.some((it) => typeof it !== 'string' && it.tag === 'img');
    return isShown && written.length > 0
      ? [element('picture', this.#attributes(node, 'picture'), [...written, ...outputs])]
      : outputs;
  }

  /** Pictures for whoever runs no scripts, unless a script would show the same. */
  #withoutScripts(node: Element): Output[] {
    const fresh = (address: string | undefined) => address !== undefined && !this.#shownWithScripts().has(address);
    for (const it of framesIn(parse(textIn(node.childNodes)))) {
      const address = mediumOf(it, this.#addresses);
      if (fresh(address)) this.#notes.add(`a frame for readers without scripts is left out: ${address}`);
    }
    const images = imagesIn(parse(textIn(node.childNodes))).filter((it) => fresh(pictureOf(it, this.#addresses)?.src));
    return images.flatMap((it) => this.#image(it, []));
  }

  #shownWithScripts(): Set<string> {
    if (this.#shown) return this.#shown;
    const shown = new Set<string>();
    walk(this.#nodes, (node) => {
      if (!isElement(node) || nameOf(node) === 'noscript') return false;
      const address = nameOf(node) === 'img' ? pictureOf(node, this.#addresses)?.src : undefined;
      if (address !== undefined) shown.add(address);
      return true;
    });
    this.#shown = shown;
    return shown;
  }

  /** What plays or shows another document: a link to it, with the picture that stands for it. */
  #player(node: Element, what: string, place: Place): Output[] {
    const address = mediumOf(node, this.#addresses);
    const isPage = nameOf(node) === 'iframe';
    if (address === undefined) {
      this.#notes.addLoss(`${what} without an address that readers can fetch is left out`);
      // In a frame stands HTML as text, for browsers that have none; what stands in an element of AMP comes after it.
      const inside = isPage || AMP[node.tagName] !== undefined ? [] : node.childNodes;
      return this.#within(node, this.of(inside, { ...place, depth: place.depth + 1, inLine: true }));
    }
    const label = cleanLine(attribute(node, 'title') ?? attribute(node, 'aria-label') ?? '');
    const words = label !== '' ? label : isPage ? withOrigin(address, '') : fileName(address);
    const poster = this.#addresses.ofMedia(attribute(node, 'poster'));
    const shown = poster === undefined ? words : element('img', { src: poster, alt: words });
    return this.#linked(node, what, { address, shown }, place);
  }

  /** What stands in an element of AMP beside what it shows: all that follows one that is not closed. */
  #inAmp(node: Element, place: Place): Output[] {
    if (AMP[node.tagName] === undefined) return [];
    const isShown = (it: Node) =>
      !isElement(it) || ['placeholder', 'fallback'].every((name) => attribute(it, name) === undefined);
    return this.of(node.childNodes.filter(isShown), { ...place, depth: place.depth + 1 });
  }

  #controls(node: Element): Output[] {
    if (hasWords(node)) this.#notes.add('the controls of a player are left out');
    return [];
  }

  /** A link to what cannot be shown. Inside another link, that one leads on. */
  #linked(node: Element, what: string, { address, shown }: { address: string; shown: Output }, place: Place): Output[] {
    const to = withOrigin(address, '');
    this.#notes.add(`${what} became ${place.inLink ? `words, since it is in a link: ${to}` : `a link to ${to}`}`);
    const attributes = this.#attributes(node, 'span');
    const link = place.inLink ? this.#within(node, [shown]) : [element('a', { href: address, ...attributes }, [shown])];
    return this.#standing(node, link, place);
  }

  /** An object: what stands in it for readers that cannot show it, or else a link. */
  #object(node: Element, place: Place): Output[] {
    const inside = this.of(node.childNodes, { ...place, depth: place.depth + 1 });
    const address = mediumOf(node, this.#addresses);
    if (address === undefined || leadsOn(inside))
      return inside.some(isBlock)
        ? this.#within(node, inside)
        : this.#standing(node, this.#within(node, inside), place);
    if (/^image\//i.test(attribute(node, 'type') ?? ''))
      return [element('img', { src: address, alt: cleanLine(textIn(node.childNodes)) })];
    const shown = cleanLine(attribute(node, 'title') ?? '') || fileName(address);
    return [...inside, ...this.#linked(node, 'an embedded file', { address, shown }, place)];
  }

  /** A line of its own, if that is what something is: a link beside another must not become one word with it. */
  #standing(node: Element, outputs: Output[], { inLine }: Place): Output[] {
    if (isEmpty(outputs) || !this.#standsAlone(node)) return outputs;
    return inLine ? [LINE_END, ...outputs, LINE_END] : inParagraphs(outputs);
  }

  #formula(node: Element): Output[] {
    walk([node], (it) => {
      if (!isElement(it)) return false;
      const address = attribute(it, 'href') ?? attribute(it, 'xlink:href');
      if (address) this.#notes.add(`a link in a formula became text: ${quote(address)}`);
      if (/^(?:img|mglyph)$/.test(it.tagName)) this.#notes.addLoss('a picture in a formula is left out');
      return true;
    });
    return this.#within(node, formula(node));
  }

  #drawing(node: Element): Output[] {
    const words: string[] = [];
    walk(node.childNodes, (it) => {
      const isWords = isElement(it) && /^(?:svg text|svg foreignObject)$/.test(nameOf(it));
      if (isWords) words.push(wordsIn([it]).trim());
      return !isWords;
    });
    const kept = words.filter((it) => it !== '').join(' ');
    // What has words is a chart; what has none is mostly an icon.
    if (kept === '') this.#notes.add('a drawing (svg) is left out');
    else this.#notes.addLoss('a drawing (svg) is left out, but for its words');
    return kept === '' ? this.#within(node, []) : this.#within(node, [` ${kept} `]);
  }

  #leftOut(node: Element, name: string): Output[] {
    const address = attribute(node, 'src');
    if (name === 'script' && address) {
      if (DECORATING.test(address)) this.#notes.add(`a script is left out: ${quote(address)}`);
      else this.#notes.addLoss(`a script is left out, with whatever it shows: ${quote(address)}`);
    }
    if (name === 'canvas') this.#notes.addLoss('a canvas is left out');
    if (name === 'area' && attribute(node, 'href'))
      this.#notes.addLoss('links on parts of a picture (area) are left out');
    if (FORM_FIELDS.has(name)) this.#notes.add('fields of a form are left out');
    return this.#within(node, []);
  }

  #hidden(node: Element): Output[] {
    const words = wordsIn([node]).trim();
    if (words !== '') this.#notes.add(`words that a browser hides are left out: ${quote(words)}`);
    return [];
  }

  /** True if no words and no inline element stand beside an element. */
  #standsAlone({ parentNode }: Element): boolean {
    if (!parentNode) return false;
    const known = this.#ofBlocks.get(parentNode);
    if (known !== undefined) return known;
    const alone = parentNode.childNodes.every((it) => {
      if (isText(it)) return it.value.trim() === '';
      return !isElement(it) || !isInline(it);
    });
    this.#ofBlocks.set(parentNode, alone);
    return alone;
  }
}

/** Scripts that set what is there in another way: the words of a post stand beside them. */
const DECORATING =
  /^(?:https?:)?\/\/(?:platform\.(?:twitter|x|instagram)\.com|(?:www\.)?(?:instagram|tiktok|threads)\.(?:com|net)\/(?:v1\/)?embed|embed\.bsky\.app|embed\.reddit\.com|embedr\.flickr\.com|cdn\.embedly\.com\/widgets)/i;

/** Elements of a story that are made where they are needed. */
const STANDS_FOR_NOTHING = new Set(['div', 'span']);

/** True if anything in it is a link or a picture. */
const leadsOn = (outputs: Output[]): boolean =>
  outputs.some((it) => typeof it !== 'string' && (it.tag === 'a' || it.tag === 'img' || leadsOn(it.children)));

/** What comes out of a block takes its neighbours for paragraphs, too. */
const markMade = (outputs: Output[]): Output[] =>
  outputs.map(
    (it): Output =>
      typeof it === 'string' || !it.isBlock ? it : ({ ...it, isMade: it.isMade ?? it.tag === 'p' } as Written),
  );
