import { createInterface, type Interface } from 'node:readline/promises';
import { CommandError } from './errors.ts';

/** Puts questions to a person. */
export interface Asker {
  /** Returns what was typed on one line, without white space around it. @throws {CommandError} if the input ends */
  line(prompt: string): Promise<string>;
  /** Returns the answer to a question of yes or no. @param suggested the one for an empty line */
  confirm(question: string, suggested: boolean): Promise<boolean>;
  close(): void;
}

/**
 * Asks on the terminal. Questions go to standard error: the result may be read by a program.
 * @param otherwise what to do where there is no terminal; the first question throws it there, as a CommandError
 */
export function terminalAsker(otherwise: string): Asker {
  return new Terminal(otherwise);
}

class Terminal implements Asker {
  readonly #otherwise: string;
  #opened: { terminal: Interface; ended: Promise<never> } | undefined;

  constructor(otherwise: string) {
    this.#otherwise = otherwise;
  }

  async line(prompt: string): Promise<string> {
    const { terminal, ended } = this.#open();
    return (await Promise.race([terminal.question(prompt), ended])).trim();
  }

  async confirm(question: string, suggested: boolean): Promise<boolean> {
    let asked = question;
    for (;;) {
      const answer = await this.line(`${asked} ${suggested ? '[Y/n]' : '[y/N]'} `);
      if (answer === '') return suggested;
      if (/^(?:y|yes|n|no)$/i.test(answer)) return /^y/i.test(answer);
      process.stderr.write('  please answer y or n\n');
      asked = question.split('\n').at(-1) ?? question;
    }
  }

  close(): void {
    this.#opened?.terminal.close();
  }

  #open() {
    if (this.#opened) return this.#opened;
    if (!process.stdin.isTTY) throw new CommandError(`nobody can be asked here; ${this.#otherwise}`);
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const ended = new Promise<never>((_, reject) =>
      terminal.once('close', () => reject(new CommandError('stopped; nothing was changed'))),
    );
    // Nobody may be waiting for an answer when it closes.
    ended.catch(() => {});
    this.#opened = { terminal, ended };
    return this.#opened;
  }
}
