import type { Fields } from '../../json.ts';
import { fieldsOf } from '../../json.ts';
import type { Note, Noted } from '../../notes.ts';
import { cardHtml } from './cards.ts';

/** Ghost's own marks, which it puts into the HTML of a post. */
const PAYWALL = '<!--members-only-->';
const GATE = { begin: '<!--kg-gated-block:begin nonMember:false -->', end: '<!--kg-gated-block:end-->' };

/** Cards that only letters show. */
const OF_LETTERS = ['email', 'email-cta'];
/** Cards that belong to the page. */
const OF_PAGES = ['signup'];

/** Writes the cards of a document, and keeps account of those that are left out. */
export class Cards {
  readonly #unknown = new Set<string>();
  readonly #leftOut = new Set<string>();

  /** @param otherwise HTML for a card that is not known */
  html(name: string, card: Fields, otherwise = ''): string {
    if (name === 'paywall') return PAYWALL;
    if (OF_LETTERS.includes(name) || OF_PAGES.includes(name)) {
      this.#leftOut.add(name);
      return '';
    }
    const html = cardHtml(name, card);
    if (html === undefined) this.#unknown.add(name);
    const shown = html ?? otherwise;
    return isGated(card) ? `${GATE.begin}${shown}${GATE.end}` : shown;
  }

  unknown(name: string): void {
    this.#unknown.add(name);
  }

  noted(html: string): Noted<string> {
    const [unknown, leftOut] = [[...this.#unknown].join(', '), [...this.#leftOut].join(', ')];
    const notes: (Note | false)[] = [
      unknown !== '' && { code: 'card', message: `parts that are not known, of which only words are kept: ${unknown}` },
      leftOut !== '' && { code: 'body-changed', message: `cards for letters and forms are left out: ${leftOut}` },
    ];
    return { value: html, notes: notes.filter((it) => it !== false) };
  }
}

/** Tells whether a card was not shown to every visitor of the site. */
function isGated({ visibility }: Fields): boolean {
  const { web, showOnWeb } = fieldsOf(visibility);
  return showOnWeb === false || fieldsOf(web).nonMember === false;
}
