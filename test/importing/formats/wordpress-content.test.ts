import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../src/importing/formats/wordpress/content.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';

const html = (content: string, parts?: Parameters<typeof toHtml>[1]) => toHtml(content, parts).html;
const link = (address: string, words: string) => `<p><a href="${address}">${words}</a></p>`;

describe('shortcodes for media', () => {
  it.each([
    [
      '[youtube=https://www.youtube.com/watch?v=q1&w=640&h=385]',
      link('https://www.youtube.com/watch?v=q1', 'youtube.com'),
    ],
    ['[youtube https://youtu.be/q1]', link('https://youtu.be/q1', 'youtu.be')],
    ['[youtube id="q1a2"]', link('https://www.youtube.com/watch?v=q1a2', 'youtube.com')],
    ['[vimeo 998]', link('https://vimeo.com/998', 'vimeo.com')],
    [
      '[soundcloud url="https://soundcloud.com/rut/bells" params="x=1"]',
      link('https://soundcloud.com/rut/bells', 'soundcloud.com'),
    ],
    ['[embed width="9"]https://quay.example/clip[/embed]', link('https://quay.example/clip', 'quay.example')],
    ['[tweet 77123]', link('https://twitter.com/i/status/77123', 'twitter.com')],
    ['[audio http://quay.example/bell.mp3]', '<p><audio src="http://quay.example/bell.mp3"></audio></p>'],
    [
      '[video mp4="http://quay.example/crane.mp4"][/video]',
      '<p><video src="http://quay.example/crane.mp4"></video></p>',
    ],
  ])('%s becomes a link', (content, shown) => {
    expect(toHtml(`One.\n\n${content}\n\nTwo.`)).toEqual({ html: `<p>One.</p>\n${shown}\n<p>Two.</p>`, notes: [] });
  });

  it('stand in a sentence, too', () => {
    expect(html('See [vimeo 998] now.')).toBe('<p>See <a href="https://vimeo.com/998">vimeo.com</a> now.</p>');
  });

  it('become the pictures and sounds of the attachments that they name', () => {
    const attachments = new Map([
      ['4', { url: '/crane.jpg', alt: 'A crane', caption: 'The crane', credit: 'Rut Vale' }],
      ['5', { url: '/quay.jpg' }],
      ['6', { url: '/bell.mp3', title: 'The bell' }],
    ]);
    expect(html('[gallery ids="4,5"]', { attachments })).toBe(
      '<figure><img src="/crane.jpg" alt="A crane"><figcaption>The crane – Rut Vale</figcaption></figure>\n<figure><img src="/quay.jpg" alt=""></figure>',
    );
    expect(html('[playlist ids="6"]', { attachments })).toBe('<p><audio src="/bell.mp3" title="The bell"></audio></p>');
    expect(toHtml('[gallery ids="4,9"]', { attachments }).notes).toEqual([
      { code: 'shortcode', message: 'the body has shortcodes; replace them: [gallery]' },
    ]);
  });

  it.each([
    '[spotify spotify:track:1]',
    '[polls=3 "x"]',
    '[pdf http://quay.example/a.pdf]',
    '[gallery]',
    '[quote]A[/quote]',
  ])('%s is noted', (content) => {
    const { html: shown, notes } = toHtml(content);
    expect([shown, notes.map((it) => it.code)]).toEqual([`<p>${content}</p>`, ['shortcode']]);
  });

  it.each([
    '[sic]',
    '[1]',
    '[Laughter]',
    "[Editor's note: see https://quay.example]",
    '[via https://quay.example]',
    '[video at 0:21]',
    '[audio unclear]',
    '[n=12]',
    '[the Quay]',
  ])('%s stays words', (words) => {
    expect(toHtml(`They said ${words} so.`)).toEqual({ html: `<p>They said ${words} so.</p>`, notes: [] });
  });
});

describe('blocks', () => {
  it('that are used again stand where they are referred to', () => {
    const blocks = new Map([['3', '<!-- wp:paragraph --><p>Of the block.</p><!-- /wp:paragraph -->']]);
    expect(toHtml('<p>One.</p>\n<!-- wp:block {"ref":3} /-->', { blocks })).toEqual({
      html: '<p>One.</p>\n<p>Of the block.</p>',
      notes: [],
    });
  });

  it('that only WordPress can fill are counted in one note', () => {
    const content = [
      '<!-- wp:block {"ref":3} /-->',
      '<!-- wp:block {"ref":4,"content":{"Name":{"content":"X"}}} /-->',
      '<!-- wp:latest-posts {"postsToShow":3} /-->',
      '<!-- wp:query {"queryId":1} --><!-- wp:post-template --><!-- wp:post-title /--><!-- /wp:post-template --><!-- /wp:query -->',
    ].join('\n');
    expect(toHtml(content, { blocks: new Map([['4', 'x']]) }).notes).toEqual([
      {
        code: 'blocks',
        message: 'left out, as only WordPress can show it: 2 reusable blocks, 1 latest-posts, 1 query',
      },
    ]);
  });

  it('that show nothing are not', () => {
    expect(toHtml('<!-- wp:spacer /--><!-- wp:more /--><p>One.</p>').notes).toEqual([]);
  });

  it('with an address and nothing else keep it', () => {
    expect(html('<!-- wp:embed {"url":"https://quay.example/clip"} /-->')).toBe('<p>https://quay.example/clip</p>');
  });
});

describe('footnotes', () => {
  const mark = '<sup data-fn="a1" class="fn"><a href="#a1" id="a1-link">1</a></sup>';
  const field = '[{"id":"a1","content":"Quay <em>log</em>."},{"id":"b2","content":"Unused."}]';
  const list = '<ol><li id="a1">Quay <em>log</em>. <a href="#a1-link">↩</a></li></ol>';

  it('stand where WordPress lists them, else at the end', () => {
    const content = `<!-- wp:paragraph --><p>Late.${mark}</p><!-- /wp:paragraph -->`;
    const footer = '<!-- wp:paragraph --><p>End.</p><!-- /wp:paragraph -->';
    expect(html(`${content}<!-- wp:footnotes /-->${footer}`, { footnotes: field })).toBe(
      `<p>Late.${mark}</p>${list}<p>End.</p>`,
    );
    expect(html(content, { footnotes: field })).toBe(`<p>Late.${mark}</p>\n${list}`);
  });

  it.each([undefined, 'no JSON', '[]'])('that are lost are noted: %s', (footnotes) => {
    expect(toHtml(`<p>Late.${mark}</p>`, { footnotes }).notes).toEqual([
      { code: 'footnotes', message: 'footnotes are lost: 1' },
    ]);
  });

  it('are not looked for in a text without marks', () => {
    expect(toHtml('<p>Late.</p>', { footnotes: field })).toEqual({ html: '<p>Late.</p>', notes: [] });
  });
});

describe('credits of pictures in a text', () => {
  const attachments = new Map([['4', { url: '/crane.jpg', credit: 'Rut Vale' }]]);

  it('are added to the caption, or are one', () => {
    const image = '<img src="/crane.jpg" class="wp-image-4">';
    expect(html(`<figure>${image}<figcaption>The crane</figcaption></figure>`, { attachments })).toBe(
      `<figure>${image}<figcaption>The crane – Rut Vale</figcaption></figure>`,
    );
    expect(html(`<figure>${image}</figure>`, { attachments })).toBe(
      `<figure>${image}<figcaption>Rut Vale</figcaption></figure>`,
    );
    expect(html(`A ${image} b.`, { attachments })).toBe(`<p>A ${image} <small>Rut Vale</small> b.</p>`);
  });

  it('that are there already are not', () => {
    const figure = '<figure><img src="/crane.jpg" class="wp-image-4"><figcaption>Photo: Rut Vale</figcaption></figure>';
    expect(html(figure, { attachments })).toBe(figure);
  });
});

it('is had in no time, whatever comes', () => {
  const parts = [
    '[youtube ',
    '[embed]',
    '[a=',
    '[a ',
    '<!-- wp:',
    '<!-- wp:block /-->',
    ' data-fn="a',
    '<!--  ',
    '<script ',
    ' class="',
    '[gallery ids=1',
  ];
  for (const part of parts) {
    const started = cpuSeconds();
    toHtml(part.repeat(1_000_000 / part.length));
    expect(cpuSeconds() - started, part).toBeLessThan(MOST_SECONDS);
  }
});

describe('text of the classic editor', () => {
  it('has its lists, headings and quotations apart, whether or not a blank line stands before them', () => {
    const content =
      'The quay opens in <strong>May</strong>.\n<ol>\n<li>Steel comes.</li>\n<li>Divers\nmeasure.</li>\n</ol>\n<blockquote>It holds.\nStill.</blockquote>\nSo they say.\n<h3>Cost</h3>\nNobody knows.';
    expect(html(content)).toBe(
      [
        '<p>The quay opens in <strong>May</strong>.</p>',
        '<ol>\n<li>Steel comes.</li>\n<li>Divers\nmeasure.</li>\n</ol>',
        '<blockquote>It holds.\nStill.</blockquote>',
        '<p>So they say.</p>',
        '<h3>Cost</h3>',
        '<p>Nobody knows.</p>',
      ].join('\n'),
    );
  });

  it('keeps the lines of a paragraph, and what stands in one', () => {
    expect(html('One <em>two</em>\nthree <a href="/x">four</a>\nfive')).toBe(
      '<p>One <em>two</em><br>three <a href="/x">four</a><br>five</p>',
    );
    expect(html('<div>One\ntwo\n</div>\nthree')).toBe('<div>One\ntwo\n</div>\n<p>three</p>');
    expect(html('<pre>\n<li>a</li>\n\nb</pre>\nc')).toBe('<pre>\n<li>a</li>\n\nb</pre>\n<p>c</p>');
  });
});
