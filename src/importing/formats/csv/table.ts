import { parse } from 'csv-parse/sync';
import { areOfStories, columnsOf, type Field } from './columns.ts';

/** How a table is written. */
export interface Table {
  delimiter: string;
  /** The names of the columns. */
  names: string[];
  /** The line of the names, from 1. */
  firstLine: number;
}

const DELIMITERS = [',', ';', '\t', '|'];
/** Excel's first line, which names the delimiter. */
const HINT = /^sep=(.)\r?\n/;
const MAX_NAMES_CHARACTERS = 5000;
const COLUMN_NAME = /^[\p{L}_][\p{L}\p{N}_ .()/?-]{0,60}$/u;

/**
 * Recognises a table by its first line, which names the columns. Sentences with commas are no names. Names that are not
 * understood need rows below them that have as many cells.
 * @param given names of columns that it must have, by their fields; then it needs nothing else
 */
export function tableIn(head: string, given: Map<Field, string>): Table | undefined {
  const text = head.replace(/^\uFEFF/, '');
  const hint = HINT.exec(text);
  const rest = text.slice(hint?.[0].length ?? 0);
  const [blank = ''] = /^\s*/.exec(rest) ?? [];
  const start = blank.lastIndexOf('\n') + 1;
  const line = /^[^\r\n]*/.exec(rest.slice(start))?.[0] ?? '';
  // An entry of a list has no names.
  if (line.length > MAX_NAMES_CHARACTERS || /^[-*>] /.test(line)) return undefined;
  const firstLine = (hint ? 2 : 1) + (blank.match(/\n/g)?.length ?? 0);
  const tables = (hint?.[1] ? [hint[1]] : DELIMITERS)
    .filter((it) => line.includes(it))
    .map((delimiter) => ({ delimiter, names: recordsIn(line, delimiter)[0] ?? [], firstLine }))
    .filter(({ names }) => names.length > 1);
  return tables
    .toSorted((a, b) => b.names.length - a.names.length)
    .find((it) => isKnown(it, given) || (areNames(it.names) && hasRows(it, rest.slice(start))));
}

/** Of columns nobody knows. The first one may have no name: some programs number the rows there. */
function areNames([first = '', ...names]: string[]): boolean {
  return names.length > 0 && [first.trim() || '_', ...names].every((it) => COLUMN_NAME.test(it.trim()));
}

function isKnown({ names }: Table, given: Map<Field, string>): boolean {
  if (areOfStories(columnsOf(names, new Map()))) return true;
  const { fields } = columnsOf(names, given);
  return given.size > 0 && [...given.keys()].every((it) => fields.has(it));
}

/** Sentences have a space behind a comma. */
function hasRows({ names, delimiter }: Table, text: string): boolean {
  const [, ...rows] = recordsIn(text, delimiter);
  const isCompact = names.every((it) => !/^\s/.test(it));
  const least = names.length === 2 ? 4 : isCompact ? 1 : 2;
  return rows.length >= least && rows.every((it) => it.length === names.length);
}

/** Returns the first rows below the names, in the beginning of a table. The last one may be cut off, and is left out. */
export function firstRows(head: string, { delimiter, firstLine, names }: Table): string[][] {
  const rows = recordsIn(head.split('\n').slice(firstLine).join('\n'), delimiter);
  return rows.slice(0, -1).filter((it) => it.length === names.length);
}

/** Returns the first records of a text that may be cut off. */
function recordsIn(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  try {
    parse(text, {
      delimiter,
      to: 20,
      relax_quotes: true,
      relax_column_count: true,
      on_record: (record: string[]) => void records.push(record),
    });
  } catch {
    // The last one is not complete.
  }
  return records;
}
