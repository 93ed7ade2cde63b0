import { IMPORT_OPTIONS } from '../../src/importing/options.ts';

/** The table of options in docs/import.md, from the options. */
export function optionTable(): string {
  const rows = Object.entries(IMPORT_OPTIONS).map(([name, option]) => {
    const value = 'value' in option ? ` ${option.value}` : '';
    return `| \`--${name}${value}\` | ${option.help} |`;
  });
  return ['| option | what it does |', '|---|---|', ...rows].join('\n');
}
