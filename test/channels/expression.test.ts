import { describe, expect, it } from 'vitest';
import {
  canonicalExpression,
  expressionLabel,
  expressionName,
  matches,
  parseExpression,
} from '../../src/channels/expression.ts';
import { formatCursor, parseCursor } from '../../src/channels/position.ts';
import { notFound } from '../../src/refusal.ts';

const canonical = (text: string) =>
  expressionName(canonicalExpression(parseExpression(text, (it) => it.toLowerCase())));

describe('an expression', () => {
  it.each([
    ['a', 'a'],
    ['B+a', 'a+b'],
    ['b,a', 'a,b'],
    ['!c+b+a', 'a+b+!c'],
    ['ukraine+!sport,refugees', 'refugees,ukraine+!sport'],
    ['a+a,a', 'a'],
    ['a+b,a', 'a'],
    ['a+!b,a', 'a'],
    ['a+!b,a+!b+!c', 'a+!b'],
    ['all+a', 'a'],
    ['all,a', 'all'],
    ['all+!a', 'all+!a'],
    ['all+!a,b+!a', 'all+!a'],
    ['a+!a,b', 'b'],
    ['a+b,b+a', 'a+b'],
  ])('%s is canonically %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });

  it.each([
    ['', 'expected a tag before and after each "+" and ","'],
    ['+', 'expected a tag before and after each "+" and ","'],
    [',,', 'expected a tag before and after each "+" and ","'],
    ['a+', 'expected a tag before and after each "+" and ","'],
    ['!', 'expected a tag before and after each "+" and ","'],
    ['!a', 'expected at least one tag without "!" between commas'],
    ['a,!b', 'expected at least one tag without "!" between commas'],
    ['a+b+c+d+e+f+g+h+i', 'expected at most 8 tags, got 9'],
    ['a+!a', 'no story can match it'],
    ['a+!all', 'no story can match it'],
    ['a'.repeat(10_000), 'expected at most 1000 characters, got 10000'],
  ])('%s is none', (text, message) => {
    expect(() => canonical(text)).toThrow(notFound(`not a channel: ${message}`));
  });

  it('is labelled in words', () => {
    const label = (text: string) =>
      expressionLabel(
        parseExpression(text, (it) => it),
        (it) => it.toUpperCase(),
      );
    expect(label('a+b+!c,d')).toBe('A and B but not C, or D');
  });
});

describe('a cursor', () => {
  it.each([
    { rank: -1646336400000, key: 'humanitarian-corridors_1.x' },
    { rank: 0, key: 'a' },
    { rank: 5, key: '0' },
  ])('keeps its position', (position) => {
    expect(parseCursor(formatCursor(position))).toEqual(position);
    expect(encodeURIComponent(formatCursor(position))).toBe(formatCursor(position));
  });

  it.each(['', 'x', '.a', '1.', '1.A', '01.a', '-0.a', '1.a b', `1.${'a'.repeat(129)}`, 'zzzzzzzzzzzzz.a'])(
    'is not %s',
    (text) => {
      expect(parseCursor(text)).toBeUndefined();
    },
  );
});

describe('a story', () => {
  const lists = (text: string, slugs: string) =>
    matches(
      parseExpression(text, (it) => it),
      new Set(['all', ...slugs.split(' ')]),
    );

  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a+b', 'a b', true],
    ['a+b', 'a', false],
    ['a,b', 'b c', true],
    ['a,b', 'c', false],
    ['a+!b', 'a c', true],
    ['a+!b', 'a b', false],
    ['a+!b,c', 'a b c', true],
    ['a+b,c+!d', 'a c d', false],
    ['all+!a', 'b', true],
    ['all+!a', 'a', false],
    ['all', '', true],
  ])('is listed by %s if its tags are %s: %s', (text, slugs, expected) => {
    expect(lists(text, slugs)).toBe(expected);
  });
});
