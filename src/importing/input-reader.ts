import { basename, dirname, resolve } from 'node:path';
import { inFolder } from './folder.ts';
import { csv } from './formats/csv/csv.ts';
import { detectFormat } from './formats/index.ts';
import { ImportError } from './import-error.ts';
import type { OpenInput } from './input.ts';
import { mended } from './mended.ts';
import type { Note } from './notes.ts';
import type { ImportOptions } from './options.ts';
import type { FoundStory } from './story.ts';
import { stemOf } from './story-names.ts';
import { textsOfTable } from './texts-beside.ts';

/** A story of an input, or why it has none, or no more. */
export type FoundInInput = {
  /** The name of the input's format; null if it has none that is known. */
  format: string | null;
} & ({ found: FoundStory; stem: string | undefined } | { error: unknown });

/** Reads the stories of inputs, each in its format, and knows which files are parts of others. */
export class InputReader {
  readonly #options: ImportOptions;
  /** Files that other files of an export have for a part. */
  readonly #parts = new Set<string>();

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  /**
   * Reads every story of an input. Its letters are mended, and what it says of its file is among its notes. `stem` is the name of
   * a file that holds one story alone. A file that was read as a part of another has none.
   */
  async *read(path: string, open: () => Promise<OpenInput>): AsyncIterable<FoundInInput> {
    let input: OpenInput | undefined;
    let name: string | null = null;
    try {
      input = await open();
      if (this.#parts.has(resolve(input.path))) return;
      const format = detectFormat(input.head, input.start, path, this.#options);
      name = format.name;
      // Where the text is not read as such, nothing about its encoding matters.
      const isText = format.recognisesBytes === undefined;
      const stem = format.several ? undefined : stemOf(path);
      let count = 0;
      let isWhole = true;
      for await (const found of await format.read(input, this.#options)) {
        count++;
        isWhole &&= found.notes.every((it) => it.code !== 'unreadable');
        for (const part of found.parts ?? []) this.#parts.add(resolve(part));
        const notes = isText ? notesOn(input, count) : [];
        const placed = format.several ? found : inFolder(found, path);
        yield { format: name, found: mended({ ...placed, notes: [...notes, ...placed.notes] }), stem };
      }
      if (count === 0) throw new ImportError(`has no stories (read as ${name})`, 'empty');
      const left = isWhole ? '' : await this.#leaveOut(input, name);
      if (left !== '') throw new ImportError(`not all of its rows could be read${left}`);
    } catch (error) {
      if (!(error instanceof ImportError) || input === undefined) yield { format: name, error };
      else {
        const left = await this.#leaveOut(input, name);
        yield { format: name, error: new ImportError(`${error.message}${left}`, error.code, error.lines) };
      }
    }
  }

  /** Leaves out the texts of a table's rows that could not be read. @returns words that say how many; none if there are none */
  async #leaveOut(input: OpenInput, format: string | null): Promise<string> {
    if (format !== csv.name && !/\.[ct]sv$/i.test(input.path)) return '';
    const texts = (await textsOfTable(input)).filter((it) => !this.#parts.has(it));
    for (const it of texts) this.#parts.add(it);
    const [first] = texts;
    if (first === undefined) return '';
    const files = texts.length === 1 ? '1 file in' : `${texts.length} files in`;
    return `; left out, as only its rows say for whom they were: ${files} ${basename(dirname(first))}/`;
  }
}

/** Returns the notes on a file for one of its stories. What was left out of the file is noted on the first story only. */
function notesOn(input: OpenInput, count: number): Note[] {
  if (count > 1) return input.notes.filter((it) => it.code !== 'printed');
  const unwanted = input.unwanted();
  const message = `control characters or broken letters that are left out: ${unwanted}`;
  return [...input.notes, ...(unwanted > 0 ? [{ code: 'control-characters' as const, message }] : [])];
}
