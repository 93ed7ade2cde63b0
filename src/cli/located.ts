import { onLine } from '../articles/mistakes.ts';
import type { Problem } from '../refusal.ts';

/** The lines of a file on which its fields begin, by their names, counted from 1. */
export type FieldLines = ReadonlyMap<string, number>;

const FIELD = /^([A-Za-z][\w-]*):/;

/** Finds the fields of a Markdown file's front matter. */
export function fieldLines(text: string): FieldLines {
  const [first = '', ...rest] = text.split('\n');
  const lines = new Map<string, number>();
  if (first.trimEnd() !== '---') return lines;
  for (const [index, line] of rest.entries()) {
    if (line.trimEnd() === '---') break;
    const name = FIELD.exec(line)?.[1];
    if (name !== undefined && !lines.has(name)) lines.set(name, index + 2);
  }
  return lines;
}

/** Adds the lines of their fields to messages that name none. */
export function located(problems: Problem[], lines: FieldLines = new Map()): Problem[] {
  return problems.map((it) => {
    const line = lines.get(it.field.split('.')[0] ?? '');
    return line === undefined || /\(line \d+/.test(it.message) ? it : { ...it, message: onLine(it.message, line) };
  });
}
