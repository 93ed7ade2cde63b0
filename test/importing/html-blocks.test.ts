import { describe, expect, it } from 'vitest';
import { linesOfHtml, paragraphsOfHtml } from '../../src/importing/html-blocks.ts';

const told = (html: string) =>
  linesOfHtml(html).lines.map(({ number, text, kind }) => [number, text, kind].filter(Boolean).join(' '));
const without = (html: string, ...numbers: number[]) => linesOfHtml(html).without(new Set(numbers)).text;

describe('the lines of HTML', () => {
  it.each([
    ['<p>One<br>two<br><br>three</p><p>four</p>', ['1 One', '2 two', '3 three', '4 four']],
    ['<p><strong>One<br>two</strong> more</p>', ['1 One', '2 two more']],
    ['loose<br>lines<h2>A head</h2>more', ['1 loose', '2 lines', '3 A head heading', '4 more']],
    ['<ul><li>One</li><li>two<ul><li>three</li></ul></li></ul>', ['1 One item', '2 two item', '3 three item']],
    ['<div><a href="/x"><p>One</p></a><p>a\u00a0b</p></div>', ['1 One', '2 a\u00a0b']],
    ['<blockquote><p>One</p></blockquote><table><tr><td>1</td></tr></table><figure><img src="/a"></figure>', []],
  ])('of %s are %j', (html, expected) => {
    expect(told(html)).toEqual(expected);
  });

  it.each([
    ['<p>One<br>two<br>three</p>', [2], '<p>One<br>three</p>'],
    ['<p>One<br><br>two<br>three</p>', [2], '<p>One<br><br>three</p>'],
    ['<p><strong>One</strong><br>two</p>', [1], '<p>two</p>'],
    ['<p><b>One<br>two</b><br>three</p>', [1], '<p><b>two</b><br>three</p>'],
    ['<p>One<br><br>two</p><p>three</p>', [2], '<p>One</p><p>three</p>'],
    ['<p>One<br>two</p><p>three</p>', [1, 2], '<p>three</p>'],
    ['<p><img src="/a.png" alt=""><br>two</p>', [1], '<p><img src="/a.png" alt=""></p>'],
    ['<ul><li>One</li></ul><p>a\u00a0&amp; &lt;b&gt;</p>', [1], '<p>a\u00a0&amp; &lt;b&gt;</p>'],
    ['<div><p>One</p></div>two', [1], 'two'],
  ])('of %s without %j are %s', (html, numbers, expected) => {
    expect(without(html, ...numbers)).toBe(expected);
  });

  it('stay as they are where none is taken out: the lines of a poem, the markup of each', () => {
    const poem = '<p>The river rose<br />and rose<br /><br />and went</p>';
    expect(without(poem)).toBe(poem);
  });
});

describe('the paragraphs of HTML', () => {
  it('end at blocks and at two breaks, and have plain spaces and no captions', () => {
    const html =
      '<p>New\u00a0Harbour<br>is<br><br>open &amp; <b>long</b>er</p><table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table><figure><img src="/a"><figcaption>No</figcaption></figure>end';
    expect(paragraphsOfHtml(html)).toEqual(['New Harbour is', 'open & longer', 'A B', 'C', 'end']);
  });
});
