/** An option of a command, in the form that `parseArgs` takes, and its text in `--help`. */
export interface Option {
  type: 'string' | 'boolean';
  /** A word for its value: "FILE". */
  value?: string;
  help: string;
}

/** Returns the lines of `--help` for options: "  --tags FILE  the vocabulary". */
export function optionLines(options: Record<string, Option>): string {
  const rows = Object.entries(options).map(([name, { value, help }]) => [`--${name} ${value ?? ''}`.trim(), help]);
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', help]) => `  ${name.padEnd(width)}  ${help}`).join('\n');
}
