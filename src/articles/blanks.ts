/**
 * Removes blank fields, which count as absent: `summary:` in front matter, `null` and "" in JSON. A blank `body` stays,
 * since it has a message of its own.
 * @param value is not changed
 * @param depth the number of levels to look into; deeper ones stay as they are
 * @returns a copy
 */
export function withoutBlanks(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((it) => withoutBlanks(it, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, it]) => name === 'body' || (it !== null && it !== ''))
      .map(([name, it]) => [name, withoutBlanks(it, depth - 1)]),
  );
}
