import { styleText } from 'node:util';
import type { Problem } from '../refusal.ts';

/** The scripts of package.json that run this tool. */
const SCRIPTS = ['tagwire', 'start', 'init', 'deploy', 'build'];

/** Names commands as whoever reads it can type them: most checkouts have no `tagwire` in the shell, but npm. */
export function asTyped(text: string, script = process.env.npm_lifecycle_event ?? ''): string {
  return SCRIPTS.includes(script) ? text.replace(/`tagwire (?=[a-z-])/g, '`npm run -s tagwire -- ') : text;
}

/** Prints a line of a command's result. */
export type Write = (line: string) => void;

export const write: Write = (line) => process.stdout.write(`${asTyped(line)}\n`);

/** Prints a line beside the result, which may be read by a program. */
export const warn: Write = (line) => process.stderr.write(`${asTyped(line)}\n`);

/** Returns the terminal for a progress bar; undefined if nobody is looking. */
export const progressTerminal = () => (process.stderr.isTTY ? process.stderr : undefined);

/** Marks words on a terminal that shows colours, in such as can be read on light and on dark (NO_COLOR turns them off). */
const marked = (style: 'bold' | 'red' | 'green' | 'dim', text: string) =>
  styleText(style, text, { stream: process.stdout });

/** What went well, and what did not. */
export const good = (text: string) => marked('green', text);
export const bad = (text: string) => marked('red', text);

/** Returns problems as `path: field: problem`, one per line. */
export function problemLines(path: string, problems: Problem[]): string[] {
  return problems.map(({ field, message }) => `${marked('bold', path)}: ${bad(field)}: ${message}`);
}

/** A file's problems, for which it is refused, and its notes, which are worth a look. */
export interface Finding {
  path: string;
  problems: Problem[];
  notes: Problem[];
}

export function findingLines({ path, problems, notes }: Finding): string[] {
  return [
    ...problemLines(path, problems),
    ...notes.map(({ field, message }) => `${marked('bold', path)}: ${field}: ${marked('dim', 'note:')} ${message}`),
  ];
}

/** Returns lines of aligned columns: text to the left, numbers to the right. */
export function table(head: string[], rows: (string | number)[][]): string[] {
  const widths = head.map((name, column) => Math.max(...[name, ...rows.map((row) => row[column])].map(lengthOf)));
  const isNumber = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (cells: (string | number)[]) =>
    cells
      .map((cell, column) =>
        isNumber[column] ? String(cell).padStart(widths[column] ?? 0) : String(cell).padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)];
}

const lengthOf = (cell: string | number | undefined) => String(cell ?? '').length;
