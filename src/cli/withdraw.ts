import { createInterface } from 'node:readline/promises';
import type { WireClient } from './client.ts';
import { CommandError } from './errors.ts';
import type { Write } from './output.ts';

/** Asks a question of yes or no. */
export type Ask = (question: string) => Promise<boolean>;

export interface WithdrawOptions {
  /** Undefined: do not ask. */
  ask: Ask | undefined;
  write: Write;
}

/**
 * Withdraws a story from the wire, after asking.
 * @returns the exit code: 1 if it was not withdrawn
 * @throws {CommandError} for a story that the wire does not have
 */
export async function withdrawStory(client: WireClient, key: string, { ask, write }: WithdrawOptions): Promise<number> {
  const there = (await client.find([key])).get(key);
  if (there === undefined)
    throw new CommandError(`${key}: is not on ${client.url}; \`tagwire list\` shows what is`, 'folder');
  if (there.status === 'withdrawn') {
    write(`${key}: is withdrawn already`);
    return 0;
  }
  const question = `Withdraw "${key}" from ${client.url}?
  Its page answers "gone" (410); feeds and subscribers get a notice in its place.
  Sites and readers that have kept a copy may still show it.`;
  if (ask && !(await ask(question))) {
    write(`${key}: stays as it is`);
    return 1;
  }
  await client.withdraw(key);
  write(`${key}: withdrawn; \`tagwire push --revive ${key}\` brings it back while its file is in the folder`);
  return 0;
}

/**
 * Asks on the terminal; only "y" and "yes" are a yes.
 * @throws {CommandError} where there is no terminal
 */
export const askOnTerminal: Ask = async (question) => {
  if (!process.stdin.isTTY)
    throw new CommandError('withdraw: nobody can be asked here; --yes withdraws without asking');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question}\n[y/N] `)).trim());
  } finally {
    terminal.close();
  }
};
