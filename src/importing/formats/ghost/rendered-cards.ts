import { type EditedElement, editHtml } from '../../edit-html.ts';
import type { Fields } from '../../json.ts';
import { oneLine } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import { cardHtml } from './cards.ts';

/** Reads the fields of a card from its HTML, by the classes that Ghost gives to their elements. */
const CARDS: Record<string, (card: EditedElement) => Fields> = {
  audio: (card) => ({ src: source(card, 'audio'), title: words(card, '.kg-audio-title') }),
  bookmark: (card) => ({
    url: card.querySelector('a')?.getAttribute('href'),
    title: words(card, '.kg-bookmark-title'),
    caption: inner(card, 'figcaption'),
  }),
  callout: (card) => ({ calloutText: inner(card, '.kg-callout-text') }),
  file: (card) => ({
    src: card.querySelector('a')?.getAttribute('href'),
    fileTitle: words(card, '.kg-file-card-title'),
    fileName: words(card, '.kg-file-card-filename'),
    fileCaption: inner(card, '.kg-file-card-caption'),
  }),
  product: (card) => ({
    productImageSrc: source(card, 'img'),
    productTitle: inner(card, '.kg-product-card-title'),
    productDescription: inner(card, '.kg-product-card-description'),
    productUrl: card.querySelector('a.kg-product-card-button')?.getAttribute('href'),
    productButton: words(card, '.kg-product-card-button'),
  }),
  toggle: (card) => ({
    heading: inner(card, '.kg-toggle-heading-text') ?? inner(card, 'h4'),
    content: inner(card, '.kg-toggle-content'),
  }),
  video: (card) => ({ src: source(card, 'video'), caption: inner(card, 'figcaption') }),
};
const NAME = /(?:^|\s)kg-(\w{1,40}(?:-cta)?)-card(?:\s|$)/;
/** Parts of letters and pages, not of the story. */
const LEFT_OUT = ['signup', 'email', 'email-cta'];

const words = (card: EditedElement, selector: string) => card.querySelector(selector)?.textContent?.trim() || undefined;
const inner = (card: EditedElement, selector: string) => card.querySelector(selector)?.innerHTML.trim() || undefined;
const source = (card: EditedElement, selector: string) =>
  card.querySelector(selector)?.getAttribute('src') ?? undefined;

/** Turns the cards of a post's HTML into what they say, without the controls and pictures of their boxes. */
export function withoutBoxes(html: string): Noted<string> {
  if (!/\bkg-\w{1,40}(?:-cta)?-card\b/.test(html)) return { value: html, notes: [] };
  const notes: Note[] = [];
  const value = editHtml(html, '.kg-card, .kg-email-card, .kg-email-cta-card', (card) => {
    const name = NAME.exec(card.getAttribute('class') ?? '')?.[1] ?? '';
    const made = Object.hasOwn(CARDS, name) ? cardHtml(name, CARDS[name]?.(card) ?? {}) : undefined;
    notes.push(...lostIn(card, name));
    if (made === undefined && !LEFT_OUT.includes(name)) return;
    if (made) card.insertAdjacentHTML('beforebegin', made);
    card.remove();
  });
  return { value, notes };
}

function lostIn(card: EditedElement, name: string): Note[] {
  const description = name === 'bookmark' ? words(card, '.kg-bookmark-description') : undefined;
  const messages = [
    name === 'signup' && 'a form to sign up is left out',
    name.startsWith('email') && `a part of the letters to subscribers is left out: ${oneLine(card.textContent ?? '')}`,
    description !== undefined && `a bookmark became a link, without its description: ${description}`,
  ].filter((it) => it !== false);
  return messages.map((message) => ({ code: 'body-changed', message }));
}
