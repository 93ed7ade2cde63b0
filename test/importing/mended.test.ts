import { describe, expect, it } from 'vitest';
import { mended } from '../../src/importing/mended.ts';
import type { FoundStory } from '../../src/importing/story.ts';
import { lostByte } from '../../src/importing/utf8.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';

const story = (text: string, rest: Partial<FoundStory> = {}): FoundStory => ({
  body: { type: 'html', text },
  notes: [],
  ...rest,
});

/** The HTML of a body once it is mended, and its notes. */
function bodyOf(html: string): [string, ...string[]] {
  const { body, notes } = mended(story(html));
  return [body.type === 'html' ? body.text : '', ...notes.map((it) => `${it.code}: ${it.message}`)];
}

describe('a story with letters that were decoded wrongly', () => {
  it('is put right wherever it has words, and says so once', () => {
    const found = story('<p>CafÃ©</p>', {
      title: 'The cafÃ©',
      tags: ['CafÃ©s'],
      authors: [{ name: 'ZoÃ« Berg', url: 'https://vik.example/ZoÃ«' }],
      id: 'https://vik.example/cafÃ©',
      image: { url: 'https://vik.example/cafÃ©.jpg', alt: 'A cafÃ©' },
    });
    expect(mended(found)).toEqual({
      body: { type: 'html', text: '<p>Café</p>' },
      title: 'The café',
      tags: ['Cafés'],
      authors: [{ name: 'Zoë Berg', url: 'https://vik.example/ZoÃ«' }],
      id: 'https://vik.example/cafÃ©',
      image: { url: 'https://vik.example/cafÃ©.jpg', alt: 'A café' },
      notes: [{ code: 'letters', message: 'put right what was decoded wrongly before: "Ã©" as "é", "Ã«" as "ë"' }],
    });
  });

  it('is put right in lines, and in references', () => {
    const lines = mended({ body: { type: 'lines', lines: [{ number: 1, text: 'itâ€™s' }] }, notes: [] });
    expect(lines.body).toEqual({ type: 'lines', lines: [{ number: 1, text: 'it’s' }] });
    expect(bodyOf('<p>it&acirc;&euro;&trade;s &amp; &#195;&#169;</p>')[0]).toBe('<p>it’s &amp; é</p>');
    expect(bodyOf('<p>&acirc;ge &amp; &eacute;</p>')).toEqual(['<p>&acirc;ge &amp; &eacute;</p>']);
  });

  it('is a draft where bytes are lost', () => {
    expect(mended(story('<p>â€œfineâ€ it said</p>')).notes.map((it) => it.code)).toEqual(['letters', 'mojibake']);
  });
});

describe('a story with bytes that are not UTF-8', () => {
  it('has the signs of Windows where they are plain, and counts them', () => {
    expect(bodyOf(`<p>the town${lostByte(0x92)}s ${lostByte(0x93)}quay${lostByte(0x94)}</p>`)).toEqual([
      '<p>the town’s “quay”</p>',
      'broken-letters: 3 broken letters: 3 read as in Windows-1252 (’ “ ”)',
    ]);
  });

  it('has U+FFFD for others, once for the beginning of a letter', () => {
    expect(bodyOf(`<p>caf${lostByte(0xe9)} and ${lostByte(0xe2)}${lostByte(0x80)}</p>`)).toEqual([
      '<p>caf\uFFFD and \uFFFD</p>',
      'broken-letters: 2 broken letters: 2 lost, which stand as \uFFFD',
    ]);
    expect(bodyOf('<p>caf\uFFFD</p>')[1]).toBe('broken-letters: 1 broken letter: 1 lost, which stands as \uFFFD');
  });

  it('keeps no stand-in for a byte anywhere', () => {
    const name = `a${lostByte(0xe9)}`;
    const notes = [{ code: 'unreadable' as const, message: `post ${name}` }];
    expect(mended(story('<p>A</p>', { name, id: name, notes }))).toMatchObject({
      name: 'a\uFFFD',
      id: 'a\uFFFD',
      notes: [{ code: 'unreadable', message: 'post a\uFFFD' }],
    });
  });
});

describe('a body that is encoded twice', () => {
  const NOTE = 'entities: HTML that was encoded twice has been decoded';

  it.each([
    ['<p>&lt;p&gt;A.&lt;/p&gt;&lt;p&gt;B &lt;b&gt;c&lt;/b&gt;.&lt;/p&gt;</p>', '<p>A.</p><p>B <b>c</b>.</p>'],
    ['&lt;div class="x"&gt;A&lt;br&gt;R&amp;amp;D&lt;/div&gt;', '<div class="x">A<br>R&amp;D</div>'],
    ['&amp;lt;p&amp;gt;A&amp;lt;/p&amp;gt;', '<p>A</p>'],
    ['&lt;strong&gt;Vik&lt;/strong&gt; A&lt;br /&gt;B&lt;br /&gt;', '<strong>Vik</strong> A<br />B<br />'],
    ['<p>It&amp;#8217;s <b>R&amp;amp;D</b> &amp;amp; more</p>', '<p>It&#8217;s <b>R&amp;D</b> &amp; more</p>'],
  ])('is decoded, and noted: %s', (html, decoded) => {
    expect(bodyOf(html)).toEqual([decoded, NOTE]);
  });

  it.each([
    '<p>Use &lt;p&gt; for a paragraph.</p>',
    '<p>Write <code>&lt;b class="x"&gt;bold&lt;/b&gt;</code>, not <code>&amp;amp;x</code>.</p>',
    '<pre>&lt;p&gt;A&lt;/p&gt;</pre>',
    '<p>Write &lt;b&gt;bold&lt;/b&gt; for <em>bold</em>.</p>',
    '<p>3 &lt; 5 &amp; 7 &gt; 5</p>',
    '<p>It&amp;#8217;s R&amp;D</p>',
    '<p>Write &amp;lt; for it</p>',
  ])('is not one that shows tags among others: %s', (html) => {
    expect(bodyOf(html)).toEqual([html]);
  });

  it.each([
    ['<p>Text.</p><p>&lt;div class="embed"&gt;x&lt;/div&gt;</p>', '<div class="embed">'],
    ['<p>Write &lt;b&gt;bold&lt;/b&gt; words.</p>', '<b>'],
    ['<p>Arts &amp;amp; crafts</p>', '&amp;'],
  ])('is a draft where that is in doubt: %s', (html, shown) => {
    expect(bodyOf(html)).toEqual([html, `shown-tags: readers see HTML as text, such as "${shown}"; check the body`]);
  });

  it('is told in no time, whatever comes', () => {
    const started = cpuSeconds();
    for (const part of ['&lt;p&gt;', '<code>', '&amp;amp;', '<a', '&lt;b ', '&lt;b&gt;x', '&amp;lt;'])
      bodyOf(part.repeat(100_000));
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});
