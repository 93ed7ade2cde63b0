import type { ArticleFile } from './folder.ts';

/** The keys of a folder's files, and the pictures, sounds and videos that they show; kept up to date as files are saved. */
export class FolderIndex {
  /** The path of each key. */
  readonly #owners = new Map<string, string>();
  /** What each article shows, by its path. */
  readonly #shown = new Map<string, string[]>();

  /** Paths of files that were refused when they were last read. */
  readonly refused = new Set<string>();

  /** Notes a file, unless another one has its key. @returns the path of the one that has the key */
  add({ path, key, shown = [] }: ArticleFile): string {
    const owner = this.#owners.get(key) ?? path;
    this.#owners.set(key, owner);
    this.#shown.set(path, shown);
    return owner;
  }

  /** @returns the key that the file had */
  remove(path: string): string | undefined {
    const key = [...this.#owners].find(([, owner]) => owner === path)?.[0];
    if (key !== undefined) this.#owners.delete(key);
    this.#shown.delete(path);
    this.refused.delete(path);
    return key;
  }

  /** Returns the paths of the articles that show a picture, sound or video. */
  usersOf(file: string): string[] {
    return [...this.#shown].filter(([, shown]) => shown.includes(file)).map(([path]) => path);
  }
}
