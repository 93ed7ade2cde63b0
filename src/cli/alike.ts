import { isOneEditApart } from '../articles/mistakes.ts';

/** Shorter words differ by a letter and mean something else. */
const MIN_LETTERS = 6;

/** Finds pairs of slugs that may be one tag: singular and plural, the same words in another order, a letter apart. */
export function findAlike(slugs: string[]): [string, string][] {
  const groups = [...groupBy(slugs, (it) => [words(it)]), ...groupBy(slugs, withoutOneLetter)];
  const pairs = groups
    .flatMap(pairsOf)
    .filter(([a, b]) => words(a) === words(b) || (!differInDigits(a, b) && isOneEditApart(a, b)))
    .map((it) => it.sort());
  const unique = new Map(pairs.map((it) => [it.join(' '), it]));
  return [...unique.values()].sort(([a], [b]) => (a < b ? -1 : 1));
}

const pairsOf = (group: string[]) =>
  group.flatMap((a, index) => group.slice(index + 1).map((b): [string, string] => [a, b]));

function groupBy(slugs: string[], keysOf: (slug: string) => string[]): string[][] {
  const groups = new Map<string, Set<string>>();
  for (const slug of slugs) {
    for (const key of keysOf(slug)) groups.set(key, (groups.get(key) ?? new Set()).add(slug));
  }
  return [...groups.values()].filter((it) => it.size > 1).map((it) => [...it]);
}

/** Returns the words of a slug in the singular, in the order of the alphabet. */
function words(slug: string): string {
  const singular = (word: string) =>
    word.replace(/ies$/, 'y').replace(/(?<=[a-z]{2}(?:s|x|z|ch|sh))es$|(?<=[a-z]{3}[^su])s$/, '');
  return slug.split('-').map(singular).sort().join('-');
}

/** Returns a slug and what is left of it without each of its letters: slugs a letter apart share one of these. */
function withoutOneLetter(slug: string): string[] {
  if (slug.length < MIN_LETTERS) return [];
  return [slug, ...Array.from(slug, (_, index) => slug.slice(0, index) + slug.slice(index + 1))];
}

/** Digits do not count: "covid-19" and "covid-20" are two. */
const differInDigits = (a: string, b: string) => a.replace(/\d/g, '') === b.replace(/\d/g, '');
