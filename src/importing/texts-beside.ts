import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Input } from './input.ts';

/** The endings of files with the texts of a table's rows. */
export const TEXT_ENDINGS = ['html', 'md', 'txt'];

/** The folder that may have the texts of a table: `posts` beside `posts.csv`. */
export const folderOfTexts = (path: string) => basename(path, extname(path));

/**
 * Finds the texts of a table that could not be read, or not as a whole: files in its folder whose names stand in a cell. Without
 * their rows, nobody knows whether they were for everybody.
 * @returns their absolute paths
 */
export async function textsOfTable(table: Input): Promise<string[]> {
  const folder = resolve(dirname(table.path), folderOfTexts(table.path));
  if (table.path === '-' || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const files = readdirSync(folder).filter((it) => TEXT_ENDINGS.includes(extname(it).slice(1)));
  if (files.length === 0) return [];
  const cells = new Set((await textOf(table)).split(/["',;|\t\r\n]+/).map((it) => it.trim()));
  return files.filter((it) => cells.has(basename(it, extname(it)))).map((it) => join(folder, it));
}

/** Names of files are read whatever the encoding of the others is. */
async function textOf(table: Input): Promise<string> {
  try {
    return await table.text();
  } catch {
    return Buffer.from(await table.bytes()).toString('latin1');
  }
}
