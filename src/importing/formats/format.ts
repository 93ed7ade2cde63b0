import type { Input } from '../input.ts';
import type { ImportOptions } from '../options.ts';
import type { FoundStory } from '../story.ts';

/** The options of the command, some of which change how a file is read. */
export type ReadOptions = Partial<ImportOptions>;

/** A format of exports. */
export interface ImportFormat {
  name: string;
  /** A file can hold several stories, so its name is not used as the name of a story. */
  several: boolean;
  /** Tells by the beginning of a file whether it has this format. */
  recognises(head: string, options?: ReadOptions): boolean;
  /** Endings of names that tell it of a text without any other format. */
  endings?: RegExp;
  /** Tells the same by the first bytes, for formats that are not text. */
  recognisesBytes?(start: Uint8Array): boolean;
  /** @throws {ImportError} for a file that turns out not to have this format */
  read(input: Input, options?: ReadOptions): AsyncIterable<FoundStory> | Iterable<FoundStory> | Promise<FoundStory[]>;
}
