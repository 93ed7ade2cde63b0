import type { Input } from '../input.ts';
import type { FoundStory } from '../story.ts';

/** A format that stories come in. */
export interface ImportFormat {
  name: string;
  /** A file of it may hold several stories, so the file's name is not the name of one. */
  several: boolean;
  /** Looks at the content only, never at the file's name. */
  recognises(head: string): boolean;
  /** @throws {ImportError} where the file is not what it seemed to be */
  read(input: Input): AsyncIterable<FoundStory> | Iterable<FoundStory> | Promise<FoundStory[]>;
}
