import { describe, expect, it } from 'vitest';
import type { Expression } from '../../src/channels/expression.ts';
import { missesOf, walkOf } from '../../src/channels/walk.ts';

const SIZES = new Map([
  ['left', 100_000],
  ['right', 90_000],
  ['small', 12],
]);
const clause = (every: string[], none: string[] = []): Expression[number] => ({ every, none });

describe('the stories that an index steps over', () => {
  it.each<[string, Expression, number]>([
    ['are none for one tag', [clause(['left'])], 0],
    ['are none for any of several tags', [clause(['left']), clause(['right'])], 0],
    ['are those of the smallest tag that a story must have', [clause(['left', 'right'])], 90_000],
    ['are few if one of the tags is small', [clause(['left', 'right', 'small'])], 12],
    ['are those of the tag that others are excluded from', [clause(['left'], ['right'])], 100_000],
    ['add up over clauses', [clause(['left', 'right']), clause(['left'], ['small'])], 190_000],
    ['are none for a tag that nobody knows', [clause(['left', 'unknown'])], 0],
  ])('%s', (_, expression, stories) => {
    expect(walkOf(expression, SIZES)).toBe(stories);
  });
});

describe('a listing counts for further answers', () => {
  it.each([
    [9999, 0, 0],
    [10_000, 0, 1],
    [100_000, 9, 10],
    [100_000, 10, 0],
    [10_000_000, 0, 50],
  ])('stepping over %i stories and finding %i: %i', (walk, found, misses) => {
    expect(missesOf({ walk }, found)).toBe(misses);
  });
});
