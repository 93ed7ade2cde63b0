import { describe, expect, it } from 'vitest';
import { nitf } from '../../../src/importing/formats/nitf/nitf.ts';
import { needsReview } from '../../../src/importing/notes.ts';
import { codes, fixture, storyIn } from '../../support/import-input.ts';

const NITF = fixture('nitf.xml');
const of = (content: string, bodyHead = '<hedline><hl1>T</hl1></hedline>', head = '') =>
  `<nitf><head>${head}</head><body><body.head>${bodyHead}</body.head><body.content>${content}</body.content></body></nitf>`;
const body = async (content: string, bodyHead?: string) => (await storyIn(nitf, of(content, bodyHead))).body;

describe('NITF', () => {
  it('is recognised by its root element, with a prefix or without', () => {
    expect(nitf.recognises(NITF)).toBe(true);
    expect(nitf.recognises('<n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/">')).toBe(true);
    expect(nitf.recognises('<newsItem><nitf/></newsItem>')).toBe(false);
  });

  it('reads a story', async () => {
    expect(await storyIn(nitf, NITF)).toEqual({
      name: 'coast.20220303.boats',
      title: 'Boats & nets counted',
      summary: 'A count at the coast.',
      body: {
        type: 'html',
        text: [
          '<p>Keltmouth has 40 boats &lt; 50.</p>',
          '<h2>Nets</h2>',
          '<p>See <a href="https://coast.example/nets?a=1&amp;b=2">the <em>list</em></a>.</p>',
          '<ul><li>Old</li><li>New</li></ul>',
          '<table><tr><td>Boats</td><td>40</td></tr></table>',
          '<blockquote><p>Forty.</p><cite>Port</cite></blockquote>',
          '<figure><img src="nets.jpg" alt="Nets"><figcaption>Nets</figcaption></figure>',
        ].join('\n'),
      },
      published: '2022-03-03T19:00:00-05:00',
      embargo: '2022-03-03T20:00:00-05:00',
      expires: '2023-01-01T00:00:00Z',
      tags: ['boats', 'Fishing', 'Local'],
      authors: [{ name: 'Ann Berg' }, { name: 'Ivo Klym' }],
      image: {
        url: 'boats.jpg',
        alt: 'x',
        caption: 'Boats in the harbour',
        credit: 'C. Reed',
        width: 600,
        height: 400,
        type: 'image/jpeg',
      },
      language: 'en',
      status: 'ready',
      notes: [
        { code: 'editors-note', message: 'message to editors: Hold for desk.' },
        { code: 'correction', message: 'corrects an earlier story: Corrects the year.' },
        { code: 'scope', message: 'may be of interest to: Coast' },
        { code: 'unread-fields', message: 'tagline is left out: End', names: ['tagline'] },
        { code: 'media', message: 'media of the type "video" is left out' },
      ],
    });
  });

  it('tells of a second headline beside an abstract, which is the summary without one', async () => {
    const head = (more: string) => `<hedline><hl1>T</hl1><hl2>It must be painted</hl2></hedline>${more}`;
    const told = async (more: string) => {
      const story = await storyIn(nitf, of('<p>It rained.</p>', head(more)));
      return [story.summary, story.notes.map((it) => it.message)];
    };
    expect(await told('<abstract><p>Rain at last.</p></abstract>')).toEqual([
      'Rain at last.',
      ['hl2 is left out: It must be painted'],
    ]);
    expect(await told('')).toEqual(['It must be painted', []]);
  });

  it('puts the dateline in front of the first paragraph, unless its place is there already', async () => {
    const head = '<hedline><hl1>T</hl1></hedline><dateline>KELTMOUTH (Wire)</dateline>';
    expect(await body('<p>It rained.</p><p>A lot.</p>', head)).toEqual({
      type: 'html',
      text: '<p>KELTMOUTH (Wire) – It rained.</p>\n<p>A lot.</p>',
    });
    expect(await body('<block><p>KELTMOUTH — It rained.</p></block>', head)).toEqual({
      type: 'html',
      text: '<p>KELTMOUTH — It rained.</p>',
    });
    expect(await body('<p>It rained.</p>', '<dateline>KELTMOUTH –</dateline>')).toEqual({
      type: 'html',
      text: '<p>KELTMOUTH – It rained.</p>',
    });
  });

  it.each([
    ['<location><city>Harl</city><state>Ost</state></location>', 'Harl, Ost – It rained.'],
    ['<location>\n <city>Harl</city>,\n <state>Ost</state>\n</location>', 'Harl, Ost – It rained.'],
    ['<location>HARL</location>, <story.date norm="20240301">March 1</story.date> (Wire)', 'HARL (Wire) – It rained.'],
    ['<location><city>Harl</city></location><location><city>Ost</city></location>', 'Harl, Ost – It rained.'],
    ['<story.date norm="20240301T080000Z">20240301T080000Z</story.date>', 'It rained.'],
    ['<location/>', 'It rained.'],
  ])('reads the parts of the dateline %s', async (dateline, paragraph) => {
    const head = `<hedline><hl1>T</hl1></hedline><dateline>${dateline}</dateline>`;
    expect(await body('<p>It rained.</p>', head)).toEqual({ type: 'html', text: `<p>${paragraph}</p>` });
  });

  it('sees the place of a dateline in capitals without accents', async () => {
    const head = '<hedline><hl1>T</hl1></hedline><dateline><location><city>Hárl</city></location></dateline>';
    expect(await body('<p>HARL - It rained.</p>', head)).toEqual({ type: 'html', text: '<p>HARL - It rained.</p>' });
  });

  it('does not take an empty message for one, nor a scope for a restriction', async () => {
    const head = '<docdata><ed-msg info=" "/><ed-msg/><doc-scope scope="SPORT"/><doc-scope scope="TV"/></docdata>';
    const story = await storyIn(nitf, of('<p>B</p>', undefined, head));
    expect(story.notes).toEqual([{ code: 'scope', message: 'may be of interest to: SPORT, TV' }]);
    expect(needsReview({ notes: story.notes, lines: [], accepted: [] })).toBe(false);
  });

  it('does not take the form of a date for one', async () => {
    const head = '<docdata><date.issue norm="20240301T080000Z"/><date.expire norm="YYYYMMDD000000-HHMM"/></docdata>';
    expect((await storyIn(nitf, of('<p>B</p>', undefined, head))).expires).toBeUndefined();
  });

  it('hands embeds that were escaped to the sanitiser, and no other paragraph', async () => {
    const embed = '&lt;iframe src="https://video.example/7"&gt;&lt;/iframe&gt;&lt;script src="e.js"&gt;&lt;/script&gt;';
    expect(await body(`<p>${embed}</p>`)).toEqual({
      type: 'html',
      text: '<iframe src="https://video.example/7"></iframe><script src="e.js"></script>',
    });
    for (const words of ['&lt;HARL&gt;', 'Write &lt;b&gt;', '&lt;b&gt; and &lt;/b&gt;'])
      expect(await body(`<p>${words}</p>`)).toEqual({ type: 'html', text: `<p>${words}</p>` });
  });

  it('prefers an abstract to a second headline', async () => {
    const head = '<hedline><hl1>T</hl1><hl2>Second</hl2></hedline><abstract><p>An abstract.</p></abstract>';
    expect((await storyIn(nitf, of('<p>B</p>', head))).summary).toBe('An abstract.');
  });

  it.each([
    ['20220303T190000-0500', '2022-03-03T19:00:00-05:00'],
    ['20220303T190000Z', '2022-03-03T19:00:00Z'],
    ['20220303T190000', '2022-03-03T19:00:00'],
    ['20220303', '2022-03-03'],
    ['2022-03-03T19:00:00+01:00', '2022-03-03T19:00:00+01:00'],
    ['3 March', '3 March'],
  ])('reads the date %s', async (norm, published) => {
    const head = `<docdata><date.issue norm="${norm}"/></docdata>`;
    expect((await storyIn(nitf, of('<p>B</p>', undefined, head))).published).toBe(published);
  });

  it('takes a date of release for an embargo only where it is later than the issue', async () => {
    const dates = (release: string) =>
      `<docdata><date.issue norm="20220303T190000Z"/><date.release norm="${release}"/></docdata>`;
    const embargo = async (release: string) => (await storyIn(nitf, of('<p>B</p>', undefined, dates(release)))).embargo;
    expect(await embargo('20220303T200000Z')).toBe('2022-03-03T20:00:00Z');
    expect(await embargo('20220303T190000Z')).toBeUndefined();
  });

  it.each([
    ['usable', 'ready', []],
    ['withheld', 'draft', [{ code: 'status', message: 'its provider holds it back ("withheld"): saved as a draft' }]],
    ['canceled', 'withdrawn', []],
    ['embargoed', 'draft', [{ code: 'embargo', message: 'is embargoed but has no date.release: saved as a draft' }]],
    ['x', 'draft', [{ code: 'status', message: 'unknown status "x": saved as a draft' }]],
  ])('takes the status "%s" for %s', async (said, status, notes) => {
    const head = `<docdata management-status="${said}"/>`;
    expect(await storyIn(nitf, of('<p>B</p>', undefined, head))).toMatchObject({ status, notes });
  });

  it('reads elements with a prefix', async () => {
    const text = of('<p>B</p>').replaceAll(/<(\/?)/g, '<$1n:');
    expect(await storyIn(nitf, text)).toMatchObject({ title: 'T', body: { text: '<p>B</p>' } });
  });

  it('keeps what HTML means as text', async () => {
    expect(await body('<p>&lt;script&gt; <person>A &amp; B</person></p><pre>a\n  b</pre>')).toEqual({
      type: 'html',
      text: '<p>&lt;script&gt; A &amp; B</p>\n<pre>a\n  b</pre>',
    });
  });

  it('names the line where it is not well-formed', async () => {
    await expect(storyIn(nitf, '<nitf>\n<head>\n</body></nitf>')).rejects.toThrow(
      'line 3: is not well-formed XML: unexpected close tag',
    );
    await expect(storyIn(nitf, '<nitf><head/>')).rejects.toThrow(/unclosed tag: nitf/);
  });

  it('refuses declared entities', async () => {
    const text = NITF.replace(/<!DOCTYPE[^>]*>/, '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]>');
    await expect(storyIn(nitf, text)).rejects.toThrow(/^line 2: the DOCTYPE declares entities/);
  });

  it.each([
    '<note noteclass="editorsnote" type="npa"><body.content><p>Cut from the end.</p></body.content></note>',
    '<note type="npa"><p>Cut from the end.</p></note>',
    '<block><note noteclass="editorsnote"><p>Cut from the end.</p></note></block>',
  ])('tells a note to editors, and keeps it out of the text: %s', async (note) => {
    expect(await storyIn(nitf, of(`<p>It rained.</p>${note}`))).toMatchObject({
      body: { text: '<p>It rained.</p>' },
      notes: [{ code: 'editors-note', message: 'note to editors: Cut from the end.' }],
    });
  });

  it('keeps a note for readers in the text', async () => {
    const note = '<note type="pa"><p>The mill is a museum.</p></note>';
    expect(await storyIn(nitf, of(`<p>It rained.</p>${note}`))).toMatchObject({
      body: { text: '<p>It rained.</p>\n<p>The mill is a museum.</p>' },
      notes: [],
    });
  });

  it('tells a note above the text, and holds a story back that must not be published', async () => {
    const above = (words: string) =>
      of('<p>It rained.</p>', `<hedline><hl1>T</hl1></hedline><note><p>${words}</p></note>`);
    expect((await storyIn(nitf, above('Adds rain.'))).notes).toEqual([
      { code: 'editors-note', message: 'note above the text: Adds rain.' },
    ]);
    expect(codes(await storyIn(nitf, above('HOLD FOR RELEASE')))).toEqual(['embargo']);
    const rights = of('<p>It rained.</p>', '<hedline><hl1>T</hl1></hedline><rights>Harl only.</rights>');
    expect((await storyIn(nitf, rights)).notes).toEqual([{ code: 'usage-terms', message: 'terms of use: Harl only.' }]);
    const message = '<docdata><ed-msg info="Not for publication"/></docdata>';
    expect(codes(await storyIn(nitf, of('<p>It rained.</p>', undefined, message)))).toEqual(['embargo']);
  });

  it.each([
    ['<meta name="embargo" content="until Friday"/>', 'embargo'],
    ['<meta name="access" content="subscribers"/>', 'visibility'],
    ['<docdata><du-key key="kill"/></docdata>', 'status'],
    ['<docdata><du-key generation="2" part="kill" key="coast-hidden-river"/></docdata>', 'status'],
  ])('holds a story back by its head: %s', async (head, code) => {
    expect(codes(await storyIn(nitf, of('<p>It rained.</p>', undefined, head)))).toEqual([code]);
  });

  it.each([
    '<meta name="embargo" content="none"/>',
    '<meta name="slug" content="coast-private-beach"/>',
    '<docdata><du-key generation="1" part="main" version="2" key="coast-hidden-river"/></docdata>',
  ])('sees nothing that holds back in %s', async (head) => {
    expect((await storyIn(nitf, of('<p>It rained.</p>', undefined, head))).notes).toEqual([]);
  });
});
