import { absolute, ORIGIN_MARK, withoutCredentials } from '../addresses.ts';
import { cleanText } from '../characters.ts';
import { HtmlError, MAX_HTML_CHARACTERS } from './html-error.ts';
import { type BodyNotes, quote } from './notes.ts';
import { attribute, type Element, isElement, type Node, walk } from './parse.ts';

/** Schemes of addresses that a reader can follow. */
export const SCHEMES = `http https mailto tel sms geo whatsapp tg viber xmpp matrix`.split(' ');
const PICTURE_SCHEMES = ['http', 'https'];

/** Stands before the ids of a story's own elements, so that none of them is one of the page around it. */
const ID_PREFIX = 'story-';

/** The addresses in one body. */
export class Addresses {
  readonly #base: string;
  readonly #notes: BodyNotes;
  /** The ids of elements. */
  readonly #ids = new Set<string>();
  /** Those to which such a link leads, if the story has its home here. */
  readonly #targets = new Set<string>();
  #left = MAX_HTML_CHARACTERS;

  /**
   * @param base the story's address: elsewhere, or from `ownAddress`
   * @param isHere true if the story has its home here, or will have
   */
  constructor(nodes: Node[], base: string, isHere: boolean, notes: BodyNotes) {
    this.#base = base;
    this.#notes = notes;
    const ids = this.#ids;
    const wanted: string[][] = [];
    walk(nodes, (node) => {
      if (!isElement(node)) return true;
      for (const id of idsOf(node)) ids.add(id);
      if (node.tagName === 'a') wanted.push(this.#fragmentsOf(attribute(node, 'href')));
      return true;
    });
    if (!isHere) return;
    for (const names of wanted) {
      const found = names.find((it) => ids.has(it));
      if (found !== undefined) this.#targets.add(found);
    }
  }

  /** The id that an element is served with; undefined if no link leads to it. */
  idOf(element: Element): string | undefined {
    const id = idsOf(element).find((it) => this.#targets.has(it));
    return id === undefined ? undefined : prefixed(id);
  }

  /** The address that a link leads to: absolute, and of a scheme that a reader can follow. */
  ofLink(reference: string): string | undefined {
    const target = this.targetOf(reference);
    return this.#of(target === undefined ? reference : `#${encodeURIComponent(target)}`, SCHEMES);
  }

  /** True if a link leads to a place in the body that there is not. */
  leadsNowhere(reference: string): boolean {
    const names = this.#fragmentsOf(reference);
    return names.length > 0 && !/^(?:top)?$/i.test(names[0] as string) && !names.some((it) => this.#ids.has(it));
  }

  /** The address of a picture, sound, video or frame. */
  ofMedia(reference: string | undefined): string | undefined {
    return reference === undefined ? undefined : this.#of(reference, PICTURE_SCHEMES);
  }

  /**
   * @throws {HtmlError} as soon as all addresses together are too long
   */
  #of(reference: string, schemes: string[]): string | undefined {
    const trimmed = cleanText(reference).trim();
    if (trimmed === '') return undefined;
    const given = absolute(trimmed, this.#base);
    if (given === undefined) return undefined;
    const address = withoutCredentials(given);
    if (address !== given)
      this.#notes.add(
        `the user name or password in an address is left out, since everybody would read it: ${quote(address)}`,
      );
    if (!address.startsWith(ORIGIN_MARK) && !schemes.includes(address.slice(0, address.indexOf(':')))) return undefined;
    this.#left -= address.length;
    if (this.#left >= 0) return address;
    throw new HtmlError(
      `has more than ${MAX_HTML_CHARACTERS} characters of addresses; a relative one counts with the address of the story`,
    );
  }

  /** The id, as it is served, of the element in the body to which a link leads; undefined of any other link. */
  targetOf(reference: string): string | undefined {
    const id = this.#fragmentsOf(reference).find((it) => this.#targets.has(it));
    return id === undefined ? undefined : prefixed(id);
  }

  /** The ids to which the fragment of an address in the story itself may lead (HTML Standard §7.4.6.3); the first that is there counts. */
  #fragmentsOf(reference: string | undefined): string[] {
    if (!reference?.includes('#') || !URL.canParse(reference.trim(), this.#base)) return [];
    const url = new URL(reference.trim(), this.#base);
    const { hash } = url;
    url.hash = '';
    if (url.href !== new URL(this.#base).href) return [];
    const raw = hash.slice(1);
    return [raw, decoded(raw)];
  }
}

/** The names by which links lead to an element. */
function idsOf(element: Element): string[] {
  const names = [attribute(element, 'id'), element.tagName === 'a' ? attribute(element, 'name') : undefined];
  return names.flatMap((it) => (it === undefined || cleanText(it).trim() === '' ? [] : [cleanText(it)]));
}

/** What was prefixed already stays: imported stories have been through this. */
const prefixed = (id: string) => (id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id);

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
