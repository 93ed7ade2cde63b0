import { describe, expect, it } from 'vitest';
import { ghostApi } from '../../../src/importing/formats/ghost/content-api.ts';
import { ghost } from '../../../src/importing/formats/ghost/ghost.ts';
import { detectFormat } from '../../../src/importing/formats/index.ts';
import { codes, storyIn } from '../../support/import-input.ts';

const post = (fields: object) =>
  JSON.stringify({ data: { posts: [{ id: '1', title: 'T', status: 'published', ...fields }] } });
const read = async (fields: object) => {
  const story = await storyIn(ghost, post(fields));
  return { html: story.body.type === 'html' ? story.body.text : '', notes: story.notes, status: story.status };
};
const lexical = (...children: object[]) => ({
  html: null,
  lexical: JSON.stringify({ root: { children, type: 'root' } }),
});
const text = (words: string, format = 0) => ({ type: 'extended-text', text: words, format });
const paragraph = (...children: object[]) => ({ type: 'paragraph', children });

describe('what Ghost holds back', () => {
  it.each([
    [{ status: 'sent' }, 'draft', ['visibility']],
    [{ email_only: 1, status: 'published' }, 'draft', ['visibility']],
    [{ email_only: '1' }, 'draft', ['visibility']],
    [{ email_only: 'true' }, 'draft', ['visibility']],
    [{ email_only: '0' }, 'ready', []],
    [{ page: '1' }, 'draft', ['not-a-post']],
    [{ visibility: 'tiers' }, 'ready', ['visibility']],
    [{ status: 'scheduled' }, 'ready', ['scheduled']],
    [{ status: undefined }, 'draft', ['status']],
    [{ html: '<p>A</p><!--members-only--><p>B</p>' }, 'ready', ['paywall']],
    [{ html: '<p>A</p><!--members-only-->' }, 'ready', []],
    [
      {
        html: '<!--kg-gated-block:begin nonMember:false memberSegment:"status:free" --><p>A</p><!--kg-gated-block:end-->',
      },
      'ready',
      ['paywall'],
    ],
    [
      { html: '<!--kg-gated-block:begin nonMember:true memberSegment:"" --><p>A</p><!--kg-gated-block:end-->' },
      'ready',
      [],
    ],
    [lexical(paragraph(text('A')), { type: 'paywall' }, paragraph(text('B'))), 'ready', ['paywall']],
    [lexical({ type: 'html', html: '<p>A</p>', visibility: { web: { nonMember: false } } }), 'ready', ['paywall']],
    [lexical({ type: 'html', html: '<p>A</p>', visibility: { web: { nonMember: true } } }), 'ready', []],
  ])('is told of %j', async (fields, status, notes) => {
    const story = await storyIn(ghost, post({ html: '<p>A</p>', ...fields }));
    expect([story.status, codes(story)]).toEqual([status, notes]);
  });

  it.each([
    ['#members', ['visibility']],
    ['#wide-picture', []],
  ])('is told of the internal tag %s', async (name, expected) => {
    const data = {
      posts: [{ id: '1', title: 'T', html: '<p>A</p>', status: 'published' }],
      tags: [{ id: '7', name }],
      posts_tags: [{ post_id: '1', tag_id: '7' }],
    };
    expect(codes(await storyIn(ghost, JSON.stringify({ data })))).toEqual(expected);
  });

  it('is told of a letter that only another table names', async () => {
    const data = {
      posts: [{ id: '1', title: 'T', html: '<p>A</p>', status: 'published' }],
      posts_meta: [{ post_id: '1', email_only: 1 }],
    };
    expect((await storyIn(ghost, JSON.stringify({ data }))).status).toBe('draft');
  });
});

describe('the text of a post without HTML', () => {
  it('is read from Lexical', async () => {
    const document = lexical(
      paragraph(
        text('The '),
        text('crane', 1),
        text(' & mast', 3),
        { type: 'linebreak' },
        { type: 'link', url: 'https://quay.example', children: [text('moved')] },
      ),
      { type: 'extended-heading', tag: 'h3', children: [text('Why')] },
      { type: 'list', listType: 'number', children: [{ type: 'listitem', children: [text('Wind')] }] },
      { type: 'horizontalrule' },
      { type: 'image', src: '/c.jpg', alt: 'A crane', caption: 'The <b>crane</b>' },
    );
    expect(await read(document)).toEqual({
      html: '<p>The <strong>crane</strong><em><strong> &amp; mast</strong></em><br><a href="https://quay.example">moved</a></p><h3>Why</h3><ol><li>Wind</li></ol><hr><figure><img src="/c.jpg" alt="A crane"><figcaption>The <b>crane</b></figcaption></figure>',
      notes: [],
      status: 'ready',
    });
  });

  it('is read from Mobiledoc', async () => {
    const mobiledoc = JSON.stringify({
      version: '0.3.1',
      atoms: [
        ['soft-return', '', {}],
        ['mention', 'Rut', {}],
      ],
      cards: [
        ['bookmark', { url: 'https://quay.example', metadata: { title: 'Quay log' } }],
        ['paywall', {}],
      ],
      markups: [['strong'], ['a', ['href', 'https://quay.example/a']]],
      sections: [
        [
          1,
          'p',
          [
            [0, [0], 0, 'The '],
            [0, [1], 2, 'crane'],
            [1, [], 0, 0],
            [1, [], 0, 1],
          ],
        ],
        [3, 'ul', [[[0, [], 0, 'Wind']]]],
        [10, 0],
        [10, 1],
        [1, 'p', [[0, [], 0, 'Paid']]],
      ],
    });
    const { html, notes } = await read({ html: null, mobiledoc });
    expect(html).toBe(
      '<p><strong>The <a href="https://quay.example/a">crane</a></strong><br>Rut</p><ul><li>Wind</li></ul><p><a href="https://quay.example">Quay log</a></p><!--members-only--><p>Paid</p>',
    );
    expect(notes).toEqual([
      { code: 'paywall', message: 'what stands below its paywall was not for everybody' },
      { code: 'card', message: 'parts that are not known, of which only words are kept: mention' },
    ]);
  });

  it('keeps the words of what is not known, and leaves out letters and forms', async () => {
    const { html, notes } = await read(
      lexical(
        { type: 'poll', children: [paragraph(text('Yes or no'))] },
        { type: 'email', html: '<p>Dear</p>' },
        { type: 'signup' },
      ),
    );
    expect(html).toBe('<p>Yes or no</p>');
    expect(notes).toEqual([
      { code: 'card', message: 'parts that are not known, of which only words are kept: poll' },
      { code: 'body-changed', message: 'cards for letters and forms are left out: email, signup' },
    ]);
  });

  it('is refused in another form, or deeper than any', async () => {
    await expect(read({ html: null, mobiledoc: '{"version":"0.2.0"}' })).rejects.toThrow('got version 0.2.0');
    await expect(read({ html: null, lexical: '{"a":1}' })).rejects.toThrow('"lexical" has no root');
    let deep: object = text('x');
    for (let depth = 0; depth < 300; depth++) deep = paragraph(deep);
    await expect(read(lexical(deep))).rejects.toThrow('"lexical" is nested more than 100 deep');
  });
});

describe('cards', () => {
  it.each([
    [{ type: 'audio', src: '/b.mp3', title: 'The bell' }, '<p><audio src="/b.mp3" title="The bell"></audio></p>'],
    [
      { type: 'embed', url: 'https://v.example/1', html: '<iframe></iframe>', metadata: { title: 'Crane' } },
      '<p><a href="https://v.example/1">Crane</a></p>',
    ],
    [{ type: 'file', src: '/a.pdf', fileTitle: 'Log' }, '<p><a href="/a.pdf">Log</a></p>'],
    [{ type: 'callout', calloutText: 'Mind the <b>gap</b>' }, '<p>Mind the <b>gap</b></p>'],
    [{ type: 'toggle', heading: 'Why', content: '<p>Wind.</p>' }, '<h4>Why</h4><p>Wind.</p>'],
    [{ type: 'button', buttonUrl: '/join', buttonText: 'Join' }, '<p><a href="/join">Join</a></p>'],
    [{ type: 'markdown', markdown: '*Late*' }, '<p><em>Late</em></p>'],
    [{ type: 'codeblock', code: 'a < b' }, '<figure><pre><code>a &lt; b</code></pre></figure>'],
    [
      { type: 'gallery', images: [{ src: '/1.jpg' }, { src: '/2.jpg' }], caption: 'Two' },
      '<figure><img src="/1.jpg" alt=""><img src="/2.jpg" alt=""><figcaption>Two</figcaption></figure>',
    ],
  ])('%j are read', async (card, html) => {
    expect(await read(lexical(card))).toMatchObject({ html, notes: [] });
  });

  it('in HTML lose the boxes, controls and forms around what they say', async () => {
    const { html, notes } = await read({
      html: [
        '<p>One.</p>',
        '<div class="kg-card kg-audio-card"><audio src="/b.mp3"></audio><div class="kg-audio-title">The bell</div><div class="kg-audio-player"><span>0:00</span>/<button>1×</button></div></div>',
        '<div class="kg-card kg-file-card"><a href="/a.pdf"><div class="kg-file-card-title">Log</div><div class="kg-file-card-metadata"><div class="kg-file-card-filename">a.pdf</div><div>2 KB</div></div></a></div>',
        '<div class="kg-card kg-product-card"><h4 class="kg-product-card-title">Lamp</h4><div class="kg-product-card-description"><p>Bright.</p></div></div>',
        '<div class="kg-card kg-signup-card"><h2>Join</h2><form><input></form></div>',
        '<figure class="kg-card kg-image-card"><img src="/c.jpg"></figure>',
      ].join(''),
    });
    expect(html).toBe(
      '<p>One.</p><p><audio src="/b.mp3" title="The bell"></audio></p><p><a href="/a.pdf">Log</a></p><h4>Lamp</h4><p>Bright.</p><figure class="kg-card kg-image-card"><img src="/c.jpg"></figure>',
    );
    expect(notes).toEqual([{ code: 'body-changed', message: 'a form to sign up is left out' }]);
  });
});

it('leaves parts of letters out of the HTML of a post, and tells their words', async () => {
  const html =
    '<p>One.</p><div class="kg-card kg-email-card"><p>Dear</p></div><div class="kg-email-cta-card">Pay</div>';
  const story = await storyIn(ghost, post({ html }));
  expect(story.body).toMatchObject({ text: '<p>One.</p>' });
  expect(story.notes).toEqual([
    { code: 'body-changed', message: 'a part of the letters to subscribers is left out: Dear' },
    { code: 'body-changed', message: 'a part of the letters to subscribers is left out: Pay' },
  ]);
});

describe("Ghost's Content API", () => {
  const of = (fields: object) =>
    JSON.stringify({
      posts: [
        {
          id: '5f',
          uuid: 'u',
          title: 'Crane',
          slug: 'crane',
          html: '<p>Moved.</p>',
          url: 'https://quay.example/crane/',
          visibility: 'public',
          published_at: '2021-06-01T07:00:00.000+00:00',
          tags: [
            { name: 'Cranes', visibility: 'public' },
            { name: '#x', visibility: 'internal' },
          ],
          authors: [{ name: 'Rut Vale', website: null }],
          ...fields,
        },
      ],
      meta: { pagination: { page: 1 } },
    });

  it('is told from the export', () => {
    expect(detectFormat(of({}))).toBe(ghostApi);
    expect(detectFormat(post({ html: 'x' }))).toBe(ghost);
  });

  it('reads a post with its tags and authors', async () => {
    expect(await storyIn(ghostApi, of({ feature_image: '/c.jpg', feature_image_alt: 'A crane' }))).toEqual({
      name: '5f',
      id: '5f',
      slug: 'crane',
      address: 'https://quay.example/crane/',
      title: 'Crane',
      body: { type: 'html', text: '<p>Moved.</p>' },
      published: '2021-06-01T07:00:00+00:00',
      tags: ['Cranes'],
      authors: [{ name: 'Rut Vale' }],
      image: { url: '/c.jpg', alt: 'A crane' },
      status: 'ready',
      notes: [],
    });
  });

  it.each([
    [{ visibility: 'paid', access: false }, 'ready', ['visibility', 'paywall']],
    [{ status: 'draft' }, 'draft', ['draft']],
    [{ email_only: true }, 'draft', ['visibility']],
  ])('tells of %j', async (fields, status, notes) => {
    const story = await storyIn(ghostApi, of(fields));
    expect([story.status, codes(story)]).toEqual([status, notes]);
  });

  it('takes pages for drafts', async () => {
    const page = await storyIn(ghostApi, of({}).replace('"posts"', '"pages"'));
    expect([page.status, codes(page)]).toEqual(['draft', ['not-a-post']]);
  });
});
