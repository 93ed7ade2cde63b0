import { describe, expect, it } from 'vitest';
import { ORIGIN_MARK, ownAddress, withOrigin } from '../../src/articles/addresses.ts';
import { HtmlError, toSafeHtml } from '../../src/articles/html.ts';
import { cleanLine, cleanText, countUnwanted, firstSentences, textOfSafeHtml } from '../../src/articles/text.ts';

const html = (body: string, base = ownAddress('story')) =>
  withOrigin(toSafeHtml(body, 'html', base), 'https://wire.example');

describe('safe HTML', () => {
  it.each([
    ['<script>x</script><p>a</p>', '<p>a</p>'],
    ['<p onclick="x" class="y" style="z" id="i">a</p>', '<p>a</p>'],
    ['<a href="javascript:x">a</a>', '<a>a</a>'],
    ['<a href="java\nscript:x">a</a>', '<a>a</a>'],
    ['<a href="data:text/html,x">a</a>', '<a>a</a>'],
    ['<a href="/x?a=1&b=2">a</a>', '<a href="https://wire.example/x?a=1&amp;b=2">a</a>'],
    ['<a href="x#y">a</a>', '<a href="https://wire.example/articles/x#y">a</a>'],
    ['<a href="#y">a</a>', '<a href="https://wire.example/articles/story#y">a</a>'],
    ['<a href="https://e.example/a|b^c">a</a>', '<a href="https://e.example/a%7Cb%5Ec">a</a>'],
    ['<a href="&#1;/x">a</a>b&#1;c&#x1;d&#00001e', '<a href="https://wire.example/x">a</a>bcde'],
    ['<img src="javascript:x"><p>a</p>', '<p>a</p>'],
    [
      '<picture><source srcset="/a.webp"><img src="/a.png"></picture>',
      '<picture><source srcset="https://wire.example/a.webp" /><img src="https://wire.example/a.png" /></picture>',
    ],
    ['<a href="//other.example/x">a</a>', '<a href="https://other.example/x">a</a>'],
    ['<a href="mailto:a@b.example">a</a>', '<a href="mailto:a@b.example">a</a>'],
    ['<a href="http://[">a</a>', '<a>a</a>'],
    ['<h1>a</h1>', '<h2>a</h2>'],
    [
      '<iframe src="https://video.example/1"></iframe>',
      '<a href="https://video.example/1">https://video.example/1</a>',
    ],
    ['<img src="/i.png" alt="a" onerror="x">', '<img src="https://wire.example/i.png" alt="a" />'],
    [
      '<img src="/a.png" srcset="a.png 1x, /b.png 2x, javascript:x 3x">',
      '<img src="https://wire.example/a.png" srcset="https://wire.example/articles/a.png 1x, https://wire.example/b.png 2x" />',
    ],
    ['<b><i>a</b>', '<b><i>a</i></b>'],
    ['<p>a<p>b', '<p>a</p><p>b</p>'],
    ['a ]]> b', 'a ]]&gt; b'],
    ['<svg><p>a</p></svg><math>b</math>', ''],
    ['<form><input value="x">a</form>', 'a'],
  ])('of %s is %s', (given, expected) => {
    expect(html(given)).toBe(expected);
  });

  it('resolves addresses against the story’s own home, if it has one', () => {
    expect(html('<a href="x">a</a>', 'https://news.example/2022/story')).toBe(
      '<a href="https://news.example/2022/x">a</a>',
    );
  });

  it('keeps our origin out of what is stored', () => {
    expect(toSafeHtml('<a href="/x">a</a>', 'html', ownAddress('story'))).toBe(`<a href="${ORIGIN_MARK}/x">a</a>`);
  });

  it('renders Markdown, of whose HTML only the safe part survives', () => {
    expect(
      toSafeHtml(
        '# Head\n\nA *b* <mark>c</mark><script>d</script>\n\n| a |\n|---|\n| b |',
        'markdown',
        ownAddress('story'),
      ),
    ).toBe(
      '<h2>Head</h2>\n<p>A <em>b</em> <mark>c</mark></p>\n<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>',
    );
  });

  it('makes paragraphs of plain text, which is never markup', () => {
    expect(toSafeHtml('a <b> & c\nd\n\n\n e', 'text', ownAddress('story'))).toBe(
      '<p>a &lt;b&gt; &amp; c<br />d</p>\n<p>e</p>',
    );
  });

  it('is refused to a body with more tags than any story', () => {
    expect(() => toSafeHtml('<b>'.repeat(20_001), 'html', ownAddress('story'))).toThrow(
      new HtmlError('has 20001 HTML tags; at most 20000'),
    );
  });
});

describe('text', () => {
  it('loses what XML cannot hold, and nothing else', () => {
    expect(cleanText('a\u0000b\u0008\u000b\u001fc\ud800d\udfffe\ufffef\uffffg\u007fh\u009fi')).toBe('abcdefghi');
    const kept = 'tab\tline\nreturn\r é ї 中 😀 \u202e\u200f\u00a0\ufffd';
    expect(cleanText(kept)).toBe(kept);
    expect(countUnwanted('a\u0000\ud83d😀')).toBe(2);
  });

  it('on one line has its white space folded', () => {
    expect(cleanLine(' a\n\t b\u00a0 c ')).toBe('a b c');
  });

  it('of HTML is its words, with a space where a block ends', () => {
    expect(textOfSafeHtml('<h2>A</h2><p>b<br />c &amp; &lt;d&gt; <em>e</em>f</p><ul><li>g</li><li>h</li></ul>')).toBe(
      'A b c & <d> ef g h',
    );
  });

  it('is cut after a sentence, else at a word', () => {
    expect(firstSentences('One. Two. Three.', 100)).toBe('One. Two. Three.');
    expect(firstSentences('One sentence. Two sentences. Three.', 30)).toBe('One sentence. Two sentences.');
    expect(firstSentences('a'.repeat(5).concat(' ').repeat(10), 20)).toBe('aaaaa aaaaa aaaaa…');
    expect(firstSentences(`${'a'.repeat(18)}😀${'b'.repeat(20)}`, 20)).toBe(`${'a'.repeat(18)}…`);
  });
});
