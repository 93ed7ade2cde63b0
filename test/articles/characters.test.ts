import { describe, expect, it } from 'vitest';
import {
  balanced,
  cleanLine,
  cleanText,
  describeChanges,
  lineChanges,
  plainWords,
  textChanges,
  withoutInvisible,
} from '../../src/articles/characters.ts';

describe('a text', () => {
  it('loses what XML cannot hold, and nothing else', () => {
    expect(cleanText('a\u0000b\u0008\u000b\u001fc\ud800d\udfffe\ufffef\uffffg\u007fh\u0081i')).toBe('abcdefghi');
    const kept = 'tab\tline\nreturn\r é ї 中 😀 \u202e\u200f\u00a0\ufffd';
    expect(cleanText(kept)).toBe(kept);
  });

  it('has letters where Windows-1252 was read as Latin-1', () => {
    expect(cleanText('It\u0092s \u0093quoted\u0094 \u0096 \u0080 5\u0085')).toBe('It’s “quoted” – € 5…');
    expect(cleanText('\u0081\u008d\u008f\u0090\u009d')).toBe('');
  });
});

describe('a line', () => {
  it.each([
    ['layout is folded', ' a\n\t b \u2028 c\u0085', 'a b c…'],
    ['no-break spaces stay', 'Prix\u202f: 5\u00a0€', 'Prix\u202f: 5\u00a0€'],
    ['an ideographic space stays', '首相、辞任へ\u3000後任は未定', '首相、辞任へ\u3000後任は未定'],
    ['ends are trimmed', '\u00a0 a \u3000', 'a'],
    ['a zero-width space in a word goes', 'con\u200bven\u2060tion\ufeff', 'convention'],
    ['and in a Cyrillic one', 'кон\u200bвен\u200cція', 'конвенція'],
    ['and in a number', '20\u200b26', '2026'],
    ['and at its ends', '\ufeff\u200bword\u200b next', 'word next'],
    ['one that Thai or Khmer needs stays', 'ภาษา\u200bไทย ភាសា\u200bខ្មែរ', 'ภาษา\u200bไทย ភាសា\u200bខ្មែរ'],
    ['one beside a slash stays: a line may break there', 'and/\u200bor', 'and/\u200bor'],
    ['joiners of Persian stay', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['joiners of Hindi stay', 'क\u094d\u200dष', 'क\u094d\u200dष'],
    ['joiners of emoji stay', '👩\u200d👩\u200d👧 🏳️\u200d🌈', '👩\u200d👩\u200d👧 🏳️\u200d🌈'],
    ['an embedding that nothing ends goes', '\u202bshalom and more', 'shalom and more'],
    ['an end of nothing goes', 'a\u202c b\u2069', 'a b'],
    ['an embedding that is ended stays', 'a \u202bשלום\u202c b', 'a \u202bשלום\u202c b'],
    ['an isolate ends what is open in it', 'a \u2067\u202bב\u2069 c', 'a \u2067ב\u2069 c'],
    ['an isolate that is ended stays', 'a \u2068ב\u2069 c', 'a \u2068ב\u2069 c'],
    ['single marks stay', 'a \u200fב\u200e \u061c', 'a \u200fב\u200e \u061c'],
  ])('%s', (_, given, expected) => {
    expect(cleanLine(given)).toBe(expected);
  });

  it('that is compared has plain spaces alone', () => {
    expect(plainWords('a\u00a0 b\u3000c')).toBe('a b c');
  });

  it('is balanced with its neighbours of one paragraph', () => {
    expect(balanced(['a \u202b', 'b', '\u202c c', '\u202e'])).toEqual(['a \u202b', 'b', '\u202c c', '']);
  });

  it('may have half a million marks', () => {
    expect(balanced([`a${'\u202a'.repeat(250_000)}${'\u2069'.repeat(250_000)}b`])).toEqual(['ab']);
  });
});

describe('invisible characters', () => {
  it('may be half a million in a row', () => {
    const many = '\u200b'.repeat(500_000);
    expect(withoutInvisible(`x${many}字 a${many} b`)).toBe(`x${many}字 a b`);
  });
});

describe('changes', () => {
  it('are told by their kind and number', () => {
    expect(describeChanges(textChanges('a\u0000\ud83d😀 It\u0092s \ufffd'))).toEqual([
      'control characters or broken letters are left out: 2',
      'control characters are read as the letters of Windows-1252 that they were: 1',
      'letters were lost before they came here, and stand as \ufffd: 1',
    ]);
    expect(describeChanges(lineChanges('con\u200bvention \u202b'))).toEqual([
      'invisible characters inside words are left out: 1',
      'marks of direction that nothing closes are left out: 1',
    ]);
  });

  it('are none where nothing is changed', () => {
    expect(describeChanges(lineChanges('می\u200cخواهم 👩\u200d👧 a\u00a0b\n c'))).toEqual([]);
  });
});
