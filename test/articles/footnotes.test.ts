import { describe, expect, it } from 'vitest';
import { ownAddress } from '../../src/articles/addresses.ts';
import { HtmlError } from '../../src/articles/html/html-error.ts';
import { toSafeHtml } from '../../src/articles/html/safe-html.ts';

const made = (body: string, base = ownAddress('a')) => {
  const { html, notes } = toSafeHtml({ body, bodyType: 'markdown' }, base);
  return { html: html.replaceAll('\u0001', ''), notes: notes.map((it) => it.message) };
};

describe('Footnotes in Markdown', () => {
  it('stand at the end, with links there and back', () => {
    expect(made('Rain fell.[^rain] Again.[^rain]\n\n[^rain]: Gauge *two*.\n\nIt stopped.')).toEqual({
      html: `<p>Rain fell.<sup><a href="/articles/a#story-fn1" id="story-fnref1">[1]</a></sup> Again.<sup><a href="/articles/a#story-fn1" id="story-fnref1:1">[1]</a></sup></p>
<p>It stopped.</p>
<hr />

<ol>
<li id="story-fn1"><p>Gauge <em>two</em>. <a href="/articles/a#story-fnref1">↩︎</a> <a href="/articles/a#story-fnref1%3A1">↩︎</a></p>
</li>
</ol>`,
      notes: [],
    });
  });

  it('may have several paragraphs', () => {
    const { html } = made('Rain.[^1]\n\n[^1]: One.\n\n    Two.\n');
    expect(html).toContain(
      '<li id="story-fn1"><p>One.</p>\n<p>Two. <a href="/articles/a#story-fnref1">↩︎</a></p>\n</li>',
    );
  });

  it.each([
    ['that no mark leads to', 'Rain.\n\n[^1]: Gauge two.', ['Gauge two.']],
    ['of one word, which would be the address of a link otherwise', 'Rain.\n\n[^1]: Ibid.', ['Ibid.']],
    ['with a label that another one has', 'Rain.[^1]\n\n[^1]: First.\n\n[^1]: Second.', ['First.', 'Second.']],
  ])('keep the words of one %s', (_, body, words) => {
    const { html, notes } = made(body);
    for (const it of words) expect(html).toContain(it);
    expect(notes).toEqual([]);
  });

  it.each([
    'A mark alone[^1] stays.',
    'So does x[^i] in a formula.',
    'And ^[what stands in brackets].',
    'Code: `a[^1]`.',
    `A long one [^${'a'.repeat(100)}] too.`,
  ])('are not made of other brackets: %s', (body) => {
    expect(made(body).html).toBe(`<p>${body.replace(/`([^`]*)`/, '<code>$1</code>')}</p>`);
  });

  it('leave references of links alone', () => {
    expect(made('[log][1]\n\n[1]: https://a.example/').html).toBe('<p><a href="https://a.example/">log</a></p>');
  });

  it('of a story with a home elsewhere lead there, without a note', () => {
    const { html, notes } = made('Rain.[^1]\n\n[^1]: Gauge.', 'https://a.example/rain');
    expect(html).toContain('<a href="https://a.example/rain#fn1">[1]</a>');
    expect(notes).toEqual([]);
  });

  it.each([
    ['2,001 marks', `${'x[^1] '.repeat(2000)}\n\n[^1]: a`],
    ['2,001 footnotes', Array.from({ length: 2001 }, (_, it) => `[^${it}]: a`).join('\n')],
  ])('are refused where a story has %s', (_, body) => {
    expect(() => made(body)).toThrow(new HtmlError('has more than 2000 footnotes and marks of footnotes'));
  });

  it.each([
    ['half a million marks without an end', `[^1]: a\n\n${'[^'.repeat(500_000)}`],
    ['footnotes in footnotes', '[^1]: '.repeat(200_000)],
  ])('take a moment where a story has %s', (_, body) => {
    expect(made(body).html).not.toBe('');
  });
});
