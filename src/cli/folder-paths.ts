import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';

/** The folder of articles where none is named. */
export const DEFAULT_FOLDER = 'articles';
export const VOCABULARY_FILE = 'tags.yaml';
export const PARTNERS_FILE = 'partners.yaml';
/** Its files are served as they are; it holds no records. */
export const PUBLIC_FOLDER = 'public';

/** Tells an article's path below a folder from others. */
export function isArticlePath(folder: string, path: string): boolean {
  return path.endsWith('.md') && !basename(path).startsWith('.') && !isPublicPath(folder, path);
}

/** Tells a file that was probably meant for an article, but is not read: `fog.MD`, `fog.markdown`. */
export function isNearlyArticlePath(folder: string, path: string): boolean {
  const isNear = /\.(?:md|markdown|mdown|mkdn?|mdx)(?:\.txt)?$/i.test(path) && !path.endsWith('.md');
  return isNear && !basename(path).startsWith('.') && !isPublicPath(folder, path);
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

/** A link to a folder is one, too. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );
}

/** Something below a folder. */
export interface Listed {
  path: string;
  /** True for a link to somewhere outside of the folder. It must not be followed: whoever made it may have meant a secret. */
  leadsOut: boolean;
}

/**
 * Lists everything below a folder but folders, links included, in the order of paths. A link to a folder within is left out:
 * its files are listed at their own place. So nothing is listed twice, and links that go round end.
 */
export async function listFiles(folder: string): Promise<Listed[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Listed[] = [];
  for (const name of names) {
    if (name.isDirectory()) continue;
    const path = join(name.parentPath, name.name);
    const out = name.isSymbolicLink() && (await leadsOut(folder, path));
    if (out || !name.isSymbolicLink() || !(await isFolder(path))) files.push({ path, leadsOut: out });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** True if a path below a folder leads out of it, through a link. One that leads nowhere does not. */
export async function leadsOut(folder: string, path: string): Promise<boolean> {
  const [root, target] = await Promise.all([realpath(folder), realpath(path).catch(() => undefined)]);
  if (target === undefined) return false;
  const place = relative(root, target);
  return place === '..' || place.startsWith(`..${sep}`) || isAbsolute(place);
}
