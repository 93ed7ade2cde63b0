import registry from 'language-subtag-registry/data/json/registry.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { canonicalLanguage } from '../../src/articles/language-tags.ts';

type Entry = { Type: string; Subtag?: string; 'Preferred-Value'?: string };
const languages = (registry as Entry[]).flatMap((it) =>
  it.Type === 'language' && it.Subtag && !it.Subtag.includes('..')
    ? [{ tag: it.Subtag, preferred: it['Preferred-Value'] }]
    : [],
);

describe('a language', () => {
  it('is each of the registry, as the one that is preferred', () => {
    expect(languages.length).toBeGreaterThan(8000);
    expect(languages.map(({ tag }) => canonicalLanguage(tag))).toEqual(
      languages.map(({ tag, preferred }) => preferred ?? tag),
    );
  });

  it('is no other', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const pairs = letters.flatMap((a) => letters.map((b) => a + b));
    const known = new Set(languages.map((it) => it.tag));
    const others = [...pairs, ...pairs.flatMap((it) => letters.map((c) => it + c))].filter((it) => !known.has(it));
    expect(others.filter((it) => canonicalLanguage(it) !== undefined && !/^q[a-t]/.test(it))).toEqual([]);
  });

  it.each([
    ['crh', 'crh'],
    ['UK', 'uk'],
    ['pt-br', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['iw-il', 'he-IL'],
    ['sr-latn-rs-x-Own', 'sr-Latn-RS-x-own'],
    ['de-1996', 'de-1996'],
    ['es-419', 'es-419'],
    ['ar-u-nu-latn', 'ar-u-nu-latn'],
    ['zh-yue', 'zh-yue'],
    ['qaa', 'qaa'],
    ['xx', undefined],
    ['en_GB', undefined],
    ['english', undefined],
    ['e', undefined],
    ['', undefined],
    ['en-', undefined],
    ['i-klingon', undefined],
    ['x-own', undefined],
  ])('%s is written %s', (tag, expected) => {
    expect(canonicalLanguage(tag)).toBe(expected);
  });
});
