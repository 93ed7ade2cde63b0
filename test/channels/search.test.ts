import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pagePath } from '../../src/channels/page-path.ts';
import { parseSearch, searchedBy, searchName } from '../../src/channels/search.ts';
import { notFound, Refused } from '../../src/refusal.ts';

describe('a search', () => {
  it.each([
    ['corridor', 'corridor', '("corridor")'],
    ['  Corridor \n SUMY ', 'corridor sumy', '("corridor" AND "sumy")'],
    ['sumy, corridor!', 'sumy corridor', '("sumy" AND "corridor")'],
    ['corridor CORRIDOR "corridor"', 'corridor', '("corridor")'],
    ['"Humanitarian  corridor"', '"humanitarian corridor"', '("humanitarian corridor")'],
    ['“two words”', '"two words"', '("two words")'],
    ['«два слова»', '"два слова"', '("два слова")'],
    ['"two words', '"two words"', '("two words")'],
    ['"one"two', 'one two', '("one" AND "two")'],
    ['sumy -russia', 'sumy -russia', '("sumy") NOT ("russia")'],
    ['-"red cross" sumy -un', '-"red cross" sumy -un', '("sumy") NOT ("red cross" OR "un")'],
    ['humanit*', 'humanit*', '("humanit"*)'],
    ['sumy -hum*', 'sumy -hum*', '("sumy") NOT ("hum"*)'],
    ['"humanit*"', 'humanit', '("humanit")'],
    ['"-a"', 'a', '("a")'],
    ['r&d', 'r&d', '("r&d")'],
    ['"r&d"', '"r&d"', '("r&d")'],
    ['c++', 'c', '("c")'],
    ['a OR b NOT c NEAR d', 'a or b not c near d', '("a" AND "or" AND "b" AND "not" AND "c" AND "near" AND "d")'],
    ['title:x {body}:y ^z', 'title:x body}:y z', '("title:x" AND "body}:y" AND "z")'],
    ['Ελλάδα İstanbul', 'ελλάδα i̇stanbul', '("ελλάδα" AND "i̇stanbul")'],
    ['北京* 🔥', '北京*', '("北京"*)'],
    ['a\u0000b\u0007', 'ab', '("ab")'],
  ])('%j is canonically %j', (given, text, match) => {
    expect(parseSearch(given)).toMatchObject({ text, match });
    expect(parseSearch(text)).toMatchObject({ text, match });
  });

  it.each([
    ['corridor', 1],
    ['corridor sumy -russia', 3],
    ['"humanitarian corridor"', 2],
    ['r&d', 2],
    ['c++', 1],
  ])('%j has %i words', (given, words) => {
    expect(parseSearch(given).words).toBe(words);
  });

  it.each([
    ['', 'expected a word to look for'],
    ['🔥 *** "" - "-"', 'expected a word to look for'],
    ['-russia', 'expected a word to look for'],
    ['a b c d e f g h i j k', 'expected at most 10 words and phrases, got 11'],
    ['x'.repeat(201), 'expected at most 200 characters, got 201'],
    ['a*', 'expected at least two letters before "*" in "a*"'],
    ['corridor x.a*', 'expected at least two letters before "*" in "x.a*"'],
  ])('%j is refused with its reason', (given, message) => {
    expect(() => parseSearch(given)).toThrow(notFound(`not a search: ${message}`));
  });

  it('has one form, and an expression of quoted strings, whatever is asked', () => {
    const expression = /^\("[^"]+"\*?( AND "[^"]+"\*?)*\)( NOT \("[^"]+"\*?( OR "[^"]+"\*?)*\))?$/;
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.constantFrom('"', '-', '*', ' ', 'a', 'Ω', 'İ', 'ß', '&', '“', 'e\u0301', '\u0000', '中'), {
        maxLength: 40,
      }),
    );
    fc.assert(
      fc.property(texts, (given) => {
        const text = typeof given === 'string' ? given : given.join('');
        try {
          const search = parseSearch(text);
          expect(search.match).toMatch(expression);
          expect(parseSearch(search.text)).toEqual(search);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is a channel by name, with a page', () => {
    const name = searchName('red cross&a=b');
    expect([name, searchedBy(name), pagePath(name)]).toEqual([
      'search?q=red+cross%26a%3Db',
      'red cross&a=b',
      '/search?q=red+cross%26a%3Db',
    ]);
    expect([searchedBy('search'), searchedBy('ukraine'), pagePath('a+b')]).toEqual([
      undefined,
      undefined,
      '/channels/a+b',
    ]);
  });
});
