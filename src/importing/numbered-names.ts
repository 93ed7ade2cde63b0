/** Returns a name, with its number from the second one on. */
export function numbered(name: string, number: number): string {
  return number === 1 ? name : `${name.slice(0, 120)}-${number}`;
}

/** Names that stories of this run have: they stay taken, so that a thousand stories of one name are numbered in one pass. */
export class NumberedNames {
  readonly #names = new Set<string>();
  /** The first number that is free, of names that have been asked for and taken. */
  readonly #first = new Map<string, number>();

  add(name: string): void {
    this.#names.add(name);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Returns the first number with which a name is free. */
  firstNumber(name: string): number {
    let number = this.#first.get(name) ?? 1;
    if (!this.has(numbered(name, number))) return number;
    while (this.has(numbered(name, number))) number++;
    // A part of a string keeps all of it in memory.
    this.#first.set(structuredClone(name), number);
    return number;
  }
}
