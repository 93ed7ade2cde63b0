#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { nearest } from '../articles/mistakes.ts';
import { COMMANDS } from './commands.ts';
import { CommandError, type ErrorKind } from './errors.ts';
import { commandHelp, helpOf } from './help.ts';
import { asTyped } from './output.ts';

/** The exit code of each kind of error: 1 if the articles are the problem, 2 if the command itself could not run. */
const EXIT_CODES: Record<ErrorKind, number> = { usage: 2, folder: 1, wire: 2, wrangler: 2 };
const FAULT_EXIT_CODE = 2;

const commandCalled = (name: string) => (Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined);

async function main(args: string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const help = { type: 'boolean', short: 'h' } as const;
  const helpWanted = name === 'help' || parseArgs({ args, strict: false, options: { help } }).values.help === true;
  if (helpWanted || name === '') {
    const wanted = name === 'help' ? (rest[0] ?? '') : name;
    const command = commandCalled(wanted);
    if (!command && wanted !== '' && !wanted.startsWith('-')) throw unknown(wanted);
    process.stdout.write(command ? commandHelp(command) : helpOf(COMMANDS));
    return helpWanted ? 0 : 2;
  }
  const command = commandCalled(name);
  if (!command) throw unknown(name);
  return command.run(rest);
}

function unknown(name: string): CommandError {
  const meant = nearest(name, Object.keys(COMMANDS));
  const advice = meant === undefined ? 'see `tagwire --help`' : `did you mean \`tagwire ${meant}\`?`;
  return new CommandError(`unknown command "${name}"; ${advice}`);
}

/** Prints an error. @returns the exit code */
function fail(error: Error): number {
  const known = error instanceof CommandError;
  process.stderr.write(known ? `tagwire: ${asTyped(error.message)}\n` : `${error.stack}\n`);
  return known ? EXIT_CODES[error.kind] : FAULT_EXIT_CODE;
}

// A reader who has seen enough (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main(process.argv.slice(2)).catch(fail);
