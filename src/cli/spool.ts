import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from './errors.ts';

/** Values are written together, in pieces of about so many characters. */
const PIECE = 100_000;

/**
 * Keeps values of JSON in a temporary file, in the order in which they come: all that was read of an export may be more than memory
 * has. When the last one was added, they are read back, as often as is wanted. Call `close` in the end.
 */
export class Spool<T> {
  readonly #folder = inTemporary(() => mkdtempSync(join(tmpdir(), 'tagwire-spool-')));
  readonly #file = openSync(join(this.#folder, 'values'), 'w+');
  /** In bytes. */
  readonly #lengths: number[] = [];
  #longest = 0;
  #waiting = '';

  /** @param value a field of it that is undefined will be missing @throws {CommandError} if there is no room for it */
  add(value: T): void {
    const json = JSON.stringify(value);
    const length = Buffer.byteLength(json);
    this.#lengths.push(length);
    this.#longest = Math.max(this.#longest, length);
    this.#waiting += json;
    if (this.#waiting.length >= PIECE) this.#write();
  }

  *[Symbol.iterator](): Iterator<T> {
    this.#write();
    const bytes = Buffer.alloc(this.#longest);
    let at = 0;
    for (const length of this.#lengths) {
      for (let read = 0; read < length; ) read += readSync(this.#file, bytes, read, length - read, at + read);
      at += length;
      yield JSON.parse(bytes.toString('utf8', 0, length));
    }
  }

  /** Takes the file away. */
  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(): void {
    const text = this.#waiting;
    this.#waiting = '';
    inTemporary(() => writeFileSync(this.#file, text));
  }
}

function inTemporary<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { message } = error as Error;
    throw new CommandError(`cannot keep what is read in ${tmpdir()}: ${message}; set TMPDIR to another folder`);
  }
}
