import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ownAddress, withOrigin } from '../../src/articles/addresses.ts';
import { toSafeHtml } from '../../src/articles/html/safe-html.ts';
import type { ArticleRecord } from '../../src/articles/record.ts';

const ORIGIN = 'https://wire.example';

function made(body: string, bodyType: ArticleRecord['bodyType'] = 'html', base = ownAddress('story')) {
  const { html, notes } = toSafeHtml({ body, bodyType }, base);
  expect(notes.every((it) => it.field === 'body')).toBe(true);
  return { html: withOrigin(html, ORIGIN), notes: notes.map((it) => it.message) };
}
const html = (body: string) => made(body).html;
const notes = (body: string) => made(body).notes;
const picture = (name: string, alt = 'A ferry') => `<img src="${ORIGIN}/${name}" alt="${alt}" />`;

describe('the end of a block', () => {
  it.each([
    ['divisions', '<div>The ferry left.</div><div>It arrived.</div>', '<p>The ferry left.</p><p>It arrived.</p>'],
    ['whatever is a block', '<section>One</section><address>Two</address>', '<p>One</p><p>Two</p>'],
    ['old ones', '<center>One</center><marquee>Two</marquee>', '<p>One</p><p>Two</p>'],
    ['details', '<details><summary>More</summary>Text</details>', '<p>More</p><p>Text</p>'],
    ['words around a block', 'One<div>two</div>three', '<p>One</p><p>two</p><p>three</p>'],
    ['a block in a block', '<div>One<div>two</div></div>', '<p>One</p><p>two</p>'],
    [
      'blocks in a link',
      '<a href="/x"><div>One</div><div>Two</div></a>',
      `<a href="${ORIGIN}/x"><p>One</p><p>Two</p></a>`,
    ],
    ['blocks in a heading', '<h2><div>One</div><div>Two</div></h2>', '<h2>One<br />Two</h2>'],
    ['blocks in code', '<pre><div>a = 1</div><div>b = 2</div></pre>', '<pre>a = 1\nb = 2</pre>'],
    ['blocks in a button', '<p><button><div>One</div><div>Two</div></button></p>', '<p>One<br />Two</p>'],
    ['unknown elements', '<x-line>One.</x-line><x-line>Two.</x-line>', '<p>One.</p> <p>Two.</p>'],
    ['unknown ones in a line', '<p><x-name>Anna</x-name><x-role>editor</x-role></p>', '<p>Anna editor</p>'],
    ['cells without a table', '<tr><td>One</td><td>Two</td></tr>', '<p>One</p> <p>Two</p>'],
    ['a fieldset', '<form><fieldset><legend>One</legend>Two</fieldset></form>', '<p>One</p><p>Two</p>'],
    ['lists in divisions', '<div><ul><li>One</li></ul>Two</div>', '<ul><li>One</li></ul><p>Two</p>'],
  ])('stays: %s', (_, given, expected) => {
    expect(html(given)).toBe(expected);
  });

  it.each([
    ['text alone', 'One <b>two</b>', 'One <b>two</b>'],
    ['text and a paragraph', 'One<p>two</p>', 'One<p>two</p>'],
    ['a single paragraph in a cell', '<ul><li><div>One</div></li></ul>', '<ul><li>One</li></ul>'],
    ['an unknown element in a word', 'un<x-hit>believ</x-hit>able', 'unbelievable'],
    ['an unknown element in a sentence', '<p>The <x-ship>Ada</x-ship> left.</p>', '<p>The Ada left.</p>'],
    ['inline elements in a word', 'H<sub>2</sub>O <font>a</font>b', 'H<sub>2</sub>O ab'],
    ['an empty division', '<div> </div><p>a</p>', '<p>a</p>'],
    ['two breaks', '<p>a<br><br>b</p>', '<p>a<br /><br />b</p>'],
    [
      'an empty cell',
      '<table><tr><td></td><td>a</td></tr></table>',
      '<table><tbody><tr><td></td><td>a</td></tr></tbody></table>',
    ],
  ])('is not made up: %s', (_, given, expected) => {
    expect(html(given).trim()).toBe(expected);
    expect(notes(given)).toEqual([]);
  });
});

describe('a cell without a table', () => {
  it.each([
    ['is apart from the next', '<tr><td>One</td><td>two</td></tr>', '<p>One</p> <p>two</p>'],
    [
      'is none in an attribute',
      '<abbr title="The <tr> element">tr</abbr>',
      '<abbr title="The &lt;tr&gt; element">tr</abbr>',
    ],
    [
      'is apart beside a table of words',
      '<p title="<table>">a</p><td>One</td><td>two</td>',
      '<p>a</p><p>One</p> <p>two</p>',
    ],
    [
      'is one in a table',
      '<table><tr><td>One</td><td>two</td></tr></table>',
      '<table><tbody><tr><td>One</td><td>two</td></tr></tbody></table>',
    ],
    ['is none in old code', '<xmp><td>One</td></xmp>', '<pre>&lt;td&gt;One&lt;/td&gt;</pre>'],
  ])('%s', (_, given, expected) => {
    expect(html(given)).toBe(expected);
  });
});

describe('a numeric reference', () => {
  it.each(['html', 'markdown'] as const)('is read as the HTML Standard reads it: %s', (type) => {
    expect(made('a&#146;b &#x93;c&#148; &#128;7 &#8217; &#x2014;', type).html.replace(/<\/?p>/g, '')).toBe(
      'a’b “c” €7 ’ —',
    );
  });

  it('to what no document may contain is left out, and that is told', () => {
    expect(made('a&#1;b &#xfffe;c &#7;', 'html')).toEqual({
      html: 'ab c',
      notes: ['control characters or broken letters are left out: 3'],
    });
  });

  it('stays as it is in code and where it is escaped', () => {
    expect(made('`&#146;` \\&#146; &amp;#146;', 'markdown').html).toBe(
      '<p><code>&amp;#146;</code> &amp;#146; &amp;#146;</p>',
    );
  });
});

describe('what plays or moves', () => {
  it.each([
    [
      'a video',
      '<p>See:</p><video src="/v/ferry%20leaves.mp4"></video>',
      `<p>See:</p><p><a href="${ORIGIN}/v/ferry%20leaves.mp4">ferry leaves.mp4</a></p>`,
      'a video became a link to /v/ferry%20leaves.mp4',
    ],
    [
      'a sound with sources',
      '<audio title="The captain"><source src="ftp://a/x"><source src="https://cdn.example/c.ogg"></audio>',
      '<p><a href="https://cdn.example/c.ogg">The captain</a></p>',
      'a sound (audio) became a link to https://cdn.example/c.ogg',
    ],
    [
      'a video with a poster',
      '<video poster="/p.jpg" src="/v.mp4"></video>',
      `<p><a href="${ORIGIN}/v.mp4"><img src="${ORIGIN}/p.jpg" alt="v.mp4" /></a></p>`,
      'a video became a link to /v.mp4',
    ],
    [
      'a frame',
      '<iframe data-src="https://maps.example/1" title="The route"></iframe>',
      '<p><a href="https://maps.example/1">The route</a></p>',
      'a frame (iframe) became a link to https://maps.example/1',
    ],
    [
      'an embedded file',
      '<embed src="/chart.pdf">',
      `<p><a href="${ORIGIN}/chart.pdf">chart.pdf</a></p>`,
      'an embedded file (embed) became a link to /chart.pdf',
    ],
    [
      'an object with nothing in it',
      '<object data="/chart.pdf">Your browser shows no charts.</object>',
      `Your browser shows no charts.<p><a href="${ORIGIN}/chart.pdf">chart.pdf</a></p>`,
      'an embedded file became a link to /chart.pdf',
    ],
  ])('becomes a link, and that is told: %s', (_, given, expected, note) => {
    const { html, notes } = made(given);
    expect([html.replace('<p>Your browser shows no charts.</p>', 'Your browser shows no charts.'), notes]).toEqual([
      expected,
      [note],
    ]);
  });

  it.each([
    ['two videos', '<p>Clips:<video src="/a"></video><video src="/b"></video>end</p>', 'Clips: a b end'],
    ['a drawing', '<p>Hello<svg></svg>world<svg></svg>, all</p>', 'Hello world, all'],
    ['a field', '<p>Choose<select><option>x</option></select>now</p>', 'Choose now'],
    ['buttons', '<p><button>HTML</button><button>CSS</button></p>', 'HTML CSS'],
    ['a picture stays in a word', `<p>a<img src="/a.jpg" alt="A ferry">b</p>`, `a${picture('a.jpg')}b`],
  ])('is apart from the words beside it: %s', (_, given, expected) => {
    expect(html(given).replace(/<\/?(?:a|p)\b[^>]*>/g, '')).toBe(expected);
  });

  it.each([
    ['a file', '<video src="/a%01b%E2%80%AE%1bc.mp4"></video>', 'abc.mp4'],
    ['a title', '<iframe src="https://maps.example/" title="the\u202E\u0001 map"></iframe>', 'the map'],
  ])('has a name without marks that nobody sees: %s', (_, given, expected) => {
    expect(html(given).replace(/<[^>]*>/g, '')).toBe(expected);
  });

  it('in a sentence stays in it', () => {
    expect(html('<p>Hear <audio src="/a.mp3"></audio> this.</p>')).toBe(
      `<p>Hear <a href="${ORIGIN}/a.mp3">a.mp3</a> this.</p>`,
    );
  });

  it('is what stands in an object for readers that cannot show it', () => {
    expect(made('<object data="/r.pdf"><a href="/r.pdf">The report</a></object>')).toEqual({
      html: `<p><a href="${ORIGIN}/r.pdf">The report</a></p>`,
      notes: [],
    });
  });

  it('without an address is no text with tags', () => {
    expect(html('<p>a</p><iframe><p>Your browser shows no frames.</p></iframe>')).toBe('<p>a</p>');
  });

  it('without an address leaves what stands in it, and that is told', () => {
    expect(made('<video controls>No <b>video</b></video>')).toEqual({
      html: 'No <b>video</b>',
      notes: ['a video without an address that readers can fetch is left out'],
    });
  });
});

describe('an element of AMP', () => {
  it.each([
    [
      'a picture',
      '<p>a</p><amp-img src="/a.jpg" alt="A ferry" width="3" height="4"></amp-img>',
      `<p>a</p>${picture('a.jpg').replace(' />', ' width="3" height="4" />')}`,
    ],
    [
      'a picture with one for whoever runs no scripts',
      '<amp-img src="/a.jpg" alt="A ferry"><noscript><img src="/a.jpg" alt="A ferry"></noscript></amp-img>',
      picture('a.jpg'),
    ],
    [
      'a video',
      '<p>a</p><amp-video poster="/p.jpg"><source src="/v.mp4"><div fallback>No video here.</div></amp-video>',
      `<p>a</p><p><a href="${ORIGIN}/v.mp4"><img src="${ORIGIN}/p.jpg" alt="v.mp4" /></a></p>`,
    ],
    [
      'a frame',
      '<p>a</p><amp-iframe title="The route" src="https://maps.example/1"><amp-img placeholder src="/w.gif"></amp-img></amp-iframe>',
      '<p>a</p><p><a href="https://maps.example/1">The route</a></p>',
    ],
  ])('is what the one of HTML is: %s', (_, given, expected) => {
    expect(html(given)).toBe(expected);
  });

  it('that is not closed loses nothing of the story', () => {
    expect(html('<amp-img src="/a.jpg" alt="A ferry"/><p>The ferry left.</p><p>It is late.</p>')).toBe(
      `${picture('a.jpg')}<p>The ferry left.</p><p>It is late.</p>`,
    );
  });
});

describe('what a system draws beside the words', () => {
  const formula = '<math><mi>E</mi><annotation encoding="application/x-tex">E</annotation></math>';

  it.each([
    ['KaTeX', `<span class="katex-mathml">${formula}</span><span class="katex-html" aria-hidden="true">E</span>`, 'E'],
    ['MathJax', `<nobr aria-hidden="true">E</nobr><span class="MJX_Assistive_MathML">${formula}</span>`, 'E'],
    ['KaTeX without MathML', '<span class="katex-html" aria-hidden="true">E</span>', 'E'],
    ['an ornament', '<p>a <span aria-hidden="true">❧</span> b</p>', '<p>a ❧ b</p>'],
    [
      "a formula's picture",
      `<span>${formula}</span><img aria-hidden="true" src="/e.svg" alt="A ferry">`,
      `E${picture('e.svg')}`,
    ],
  ])('is left out of a formula that is there twice, and stays elsewhere: %s', (_, given, expected) => {
    expect(html(given)).toBe(expected);
  });

  it('is not the controls of a player, and that is told', () => {
    const card =
      '<div class="kg-card kg-audio-card"><audio src="/a.mp3"></audio><div class="kg-audio-title">The captain</div><div class="kg-audio-player"><span>0:00</span><button>1×</button></div></div>';
    expect(made(card)).toEqual({
      html: `<p><a href="${ORIGIN}/a.mp3">a.mp3</a></p><p>The captain</p>`,
      notes: ['a sound (audio) became a link to /a.mp3', 'the controls of a player are left out'],
    });
  });
});

describe('a picture', () => {
  it.each([
    ['that a script loads', '<img src="data:image/gif;base64,R0" data-src="/a.jpg" alt="A ferry">', picture('a.jpg')],
    [
      'that a script loads over a stand-in',
      '<img src="/img/blank.gif" data-lazy-src="/a.jpg" alt="A ferry">',
      picture('a.jpg'),
    ],
    [
      'that is lazy by its class',
      '<img class="lazyload" src="/tiny.jpg" data-src="/a.jpg" alt="A ferry">',
      picture('a.jpg'),
    ],
    [
      'for whoever runs no scripts',
      '<img alt="A ferry"><noscript><img src="/a.jpg" alt="A ferry"></noscript>',
      picture('a.jpg'),
    ],
    [
      'and the same without scripts',
      '<img data-src="/a.jpg" alt="A ferry"><noscript><img src="/a.jpg" alt="A ferry"></noscript>',
      picture('a.jpg'),
    ],
    [
      'of a srcset alone: the largest',
      '<img srcset="/a.jpg 200w,/b.jpg 400w" alt="A ferry">',
      `<img src="${ORIGIN}/b.jpg" srcset="${ORIGIN}/a.jpg 200w, ${ORIGIN}/b.jpg 400w" alt="A ferry" />`,
    ],
    [
      'of sources alone',
      '<picture><source srcset="/a.webp" type="image/webp"><img alt="A ferry"></picture>',
      `<picture><source srcset="${ORIGIN}/a.webp" type="image/webp" />${picture('a.webp')}</picture>`,
    ],
    ['of a source without a picture', '<picture><source srcset="/a.webp"></picture><p>a</p>', '<p>a</p>'],
    ['beside an orphan source', '<source srcset="/a.webp"><img src="/a.jpg" alt="A ferry">', picture('a.jpg')],
    ['with another address in data-src', '<img src="/a.jpg" data-src="/b.jpg" alt="A ferry">', picture('a.jpg')],
  ])('%s', (_, given, expected) => {
    expect(html(given)).toBe(expected);
  });

  it('without an address is left out, and without words is told of', () => {
    expect(made('<p>a</p><img src="data:image/png;base64,AA" alt="A map"><img src="/b.jpg">')).toEqual({
      html: `<p>a</p><img src="${ORIGIN}/b.jpg" />`,
      notes: [
        'a picture without an address that readers can fetch is left out ("A map")',
        'the picture /b.jpg has no alt text: say what it shows',
      ],
    });
  });

  it('for whoever runs no scripts is shown once, with its sources, and nothing is told of it', () => {
    const plain = '<noscript><img src="/a.jpg" alt="A ferry"></noscript>';
    const lazy = (address: string) => `<img class="lazy" src="data:image/gif;base64,R0" ${address} alt="A ferry">`;
    expect(
      made(`<picture><source srcset="/a.webp" type="image/webp">${lazy('data-src="/a.jpg"')}${plain}</picture>`),
    ).toEqual({
      html: `<picture><source srcset="${ORIGIN}/a.webp" type="image/webp" />${picture('a.jpg')}</picture>`,
      notes: [],
    });
    expect(made(`${lazy('data-own-loader="/a.jpg"')} ${plain}`)).toEqual({ html: picture('a.jpg'), notes: [] });
  });

  it('with a srcset that nobody understands is shown, and nothing is written to the console', () => {
    const log = vi.spyOn(console, 'log');
    expect(html('<img srcset="/b.jpg 300 w" src="/a.jpg" alt="A ferry">')).toBe(picture('a.jpg'));
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  it('that is drawn keeps its words, and that is told', () => {
    expect(made('<p>a <svg><text>12 %</text><path d="M0"/></svg> b</p><svg><path/></svg>')).toEqual({
      html: '<p>a  12 %  b</p>',
      notes: ['a drawing (svg) is left out, but for its words', 'a drawing (svg) is left out'],
    });
  });
});

describe('what is left of words', () => {
  const program = '<style>.x{color:red}</style><script>alert(1)</script>';

  it.each([
    [
      'a drawing',
      `<svg><text><tspan x="0" dy="1em">One</tspan><tspan x="0" dy="2em">two</tspan>${program}</text></svg>`,
    ],
    ['HTML in a drawing', `<svg><foreignObject><p>One</p><p>two</p>${program}</foreignObject></svg>`],
    ['deep nesting', `${'<b>'.repeat(101)}<p>One</p>${program}<p>two</p>`],
  ])('stays apart, without programs: %s', (_, given) => {
    expect(
      html(given)
        .replace(/<[^>]*>/g, '')
        .trim()
        .split(/\s+/),
    ).toEqual(['One', 'two']);
  });

  it('stays one word within a text of a drawing', () => {
    expect(html('<svg><text>ker<tspan>ning</tspan></text></svg>').trim()).toBe('kerning');
  });
});

describe('a link inside a story', () => {
  const page = `${ORIGIN}/articles/story`;

  it('leads to its place on our page', () => {
    expect(
      made('<p>Fact<sup><a href="#n1" id="r1">1</a></sup></p><ol><li id="n1">Note <a href="#r1">back</a></li></ol>'),
    ).toEqual({
      html:
        `<p>Fact<sup><a href="${page}#story-n1" id="story-r1">1</a></sup></p>` +
        `<ol><li id="story-n1">Note <a href="${page}#story-r1">back</a></li></ol>`,
      notes: [],
    });
  });

  it.each([
    ['an old anchor', '<a name="x"></a><p>a</p>', '<a id="story-x"></a><p>a</p>'],
    ['a division', '<div id="x">a</div>', '<p id="story-x">a</p>'],
    ['a division of blocks', '<div id="x"><p>a</p></div>', '<div id="story-x"><p>a</p></div>'],
    ['an element that goes', '<p><font id="x">a</font></p>', '<p><span id="story-x">a</span></p>'],
    ['an id in other letters', '<h2 id="ünï">a</h2>', '<h2 id="story-ünï">a</h2>'],
  ])('finds %s', (_, target, expected) => {
    const id = /(?:id|name)="(.*?)"/.exec(target)?.[1] ?? '';
    expect(html(`${target}<p><a href="#${id}">b</a></p>`)).toBe(
      `${expected}<p><a href="${page}#story-${encodeURIComponent(id)}">b</a></p>`,
    );
  });

  it('leads to an id that is written in percent signs', () => {
    expect(made('<a href="#%d0%bf">a</a><p id="%d0%bf">b</p>')).toEqual({
      html: `<a href="${ORIGIN}/articles/story#story-%25d0%25bf">a</a><p id="story-%d0%bf">b</p>`,
      notes: [],
    });
  });

  it('keeps no id to which a drawing alone leads', () => {
    expect(html('<p id="a">a</p><svg><use href="#a"/></svg>')).toBe('<p>a</p>');
  });

  it('keeps no id that nothing leads to', () => {
    expect(html('<p id="x">a</p><a name="y">b</a>')).toBe('<p>a</p>b');
  });

  it('to a place that there is not leads to the page, and that is told', () => {
    expect(made('<p><a href="#gone">a</a> <a href="#top">b</a></p>')).toEqual({
      html: `<p><a href="${page}#gone">a</a> <a href="${page}#top">b</a></p>`,
      notes: ['a link leads to "#gone", but nothing in the story has this id'],
    });
  });

  it('to what is left out is told', () => {
    expect(made('<p><a href="#a">a</a> <a href="#b">b</a></p><p hidden id="a">x</p><p id="b">y</p>').notes).toEqual([
      'words that a browser hides are left out: "x"',
      'a link leads to "#a", which is in a part that is left out',
    ]);
  });

  it.each([
    ['<math><mi href="https://a.example/">x</mi></math>', ['a link in a formula became text: "https://a.example/"']],
    ['<math><mi><mglyph src="/a.png"></mglyph></mi></math>', ['a picture in a formula is left out']],
    ['<math><mi>x</mi></math>', []],
    [
      '<noscript><iframe src="https://v.example/1"></iframe></noscript>',
      ['a frame for readers without scripts is left out: https://v.example/1'],
    ],
    ['<noscript><iframe src="https://t.example/ns.html" height="0" width="0"></iframe></noscript>', []],
    ['<noscript><iframe src="https://t.example/ns.html" style="display:none"></iframe></noscript>', []],
  ])('in a part that becomes something else is told: %s', (given, notes) => {
    expect(made(`<p>a</p>${given}`).notes).toEqual(notes);
  });

  it('of a story that lives elsewhere leads there', () => {
    expect(made('<p id="x"><a href="#x">a</a></p>', 'html', 'https://news.example/1').html).toBe(
      '<p><a href="https://news.example/1#x">a</a></p>',
    );
  });

  it.each(['sms:+380441234567', 'geo:50.45,30.52', 'whatsapp://send?text=a', 'tel:112', 'mailto:a@b.example'])(
    'keeps %s',
    (address) => {
      expect(made(`<a href="${address}">a</a>`)).toEqual({ html: `<a href="${address}">a</a>`, notes: [] });
    },
  );

  it('that readers cannot follow becomes text, and that is told', () => {
    expect(made('<p><a href="file:///c:/a.doc">a</a> <a href="javascript:x">b</a></p>')).toEqual({
      html: '<p>a b</p>',
      notes: [
        'a link to "file:///c:/a.doc" became text: readers cannot follow it',
        'a link to "javascript:x" became text: readers cannot follow it',
      ],
    });
  });
});

describe('another script', () => {
  it.each([
    ['ruby', '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>', '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>'],
    [
      'the direction of a block',
      '<div dir="rtl" lang="fa"><p>سلام</p></div>',
      '<div lang="fa" dir="rtl"><p>سلام</p></div>',
    ],
    ['that of a single paragraph', '<div dir="rtl" lang="fa">سلام</div>', '<p lang="fa" dir="rtl">سلام</p>'],
    [
      'that of words',
      '<p>a <span dir="rtl">ב</span> <bdi>c</bdi> <bdo dir="rtl">d</bdo></p>',
      '<p>a <span dir="rtl">ב</span> <bdi>c</bdi> <bdo dir="rtl">d</bdo></p>',
    ],
    ['a language in an old element', '<p><font lang="uk">мова</font></p>', '<p><span lang="uk">мова</span></p>'],
    ['no-break spaces', '<p>5\u00a0000\u202f€</p>', '<p>5\u00a0000\u202f€</p>'],
    ['no direction that there is not', '<p dir="up">a</p>', '<p>a</p>'],
  ])('keeps %s', (_, given, expected) => {
    expect(made(given)).toEqual({ html: expected, notes: [] });
  });

  it.each([
    ['a power', '<msup><mi>x</mi><mn>2</mn></msup>', 'x<sup>2</sup>'],
    ['a fraction', '<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>', '(a+b)/2'],
    ['a root', '<msqrt><mn>2</mn></msqrt>', '√2'],
    [
      'what it means, once',
      '<semantics><mi>y</mi><annotation encoding="application/x-tex">y</annotation></semantics>',
      'y',
    ],
    ['no-break spaces', '<mi>x</mi><mtext>\u00a0if\u00a0</mtext><mi>y</mi>', 'x\u00a0if\u00a0y'],
    ['rows', '<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>', 'a b'],
  ])('keeps the words of a formula: %s', (_, given, expected) => {
    expect(made(`<p><math>${given}</math></p>`)).toEqual({ html: `<p>${expected}</p>`, notes: [] });
  });

  it('loses what nobody sees in a word and what nothing closes, and that is told', () => {
    expect(made('<p>con\u200bvention \u202bof</p><p>a\u202c 👩\u200d👧 می\u200cخواهم</p>')).toEqual({
      html: '<p>convention of</p><p>a 👩\u200d👧 می\u200cخواهم</p>',
      notes: [
        'invisible characters inside words are left out: 1',
        'marks of direction that nothing closes are left out: 2',
      ],
    });
  });

  it('keeps marks of direction that are closed in another element of the paragraph', () => {
    expect(html('<p>a \u202b<b>ב</b>\u202c c</p>')).toBe('<p>a \u202b<b>ב</b>\u202c c</p>');
  });
});

describe('what is told of', () => {
  it.each([
    [
      'a script with an address',
      '<p>a</p><script src="/chart.js"></script>',
      'a script is left out, with whatever it shows: "/chart.js"',
    ],
    ['fields of a form', '<p>a</p><select><option>b</option></select><input>', 'fields of a form are left out'],
    ['words that a browser hides', '<p hidden>b</p><p>a</p>', 'words that a browser hides are left out: "b"'],
    ['a canvas', '<p>a</p><canvas></canvas>', 'a canvas is left out'],
    [
      'an element that a script fills',
      '<p>a</p><amp-youtube data-videoid="b"></amp-youtube>',
      'an element that only a script fills is left out: amp-youtube',
    ],
  ])('%s', (_, given, note) => {
    expect(made(given)).toEqual({ html: '<p>a</p>', notes: [note] });
  });

  it('is not what nobody would miss', () => {
    const body =
      '<!-- c --><p class="a" style="color:red" onclick="x" data-x="1">a</p><p></p><p>&nbsp;</p><script>x</script><style>y</style><link rel="x"><meta charset="utf-8">';
    expect(notes(body)).toEqual([]);
  });

  it('shows control characters, which a terminal would obey', () => {
    expect(notes('<a href="javascript:\u001b[2J">a</a>')[0]).toBe(
      'a link to "javascript:\\u001b[2J" became text: readers cannot follow it',
    );
  });

  it('is each thing once, and no more than can be read', () => {
    expect(notes('<video src="/v"></video><video src="/v"></video>')).toHaveLength(1);
    const many = Array.from({ length: 25 }, (_, n) => `<video src="/v${n}"></video>`).join('');
    expect(notes(many)).toHaveLength(21);
    expect(notes(many).at(-1)).toBe('and 5 more of these');
  });
});

describe('an address with a password', () => {
  it.each([
    ['a link', '<a href="https://desk:s3cret@x.example/a?b=c@d">a</a>', '<a href="https://x.example/a?b=c@d">a</a>'],
    ['a user name alone', '<a href="http://desk@x.example:81/">a</a>', '<a href="http://x.example:81/">a</a>'],
    [
      'a picture',
      '<img src="https://desk:s3cret@x.example/a.png" alt="A">',
      '<img src="https://x.example/a.png" alt="A" />',
    ],
    ['a source', '<q cite="HTTPS://desk:s3cret@x.example/">a</q>', '<q cite="https://x.example/">a</q>'],
  ])('goes out without it, and that is told: %s', (_, given, expected) => {
    const { html, notes } = made(given);
    expect(html).toBe(expected);
    expect(notes).toEqual([
      expect.stringMatching(
        /^the user name or password in an address is left out, since everybody would read it: "http/,
      ),
    ]);
    expect(JSON.stringify(notes)).not.toMatch(/desk|s3cret/);
  });

  it('is left out of the text of a link that is its address, too', () => {
    const { html, notes } = made('See <https://desk:s3cret@x.example/b>.', 'markdown');
    expect(html).toBe('<p>See <a href="https://x.example/b">https://x.example/b</a>.</p>');
    expect(notes.join()).not.toMatch(/s3cret/);
    for (const given of ['<https://desk:s3cret@x.example/ü?q="x">', '<https://desk:s3cret@пример.example/>'])
      expect(made(given, 'markdown').html).not.toContain('s3cret');
    expect(made('<p><a href="https://x.example/"> https://x.example/ </a></p>').html).toBe(
      '<p><a href="https://x.example/"> https://x.example/ </a></p>',
    );
    expect(made('<p><a href="ftp://desk:s3cret@x.example/b">a</a></p>').notes.join()).not.toMatch(/s3cret/);
  });

  it('is told of where it is one of the author’s words, which stay', () => {
    const told = 'an address in the text holds a password, which everybody would read: take it out';
    for (const body of ['<p>Log in at https://desk:s3cret@x.example/b</p>', '<pre>ftp://desk:s3cret@x.example</pre>'])
      expect([html(body), notes(body)]).toEqual([body, [told]]);
    for (const body of [
      '<p>https://x.example/@anna:b</p>',
      '<p>Call 12:30, anna@x.example</p>',
      '<p>https://a:81/@b</p>',
    ])
      expect([html(body), notes(body)]).toEqual([body, []]);
  });

  it.each([
    '<a href="https://social.example/@anna">a</a>',
    '<a href="https://x.example/?q=a@b">a</a>',
    '<a href="https://x.example/#a@b">a</a>',
    '<a href="mailto:anna@x.example">a</a>',
    '<a href="xmpp:anna@x.example">a</a>',
  ])('is not one that has a sign like it elsewhere: %s', (given) => {
    expect([html(given), notes(given)]).toEqual([given, []]);
  });
});

describe('any HTML', () => {
  const names =
    `a abbr address article aside audio b bdi blockquote br button caption center code dd del details div dl dt em
    figcaption figure font footer form h1 h2 hr i iframe img ins li main math mi noscript object ol p picture pre q rb rp rt ruby
    section select source span strong sub summary sup svg table tbody td text th time tr u ul video x-note`.split(
      /\s+/,
    );
  const attributes = ['', ' dir="rtl"', ' lang="uk"', ' href="#a"', ' src="/a.png"', ' srcset="/b.png 2x"', ' hidden'];
  const piece = fc.oneof(
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...attributes))
      .map(([name, attribute]) => `<${name}${attribute}>`),
    fc.constantFrom(...names).map((name) => `</${name}>`),
    fc.constantFrom('word', ' ', '&#146;', '&amp;', '\u202b', '\u200b', '<', '\n'),
  );
  const body = fc.array(piece, { maxLength: 30 }).map((it) => it.join(''));

  it('stays the same when what was made of it goes through this again', () => {
    fc.assert(
      fc.property(body, (given) => {
        const once = toSafeHtml({ body: given, bodyType: 'html' }, ownAddress('story')).html;
        const page = withOrigin(once, '');
        expect(withOrigin(toSafeHtml({ body: page, bodyType: 'html' }, ownAddress('story')).html, '')).toBe(page);
      }),
      { numRuns: 2000 },
    );
  });
});
