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
 * @param otherwise what to do where there is no terminal
 * @throws {CommandError} where there is none
 */
export function terminalAsker(otherwise: string): Asker {
  if (!process.stdin.isTTY) throw new CommandError(`nobody can be asked here; ${otherwise}`);
  return new Terminal(createInterface({ input: process.stdin, output: process.stderr }));
}

class Terminal implements Asker {
  readonly #terminal: Interface;
  readonly #ended: Promise<never>;

  constructor(terminal: Interface) {
    this.#terminal = terminal;
    this.#ended = new Promise((_, reject) =>
      terminal.once('close', () => reject(new CommandError('stopped; nothing was changed'))),
    );
    // Nobody may be waiting for an answer when it closes.
    this.#ended.catch(() => {});
  }

  async line(prompt: string): Promise<string> {
    return (await Promise.race([this.#terminal.question(prompt), this.#ended])).trim();
  }

  async confirm(question: string, suggested: boolean): Promise<boolean> {
    const answer = await this.line(`${question} ${suggested ? '[Y/n]' : '[y/N]'} `);
    return answer === '' ? suggested : /^y(?:es)?$/i.test(answer);
  }

  close(): void {
    this.#terminal.close();
  }
}
