import { ImportError } from './import-error.ts';

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the fields of an object; none for any other value. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Turns a single value into a list of one, and no value into an empty list. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** Returns trimmed text, or a number as text; undefined for blank text and other values. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** Returns the words in a value, a list or an object of such; `false` and `null` are the only others. */
export function wordsIn(value: unknown): string[] {
  if (typeof value === 'boolean') return [String(value)];
  if (isFields(value)) return Object.values(value).flatMap(wordsIn);
  return listOf(value).flatMap((it) => (typeof it === 'object' ? wordsIn(it) : (textOf(it) ?? [])));
}

/** Returns a whole number of at least 1, also from text; undefined for other values. */
export function sizeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,12}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Parses JSON. @throws {ImportError} for other text */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ImportError(`is not JSON: ${(error as Error).message}`);
  }
}

/**
 * Returns the names of the fields of a JSON object, or of the objects in a JSON list. The text may be cut off, as it is
 * only the beginning of a file. Undefined for other text.
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
