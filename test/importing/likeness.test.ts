import { describe, expect, it } from 'vitest';
import { lettersOf } from '../../src/importing/fingerprint.ts';
import { LikenessIndex, likenessOf, type Sketch, sketchOf } from '../../src/importing/likeness.ts';

/** A paragraph of words that no other number has. */
const paragraph = (number: number) =>
  Array.from(
    { length: 30 },
    (_, at) => `${'orvale lindmar bridge harbour'.split(' ')[at % 4]}${number * 100 + at}`,
  ).join(' ');
const sketch = (title: string, paragraphs: string[]) => sketchOf(lettersOf({ title, paragraphs }));
const story = (...numbers: number[]) => sketch('Bridge reopens', numbers.map(paragraph)) as Sketch;

describe('likeness', () => {
  it('is 1 of the same words, whatever stands between them', () => {
    const plain = sketch('A title', [`“${paragraph(1)}” - ${paragraph(2)}.`]);
    const other = sketch('A title', [`"${paragraph(1)}"`, `${paragraph(2)}:`]);
    expect(likenessOf(plain as Sketch, other as Sketch)).toBe(1);
  });

  it('is nearly the share of what two texts have in common', () => {
    expect(likenessOf(story(1, 2, 3, 4, 5, 6, 7, 8, 9), story(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))).toBeCloseTo(0.9, 1);
    const thirds = Array.from({ length: 50 }, (_, at) => likenessOf(story(at, at + 1), story(at + 1, at + 2)));
    expect(thirds.reduce((sum, it) => sum + it / 50, 0)).toBeCloseTo(1 / 3, 1);
    expect(likenessOf(story(1, 2), story(3, 4))).toBeLessThan(0.1);
  });

  it('is not told of short texts', () => {
    expect(sketch('Weather', ['Rain in the north.'])).toBeUndefined();
  });

  it('is found in an index of many texts', () => {
    const index = new LikenessIndex<number>();
    for (let at = 0; at < 500; at++) index.add(story(at * 3, at * 3 + 1, at * 3 + 2), at);
    const one = story(600, 601, 602, 9000);
    expect(index.closest(one, () => true)?.owner).toBe(200);
    expect(index.closest(one, (it) => it !== 200)?.likeness ?? 0).toBeLessThan(0.1);
  });
});
