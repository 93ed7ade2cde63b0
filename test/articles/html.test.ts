import { describe, expect, it } from 'vitest';
import { ORIGIN_MARK, ownAddress, withOrigin } from '../../src/articles/addresses.ts';
import { HtmlError } from '../../src/articles/html/html-error.ts';
import { toSafeHtml as toSafe } from '../../src/articles/html/safe-html.ts';
import { textOfSafeHtml } from '../../src/articles/html/text-of.ts';
import type { ArticleRecord } from '../../src/articles/record.ts';

const toSafeHtml = (body: string, bodyType: ArticleRecord['bodyType'], base: string) =>
  toSafe({ body, bodyType }, base).html;

const html = (body: string, base = ownAddress('story')) =>
  withOrigin(toSafeHtml(body, 'html', base), 'https://wire.example');

describe('safe HTML', () => {
  it.each([
    ['<script>x</script><p>a</p>', '<p>a</p>'],
    ['<p onclick="x" class="y" style="z" id="i">a</p>', '<p>a</p>'],
    ['<a href="javascript:x">a</a>', 'a'],
    ['<a href="java\nscript:x">a</a>', 'a'],
    ['<a href="data:text/html,x">a</a>', 'a'],
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
    ['<a href="http://[">a</a>', 'a'],
    ['<h1>a</h1>', '<h2>a</h2>'],
    [
      '<iframe src="https://video.example/1"></iframe>',
      '<p><a href="https://video.example/1">https://video.example/1</a></p>',
    ],
    ['<img src="/i.png" alt="a" onerror="x">', '<img src="https://wire.example/i.png" alt="a" />'],
    [
      '<img src="/a.png" srcset="a.png 1x, /b.png 2x, javascript:x 3x">',
      '<img src="https://wire.example/a.png" srcset="https://wire.example/articles/a.png 1x, https://wire.example/b.png 2x" />',
    ],
    ['<b><i>a</b>', '<b><i>a</i></b>'],
    ['<p>a<p>b', '<p>a</p><p>b</p>'],
    ['a ]]> b', 'a ]]&gt; b'],
    ['<svg><p>a</p></svg><math>b</math>', '<p>a</p>b'],
    ['<form><input value="x">a</form>', '<p>a</p>'],
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

  const markdown = (body: string, base = ownAddress('story')) => toSafeHtml(body, 'markdown', base);
  const address = `https://news.example/${'x'.repeat(9000)}`;
  const TOO_LONG = new HtmlError(
    'becomes more than 4000000 characters of HTML; an address or title that links or pictures refer to counts each time',
  );
  const TOO_MANY = new HtmlError('has more than 200000 lines, marks and pieces of text between them');
  const ADDRESSES = new HtmlError(
    'has more than 4000000 characters of addresses; a relative one counts with the address of the story',
  );

  it.each([
    ['a link', `[a]: ${address}\n\n${'[a]'.repeat(6600)}`],
    ['a link whose characters are escaped', `[a]: https://news.example/?${'&'.repeat(9000)}\n\n${'[a]'.repeat(240)}`],
    ['a link with a title', `[a]: /b "${'x'.repeat(9000)}"\n\n${'[c][a] '.repeat(500)}`],
    ['a picture', `[a]: ${address}\n\n${'![a]'.repeat(5000)}`],
    ['a picture in a link', `[a]: ${address}\n\n${'[![b][a]](/c)'.repeat(500)}`],
    ['a picture in a heading of a quoted list', `[a]: ${address}\n\n${'> - # ![a]\n\n'.repeat(500)}`],
  ])('is refused to %s that is defined once and used too often', (_, body) => {
    expect(body.length).toBeLessThan(40_000);
    expect(() => markdown(body)).toThrow(TOO_LONG);
  });

  it.each([
    ['list items', '- a\n', 100_000],
    ['quotes in quotes', `${'>'.repeat(90)}a\n\n`, 10_000],
    ['emphases', '*a* ', 100_000],
    ['openings of emphases', '_a', 250_000],
    ['cells of a table', '|a|b|\n|-|-|\n|||\n\n', 30_000],
    ['autolinks', '<http://a> ', 150_000],
    ['lines', 'a\n', 150_000],
    ['HTML', '<b>', 200_000],
  ])('is refused to Markdown of endless %s', (_, piece, count) => {
    expect(() => markdown(piece.repeat(count))).toThrow(piece.startsWith('<') ? HtmlError : TOO_MANY);
  });

  it.each([
    ['links', 'html', '<a href="x">a</a>'.repeat(3000)],
    ['links', 'markdown', '[a](x)'.repeat(3000)],
    ['a srcset', 'html', `<img src="/a" srcset="${'b, '.repeat(3000)}">`],
    ['frames', 'html', '<iframe src="x"></iframe>'.repeat(3000)],
  ] as const)(
    'is refused to a body whose relative addresses repeat a long one of the story: %s in %s',
    (_, type, body) => {
      expect(() => toSafeHtml(body, type, `${address}/`)).toThrow(ADDRESSES);
    },
  );

  it('is made of a story as long as a row, with thousands of links, pictures and lines', () => {
    const paragraph = `${'Words and “quotation marks” of a story & more.\n'.repeat(12)}A *word*, [a link][n], [another](/b "c") and ![a][p].`;
    const definitions = '\n\n[n]: https://news.example/a/long/address?of=a&story=12345 "Title"\n[p]: /images/p.png';
    const body = Array(2000).fill(paragraph).join('\n\n') + definitions;
    expect(body.length).toBeGreaterThan(1_100_000);
    const made = markdown(body);
    expect(
      made.match(/<a href="https:\/\/news.example\/a\/long\/address\?of=a&amp;story=12345" title="Title">/g),
    ).toHaveLength(2000);
    expect(made.match(/<img src="\u0001\/images\/p.png" alt="a" \/>/g)).toHaveLength(2000);
    const plain = markdown(`${'A word of a story, and then another, until the end. '.repeat(20)}\n\n`.repeat(1700));
    expect(plain.match(/<p>/g)).toHaveLength(1700);
    expect(plain.length).toBeGreaterThan(1_700_000);
  });
});

describe('text', () => {
  it('of HTML is its words, with a space where a block ends', () => {
    expect(
      textOfSafeHtml(
        '<h2>A</h2><p>b<br />c &amp; &lt;d&gt; <em>e</em>f</p><ul><li>g</li><li>h</li></ul>i<div>j</div>k',
      ),
    ).toBe('A b c & <d> ef g h i j k');
  });
});
