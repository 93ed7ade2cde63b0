import { LRUCache } from 'lru-cache';

/** Names as a sentence of a language lists them, such as "Ann, Ivo and Mara". @param language BCP 47 */
export function joinNames(names: string[], language: string): string {
  return listFormat(language).format(names);
}

/** Takes apart what `joinNames` has put together. */
export function splitNames(joined: string, language: string): string[] {
  const literals = listFormat(language)
    .formatToParts(['a', 'b', 'c'])
    .concat(listFormat(language).formatToParts(['a', 'b']))
    .flatMap((it) => (it.type === 'literal' ? [it.value] : []))
    .toSorted((a, b) => b.length - a.length);
  let names = [joined];
  for (const it of new Set(literals)) names = names.flatMap((name) => name.split(it));
  return names.filter((it) => it !== '');
}

/** By language: one takes longer to make than a story's names to join. */
const formats = new LRUCache<string, Intl.ListFormat>({ max: 50, memoMethod: newListFormat });

const listFormat = (language: string): Intl.ListFormat => formats.memo(language);

function newListFormat(language: string): Intl.ListFormat {
  try {
    return new Intl.ListFormat(language);
  } catch {
    return new Intl.ListFormat('en');
  }
}
