import { SaxesParser } from 'saxes';
import { skeletonMemory } from '../memory.ts';
import type { Skeleton } from '../types.ts';
import { JSON_SLOT, takeApart, XML_SLOT } from './slots.ts';

/** The prefixes that the head of a feed declares. */
const PREFIXES = ['atom', 'content', 'dc', 'dcterms', 'media', 'sy'];

/** Lets `feed` render each shape of an item once, and reads XML back strictly, so that no shape can break a document. */
export class Skeletons<Item extends object> {
  readonly #known = skeletonMemory();
  readonly #render: (item: Item) => string;
  readonly #syntax: 'xml' | 'json';
  readonly #prefixes: string[];

  /** @param prefixes of namespaces that the head declares besides the usual ones */
  constructor(syntax: 'xml' | 'json', render: (item: Item) => string, prefixes: string[] = []) {
    this.#render = render;
    this.#syntax = syntax;
    this.#prefixes = [...PREFIXES, ...prefixes];
  }

  /**
   * @param item whose every value is a slot, so that its JSON is its shape
   * @throws {Error} if what `feed` writes for it is not well-formed
   */
  of(item: Item): Skeleton {
    return this.ofShape(JSON.stringify(item), () => item);
  }

  /** @param shape equal only for items that are alike but for what will be in their slots */
  ofShape(shape: string, item: () => Item): Skeleton {
    const known = this.#known.get(shape);
    if (known !== undefined) return known;
    const written = this.#render(item());
    if (this.#syntax === 'xml') readXml(written, this.#prefixes);
    const skeleton = takeApart(written, this.#syntax === 'xml' ? XML_SLOT : JSON_SLOT);
    this.#known.set(shape, skeleton);
    return skeleton;
  }
}

/** @throws {Error} where a part of a document is not well-formed XML 1.0 with namespaces */
function readXml(xml: string, prefixes: string[]): void {
  const additionalNamespaces = Object.fromEntries(prefixes.map((it) => [it, `urn:${it}`]));
  const parser = new SaxesParser({ xmlns: true, fragment: true, additionalNamespaces });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}
