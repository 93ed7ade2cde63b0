import { pipeline, Readable } from 'node:stream';
import { type CsvError, type InfoRecord, parse } from 'csv-parse';
import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import type { Note } from '../../notes.ts';
import type { Table } from './table.ts';

/** Of more rows with other columns than the table, only the number is told. */
const MAX_RAGGED = 20;
/** A longer row has a quote that is not closed. */
const MAX_ROW_CHARACTERS = 20_000_000;

/** The cells of a row, and the line on which it begins. */
export interface RowAt {
  cells: string[];
  line: number;
}

/**
 * Yields the rows below the names. Rows with fewer cells than the table has columns, or more that are not blank, are noted.
 * @throws {ImportError} after the last row, if there is a quote that is not closed
 */
export async function* rowsOf(input: Input, { delimiter, firstLine, names }: Table): AsyncGenerator<RowAt | Note> {
  /** The lines of rows that have not been taken yet. */
  const begins: number[] = [];
  const ragged: { line: number; note: Note }[] = [];
  let raggedRows = 0;
  let next = firstLine + 1;
  let broken: { line: number; error: CsvError } | undefined;
  const parser = parse({
    delimiter,
    from_line: firstLine + 1,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
    // An error would throw away the rows above it that have not been taken yet.
    skip_records_with_error: true,
    on_record: (cells: string[], { lines }: InfoRecord) => {
      next = lines + 1;
      if (isBlank(cells)) return null;
      const line = lines - cells.reduce((count, cell) => count + breaksIn(cell), 0);
      const isWhole = cells.length >= names.length && isBlank(cells.slice(names.length));
      if (isWhole) begins.push(line);
      else if (++raggedRows <= MAX_RAGGED) ragged.push({ line, note: raggedNote(line, cells.length, names.length) });
      return isWhole ? cells : null;
    },
  });
  parser.on('skip', (error: CsvError) => {
    broken ??= { line: next, error };
  });
  // An error of the input ends the parser, too.
  pipeline(Readable.from(input.chunks()), parser, () => {});
  for await (const cells of parser as AsyncIterable<string[]>) {
    const line = begins.shift() as number;
    // What follows a quote that is not closed is not what it seems.
    if (broken && line >= broken.line) break;
    for (let first = ragged[0]; first && first.line < line; first = ragged[0]) {
      yield first.note;
      ragged.shift();
    }
    yield { cells, line };
  }
  for (const { note } of ragged) yield note;
  if (raggedRows > MAX_RAGGED) {
    const message = `${raggedRows - MAX_RAGGED} more rows have other columns than the table: not imported`;
    yield { code: 'unreadable', message };
  }
  if (broken)
    throw new ImportError(`line ${broken.line}: ${faultOf(broken.error)}; it and what follows are not imported`);
}

const isBlank = (cells: string[]) => cells.every((it) => it.trim() === '');

function breaksIn(cell: string): number {
  return cell.match(/\r\n|[\r\n]/g)?.length ?? 0;
}

function raggedNote(line: number, cells: number, columns: number): Note {
  const message = `line ${line}: has ${cells} cells, but the table has ${columns} columns: not imported`;
  return { code: 'unreadable', message };
}

function faultOf({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'has a quote that is not closed';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `has a quote that is not closed, or more than ${MAX_ROW_CHARACTERS} characters`;
  return message;
}
