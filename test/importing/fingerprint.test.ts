import { describe, expect, it } from 'vitest';
import { fingerprintOf, lettersOf } from '../../src/importing/fingerprint.ts';

const fingerprint = (text: string) => fingerprintOf(lettersOf({ title: 'T', paragraphs: [text] }));
const same = (one: string, other: string) => fingerprint(one) === fingerprint(other);

describe('Two stories', () => {
  it.each([
    ['It rained – again, he said.', 'it rained: "again" he said'],
    ['A well-known  place', 'A wellknown place'],
    ['On 3 May, 12 boats.', 'On 3 May 12 boats'],
  ])('are the same if they have the same words: %s', (one, other) => {
    expect(same(one, other)).toBe(true);
  });

  it.each([
    ['gave 1.5 million', 'gave 15 million'],
    ['gave 1,500', 'gave 1500'],
    ['it was -5 degrees', 'it was 5 degrees'],
    ['it was −5 degrees', 'it was 5 degrees'],
  ])('are different if a number is: %s', (one, other) => {
    expect(same(one, other)).toBe(false);
  });
});
