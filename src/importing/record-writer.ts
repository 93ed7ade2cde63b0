import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ImportError } from './import-error.ts';

const WRITES_AT_ONCE = 8;

/** Writes records while the next stories are read; writing may take as long as everything else. */
export class RecordWriter {
  readonly #writing = new Set<Promise<void>>();
  readonly #failed: { source: string; error: ImportError }[] = [];

  /** Waits until another record may be written. */
  async ready(): Promise<void> {
    if (this.#writing.size >= WRITES_AT_ONCE) await Promise.race(this.#writing);
  }

  /** Begins to write a record. @param source the file that the record comes from */
  write(path: string, text: string, source: string): void {
    const writing = writeWhole(path, text)
      .catch((error: Error) => {
        const reason = new ImportError(`cannot be written: ${error.message}`, 'unwritable');
        this.#failed.push({ source, error: reason });
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Waits until all records are written. @returns those that could not be written */
  async finish(): Promise<{ source: string; error: ImportError }[]> {
    await Promise.all(this.#writing);
    return this.#failed;
  }
}

/** Writes a file that is there whole or not at all, whenever the command is ended. */
async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`);
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
