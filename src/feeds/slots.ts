/** Control characters frame a slot's number: `cleanText` takes them out of all that comes in. */
const SLOT = /<!\[CDATA\[\u0002(\d+)\u0003\]\]>|\u0002(\d+)\u0003/g;

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
 * Keeps text away from `feed`, which escapes some fields twice, some not at all, and splits only the first `]]>`
 * (docs/decisions.md): it is given slots, and they are filled when it is done.
 */
export class Slots {
  readonly #values: string[] = [];

  /** A slot for plain text as an element's content. */
  text(value: string): string {
    return this.#slot(escapeText(value));
  }

  /** A slot for an attribute's value. */
  attribute(value: string): string {
    return this.#slot(escapeAttribute(value));
  }

  /** A slot for HTML, to be filled as character data. */
  html(value: string): string {
    return this.#slot(`<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
  }

  /** The XML with every slot filled, and the CDATA that `feed` put around it gone. */
  fill(xml: string): string {
    return xml.replace(SLOT, (_, inCdata?: string, bare?: string) => this.#values[Number(inCdata ?? bare)] ?? '');
  }

  #slot(xml: string): string {
    return `\u0002${this.#values.push(xml) - 1}\u0003`;
  }
}
