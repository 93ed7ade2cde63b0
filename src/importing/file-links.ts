/** A link to the file of another story, as Pelican writes it. References of other generators are turned into it. */
export const FILE_LINK = '{filename}';

/** Knows in which files stories were. */
export class FileNames {
  /** Slugs by the last part of the file's name, then by its path; null of a file that holds several stories. */
  readonly #slugs = new Map<string, Map<string, string | null>>();

  add(file: string, slug: string): void {
    const path = nameOf(file);
    const last = lastOf(path);
    const paths = this.#slugs.get(last) ?? new Map<string, string | null>();
    this.#slugs.set(last, paths.set(path, paths.has(path) ? null : slug));
  }

  /**
   * The slug of the story in a file; undefined if there is none, or there are several.
   * @param link the end of the file's path, with or without its ending
   */
  slugOf(link: string): string | undefined {
    const end = nameOf(link.replace(/^(?:\.{0,2}\/)+/, ''));
    if (end === '') return undefined;
    const paths = [...(this.#slugs.get(lastOf(end)) ?? [])];
    const found = paths.filter(([path]) => `/${path}`.endsWith(`/${end}`));
    return found.length === 1 ? (found[0]?.[1] ?? undefined) : undefined;
  }
}

const ENDING = /\.(?:md|mdx|mdown|markdown|html?|rst|txt)$/i;

/** A path without what names the same story otherwise: the file's ending, and `index` in a folder of its own. */
const nameOf = (path: string) =>
  path
    .replaceAll('\\', '/')
    .replace(ENDING, '')
    .replace(/\/_?index$/, '')
    .replace(/\/+$/, '');

const lastOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
