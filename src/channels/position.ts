import { notFound } from '../refusal.ts';

/**
 * The position of an article, the same in every listing. Ascending order is newest first; equal ranks are in the order
 * of keys, and in combinations and searches in that of the database's numbers.
 */
export interface Position {
  /** 0 - its publication, in milliseconds since 1970. */
  rank: number;
  key: string;
}

const CURSOR = /^(-?[0-9a-z]{1,12})\.([a-z0-9][a-z0-9._-]{0,127})$/;

/** Writes a position as the `before` parameter of an address; opaque to clients. */
export function formatCursor({ rank, key }: Position): string {
  return `${rank.toString(36)}.${key}`;
}

/** Reads a `before` parameter; undefined if `formatCursor` cannot have written it. */
export function parseCursor(text: string): Position | undefined {
  const [, rank, key] = CURSOR.exec(text) ?? [];
  if (rank === undefined || key === undefined) return undefined;
  const position = { rank: Number.parseInt(rank, 36), key };
  return formatCursor(position) === text ? position : undefined;
}

/**
 * The position between articles published at a moment or later, and articles published before (milliseconds since
 * 1970).
 */
export const positionAt = (time: number): Position => ({ rank: 1 - time, key: '' });

/**
 * The place after which a page really begins, if no article is at the one that its address names: the nearest newer
 * article's, or undefined for the beginning of the channel. So an address that somebody invents is never a page.
 * @param nearest the article at `before`, or else the nearest newer one
 */
export function placeOf(before: Position | undefined, nearest: Position | undefined): Position | undefined {
  if (!before || !nearest) return undefined;
  const { rank, key } = nearest;
  return rank === before.rank && key === before.key ? before : { rank, key };
}

/** The position that the `before` parameter of a query names, if there is one. @throws {Refused} `not-found` if it is none */
export function positionIn(query: URLSearchParams): Position | undefined {
  const cursor = query.get('before') ?? '';
  const position = parseCursor(cursor);
  if (cursor !== '' && !position) throw notFound(`before: "${cursor.slice(0, 100)}" is not a place in a channel`);
  return position;
}
