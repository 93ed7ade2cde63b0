import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';

/** The folder of articles where none is named. */
export const DEFAULT_FOLDER = 'articles';
export const VOCABULARY_FILE = 'tags.yaml';
/** Its files are served as they are; it holds no records. */
export const PUBLIC_FOLDER = 'public';

/** Tells an article's path below a folder from others. */
export function isArticlePath(folder: string, path: string): boolean {
  return path.endsWith('.md') && !basename(path).startsWith('.') && !isPublicPath(folder, path);
}

/** Tells the path of a file that is served as it is from others. */
export function isPublicPath(folder: string, path: string): boolean {
  return relative(folder, path).split(/[\\/]/)[0] === PUBLIC_FOLDER;
}

/** A link to a file is one, too. */
export function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (it) => it.isFile(),
    () => false,
  );
}

/** Lists everything below a folder but folders, links included, in the order of paths. */
export async function listFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names
    .filter((it) => !it.isDirectory())
    .map((it) => join(it.parentPath, it.name))
    .sort();
}
