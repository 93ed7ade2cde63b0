import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from './errors.ts';

/** The local runtime keeps everything in this folder of the state. */
const RUNTIME_FOLDER = 'v3';
const RUN_FILE = 'tagwire-run.json';
const OWNER_ONLY = 0o700;

/** The path of the file that names the processes of a run. */
export const runFile = (state: string) => join(state, RUN_FILE);

/**
 * Makes the folder in which the local runtime keeps the database, readable by its owner alone: drafts and embargoed stories
 * are in it. One that is there already is closed, too, unless it holds anything else; then only the database is.
 * @throws {CommandError} if it cannot be made, or belongs to somebody else
 */
export async function prepareState(state: string): Promise<void> {
  try {
    await mkdir(join(state, RUNTIME_FOLDER), { recursive: true, mode: OWNER_ONLY });
    await chmod(join(state, RUNTIME_FOLDER), OWNER_ONLY);
    const names = await readdir(state);
    if (names.every((it) => it === RUNTIME_FOLDER || it === RUN_FILE)) await chmod(state, OWNER_ONLY);
  } catch (error) {
    throw new CommandError(
      `--state: ${state} cannot be made readable by its owner alone: ${(error as Error).message}; name a folder of your own`,
    );
  }
}
