import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The whole answer is read at once; a folder of news is far smaller. */
const MAX_OUTPUT = 1_000_000_000;
const NEWLINE = 0x0a;

/**
 * Paths below a folder of files that are in the last commit of its git repository, with other bytes. None if it is in no
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

/** What the last commit has of files below a folder, by path. */
export async function readCommitted(folder: string, paths: string[]): Promise<Map<string, Uint8Array>> {
  const asked = paths.filter((it) => !it.includes('\n'));
  const prefix = join(folder, 'x').length - 1;
  const names = asked.map((it) => `HEAD:./${it.slice(prefix).replaceAll('\\', '/')}\n`).join('');
  const answer = asked.length > 0 ? await git(folder, ['cat-file', '--batch'], names) : undefined;
  const found = new Map<string, Uint8Array>();
  let at = 0;
  for (const path of asked) {
    if (!answer) break;
    // gitformat: "<object> blob <size>\n<contents>\n", or "<name> missing\n".
    const end = answer.indexOf(NEWLINE, at);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(answer.toString('utf8', at, end))?.[1];
    if (size !== undefined) found.set(path, answer.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + (size === undefined ? 0 : Number(size) + 1);
  }
  return found;
}

/** What git prints, or undefined if it fails. */
async function git(folder: string, parameters: string[], input = ''): Promise<Buffer | undefined> {
  // A hook's environment names a repository, by a path that need not hold where we ask.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const running = promisify(execFile)('git', parameters, {
    cwd: folder,
    env: { ...env, GIT_OPTIONAL_LOCKS: '0' },
    encoding: 'buffer',
    maxBuffer: MAX_OUTPUT,
  });
  running.child.stdin?.on('error', () => {}).end(input);
  return running.then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}
