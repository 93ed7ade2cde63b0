import { basename } from 'node:path';
import { isFolder, type Listed, listFiles } from './folder-paths.ts';

/** Returns every file below a folder, links included, sorted by path. Any other path is returned as it is. */
export async function filesAt(path: string): Promise<Listed[]> {
  const named = { path, leadsOut: false };
  if (path === '-' || !(await isFolder(path))) return [named];
  const files = (await listFiles(path)).filter((it) => !basename(it.path).startsWith('.'));
  // An empty folder is an input without stories, and is reported as one.
  return files.length > 0 ? files : [named];
}

/** Reads all of standard input. */
export async function readStdin(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}
