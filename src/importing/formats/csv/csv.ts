import { isAboutReaders } from '../../held-back.ts';
import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import type { Note } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat, ReadOptions } from '../format.ts';
import { type Part, readParts } from '../reading.ts';
import { areOfStories, columnsOf, columnsSeen, FIELDS, type Field, givenColumns, givenFor } from './columns.ts';
import { type StoryTable, storyOf } from './row.ts';
import { rowsOf } from './rows.ts';
import { firstRows, type Table, tableIn } from './table.ts';

/** A table with named columns, as Substack, Beehiiv, Wix and Buttondown export it. It is read row by row. */
export const csv: ImportFormat = {
  name: 'table (CSV)',
  several: true,

  recognises(head: string, { columns } = {}): boolean {
    return tableIn(head, givenColumns(columns)) !== undefined;
  },

  async *read(input: Input, options: ReadOptions = {}): AsyncGenerator<FoundStory> {
    const option = givenColumns(options.columns);
    const table = tableIn(input.head, option);
    if (table === undefined) throw new ImportError('is no table', 'format');
    const given = givenFor(table.names, option);
    const columns = columnsOf(table.names, given);
    const missing = missingIn(table, given);
    if (missing.length > 0 || !areOfStories(columns)) throw notUnderstood(table, missing);
    const seen = firstRows(input.head, table).reduce(columnsSeen, columns);
    yield* readParts(partsOf(input, { ...table, columns: seen, path: input.path, encoding: options.encoding }), [
      ...ignoredNotes(given.size < option.size ? missingIn(table, option) : []),
      ...unreadNotes(columns.unread.filter((it) => !isAboutReaders(it))),
    ]);
  },
};

/** Returns the given names that a table does not have. */
function missingIn({ names }: Table, given: Map<Field, string>): string[] {
  const { fields } = columnsOf(names, given);
  return [...given].filter(([field]) => !fields.has(field)).map(([, name]) => name);
}

function unreadNotes(names: string[]): Note[] {
  const message = `columns that are not read: ${names.join(', ')}`;
  return names.length > 0 ? [{ code: 'unread-fields', message, names }] : [];
}

/** Tells of a table that is read without `--columns`. @param missing names that it does not have */
function ignoredNotes(missing: string[]): Note[] {
  const all = missing.map((it) => `"${it}"`).join(', ');
  const message = `read without --columns, by the names that it has: there is no column ${all}`;
  return missing.length > 0 ? [{ code: 'columns', message, names: missing }] : [];
}

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
  let { columns } = table;
  for await (const row of rowsOf(input, table)) {
    if ('code' in row) yield row;
    else {
      columns = columnsSeen(columns, row.cells);
      yield await storyOf(row, { ...table, columns });
    }
  }
}
