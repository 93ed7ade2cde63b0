import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { commandHelp } from '../../src/cli/help.ts';
import { importOptions } from '../support/import-input.ts';
import { optionTable } from '../support/option-table.ts';

describe('the options of import', () => {
  it('are the table of docs/import.md', () => {
    expect(readFileSync('docs/import.md', 'utf8')).toContain(optionTable());
  });

  it('are lines of --help, one below the other', () => {
    expect(commandHelp(COMMANDS.import as Command)).toContain(`
  --dry-run             write nothing
  --json                print a JSON object for each story, one per line
  --strict              exit with 1 if any story needs review
`);
  });

  it('have defaults', () => {
    expect(importOptions()).toEqual({
      canonical: false,
      out: 'articles',
      titles: false,
      'allow-loopback': false,
      'dry-run': false,
      plan: false,
      json: false,
      strict: false,
    });
  });
});
