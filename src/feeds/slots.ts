import { formatRFC7231 } from 'date-fns';
import { LRUCache } from 'lru-cache';

const REFERENCES: Record<string, string> = { '&': '&#x26;', '<': '&#x3C;', '>': '&#x3E;' };
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Escapes plain text for XML content. Hexadecimal references, as the RSS Advisory Board's profile advises: readers do
 * not take what they stand for as HTML.
 */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => REFERENCES[character] as string);
}

/** Escapes text for a double-quoted XML attribute. Named entities: some parsers read no others there. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}

/**
 * Keeps values away from `feed`, which escapes some fields twice, some not at all, and splits only the first `]]>`
 * (docs/decisions/feeds.md). It is given slots, numbered from 0; what it writes is a skeleton that holds nothing but its own
 * markup and slots, and the same for every item of the same shape. The slots are then filled in one pass, so nothing
 * in a value can be taken for a slot. A slot is an absolute URL, since `feed` parses some fields as one.
 */
export const slot = (number: number) => `slot:${number}:`;

/**
 * What `feed` takes for a date: it asks one for nothing but its text, in either of two forms. A real date could not give
 * a slot.
 */
export function dateOf(utc: string, iso: string): Date {
  return { toUTCString: () => utc, toISOString: () => iso, toJSON: () => iso } as Date;
}

/** What `feed` wrote, taken apart: a slot's number stands between each two texts. */
interface Skeleton {
  texts: string[];
  slots: number[];
}

/** A slot in XML, without the CDATA that `feed` puts around some; in JSON, without the quotes. */
const XML_SLOT = /<!\[CDATA\[slot:(\d+):\]\]>|slot:(\d+):/;
const JSON_SLOT = /"slot:(\d+):"/;

function takeApart(written: string, pattern: RegExp): Skeleton {
  const slots: number[] = [];
  const texts: string[] = [];
  let start = 0;
  for (const match of written.matchAll(new RegExp(pattern, 'g'))) {
    texts.push(written.slice(start, match.index));
    slots.push(Number(match[1] ?? match[2]));
    start = match.index + match[0].length;
  }
  return { texts: [...texts, written.slice(start)], slots };
}

/** Puts values, as they are to be written, where their slots stand. */
export function fill({ texts, slots }: Skeleton, values: string[]): string {
  let filled = texts[0] as string;
  for (let index = 0; index < slots.length; index++) {
    filled += (values[slots[index] as number] as string) + (texts[index + 1] as string);
  }
  return filled;
}

/** Slots for XML, which take their values as they are given out. */
export class XmlSlots {
  readonly #values: string[] = [];

  #slot(written: string): string {
    return slot(this.#values.push(written) - 1);
  }

  /** Plain text as an element's content. */
  text(value: string): string {
    return this.#slot(escapeText(value));
  }

  /** An attribute's value, or an address as an element's content. */
  attribute(value: string | number): string {
    return this.#slot(escapeAttribute(String(value)));
  }

  /** HTML, as character data. */
  html(value: string): string {
    return this.#slot(`<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
  }

  /** A moment: RFC 7231's form where `feed` writes RSS, ISO 8601's where it writes Atom. */
  date(value: string): Date {
    const rss = this.#slot(formatRFC7231(new Date(value)));
    const atom = this.#slot(value);
    return dateOf(rss, atom);
  }

  fill(skeleton: Skeleton): string {
    return fill(skeleton, this.#values);
  }

  /** Fills what is written only once, such as the head of a document. */
  fillOnce(written: string): string {
    return this.fill(takeApart(written, XML_SLOT));
  }
}

/** Shapes differ in the numbers of authors and tags and in what is there at all: a wire has some dozens. */
const KEPT_SKELETONS = 500;

/** Lets `feed` render each shape of an item once. */
export class Skeletons<Item extends object> {
  readonly #kept = new LRUCache<string, Skeleton>({ max: KEPT_SKELETONS });
  readonly #render: (item: Item) => string;
  readonly #pattern: RegExp;

  constructor(syntax: 'xml' | 'json', render: (item: Item) => string) {
    this.#render = render;
    this.#pattern = syntax === 'xml' ? XML_SLOT : JSON_SLOT;
  }

  /** @param item whose every value is a slot, so that its JSON is its shape */
  of(item: Item): Skeleton {
    return this.ofShape(JSON.stringify(item), () => item);
  }

  /** @param shape equal only for items that are alike but for what will be in their slots */
  ofShape(shape: string, item: () => Item): Skeleton {
    const kept = this.#kept.get(shape);
    if (kept !== undefined) return kept;
    const skeleton = takeApart(this.#render(item()), this.#pattern);
    this.#kept.set(shape, skeleton);
    return skeleton;
  }
}
