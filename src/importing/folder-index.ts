import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toSafeHtml } from '../articles/html.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { textOfSafeHtml } from '../articles/text.ts';
import { fingerprint, titleWords } from './fingerprint.ts';
import { ImportError } from './import-error.ts';
import { readMark, type StorySource } from './record-file.ts';
import type { Story } from './story.ts';

export interface ExistingRecord {
  path: string;
  record: ArticleRecord;
}

/** Who has a story's text: a record of the folder, or (`imported`) an input of this run. */
interface Owner {
  name: string;
  imported: boolean;
}

/** Knows which keys, slugs, titles and texts are taken, by the records of a folder and the stories of this run. */
export class FolderIndex {
  readonly #folder: string;
  readonly #texts = new Map<string, Owner>();
  /** Keys by the words of titles. */
  readonly #titles = new Map<string, string>();
  readonly #keys = new Set<string>();
  /** Paths of records, by the slugs that lead to them. */
  readonly #slugs = new Map<string, string>();
  /** Keys that this run has given out. */
  readonly #importedKeys = new Set<string>();

  constructor(folder: string, records: ExistingRecord[]) {
    this.#folder = folder;
    for (const { path, record } of records) {
      const { key, slug = key, title, formerSlugs } = record;
      this.#take(path, { key, slug, title });
      this.#texts.set(fingerprint(title, wordsOf(record)), { name: path, imported: false });
      for (const former of formerSlugs) this.#slugs.set(former, path);
    }
  }

  /** Takes a story's names and text, so that no other story gets them. @param source the input that it comes from */
  add(story: Story, source: string): void {
    this.#take(this.pathOf(story.key), story);
    this.#importedKeys.add(story.key);
    this.#texts.set(fingerprint(story.title, story.paragraphs), { name: source, imported: true });
  }

  pathOf(key: string): string {
    return join(this.#folder, `${key}.md`);
  }

  /** Finds who has the text of a story already. The record of its own key does not count. */
  twinOf({ key, title, paragraphs }: Story): string | undefined {
    const owner = this.#texts.get(fingerprint(title, paragraphs));
    return owner && (owner.imported || owner.name !== this.pathOf(key)) ? owner.name : undefined;
  }

  /**
   * Finds a key for a story: its own, or the next number if another story has that. Nothing of another story is ever
   * overwritten.
   * @returns also the file that an earlier import has made of the same story, if there is one
   */
  freeKey(key: string, source: StorySource): { key: string; existing: string | undefined } {
    for (let number = 1; ; number++) {
      const free = numbered(key, number);
      const path = this.pathOf(free);
      const isThere = existsSync(path);
      if (!this.#keys.has(free) && !isThere) return { key: free, existing: undefined };
      // A record whose file is not named by its key has been moved by somebody.
      if (this.#importedKeys.has(free) || !isThere) continue;
      const existing = readRecordFile(path);
      if (readMark(existing, source).same) return { key: free, existing };
    }
  }

  /** Finds a slug for a story: its own, or the next number if it leads to another story. */
  freeSlug({ key, slug }: Story): string {
    const path = this.pathOf(key);
    for (let number = 1; ; number++) {
      const free = numbered(slug, number);
      if ((this.#slugs.get(free) ?? path) === path) return free;
    }
  }

  /** The key of another story with the same title, if there is one. */
  sameTitle({ key, title }: Story): string | undefined {
    const owner = title === '' ? undefined : this.#titles.get(titleWords(title));
    return owner === key ? undefined : owner;
  }

  #take(path: string, { key, slug, title }: Pick<Story, 'key' | 'slug' | 'title'>): void {
    const words = titleWords(title);
    if (title !== '' && !this.#titles.has(words)) this.#titles.set(words, key);
    for (const it of [key, slug]) this.#slugs.set(it, path);
    this.#keys.add(key);
  }
}

/** A name; from the second one on with its number. */
function numbered(name: string, number: number): string {
  return number === 1 ? name : `${name.slice(0, 120)}-${number}`;
}

function readRecordFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ImportError(`cannot read the existing ${path}: ${(error as Error).message}`, 'unwritable');
  }
}

/** The words of a stored record, as `fingerprint` takes them. */
function wordsOf(record: ArticleRecord): string[] {
  return [textOfSafeHtml(toSafeHtml(record.body, record.bodyType, 'https://origin.invalid/'))];
}
