import { describe, expect, it } from 'vitest';
import { firstSentences, openingOf } from '../../src/articles/summary.ts';

describe('the first sentences', () => {
  it.each([
    ['all of a short text', 'en', 100, 'One. Two. Three.', 'One. Two. Three.'],
    ['whole ones', 'en', 30, 'One sentence. Two sentences. Three.', 'One sentence. Two sentences.'],
    [
      'not an abbreviated rank',
      'en',
      40,
      'It was Maj. Gen. Olena Koval. She spoke for an hour.',
      'It was Maj. Gen. Olena Koval.',
    ],
    ['one that fills all', 'en', 18, 'The cat sat on it. And then it left.', 'The cat sat on it.'],
    [
      'not a question in a sentence',
      'en',
      50,
      '“Who is there?” asked the guard. No one answered him at all.',
      '“Who is there?” asked the guard.',
    ],
    ['a part of a word behind a dash', 'en', 10, `— ${'a'.repeat(100)}`, '— aaaaaaa…'],
    ['not an initial', 'en', 40, 'The author is J. R. Moss. He lives in Lviv now.', 'The author is J. R. Moss.'],
    ['not a number of a page', 'en', 30, 'It is on p. 7. Nobody has read it so far.', 'It is on p. 7.'],
    [
      'the end after a word that is an abbreviation elsewhere',
      'en',
      20,
      'They said no. Then they left the hall.',
      'They said no.',
    ],
    ['quotation marks', 'en', 30, '“We are leaving.” That was all that they said.', '“We are leaving.”'],
    [
      'not a year of the Ukrainian calendar of dots',
      'uk',
      40,
      'Міст збудовано на вул. Шевченка. Його відкрили вчора зранку.',
      'Міст збудовано на вул. Шевченка.',
    ],
    [
      'not a German ordinal',
      'de',
      40,
      'Die Fähre fährt am 3. Mai wieder. Das teilte der Hafen mit.',
      'Die Fähre fährt am 3. Mai wieder.',
    ],
    [
      'not a French title',
      'fr',
      40,
      'C’est M. Dupont qui l’a dit. Il est parti hier soir.',
      'C’est M. Dupont qui l’a dit.',
    ],
    [
      'not a Spanish title',
      'es',
      40,
      'Lo dijo la Sra. Ruiz ayer. Nadie más habló después.',
      'Lo dijo la Sra. Ruiz ayer.',
    ],
    [
      'not a Polish title',
      'pl',
      40,
      'Powiedział to prof. Nowak wczoraj. Potem wyszedł z sali.',
      'Powiedział to prof. Nowak wczoraj.',
    ],
    ['Arabic ones', 'ar', 30, 'وصلت العبارة. هل تعود غدا؟ لا أحد يعرف ذلك بعد.', 'وصلت العبارة. هل تعود غدا؟'],
    [
      'Japanese ones, without spaces',
      'ja',
      20,
      '船は港を出た。乗客は百人だった。天気は良かった。海は静かだった。',
      '船は港を出た。乗客は百人だった。',
    ],
    ['Hindi ones', 'hi', 30, 'नाव चली गई। सब लोग सुरक्षित हैं। कल फिर आएगी।', 'नाव चली गई।'],
  ])('are %s', (_, language, limit, text, expected) => {
    expect(firstSentences(text, limit, language)).toBe(expected);
  });

  it.each([
    ['at a word', 'en', 20, 'aaaaa aaaaa aaaaa aaaaa', 'aaaaa aaaaa aaaaa…'],
    ['without what leads on', 'en', 20, 'The harbour, and then the town', 'The harbour, and…'],
    ['at a word of a script without spaces', 'ja', 8, '天気予報によると明日は雨です', '天気予報による…'],
    ['not inside an emoji', 'en', 12, `${'a'.repeat(9)}👩‍👩‍👧${'b'.repeat(20)}`, `${'a'.repeat(9)}…`],
    ['inside a word longer than a summary', 'en', 10, 'a'.repeat(30), `${'a'.repeat(9)}…`],
    ['not inside its letters of several characters', 'hi', 4, 'क्षि'.repeat(9), '…'],
    [
      'where the first sentences are too short',
      'en',
      40,
      'No. The minister said that they would all wait for it.',
      'No. The minister said that they would…',
    ],
  ])('that are longer are cut %s, with "…"', (_, language, limit, text, expected) => {
    expect(firstSentences(text, limit, language)).toBe(expected);
  });

  it('of a language that nobody knows are those of English', () => {
    expect(firstSentences('One of them. Two of them. Three.', 26, 'x-none')).toBe('One of them. Two of them.');
  });
});

describe('the opening of a story', () => {
  it.each([
    [
      'headings and captions',
      '<h2>What</h2><figure><img src="/a" /><figcaption>Cap</figcaption></figure><p>It left.</p>',
      'It left.',
    ],
    ['a mark of a note', '<p>It left<sup><a href="#n">1</a></sup> at noon<sup>*</sup>.</p>', 'It left at noon.'],
    ['a mark around which a link is', '<p>It left<a href="#n"><sup>[2]</sup></a>.</p>', 'It left.'],
    ['lists and tables after it', '<p>It left.</p><ul><li>One</li></ul><table><tr><td>a</td></tr></table>', 'It left.'],
    ['the file of a sound', '<p><a href="https://a.example/horn.mp3">horn.mp3</a></p><p>It left.</p>', 'It left.'],
    ['an address', '<p>https://a.example/v?b=1</p><p>It left.</p><p>https://a.example/</p>', 'It left.'],
    [
      'the address of a frame',
      '<figure><a href="https://a.example/1">https://a.example/1</a></figure><p>It left.</p>',
      'It left.',
    ],
    ['readings of ruby', '<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>を出た。</p>', '港を出た。'],
  ])('is without %s', (_, html, expected) => {
    expect(openingOf(html)).toBe(expected);
  });

  it.each([
    ['a power', '<p>10 m<sup>2</sup> and 10<sup>3</sup></p>', '10 m2 and 103'],
    ['an ordinal', '<p>the 1<sup>er</sup> mai</p>', 'the 1er mai'],
    ['a list that begins it', '<ul><li>One</li><li>Two</li></ul>', 'One Two'],
    ['a link of several words', '<p><a href="/a">It left.</a></p>', 'It left.'],
    ['an address in a sentence', '<p>See https://a.example/ now.</p>', 'See https://a.example/ now.'],
    ['an address, if there is nothing else', '<p>https://a.example/</p>', 'https://a.example/'],
    ['a heading, if there is nothing else', '<h2>What</h2>', 'What'],
  ])('has %s', (_, html, expected) => {
    expect(openingOf(html)).toBe(expected);
  });
});
