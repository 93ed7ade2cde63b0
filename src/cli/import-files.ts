import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns every file below a folder, links included, sorted by path. Any other path is returned as it is. */
export async function filesAt(path: string): Promise<string[]> {
  if (path === '-' || !(await isFolder(path))) return [path];
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const name of names) {
    const file = join(name.parentPath, name.name);
    if (!name.isDirectory() && !name.name.startsWith('.') && !(await isFolder(file))) files.push(file);
  }
  // An empty folder is an input without stories, and is reported as one.
  return files.length > 0 ? files.sort() : [path];
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );
}

/** Reads all of standard input. */
export async function readStdin(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}
