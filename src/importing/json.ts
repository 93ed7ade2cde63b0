import { ImportError } from './import-error.ts';

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields, or none where something else came. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** A list as it is, nothing as an empty one, anything else as a list of it. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** Trimmed text; a number as it is written; undefined for anything else and for what is blank. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** A whole number of at least 1, also where it came as text. */
export function sizeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,12}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined;
}

/** @throws {ImportError} where it is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ImportError(`is not JSON: ${(error as Error).message}`);
  }
}

/**
 * The names of the fields of the object that a text is, or of the objects that it lists; of as much as is there, since
 * the beginning of a file is no whole JSON. Undefined where it does not look like JSON.
 */
export function fieldNames(head: string): Set<string> | undefined {
  const text = head.replace(/^\uFEFF?\s*/, '');
  if (!/^(?:\{\s*["}]|\[\s*[{["\]])/.test(text)) return undefined;
  const level = text.startsWith('[') ? 2 : 1;
  const names = new Set<string>();
  let depth = 0;
  for (const [token, name] of text.matchAll(/"((?:[^"\\]|\\.)*)(?:"(?:\s*:)?|\\?$)|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === level && token.endsWith(':')) names.add(name as string);
  }
  return names;
}
