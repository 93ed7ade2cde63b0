import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encode } from '../../src/bytes.ts';
import type { ImportFormat } from '../../src/importing/formats/format.ts';
import type { Input } from '../../src/importing/input.ts';
import { IMPORT_OPTIONS, type ImportOptions } from '../../src/importing/options.ts';
import type { FoundStory } from '../../src/importing/story.ts';

const HEAD_CHARACTERS = 65_536;
const CHUNK_CHARACTERS = 1000;

/** The options of a command line without any, and these. */
export function importOptions(options: Partial<ImportOptions> = {}): ImportOptions {
  return { ...parseArgs({ args: [], options: IMPORT_OPTIONS }).values, ...options };
}

/** An input of this text, in small pieces. */
export function inputOf(text: string): Input {
  return {
    path: '-',
    start: encode(text.slice(0, HEAD_CHARACTERS)),
    head: text.slice(0, HEAD_CHARACTERS),
    text: async () => text,
    bytes: async () => encode(text),
    async *pieces() {
      const bytes = encode(text);
      for (let at = 0; at < bytes.length; at += CHUNK_CHARACTERS) yield bytes.subarray(at, at + CHUNK_CHARACTERS);
    },
    async *chunks() {
      for (let at = 0; at < text.length; at += CHUNK_CHARACTERS) yield text.slice(at, at + CHUNK_CHARACTERS);
    },
  };
}

/** A file of test/fixtures/import. */
export function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, '../fixtures/import', name), 'utf8');
}

/** All the stories that a format finds in a text. */
export async function storiesIn(format: ImportFormat, text: string): Promise<FoundStory[]> {
  const stories: FoundStory[] = [];
  for await (const story of await format.read(inputOf(text))) stories.push(story);
  return stories;
}

/** The only story that a format finds in a text. */
export async function storyIn(format: ImportFormat, text: string): Promise<FoundStory> {
  const stories = await storiesIn(format, text);
  if (stories.length !== 1) throw new Error(`expected one story, got ${stories.length}`);
  return stories[0] as FoundStory;
}

/** The codes of a story's notes. */
export function codes(story: FoundStory): string[] {
  return story.notes.map((it) => it.code);
}
