/** An option as `parseArgs` takes it, with what `--help` says of it. */
export interface Option {
  type: 'string' | 'boolean';
  /** The name of its value: "FILE". */
  value?: string;
  help: string;
}

/** The lines of `--help` on options: "  --tags FILE  the vocabulary". */
export function optionLines(options: Record<string, Option>): string {
  const rows = Object.entries(options).map(([name, { value, help }]) => [`--${name} ${value ?? ''}`.trim(), help]);
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', help]) => `  ${name.padEnd(width)}  ${help}`).join('\n');
}
