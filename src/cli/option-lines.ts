/** An option of a command, in the form that `parseArgs` takes, and its text in `--help`. */
export interface Option {
  type: 'string' | 'boolean';
  multiple?: boolean;
  default?: string | boolean;
  /** A word for its value: "FILE". */
  value?: string;
  help: string;
}

/** Returns an option as it is written, and its text: "--tags FILE", "the vocabulary". */
export const optionRow = ([name, { value, help, multiple, default: byDefault }]: [string, Option]) => [
  value === undefined ? `--${name}` : `--${name} ${value}`,
  [help, multiple && 'may be given again', byDefault && `${byDefault} unless given`].filter(Boolean).join('; '),
];

/** Returns the lines of `--help` for options, one below the other. */
export function optionLines(options: Record<string, Option>): string {
  const rows = Object.entries(options).map(optionRow);
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
