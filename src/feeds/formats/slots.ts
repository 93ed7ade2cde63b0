import { escapeAttribute, escapeText } from '../../xml.ts';
import type { Skeleton } from '../types.ts';

/**
 * Keeps values away from `feed`, which escapes some fields twice, some not at all, and splits only the first `]]>`
 * (docs/decisions/feeds.md). It is given slots, numbered from 0; what it writes is a skeleton that holds nothing but its own
 * markup and slots, and the same for every item of the same shape. The slots are then filled in one pass, so nothing
 * in a value can be taken for a slot. A slot is an absolute URL, since `feed` parses some fields as one.
 */
export const slot = (number: number) => `slot:${number}:`;

/** Returns something that `feed` takes for a date: it asks one for nothing but its text. A real date could not give a slot. */
export function dateOf(text: string): Date {
  return { toUTCString: () => text, toISOString: () => text, toJSON: () => text } as Date;
}

/** A slot in XML, without the CDATA that `feed` puts around some; in JSON, without the quotes. */
export const XML_SLOT = /<!\[CDATA\[slot:(\d+):\]\]>|slot:(\d+):/;
export const JSON_SLOT = /"slot:(\d+):"/;

/** Takes apart what `feed` wrote. */
export function takeApart(written: string, pattern: RegExp): Skeleton {
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

  /** Well-formed XML. */
  markup(value: string): string {
    return this.#slot(value);
  }

  /** A moment, in the form in which it is to be written. */
  date(written: string): Date {
    return dateOf(this.#slot(written));
  }

  fill(skeleton: Skeleton): string {
    return fill(skeleton, this.#values);
  }

  /** Fills what is written only once, such as the head of a document. */
  fillOnce(written: string): string {
    return this.fill(takeApart(written, XML_SLOT));
  }
}
