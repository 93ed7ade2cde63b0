import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import type { Note } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat, ReadOptions } from '../format.ts';
import { type Part, readParts } from '../reading.ts';
import { areOfStories, columnsOf, FIELDS, givenColumns } from './columns.ts';
import { type StoryTable, storyOf } from './row.ts';
import { rowsOf } from './rows.ts';
import { type Table, tableIn } from './table.ts';

/** A table with named columns, as Substack, Beehiiv, Wix and Buttondown export it. It is read row by row. */
export const csv: ImportFormat = {
  name: 'table (CSV)',
  several: true,

  recognises(head: string, { columns } = {}): boolean {
    return tableIn(head, givenColumns(columns)) !== undefined;
  },

  async *read(input: Input, options: ReadOptions = {}): AsyncGenerator<FoundStory> {
    const given = givenColumns(options.columns);
    const table = tableIn(input.head, given);
    if (table === undefined) throw new ImportError('is no table', 'format');
    const columns = columnsOf(table.names, given);
    const missing = [...given].filter(([field]) => !columns.fields.has(field)).map(([, name]) => name);
    if (missing.length > 0 || !areOfStories(columns)) throw notUnderstood(table, missing);
    const { unread } = columns;
    const message = `columns that are not read: ${unread.join(', ')}`;
    const notes: Note[] = unread.length > 0 ? [{ code: 'unread-fields', message, names: unread }] : [];
    yield* readParts(partsOf(input, { ...table, columns, path: input.path, encoding: options.encoding }), notes);
  },
};

function notUnderstood({ names }: Table, missing: string[]): ImportError {
  const all = names.map((it) => `"${it.trim()}"`).join(', ');
  const what =
    missing.length > 0
      ? `is a table (CSV) without the column "${missing[0]}"; it has ${all}`
      : `is a table (CSV) whose columns are not those of stories: ${all}`;
  const help = 'name at least its title and its text or date: --columns "title=...,body=...,published=..."';
  return new ImportError(`${what}; ${help} (fields: ${FIELDS.join(', ')})`, 'format');
}

async function* partsOf(input: Input, table: StoryTable): AsyncGenerator<Part> {
  for await (const row of rowsOf(input, table)) yield 'code' in row ? row : await storyOf(row, table);
}
