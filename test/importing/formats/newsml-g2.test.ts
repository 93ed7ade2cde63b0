import { describe, expect, it } from 'vitest';
import { newsmlG2 } from '../../../src/importing/formats/newsml-g2/newsml-g2.ts';
import { wireParagraphs } from '../../../src/importing/formats/newsml-g2/wire-text.ts';
import { codes, inputOf, storiesIn, storyIn } from '../../support/import-input.ts';

interface Parts {
  itemMeta?: string;
  meta?: string;
  content?: string;
  rights?: string;
  guid?: string;
}

const XHTML = '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>';
const xhtml = (body: string) => `${XHTML}${body}</body></html></inlineXML>`;
const item = ({
  itemMeta = '',
  meta = '',
  content = xhtml('<p>It held.</p>'),
  rights = '',
  guid = 'urn:newsml:ostmere:7',
}: Parts) =>
  `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" guid="${guid}" version="2" xml:lang="en-GB">
    <rightsInfo>${rights}</rightsInfo>
    <itemMeta><itemClass qcode="ninat:text"/>${itemMeta}</itemMeta>
    <contentMeta><headline>Dam holds</headline>${meta}</contentMeta>
    <contentSet>${content}</contentSet>
  </newsItem>`;
const message = (...items: string[]) =>
  `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent/></header><itemSet>${items.join('')}</itemSet></newsMessage>`;
const read = (parts: Parts) => storyIn(newsmlG2, item(parts));

describe('NewsML-G2', () => {
  it('is recognised by its root element, with a prefix or without', () => {
    expect(newsmlG2.recognises(item({}))).toBe(true);
    expect(newsmlG2.recognises(message())).toBe(true);
    expect(
      newsmlG2.recognises('<?xml version="1.0"?><g2:packageItem xmlns:g2="http://iptc.org/std/nar/2006-10-01/">'),
    ).toBe(true);
    expect(newsmlG2.recognises('<NewsML><NewsItem/></NewsML>')).toBe(false);
  });

  it('reads an item', async () => {
    const story = await read({
      rights: '<usageTerms xml:lang="en">Not for\n resale.</usageTerms><usageTerms xml:lang="de">Nicht.</usageTerms>',
      itemMeta: `<versionCreated>2024-03-01T09:00:00+01:00</versionCreated><firstCreated>2024-03-01T08:00:00.000Z</firstCreated>
        <embargoed>2024-03-02T08:00:00Z</embargoed><pubStatus qcode="stat:usable"/><edNote/><edNote>Adds <p>the road</p>.</edNote>`,
      meta: `<headline role="hld:sub">A wet night</headline><by>By Rhea Dunn and Otto Lind</by><creator literal="DESK"/>
        <description role="drol:caption">A wall.</description><description role="drol:summary">It is dry.</description>
        <language tag="en"/><slugline>DAM-OSTMERE</slugline><keyword>roads</keyword>
        <subject qcode="medtop:1"><name xml:lang="de">Unwetter</name><name xml:lang="en-GB">weather</name></subject>
        <subject qcode="geo:1"><name role="nrol:short">OST</name><name role="nrol:display">Ostmere</name></subject>
        <subject qcode="medtop:2"/>`,
    });
    expect(story).toEqual({
      name: 'urn:newsml:ostmere:7',
      id: 'urn:newsml:ostmere:7',
      title: 'Dam holds',
      summary: 'It is dry.',
      body: { type: 'html', text: '<p>It held.</p>' },
      published: '2024-03-01T08:00:00Z',
      updated: undefined,
      embargo: '2024-03-02T08:00:00Z',
      tags: ['weather', 'Ostmere', 'roads'],
      authors: [{ name: 'By Rhea Dunn and Otto Lind' }],
      image: undefined,
      language: 'en',
      status: 'ready',
      notes: [
        { code: 'editors-note', message: 'note to editors: Adds the road .' },
        { code: 'usage-terms', message: 'terms of use: Not for resale.' },
        { code: 'slugline', message: 'slugline: DAM-OSTMERE' },
        { code: 'contact', message: 'also named by the agency: DESK' },
        { code: 'subject-codes', message: 'subjects without a name: medtop:2' },
      ],
    });
  });

  it.each([
    ['stat:usable', 'ready', []],
    ['stat:withheld', 'draft', ['status']],
    ['stat:canceled', 'withdrawn', []],
    ['stat:other', 'draft', ['status']],
  ])('takes the status "%s" for %s', async (qcode, status, notes) => {
    const story = await read({ itemMeta: `<pubStatus qcode="${qcode}"/>` });
    expect([story.status, codes(story)]).toEqual([status, notes]);
  });

  it('reads a status by its URI', async () => {
    const uri = 'http://cv.iptc.org/newscodes/pubstatusg2/withheld';
    expect((await read({ itemMeta: `<pubStatus uri="${uri}"/>` })).status).toBe('draft');
  });

  it('saves an embargo without an end as a draft that says so', async () => {
    const story = await read({ itemMeta: '<embargoed/><pubStatus qcode="stat:usable"/>' });
    expect([story.status, story.embargo, story.notes]).toEqual([
      'draft',
      undefined,
      [{ code: 'embargo', message: 'is embargoed without an end: saved as a draft' }],
    ]);
  });

  it('takes a creator for the author only if it is a person', async () => {
    const authors = async (creator: string) => (await read({ meta: creator })).authors;
    expect(await authors('<creator uri="x"><name>Rhea Dunn</name></creator>')).toEqual([{ name: 'Rhea Dunn' }]);
    expect(await authors('<creator type="cpnat:organisation"><name>Ostmere Wire</name></creator>')).toBeUndefined();
    expect(await authors('<creator><name>dunn.rhea</name></creator>')).toBeUndefined();
    expect(await authors('<by>Our own correspondent</by>')).toEqual([{ name: 'Our own correspondent' }]);
  });

  it('puts the dateline in front of the first paragraph, unless its place is there, or it is a date', async () => {
    const text = async (dateline: string, body = '<h2>Night</h2><p> </p><p>It held.</p>') =>
      (await read({ meta: `<dateline>${dateline}</dateline>`, content: xhtml(body) })).body;
    expect(await text('OSTMERE (Wire)')).toMatchObject({
      text: '<h2>Night</h2><p> </p><p>OSTMERE (Wire) – It held.</p>',
    });
    expect(await text('Ostmere, 1 March', '<p>OSTMERE (Wire) - It held.</p>')).toMatchObject({
      text: '<p>OSTMERE (Wire) - It held.</p>',
    });
    for (const date of ['2024-03-01 08:00:00 GMT+00:00', '1 March 2024', ''])
      expect(await text(date, '<p>It held.</p>')).toMatchObject({ text: '<p>It held.</p>' });
  });

  it('writes XHTML as HTML', async () => {
    const body =
      '<p>It &lt;held&gt; &amp; <a href="x?a=1&amp;b=2">more</a>.<br/>Yes.</p><img src="d.jpg" alt="A &quot;dam&quot;"/>';
    expect((await read({ content: xhtml(body) })).body).toEqual({
      type: 'html',
      text: '<p>It &lt;held&gt; &amp; <a href="x?a=1&amp;b=2">more</a>.<br>Yes.</p><img src="d.jpg" alt="A &quot;dam&quot;">',
    });
  });

  it('leaves out the header and footer of a text, and tells of them', async () => {
    const story = await read({
      content: xhtml(
        '<header><h1>Dam holds</h1><p>Extra</p></header><section><p>It held.</p></section><footer>rd</footer>',
      ),
    });
    expect(story.body).toEqual({ type: 'html', text: '<section><p>It held.</p></section>' });
    expect(story.notes).toEqual([
      { code: 'page-parts', message: 'the header and footer of the text are left out: Dam holds Extra / rd' },
    ]);
    expect((await read({ content: xhtml('<header>Night</header><p>It held.</p>') })).body).toMatchObject({
      text: '<header>Night</header><p>It held.</p>',
    });
  });

  it('reads inline NITF, and what that says besides', async () => {
    const nitf = `<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head><docdata><ed-msg info="Hold."/></docdata></head><body>
      <body.head><hedline><hl1>Old</hl1></hedline><byline>By Rhea Dunn</byline></body.head>
      <body.content><p>It held.</p></body.content></body></nitf>`;
    expect(await read({ content: `<inlineXML contenttype="application/nitf+xml">${nitf}</inlineXML>` })).toMatchObject({
      title: 'Dam holds',
      body: { type: 'html', text: '<p>It held.</p>' },
      authors: [{ name: 'Rhea Dunn' }],
      notes: [{ code: 'editors-note', message: 'message to editors: Hold.' }],
    });
  });

  it.each([
    ['It held.\n\nIt is dry.', '<p>It held.</p>\n<p>It is dry.</p>'],
    ['&lt;p&gt;It held.&lt;/p&gt;', '<p>It held.</p>'],
  ])('reads inline text: %j', async (text, html) => {
    const story = await read({ content: `<inlineData contenttype="text/plain">${text}</inlineData>` });
    expect(story.body).toEqual({ type: 'html', text: html });
  });

  it('reads one form of the text, takes a picture that has an address, and tells of the rest', async () => {
    const story = await read({
      content: `<inlineData contenttype="text/plain">It held.</inlineData>${xhtml('<p>It held.</p>')}
        <remoteContent contenttype="image/jpeg" href="https://pictures.example/d.jpg"/>
        <remoteContent contenttype="video/mp4" href="tag:x"/>`,
    });
    expect(story).toMatchObject({
      body: { text: '<p>It held.</p>' },
      image: { url: 'https://pictures.example/d.jpg', type: 'image/jpeg' },
      notes: [
        { code: 'html-part', message: 'other forms of the text that are not read: 1' },
        { code: 'media', message: 'content elsewhere is left out: tag:x' },
      ],
    });
  });

  it('reads each item of a message, and names those that are no stories', async () => {
    const stories = await storiesIn(
      newsmlG2,
      message(
        item({ guid: 'a' }),
        '<packageItem guid="b"><groupSet/></packageItem>',
        item({ guid: 'c', content: '<remoteContent href="x"/>' }),
        item({ guid: 'd' }),
        '<conceptItem guid="e"/>',
      ),
    );
    expect(stories.map((it) => [it.name, it.notes])).toEqual([
      ['a', []],
      [
        'd',
        [
          { code: 'not-stories', message: 'packageItem "b" is a package: it lists stories and has none' },
          { code: 'unreadable', message: 'newsItem "c" has no text in it (its class is "text")' },
          { code: 'not-stories', message: 'conceptItem "e" is not a story' },
        ],
      ],
    ]);
  });

  it('reads the items above a place that is not well-formed', async () => {
    const names: (string | undefined)[] = [];
    const readAll = async () => {
      const text = message(item({ guid: 'a' }), item({ guid: 'b' }), '<newsItem><a></b>');
      for await (const { name } of await newsmlG2.read(inputOf(text))) names.push(name);
    };
    await expect(readAll()).rejects.toThrow(/^line \d+: is not well-formed XML: /);
    expect(names).toEqual(['a', 'b']);
  });

  it('without a story says what there is', async () => {
    await expect(storiesIn(newsmlG2, '<packageItem guid="b"/>')).rejects.toThrow(
      'packageItem "b" is a package: it lists stories and has none',
    );
    await expect(storiesIn(newsmlG2, message())).rejects.toThrow('has no stories');
  });
});

describe('a wire’s text in one paragraph', () => {
  it('has a paragraph for each line that is indented', async () => {
    const text = '(Adds)\n    * Dry road\n    Ostmere (Wire) - It held\nall night.\n    It rained\non.\n';
    const story = await read({ content: xhtml(`<p>${text}</p>`) });
    expect(story.body).toEqual({
      type: 'html',
      text: '<p>(Adds)</p>\n<p>* Dry road</p>\n<p>Ostmere (Wire) - It held all night.</p>\n<p>It rained on.</p>',
    });
  });

  it.each(['It held\n    all\n    night.', 'It held\nall night.', 'It held.', ''])('is no wire’s: %j', (text) => {
    expect(wireParagraphs(text)).toBeUndefined();
  });

  it.each([
    ['<signal qcode="sig:hold"/>', ['status']],
    ['<signal uri="http://cv.example/sig/embargoed"/>', ['status']],
    ['<role qcode="x:draft"/>', ['status']],
    ['<edNote>Not for publication.</edNote>', ['embargo']],
    ['<signal qcode="sig:update"/><role qcode="x:lead"/>', []],
    ['<signal qcode="sig:household"/>', []],
  ])('is held back by %s: %j', async (itemMeta, expected) => {
    expect(codes(await read({ itemMeta }))).toEqual(expected);
  });

  it('keeps to the moment at which it expires', async () => {
    const story = await read({ itemMeta: '<expires>2020-05-01T00:00:00Z</expires>' });
    expect([story.expires, codes(story)]).toEqual(['2020-05-01T00:00:00Z', []]);
  });

  it('keeps to the moments that only its NITF states', async () => {
    const dates =
      '<date.issue norm="20240301T080000Z"/><date.release norm="20990301T080000Z"/><date.expire norm="21000301T080000Z"/>';
    const content = `<inlineXML><nitf><head><docdata>${dates}</docdata></head><body><body.content><p>It held.</p></body.content></body></nitf></inlineXML>`;
    expect(await read({ content })).toMatchObject({ embargo: '2099-03-01T08:00:00Z', expires: '2100-03-01T08:00:00Z' });
  });
});
