import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Git's whole output is read at once; a folder of news is far smaller than this. */
const MAX_OUTPUT_BYTES = 1_000_000_000;
const NEWLINE = 0x0a;

/**
 * Lists the files below a folder whose bytes differ from the last commit of its git repository. None if it is in no
 * repository, nothing is committed, or there is no git.
 */
export async function changedSinceCommit(folder: string): Promise<string[]> {
  const names = await git(folder, ['diff', '--name-status', '-z', '--no-renames', '--relative', 'HEAD', '--', '.']);
  const fields = names?.toString().split('\0') ?? [];
  const changed: string[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    if (fields[index] === 'M') changed.push(join(folder, fields[index + 1] as string));
  }
  return changed;
}

/** Lists the files below a folder that the last commit of its git repository has; undefined if there is none. */
export async function pathsOfCommit(folder: string): Promise<Set<string> | undefined> {
  const names = await git(folder, ['ls-tree', '-r', '-z', '--name-only', 'HEAD', '--', '.']);
  return (
    names &&
    new Set(
      names
        .toString()
        .split('\0')
        .map((it) => join(folder, it)),
    )
  );
}

/** Returns the contents that the last commit has of files below a folder, by path. */
export async function readCommitted(folder: string, paths: string[]): Promise<Map<string, Uint8Array>> {
  // git reads a name per line.
  const readable = paths.filter((it) => !it.includes('\n'));
  const prefix = join(folder, 'x').length - 1;
  const names = readable.map((it) => `HEAD:./${it.slice(prefix).replaceAll('\\', '/')}\n`).join('');
  const output = readable.length > 0 ? await git(folder, ['cat-file', '--batch'], names) : undefined;
  return output ? parseBatch(output, readable) : new Map();
}

/** Reads what `git cat-file --batch` prints: "<object> blob <size>\n<contents>\n", or "<name> missing\n". */
function parseBatch(output: Buffer, paths: string[]): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let at = 0;
  for (const path of paths) {
    const end = output.indexOf(NEWLINE, at);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(output.toString('utf8', at, end))?.[1];
    if (size !== undefined) found.set(path, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + (size === undefined ? 0 : Number(size) + 1);
  }
  return found;
}

/** Returns what git prints, or undefined if it fails. */
async function git(folder: string, parameters: string[], input = ''): Promise<Buffer | undefined> {
  // A hook's environment names a repository, by a path that need not hold where we ask.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const running = promisify(execFile)('git', parameters, {
    cwd: folder,
    env: { ...env, GIT_OPTIONAL_LOCKS: '0' },
    encoding: 'buffer',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  running.child.stdin?.on('error', () => {}).end(input);
  return running.then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}
