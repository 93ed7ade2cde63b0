import type { Fields } from '../../json.ts';

/** Reads the value of a field. @param name as it was asked for @param written as the file has it */
type Read<T> = (value: unknown, name: string, written: string) => T;

/** A field as it is written. */
interface Written {
  name: string;
  value: unknown;
}

/** Reads fields by their names, and knows which fields are still unread. `pubDate`, `pub_date` and `pub-date` are one name. */
export class FieldReader {
  /** By name in small letters, without hyphens and the like. */
  readonly #fields = new Map<string, Written>();
  readonly #written: Written[];
  readonly #read = new Set<string>();

  constructor(fields: Fields) {
    const filled = Object.entries(fields).filter(([, value]) => value !== null && value !== '');
    this.#written = filled.map(([name, value]) => ({ name, value }));
    for (const it of this.#written.toReversed()) this.#fields.set(plainName(it.name), it);
  }

  /** Returns the first of these fields that can be read. The others stay unread, unless they have the same value. */
  first<T>(names: string[], read: Read<T | undefined>): T | undefined {
    let found: T | undefined;
    for (const name of names) {
      const written = this.#fields.get(plainName(name));
      const value = written && read(written.value, name, written.name);
      if (!written || value === undefined || (found !== undefined && JSON.stringify(found) !== JSON.stringify(value)))
        continue;
      found = value;
      this.#read.add(written.name);
    }
    return found;
  }

  /** Returns the values of all of these fields, in this order. */
  all<T>(names: string[], read: Read<T[]>): T[] {
    return names.flatMap((name) => this.first([name], read) ?? []);
  }

  /** The fields that have not been read, with their values. */
  get unreadFields(): Written[] {
    return this.#written.filter((it) => !this.#read.has(it.name));
  }
}

/** A name without what systems write differently: capitals, hyphens, underscores. */
export const plainName = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '');

const TRUE = /^\s*(?:true|t|yes|y|on|1)\s*$/i;
const FALSE = /^\s*(?:false|f|no|n|off|0)\s*$/i;

/** Reads "true", "yes", "on", "1" and their opposites; undefined for any other value. */
export function switchOf(value: unknown): boolean | undefined {
  if (TRUE.test(String(value))) return true;
  return FALSE.test(String(value)) ? false : undefined;
}
