import type { ArticleFile } from './folder.ts';

/** The keys and the pictures of a folder's files; kept up to date as files are saved. */
export class FolderIndex {
  /** The path of each key. */
  readonly #owners = new Map<string, string>();
  /** The picture's file of each article's path. */
  readonly #pictures = new Map<string, string>();

  /** Notes a file, unless another one has its key. @returns the path of the one that has the key */
  add({ path, key, picture }: ArticleFile): string {
    const owner = this.#owners.get(key) ?? path;
    this.#owners.set(key, owner);
    if (picture) this.#pictures.set(path, picture);
    else this.#pictures.delete(path);
    return owner;
  }

  remove(path: string): void {
    for (const [key, owner] of this.#owners) if (owner === path) this.#owners.delete(key);
    this.#pictures.delete(path);
  }

  /** Returns the paths of the articles that show a picture. */
  usersOf(picture: string): string[] {
    return [...this.#pictures].filter(([, it]) => it === picture).map(([path]) => path);
  }
}
