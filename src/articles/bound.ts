/** D1 takes at most 2 MB in one bound value; one statement's values are kept below it. */
const MAX_BOUND_BYTES = 1_950_000;

/** A character of JSON takes at most this many bytes in UTF-8. */
const MAX_BYTES_PER_CHARACTER = 3;

/** Splits rows over as many statements as surely keep each bound value below D1's limit; a large row has its own. */
export function boundInParts<T>(rows: T[], statement: (json: string) => D1PreparedStatement): D1PreparedStatement[] {
  const parts: string[][] = [];
  let room = 0;
  for (const row of rows) {
    const json = JSON.stringify(row);
    const bytes = (json.length + 1) * MAX_BYTES_PER_CHARACTER;
    if (bytes > room) {
      parts.push([]);
      room = MAX_BOUND_BYTES;
    }
    parts.at(-1)?.push(json);
    room -= bytes;
  }
  return parts.map((part) => statement(`[${part.join(',')}]`));
}
