/** The place of an article in every listing: ascending is newest first. */
export interface Position {
  rank: number;
  key: string;
}

const CURSOR = /^(-?[0-9a-z]{1,12})\.([a-z0-9][a-z0-9._-]{0,127})$/;

/** A place in a listing as the `before` parameter carries it; opaque to readers. */
export function formatCursor({ rank, key }: Position): string {
  return `${rank.toString(36)}.${key}`;
}

/** The place that a `before` parameter names, or undefined if we never wrote it. */
export function parseCursor(text: string): Position | undefined {
  const [, rank, key] = CURSOR.exec(text) ?? [];
  if (rank === undefined || key === undefined) return undefined;
  const position = { rank: Number.parseInt(rank, 36), key };
  return formatCursor(position) === text ? position : undefined;
}
