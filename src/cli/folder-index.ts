import type { ArticleFile } from './folder.ts';
import { wordsOf } from './twins.ts';

/** The keys of a folder's files, and the pictures, sounds and videos that they show; kept up to date as files are saved. */
export class FolderIndex {
  /** The path of each key. */
  readonly #owners = new Map<string, string>();
  /** What each article shows, by its path. */
  readonly #shown = new Map<string, string[]>();
  /** The digest of each article's words, by its path. */
  readonly #words = new Map<string, string | undefined>();
  /** Articles whose files were deleted, by the digest of their words: a file with the same is one of them under a new name. */
  readonly #deleted = new Map<string, { path: string; key: string }>();

  /** Paths of files that were refused when they were last read. */
  readonly refused = new Set<string>();
  /** Keys of stories whose files were refused under a new name. */
  readonly refusedKeys = new Set<string>();

  /** Notes a file, unless another one has its key. @returns the path of the one that has the key */
  add({ path, key, record, shown = [] }: ArticleFile): string {
    const owner = this.#owners.get(key) ?? path;
    for (const [other, its] of this.#owners) if (its === path && other !== key) this.#owners.delete(other);
    this.#owners.set(key, owner);
    this.#shown.set(path, shown);
    this.#words.set(path, wordsOf(record));
    for (const [words, before] of this.#deleted) if (before.key === key) this.#deleted.delete(words);
    return owner;
  }

  /** @returns the key that the file had */
  remove(path: string): string | undefined {
    const key = [...this.#owners].find(([, owner]) => owner === path)?.[0];
    const words = this.#words.get(path);
    if (key !== undefined && words !== undefined) this.#deleted.set(words, { path, key });
    if (key !== undefined) this.#owners.delete(key);
    this.#shown.delete(path);
    this.#words.delete(path);
    this.refused.delete(path);
    return key;
  }

  /** Returns the paths of the articles that show a picture, sound or video. */
  usersOf(file: string): string[] {
    return [...this.#shown].filter(([, shown]) => shown.includes(file)).map(([path]) => path);
  }

  /** Returns the path of another article with the same title and text. */
  twinOf({ path, record }: ArticleFile): string | undefined {
    const words = wordsOf(record);
    return words && [...this.#words].find(([other, its]) => its === words && other !== path)?.[0];
  }

  /** Tells whether a file is known to be deleted. */
  isDeleted(path: string): boolean {
    return [...this.#deleted.values()].some((it) => it.path === path);
  }

  /** Returns the article of a deleted file with the same title and text. */
  formerOf({ record }: ArticleFile): { path: string; key: string } | undefined {
    const words = wordsOf(record);
    return words === undefined ? undefined : this.#deleted.get(words);
  }
}
