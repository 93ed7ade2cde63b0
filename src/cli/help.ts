import type { Command, Option } from './command.ts';
import { DEFAULT_FOLDER } from './folder-paths.ts';

/** Characters of a line: any terminal has as many. */
const WIDTH = 80;
const COMMON = [
  `DIR is the folder of articles: "${DEFAULT_FOLDER}" unless given. DIR/tags.yaml is the vocabulary of tags, DIR/public has the pictures: their size, type and length are read from the files.`,
  'Problems are printed as "path: field: problem".',
  'Exit codes: 0 done, 1 something was or would be refused, 2 the command could not run.',
];

/** Returns the text of `tagwire --help`: every command in one line. */
export function helpOf(commands: Record<string, Command>): string {
  const usage = Object.values(commands).flatMap((it) => it.usage);
  return text(
    ['tagwire - a news wire for every tag'],
    ['Usage: tagwire COMMAND [OPTIONS]', 'In a checkout: npm run -s tagwire -- COMMAND [OPTIONS]'],
    section('Commands', usage.map(usageRow)),
    ['`tagwire COMMAND --help` shows the options of a command, and examples.'],
    COMMON,
  );
}

/** Returns the text of `tagwire COMMAND --help`. */
export function commandHelp({ usage, options, details = [], examples = [] }: Command): string {
  return text(
    section('Usage', usage.map(usageRow)),
    section('Options', Object.entries(options).map(optionRow)),
    details,
    section(
      'Examples',
      examples.map((it) => [it]),
    ),
  );
}

const usageRow = ([form, summary]: [string, string]) => [`tagwire ${form}`, summary];

/** Returns an option as it is written, and its text: "--tags FILE", "the vocabulary". */
export const optionRow = ([name, { type, value = '', help, multiple, default: byDefault }]: [string, Option]) => [
  type === 'string' ? `--${name} ${value}` : `--${name}`,
  [help, multiple && 'may be given again', byDefault && `${byDefault} unless given`].filter(Boolean).join('; '),
];

/** A heading and aligned rows; nothing if there are no rows. */
function section(heading: string, rows: string[][]): string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  const lines = rows.flatMap(([first = '', second = '']) => {
    const [beside = '', ...below] = wrapped(second, WIDTH - width - 4);
    return [`  ${first.padEnd(width)}  ${beside}`.trimEnd(), ...below.map((it) => ' '.repeat(width + 4) + it)];
  });
  return rows.length > 0 ? [heading, ...lines] : [];
}

/** Breaks a text into lines of at most so many characters, between words. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Paragraphs, with an empty line between them. */
function text(...paragraphs: string[][]): string {
  return paragraphs
    .filter((it) => it.length > 0)
    .map((it) => `${it.flatMap((line) => (line.startsWith(' ') ? [line] : wrapped(line, WIDTH))).join('\n')}\n`)
    .join('\n');
}
