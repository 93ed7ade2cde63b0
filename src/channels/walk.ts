import type { Expression } from './expression.ts';

/** A database steps over so many stories in the time of an ordinary answer, or a little more. */
const STORIES_A_MISS = 10_000;
/** Where so many stories are found, they are found soon. */
const FOUND_SOON = 10;
const MAX_MISSES = 50;

/** The most stories that the index steps over when it intersects the tags of an expression. */
export function walkOf(expression: Expression, sizes: Map<string, number>): number {
  const ofClause = ({ every, none }: Expression[number]) =>
    every.length + none.length > 1 ? Math.min(...every.map((it) => sizes.get(it) ?? 0)) : 0;
  return expression.map(ofClause).reduce((a, b) => a + b, 0);
}

/**
 * Returns how many answers a listing counts for besides its own. Where hardly a story has several large tags or common
 * words, the index was searched from one end to the other: no row is read for that, but time is taken.
 * @param channel with the most stories that the index steps over for it
 * @param found the number of stories that were found
 */
export function missesOf({ walk }: { walk: number }, found: number): number {
  return found < FOUND_SOON ? Math.min(Math.floor(walk / STORIES_A_MISS), MAX_MISSES) : 0;
}
