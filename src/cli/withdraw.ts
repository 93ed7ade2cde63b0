import type { Asker } from './ask.ts';
import type { WireClient } from './client.ts';
import { CommandError } from './errors.ts';
import type { Write } from './output.ts';

export interface WithdrawOptions {
  /** Undefined: nobody is asked. */
  asker: Asker | undefined;
  /** Prints an object with the result. */
  json: boolean;
  write: Write;
}

/**
 * Withdraws a story from the wire, after asking.
 * @returns the exit code: 1 if it was not withdrawn
 * @throws {CommandError} for a story that the wire does not have
 */
export async function withdrawStory(
  client: WireClient,
  key: string,
  { asker, json, write }: WithdrawOptions,
): Promise<number> {
  const there = (await client.find([key])).get(key);
  if (there === undefined)
    throw new CommandError(`${key}: is not on ${client.url}; \`tagwire list\` shows what is`, 'folder');
  const tell = (result: string, words: string) => write(json ? JSON.stringify({ key, result }) : `${key}: ${words}`);
  if (there.status === 'withdrawn') {
    tell('unchanged', 'is withdrawn already');
    return 0;
  }
  const question = `Withdrawing "${key}" from ${client.url}:
  Its page answers "gone" (410); feeds, partners and subscribers get a notice in its place.
  Sites and readers that have kept a copy may still show it.
Withdraw it?`;
  if (asker && !(await asker.confirm(question, false))) {
    tell('unchanged', 'stays as it is');
    return 1;
  }
  await client.withdraw(key);
  tell('withdrawn', `withdrawn; \`tagwire push --revive ${key}\` brings it back while its file is in the folder`);
  return 0;
}
