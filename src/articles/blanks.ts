/**
 * Takes out what is blank, which means absent: in front matter (`summary:`) and in JSON (`null`) alike. A body stays:
 * its emptiness has a message of its own.
 * @param depth how many levels are walked through; what is deeper is left to the schema, which has no use for it
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
