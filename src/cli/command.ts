import { parseArgs } from 'node:util';
import { nearest } from '../articles/mistakes.ts';
import { CommandError } from './errors.ts';

/** An option: as `parseArgs` of node:util reads it, and as `--help` shows it. */
export interface Option {
  type: 'string' | 'boolean';
  multiple?: boolean;
  default?: string | boolean;
  /** The name of its value in `--help`. */
  value?: string;
  help: string;
}

type Options = Record<string, Option>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>['values'];

/** The parts of a command that `--help` shows. */
export interface Help {
  /** Each form of the command, and what it does, in one line. */
  usage: [form: string, summary: string][];
  options: Options;
  /** Anything else worth knowing, line by line. */
  details?: string[];
  examples?: string[];
}

export interface Command extends Help {
  /** @returns the exit code */
  run(args: string[]): Promise<number>;
}

/** Declares a command once: its options are parsed, typed and shown from the same table. */
export function command<const O extends Options>(
  name: string,
  declared: Help & { options: O; run(positionals: string[], values: Values<O>): Promise<number> },
): Command {
  return {
    ...declared,
    run(args) {
      const { positionals, values } = parse(name, args, declared.options);
      return declared.run(positionals, values);
    },
  };
}

function parse<O extends Options>(name: string, args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // The first sentence names the option; what follows is about positional arguments with a dash.
    const [sentence] = (error as Error).message.split(/\.\s/);
    const [, option = ''] = /Unknown option '--([^']+)'/.exec(sentence ?? '') ?? [];
    const meant = nearest(option, Object.keys(options));
    const advice = meant === undefined ? `see \`tagwire ${name} --help\`` : `did you mean --${meant}?`;
    throw new CommandError(`${name}: ${sentence}; ${advice}`);
  }
}
