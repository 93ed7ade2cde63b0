import { realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { openFile } from './input.ts';

/** A file that an export keeps beside another one, and its text. */
export interface FileBeside {
  path: string;
  text: string;
}

/**
 * Reads the first of several files that is there.
 * @param path the file beside which they are; for standard input, "-", there are none
 * @param names their paths, relative to its folder. What leads out of that is never read
 * @throws {ImportError} for a file that is not text
 */
export async function readBeside(path: string, names: string[], encoding?: string): Promise<FileBeside | undefined> {
  const folder = dirname(path);
  const found = path === '-' ? undefined : names.map((it) => join(folder, it)).find((it) => isFileIn(folder, it));
  return found === undefined ? undefined : { path: found, text: await openFile(found, encoding).text() };
}

function isFileIn(folder: string, path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const place = relative(realpathSync(folder), realpathSync(path));
  return place !== '..' && !place.startsWith(`..${sep}`);
}
