/** Shorter words differ by a letter and mean something else. */
const MIN_LETTERS = 6;

/** Pairs of slugs that may be one tag: singular and plural, the same words in another order, a letter apart. */
export function findAlike(slugs: string[]): [string, string][] {
  const pairs = new Map<string, [string, string]>();
  for (const group of [...groupBy(slugs, (it) => [words(it)]), ...groupBy(slugs, withoutOneLetter)]) {
    for (const [index, a] of group.entries()) {
      for (const b of group.slice(index + 1)) {
        if (words(a) === words(b) || isOneEditApart(a, b))
          pairs.set([a, b].sort().join(' '), [a, b].sort() as [string, string]);
      }
    }
  }
  return [...pairs.values()].sort(([a], [b]) => (a < b ? -1 : 1));
}

function groupBy(slugs: string[], keysOf: (slug: string) => string[]): string[][] {
  const groups = new Map<string, Set<string>>();
  for (const slug of slugs) {
    for (const key of keysOf(slug)) groups.set(key, (groups.get(key) ?? new Set()).add(slug));
  }
  return [...groups.values()].filter((it) => it.size > 1).map((it) => [...it]);
}

/** The words of a slug in the singular, in the order of the alphabet. */
function words(slug: string): string {
  const singular = (word: string) =>
    word.replace(/ies$/, 'y').replace(/(?<=[a-z]{2}(?:s|x|z|ch|sh))es$|(?<=[a-z]{3}[^su])s$/, '');
  return slug.split('-').map(singular).sort().join('-');
}

/** A slug and all that is left of it without one of its letters: slugs a letter apart have one of these in common. */
function withoutOneLetter(slug: string): string[] {
  if (slug.length < MIN_LETTERS) return [];
  return [slug, ...Array.from(slug, (_, index) => slug.slice(0, index) + slug.slice(index + 1))];
}

/** A letter more, less, other, or two that changed places; digits are not letters ("covid-19", "covid-20"). */
function isOneEditApart(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (/\d/.test(left + right)) return false;
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && left[0] === right[1] && left[1] === right[0]);
}
