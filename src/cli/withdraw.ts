import type { Asker } from './ask.ts';
import type { WireClient } from './client.ts';
import { CommandError } from './errors.ts';
import type { Write } from './output.ts';

export interface WithdrawOptions {
  /** Undefined: nobody is asked. */
  asker: Asker | undefined;
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
  { asker, write }: WithdrawOptions,
): Promise<number> {
  const there = (await client.find([key])).get(key);
  if (there === undefined)
    throw new CommandError(`${key}: is not on ${client.url}; \`tagwire list\` shows what is`, 'folder');
  if (there.status === 'withdrawn') {
    write(`${key}: is withdrawn already`);
    return 0;
  }
  const question = `Withdraw "${key}" from ${client.url}?
  Its page answers "gone" (410); feeds and subscribers get a notice in its place.
  Sites and readers that have kept a copy may still show it.
`;
  if (asker && !(await asker.confirm(question, false))) {
    write(`${key}: stays as it is`);
    return 1;
  }
  await client.withdraw(key);
  write(`${key}: withdrawn; \`tagwire push --revive ${key}\` brings it back while its file is in the folder`);
  return 0;
}
