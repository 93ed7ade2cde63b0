import type { Problem } from '../../refusal.ts';
import type { CharacterChanges } from '../characters.ts';
import { describeChanges } from '../characters.ts';

/** The end of the note on a picture that says nothing to those who cannot see it. */
export const NO_ALT = 'has no alt text: say what it shows';

/** The most notes on one body. */
const MAX_NOTES = 20;
const MAX_QUOTED = 100;

/** Gathers what is changed in a body, and tells each thing once. */
export class BodyNotes {
  readonly #messages = new Set<string>();
  readonly #lost = new Set<string>();
  readonly #characters: Partial<CharacterChanges> = {};

  add(message: string): void {
    this.#messages.add(message);
  }

  /** Adds what readers will not see in any form. */
  addLoss(message: string): void {
    this.#lost.add(message);
    this.add(message);
  }

  /** Those of what readers will not see in any form. */
  get losses(): string[] {
    return [...this.#lost];
  }

  addCharacters(changes: Partial<CharacterChanges>): void {
    for (const [name, count] of Object.entries(changes) as [keyof CharacterChanges, number][])
      this.#characters[name] = (this.#characters[name] ?? 0) + count;
  }

  list(): Problem[] {
    const messages = [...this.#messages, ...describeChanges(this.#characters)];
    const more = messages.length - MAX_NOTES;
    const told = more > 0 ? [...messages.slice(0, MAX_NOTES), `and ${more} more of these`] : messages;
    return told.map((message) => ({ field: 'body', message }));
  }
}

/** Quotes an address or a text for a note; a terminal would obey its control characters. */
export function quote(text: string): string {
  const shown = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED).toWellFormed()}…` : text;
  return `"${shown.replace(/\p{Cc}/gu, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}
