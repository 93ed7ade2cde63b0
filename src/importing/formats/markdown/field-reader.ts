import type { Fields } from '../../json.ts';

/** Reads fields by their names, and knows which fields are still unread. */
export class FieldReader {
  readonly #fields: Map<string, unknown>;
  readonly #read = new Set<string>();

  constructor(fields: Fields) {
    this.#fields = new Map(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));
  }

  /** Returns the first of these fields that can be read. The others stay unread, unless they have the same value. */
  first<T>(names: string[], read: (value: unknown, name: string) => T | undefined): T | undefined {
    let found: T | undefined;
    for (const name of names) {
      const value = this.#fields.has(name) ? read(this.#fields.get(name), name) : undefined;
      if (value === undefined || (found !== undefined && JSON.stringify(found) !== JSON.stringify(value))) continue;
      found = value;
      this.#read.add(name);
    }
    return found;
  }

  /** Returns the values of all of these fields, in this order. */
  all<T>(names: string[], read: (value: unknown, name: string) => T[]): T[] {
    return names.flatMap((name) => this.first([name], (value) => read(value, name)) ?? []);
  }

  /** The fields that have not been read. */
  get unread(): string[] {
    return [...this.#fields.keys()].filter((it) => !this.#read.has(it));
  }
}

const TRUE = /^(?:true|yes|on)$/i;
const FALSE = /^(?:false|no|off)$/i;

/** Reads "true", "yes", "on" and their opposites; undefined for any other value. */
export function switchOf(value: unknown): boolean | undefined {
  if (TRUE.test(String(value))) return true;
  return FALSE.test(String(value)) ? false : undefined;
}
