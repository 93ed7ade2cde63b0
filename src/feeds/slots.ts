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
 * (docs/decisions.md). It is given slots, numbered from 0; what it writes is a skeleton that holds nothing but its own
 * markup and slots, and the same for every item of the same shape. The slots are then filled in one pass, so nothing
 * in a value can be taken for a slot. A slot is an absolute URL, since `feed` parses some fields as one.
 */
abstract class Slots {
  readonly #values: string[] = [];
  protected abstract readonly pattern: RegExp;

  protected slot(written: string): string {
    return `slot:${this.#values.push(written) - 1}:`;
  }

  fill(skeleton: string): string {
    return skeleton.replace(
      this.pattern,
      (_, first?: string, second?: string) => this.#values[Number(first ?? second)] ?? '',
    );
  }
}

export class XmlSlots extends Slots {
  protected readonly pattern = /<!\[CDATA\[slot:(\d+):\]\]>|slot:(\d+):/g;

  /** Plain text as an element's content. */
  text(value: string): string {
    return this.slot(escapeText(value));
  }

  /** An attribute's value, or an address as an element's content. */
  attribute(value: string | number): string {
    return this.slot(escapeAttribute(String(value)));
  }

  /** HTML, as character data. */
  html(value: string): string {
    return this.slot(`<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
  }

  /** A moment: RFC 7231's form where `feed` writes RSS, ISO 8601's where it writes Atom. */
  date(value: string): Date {
    const rss = this.slot(formatRFC7231(new Date(value)));
    const atom = this.slot(value);
    return { toUTCString: () => rss, toISOString: () => atom, toJSON: () => atom } as Date;
  }
}

export class JsonSlots extends Slots {
  protected readonly pattern = /"slot:(\d+):"/g;

  value(value: unknown): string {
    return this.slot(JSON.stringify(value));
  }

  date(value: string): Date {
    const iso = this.value(value);
    return { toISOString: () => iso, toJSON: () => iso } as Date;
  }
}

/** Shapes differ in the numbers of authors and tags and in what is there at all: a wire has some dozens. */
const KEPT_SKELETONS = 500;

/** Lets `feed` render each shape of an item once. */
export class Skeletons<Item extends object> {
  readonly #kept = new LRUCache<string, string>({ max: KEPT_SKELETONS });
  readonly #render: (item: Item) => string;

  constructor(render: (item: Item) => string) {
    this.#render = render;
  }

  /** @param item whose every value is a slot, so that its JSON is its shape */
  of(item: Item): string {
    const shape = JSON.stringify(item);
    const kept = this.#kept.get(shape);
    if (kept !== undefined) return kept;
    const skeleton = this.#render(item);
    this.#kept.set(shape, skeleton);
    return skeleton;
  }
}
