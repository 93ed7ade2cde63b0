import { optionRow } from '../../src/cli/help.ts';
import { IMPORT_OPTIONS } from '../../src/importing/options.ts';

/** The table of options in docs/import.md, from the options. */
export function optionTable(): string {
  const rows = Object.entries(IMPORT_OPTIONS).map(optionRow);
  return ['| option | what it is for |', '|---|---|', ...rows.map(([name, text]) => `| \`${name}\` | ${text} |`)].join(
    '\n',
  );
}
