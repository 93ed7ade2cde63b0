import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { toSafeHtml } from '../../src/articles/html/safe-html.ts';
import { textOfSafeHtml } from '../../src/articles/html/text-of.ts';
import { PROFILES } from '../../src/partners/index.ts';
import { nitfBody } from '../../src/partners/nitf-body.ts';
import { documentOf, entry, STUB } from '../support/specimen.ts';

const format = PROFILES.find((it) => it.profile?.name === 'nitf') as (typeof PROFILES)[number];

/** The words of XML, read strictly by a parser that is not ours. @throws {Error} if it is not well-formed */
function wordsOf(xml: string): string {
  let text = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('text', (it) => {
    text += it;
  });
  parser.on('opentag', () => {
    text += ' ';
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return text;
}
const squeezed = (text: string) => text.replace(/\s+/g, '');

describe('the profile of NITF', () => {
  it('is Atom whose entries hold a document each, with everything of a story', () => {
    const atom = documentOf(format, [
      entry({
        key: 'ferry',
        title: 'The ferry is "back" & well',
        summary: 'At nine.',
        body: 'It **left** at [nine](https://a.example/?a=1&b=2).',
        tags: ['Harbour', 'R & D'],
        authors: ['Ann Berg', 'Ivo Klym'],
        image: { url: '/images/ferry.jpg', alt: 'A "ferry"', credit: 'C. D.', width: 900, height: 600 },
      }),
    ]);
    wordsOf(atom);
    expect(/<content type="application\/nitf\+xml">(.*)<\/content>/s.exec(atom)?.[1]).toBe(
      [
        '<nitf xmlns="" version="-//IPTC//DTD NITF 3.6//EN" baselang="en">',
        '<head><title>The ferry is "back" &#x26; well</title>',
        '<docdata management-status="usable">',
        '<doc-id regsrc="Tagwire &amp; Sons" id-string="tag:wire.example,2022-02-24:article/ferry"/>',
        '<date.issue norm="20220303T184000Z"/><date.release norm="20220303T184000Z"/>',
        '<ed-msg info="Picture: C. D."/>',
        '<doc.copyright holder="Tagwire &amp; Sons" year="2022"/>',
        '<key-list><keyword key="Harbour"/><keyword key="R &amp; D"/></key-list>',
        '</docdata></head>',
        '<body><body.head><hedline><hl1>The ferry is "back" &#x26; well</hl1></hedline>',
        '<byline>Ann Berg and Ivo Klym</byline>',
        '<abstract><p>At nine.</p></abstract></body.head>',
        '<body.content><media media-type="image"><media-reference source="https://wire.example/images/ferry.jpg" width="900" height="600" alternate-text="A &quot;ferry&quot;"/>',
        '<media-caption><p>C. D.</p></media-caption></media>',
        '<p>It <em>left</em> at <a href="https://a.example/?a=1&amp;b=2">nine</a>.</p></body.content></body></nitf>',
      ].join(''),
    );
  });

  it('cancels a story that is gone, without its words and its people', () => {
    const gone = { title: 'Secret', body: 'Secret', authors: ['Ann Berg'], status: 'retracted' };
    const atom = documentOf(format, [entry(gone)]);
    expect(atom).not.toMatch(/Secret|Ann Berg/);
    expect(atom).toContain('<docdata management-status="canceled">');
    expect(documentOf(format, [STUB])).toContain('<docdata management-status="canceled">');
  });
});

describe('a text in NITF', () => {
  it.each([
    ['words alone', 'Nine <b>men</b>', '<p>Nine <em>men</em></p>'],
    ['headings', '<h2>A</h2><h4>B <i>c</i></h4>', '<hl2>A</hl2><hl2>B <em>c</em></hl2>'],
    [
      'lists',
      '<ul><li>a</li><li><p>b</p><ol><li>c</li></ol></li></ul>',
      '<ul><li>a</li><li><p>b</p><ol><li>c</li></ol></li></ul>',
    ],
    ['a quotation', '<blockquote>Go<p>on</p></blockquote>', '<bq><p>Go</p><p>on</p></bq>'],
    [
      'a table',
      '<table><caption>T</caption><tbody><tr><th>a</th><td></td></tr></tbody></table>',
      '<table><caption>T</caption><tbody><tr><th>a</th><td></td></tr></tbody></table>',
    ],
    ['terms', '<dl><dt>a</dt><dd>b</dd></dl>', '<dl><dt>a</dt><dd>b</dd></dl>'],
    [
      'a picture within a sentence',
      '<p>See <img src="a.png" alt="A"> here</p>',
      '<p>See</p><media media-type="image"><media-reference source="a.png" alternate-text="A"/></media><p>here</p>',
    ],
    [
      'a picture that is a link',
      '<p><a href="b"><img src="a.png"></a></p>',
      '<media media-type="image"><media-reference source="a.png"/></media>',
    ],
    [
      'a figure of a table',
      '<figure><table><tr><td>a</td></tr></table><figcaption>C</figcaption></figure>',
      '<table><tr><td>a</td></tr></table><p>C</p>',
    ],
    [
      'blocks in a caption',
      '<figure><img src="a.png"><figcaption><p>A</p><p>B</p><ul><li>c</li></ul></figcaption></figure>',
      '<media media-type="image"><media-reference source="a.png"/><media-caption><p>A</p><p>B</p><ul><li>c</li></ul></media-caption></media>',
    ],
    [
      'cells over several columns and rows',
      '<table><tr><th colspan="2">a</th></tr><tr><td rowspan="3"></td><td><p>b</p></td></tr></table>',
      '<table><tr><th colspan="2">a</th></tr><tr><td rowspan="3"></td><td><p>b</p></td></tr></table>',
    ],
    ['a list that goes on', '<ol start="5"><li>a</li></ol>', '<ol seqnum="5"><li>a</li></ol>'],
    [
      'blocks in a link',
      '<a href="https://x.example/?a&amp;b"><h2>A</h2><p>b <em>c</em></p></a><p>d</p>',
      '<hl2><a href="https://x.example/?a&amp;b">A</a></hl2><p><a href="https://x.example/?a&amp;b">b <em>c</em></a></p><p>d</p>',
    ],
    [
      'two captions',
      '<figure><img src="a.png"><figcaption>One</figcaption><figcaption>Two</figcaption></figure>',
      '<media media-type="image"><media-reference source="a.png"/><media-caption><p>One</p><p>Two</p></media-caption></media>',
    ],
    [
      'a list in a link',
      '<a href="https://x.example/"><ul><li>a</li><li><p>b</p></li></ul></a>',
      '<ul><li><a href="https://x.example/">a</a></li><li><p><a href="https://x.example/">b</a></p></li></ul>',
    ],
    [
      'blocks that are struck out',
      '<del><p>a</p><ul><li>b</li></ul></del><p>c</p>',
      '<p><em class="strikethrough">a</em></p><ul><li><em class="strikethrough">b</em></li></ul><p>c</p>',
    ],
    ['code that is struck out', '<pre>a<s>b</s>c</pre>', '<pre>ac</pre>'],
    [
      'a picture in code',
      '<pre>a<img src="a.png">b</pre>',
      '<pre>ab</pre><media media-type="image"><media-reference source="a.png"/></media>',
    ],
    [
      'a picture in a heading',
      '<h2>one<img src="a.png">two</h2>',
      '<hl2>one two</hl2><media media-type="image"><media-reference source="a.png"/></media>',
    ],
    [
      'a reading',
      '<p><ruby>漢字<rt>kanji</rt></ruby> <ruby>漢<rp>（</rp><rt>kan</rt><rp>）</rp></ruby></p>',
      '<p>漢字(kanji) 漢(kan)</p>',
    ],
    ['breaks in code', '<pre>a<br>b</pre>', '<pre>a\nb</pre>'],
    ['a sound', '<audio src="a.mp3"></audio>', '<media media-type="audio"><media-reference source="a.mp3"/></media>'],
    ['a line of code', '<pre><code>a &lt; b\n  c</code></pre>', '<pre>a &#x3C; b\n  c</pre>'],
    ['a rule and a break', 'a<br>b<hr>c', '<p>a<br/>b</p><hr/><p>c</p>'],
    [
      'what would read otherwise without a mark',
      '10<sup>6</sup> <s>12</s> 10',
      '<p>10<em class="superscript">6</em> <em class="strikethrough">12</em> 10</p>',
    ],
    ['a term outside of a list', '<dt>a</dt>b', '<p>a</p><p>b</p>'],
    ['nothing', '<p> </p><p></p>', ''],
    ['a line that opens', '<details><summary>More</summary><p>b</p></details>', '<p>More</p><p>b</p>'],
  ])('has %s', (_, html, expected) => {
    expect(nitfBody(html)).toBe(expected);
  });

  it('is well-formed, and has every word of the story', () => {
    const tag = fc.constantFrom(
      ...'p b em a ul li ol blockquote table tr td th dl dt dd figure figcaption h2 h3 pre code q sub details summary section img span'.split(
        ' ',
      ),
    );
    const html = fc
      .array(fc.tuple(tag, fc.boolean(), fc.constantFrom('one & two', 'three <', '漢字 "x"', '', ' ')), {
        maxLength: 30,
      })
      .map((it) =>
        it
          .map(
            ([name, closes, text]) =>
              `<${closes ? '/' : ''}${name}${name === 'a' && !closes ? ' href="https://a.example/?x&y"' : ''}${name === 'img' && !closes ? ' src="https://a.example/i.png"' : ''}>${text}`,
          )
          .join(''),
      );
    fc.assert(
      fc.property(html, (given) => {
        const safe = toSafeHtml({ body: given, bodyType: 'html' }, 'https://wire.example/articles/a').html;
        expect(squeezed(wordsOf(`<b>${nitfBody(safe)}</b>`))).toBe(squeezed(textOfSafeHtml(safe)));
      }),
      { numRuns: 300 },
    );
  });
});
