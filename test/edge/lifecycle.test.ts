import { beforeEach, describe, expect, it } from 'vitest';
import { ORIGIN, TestWire } from '../support/wire.ts';

let wire: TestWire;
beforeEach(async () => {
  wire = await TestWire.fresh();
});

const SECRET = { title: 'Zebra libel', body: 'Zebra text.', summary: 'Zebra summary.', authors: ['Zebra Author'] };
const ID = 'tag:tagwire.example,2022-02-24:article/a';
const FORMATS = ['rss', 'atom', 'json'] as const;

const feed = async (channel: string, format: string, query = '') =>
  (await wire.fetch(`/feeds/${channel}.${format}${query}`)).text();
const items = async (channel: string, query = '') =>
  (JSON.parse(await feed(channel, 'json', query)) as { items: Record<string, unknown>[] }).items;
const withdraw = async (key: string) => expect((await wire.api('DELETE', `/api/articles/${key}`)).status).toBe(204);
const tombstones = async (channel: string, query = '') =>
  [...(await feed(channel, 'atom', query)).matchAll(/<at:deleted-entry ref="([^"]+)" when="([^"]+)"\/>/g)].map((it) => [
    it[1],
    it[2],
  ]);
const counts = async () => {
  const { results } = await wire.env.DB.prepare('SELECT slug, articles FROM channels ORDER BY slug').all();
  return Object.fromEntries(results.map((it) => [it.slug, it.articles]));
};

const WITHDRAWALS: [string, () => Promise<unknown>][] = [
  ['DELETE', () => withdraw('a')],
  ['PUT of its record as withdrawn', () => wire.story('a', { ...SECRET, status: 'withdrawn' })],
  ['PUT as withdrawn without tags', () => wire.story('a', { ...SECRET, status: 'withdrawn', tags: [] })],
  ['PUT as withdrawn with another tag', () => wire.story('a', { ...SECRET, status: 'withdrawn', tags: ['Zebra tag'] })],
  [
    'PUT as withdrawn without a date, with another slug and a late update',
    () =>
      wire.story('a', {
        ...SECRET,
        status: 'withdrawn',
        published: undefined,
        slug: 'gone',
        corrections: [{ date: '2026-03-05T00:00:00Z', text: 'Zebra.' }],
      }),
  ],
];

describe('a withdrawn story', () => {
  beforeEach(async () => {
    await wire.putTags([
      { slug: 'ukraine', label: 'Ukraine', broader: 'europe' },
      { slug: 'europe', label: 'Europe' },
    ]);
    await wire.story('newer', { title: 'Newer', published: '2026-02-03T10:00:00Z', tags: ['Ukraine', 'Sport'] });
    await wire.story('a', { ...SECRET, published: '2026-02-02T10:00:00Z', image: '/images/zebra.png', language: 'uk' });
    await wire.story('older', { title: 'Older' });
    wire.pass(60);
  });

  it('is dated later than what was served, even if that was dated in the future', async () => {
    await wire.story('future', { title: 'F', updated: '2026-03-01T13:00:00Z', tags: ['Future'] });
    await wire.api('DELETE', '/api/articles/future');
    expect((await tombstones('future')).map(([, when]) => when)).toEqual(['2026-03-01T13:00:00.001Z']);
  });

  it.each(WITHDRAWALS)('leaves a tombstone in Atom and a stub in its place elsewhere: %s', async (_, act) => {
    await act();
    for (const channel of ['all', 'ukraine', 'europe', 'ukraine+!sport', 'sport,ukraine']) {
      expect([channel, await tombstones(channel)]).toEqual([channel, [[ID, '2026-03-01T12:01:00.000Z']]]);
      const stub = (await items(channel)).find((it) => it.id === ID);
      expect(stub).toEqual({
        id: ID,
        url: `${ORIGIN}/articles/a`,
        title: 'Withdrawn',
        summary: 'This story has been withdrawn.',
        content_html: '<p>This story has been withdrawn.</p>',
        date_published: '2026-02-02T10:00:00.000Z',
        date_modified: '2026-03-01T12:01:00.000Z',
        _tagwire: { withdrawn: '2026-03-01T12:01:00.000Z' },
      });
    }
    expect(await feed('all', 'atom')).toContain(
      '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="en">',
    );
    expect(await feed('sport', 'atom')).toContain('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">');
    expect(await wire.titles('ukraine')).toEqual(['Newer', 'Withdrawn', 'Older']);
    expect(await feed('ukraine', 'rss')).toContain(`<item>
            <title>Withdrawn</title>
            <link>${ORIGIN}/articles/a</link>
            <guid isPermaLink="false">${ID}</guid>
            <pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate>
            <description>This story has been withdrawn.</description>
            <content:encoded><![CDATA[<p>This story has been withdrawn.</p>]]></content:encoded>
            <dcterms:modified>2026-03-01T12:01:00.000Z</dcterms:modified>
        </item>`);
    expect((await wire.fetch('/articles/a')).status).toBe(410);
    expect(await counts()).toEqual({ all: 2, europe: 2, sport: 1, ukraine: 2 });
  });

  it.each(WITHDRAWALS)('says none of its words anywhere: %s', async (_, act) => {
    await act();
    for (const channel of ['all', 'ukraine', 'europe', 'ukraine+!sport']) {
      for (const format of FORMATS) {
        for (const query of ['', '?content=summary']) expect(await feed(channel, format, query)).not.toMatch(/zebra/i);
      }
      expect(await (await wire.fetch(`/channels/${channel}`)).text()).not.toMatch(/zebra|Withdrawn/i);
    }
    expect(await (await wire.fetch('/')).text()).not.toMatch(/zebra|Withdrawn/i);
    expect(await (await wire.fetch('/articles/a')).text()).not.toMatch(/zebra/i);
  });

  it.each(WITHDRAWALS)('moves ETag, Last-Modified and date of all its channels, once: %s', async (_, act) => {
    const seen = new Map<string, string | null>();
    for (const channel of ['all', 'ukraine', 'europe', 'ukraine+!sport'])
      seen.set(channel, (await wire.fetch(`/feeds/${channel}.atom`)).headers.get('etag'));
    const sport = (await wire.fetch('/feeds/sport.atom')).headers.get('etag');
    await act();
    for (const [channel, etag] of seen) {
      const { headers } = await wire.fetch(`/feeds/${channel}.atom`);
      expect(headers.get('etag')).not.toBe(etag);
      expect(headers.get('last-modified')).toBe('Sun, 01 Mar 2026 12:01:00 GMT');
      expect(await feed(channel, 'atom')).toContain('<updated>2026-03-01T12:01:00.000Z</updated>');
      seen.set(channel, headers.get('etag'));
    }
    expect((await wire.fetch('/feeds/sport.atom')).headers.get('etag')).toBe(sport);
    wire.pass(60);
    await act();
    for (const [channel, etag] of seen)
      expect((await wire.fetch(`/feeds/${channel}.atom`)).headers.get('etag')).toBe(etag);
  });

  it('is paged and limited as a story is, and leaves the first page as newer ones come', async () => {
    await withdraw('a');
    const page = async (query: string) => (await items('ukraine', query)).map((it) => it.title);
    expect(await page('?limit=2')).toEqual(['Newer', 'Withdrawn']);
    const { next_url: next } = JSON.parse(await feed('ukraine', 'json', '?limit=1')) as { next_url: string };
    const second = JSON.parse(await (await wire.fetch(next)).text()) as { items: { title: string }[] };
    expect(second.items.map((it) => it.title)).toEqual(['Withdrawn']);
    const { search } = new URL(next);
    expect(await tombstones('ukraine', search)).toEqual([[ID, '2026-03-01T12:01:00.000Z']]);
    await wire.story('newest', { title: 'Newest', published: '2026-02-04T10:00:00Z' });
    expect(await page('?limit=2')).toEqual(['Newest', 'Newer']);
    expect(await tombstones('ukraine', '?limit=2')).toEqual([]);
  });

  it('stays gone since the same moment when it is written again', async () => {
    await withdraw('a');
    wire.pass(60);
    await wire.story('a', { title: 'Zebra, shorter', status: 'withdrawn', tags: ['Zebra tag'] });
    expect(await tombstones('ukraine')).toEqual([[ID, '2026-03-01T12:01:00.000Z']]);
    expect((await wire.fetch('/feeds/zebra-tag.rss')).status).toBe(404);
    expect(await counts()).toEqual({ all: 2, europe: 2, sport: 1, ukraine: 2 });
  });

  it('is a story again when it is published again, and a second withdrawal has its own moment', async () => {
    await withdraw('a');
    wire.pass(60);
    await wire.story('a', { title: 'Back', published: '2026-02-02T10:00:00Z' });
    expect(await wire.titles('ukraine')).toEqual(['Newer', 'Back', 'Older']);
    expect(await tombstones('ukraine')).toEqual([]);
    expect((await wire.fetch('/articles/a')).status).toBe(200);
    expect(await counts()).toEqual({ all: 3, europe: 3, sport: 1, ukraine: 3 });
    wire.pass(60);
    await withdraw('a');
    expect(await tombstones('ukraine')).toEqual([[ID, '2026-03-01T12:03:00.000Z']]);
    expect(await counts()).toEqual({ all: 2, europe: 2, sport: 1, ukraine: 2 });
  });

  it('leaves no stub when it is made a draft, and none where it was published again elsewhere', async () => {
    await withdraw('a');
    await wire.story('a', { tags: ['Sport'], title: 'Back' });
    expect(await wire.titles('ukraine')).toEqual(['Newer', 'Older']);
    await withdraw('a');
    await wire.story('a', { tags: ['Sport'], status: 'draft' });
    expect(await wire.titles('sport')).toEqual(['Newer']);
    expect(await counts()).toEqual({ all: 2, europe: 2, sport: 1, ukraine: 2 });
  });

  it('goes with its tags when a new vocabulary files stories anew', async () => {
    await wire.story('b', { title: 'Bear', tags: ['Oblast'] });
    for (const key of ['a', 'b']) await withdraw(key);
    await wire.putTags([
      { slug: 'ukraine', label: 'Ukraine', broader: 'east' },
      { slug: 'east', label: 'East' },
      { slug: 'europe', label: 'Europe' },
      { slug: 'region', label: 'Region', formerly: ['oblast'] },
    ]);
    expect(await wire.titles('europe')).toEqual([]);
    expect(await wire.titles('east')).toEqual(['Newer', 'Withdrawn', 'Older']);
    expect((await wire.fetch('/feeds/oblast.rss')).headers.get('location')).toBe(`${ORIGIN}/feeds/region.rss`);
    expect(await wire.titles('region')).toEqual(['Withdrawn']);
    expect(await tombstones('region')).toEqual([
      ['tag:tagwire.example,2022-02-24:article/b', '2026-03-01T12:01:00.001Z'],
    ]);
    await wire.putTags([{ slug: 'region', label: 'Region' }]);
    expect(await wire.titles('oblast')).toEqual(['Withdrawn']);
    expect(await wire.titles('region')).toEqual([]);
    expect(await counts()).toEqual({ all: 2, east: 0, europe: 0, oblast: 0, region: 0, sport: 1, ukraine: 2 });
  });

  it('does not hide stories from people behind many withdrawn ones', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `w${index}`);
    for (const key of keys) await wire.story(key, { published: '2026-02-20T10:00:00Z' });
    for (const key of keys) await withdraw(key);
    const page = await (await wire.fetch('/channels/ukraine')).text();
    expect([...page.matchAll(/<h3><a[^>]*>([^<]*)/g)].map((it) => it[1])).toEqual(['Newer', 'Zebra libel', 'Older']);
  });
});

describe('a channel of nothing but a stub', () => {
  it('stays, is valid and says that there are no stories', async () => {
    await wire.story('a', { tags: ['Quiet'] });
    wire.pass(60);
    await withdraw('a');
    for (const format of FORMATS) expect((await wire.fetch(`/feeds/quiet.${format}`)).status).toBe(200);
    expect(await feed('quiet', 'atom')).not.toContain('<entry');
    expect(await tombstones('quiet')).toEqual([[ID, '2026-03-01T12:01:00.000Z']]);
    expect(await (await wire.fetch('/channels/quiet')).text()).toContain('No stories at the moment.');
    expect(await (await wire.fetch('/')).text()).toContain(
      '<a href="/channels/quiet">Quiet</a></h3><p class="meta">0 stories</p>',
    );
  });
});

describe('a story that was never public', () => {
  it.each([
    ['a draft', { status: 'draft' }],
    ['an embargoed story', { embargo: '2026-03-01T13:00:00Z' }],
    ['a story of the future', { published: '2026-03-02T00:00:00Z' }],
    ['a record that comes withdrawn', { status: 'withdrawn' }],
  ])('leaves no trace when it is withdrawn: %s', async (_, fields) => {
    await wire.story('open');
    const etag = (await wire.fetch('/feeds/all.atom')).headers.get('etag');
    await wire.story('a', { ...fields, tags: ['Secret tag'] });
    await withdraw('a');
    expect((await wire.fetch('/articles/a')).status).toBe(404);
    expect((await wire.fetch('/feeds/secret-tag.rss')).status).toBe(404);
    expect(await wire.titles('all')).toEqual(['A story']);
    expect(await tombstones('all')).toEqual([]);
    expect((await wire.fetch('/feeds/all.atom')).headers.get('etag')).toBe(etag);
  });

  it('leaves no trace of an embargoed version’s tags, also if an earlier one was public', async () => {
    await wire.story('a');
    await wire.story('a', { embargo: '2026-03-01T13:00:00Z', tags: ['Secret tag'] });
    await withdraw('a');
    expect((await wire.fetch('/articles/a')).status).toBe(410);
    expect((await wire.fetch('/feeds/secret-tag.rss')).status).toBe(404);
  });
});

describe('an expired story', () => {
  it('vanishes without a stub, also when it is withdrawn after that', async () => {
    await wire.story('a', { expires: '2026-03-01T12:10:00Z' });
    wire.pass(600);
    await wire.tick();
    expect(await wire.titles('ukraine')).toEqual([]);
    expect((await wire.fetch('/articles/a')).status).toBe(404);
    await withdraw('a');
    expect(await wire.titles('ukraine')).toEqual([]);
    expect((await wire.fetch('/articles/a')).status).toBe(410);
  });
});

describe('a retraction', () => {
  const dates = async () =>
    (await items('all')).map((it) => [it.title, it.date_published, it.date_modified])[0] as string[];

  it('moves the story’s date to its moment, for good', async () => {
    await wire.story('a', { updated: '2026-02-02T10:00:00Z' });
    wire.pass(60);
    const retracted = ['Retracted: A story', '2026-02-01T10:00:00.000Z', '2026-03-01T12:01:00.000Z'];
    await wire.story('a', { updated: '2026-02-02T10:00:00Z', status: 'retracted' });
    expect(await dates()).toEqual(retracted);
    expect(await feed('all', 'atom')).toContain('<updated>2026-03-01T12:01:00.000Z</updated>');
    wire.pass(60);
    await wire.story('a', { updated: '2026-02-02T10:00:00Z', status: 'retracted' });
    await wire.putTags([{ slug: 'ukraine', label: 'UKRAINE' }]);
    await wire.story('a', { updated: '2026-02-02T10:00:00Z', status: 'retracted', body: 'A typo mended.' });
    expect(await dates()).toEqual(retracted);
  });

  it.each([
    [
      'its own date, if that is later than what was served',
      { updated: '2026-02-20T10:00:00Z' },
      '2026-02-20T10:00:00.000Z',
    ],
    [
      'a correction’s date, if that is later than what was served',
      { corrections: [{ date: '2026-02-21T10:00:00Z', text: 'All of it.' }] },
      '2026-02-21T10:00:00.000Z',
    ],
    [
      'its moment, if its own date is the one that was served',
      { updated: '2026-02-02T10:00:00Z' },
      '2026-03-01T12:01:00.000Z',
    ],
    ['its moment, if its own date is earlier', {}, '2026-03-01T12:01:00.000Z'],
  ])('has %s', async (_, fields, modified) => {
    await wire.story('a', { updated: '2026-02-02T10:00:00Z' });
    wire.pass(60);
    await wire.story('a', { ...fields, status: 'retracted' });
    expect((await dates())[2]).toBe(modified);
  });

  it('moves on with a later correction', async () => {
    await wire.story('a');
    await wire.story('a', { status: 'retracted' });
    wire.pass(3600);
    await wire.story('a', { status: 'retracted', corrections: [{ date: '2026-03-01T12:30:00Z', text: 'Why.' }] });
    expect((await dates())[2]).toBe('2026-03-01T12:30:00.000Z');
  });

  it.each(['retracted', 'withdrawn'])('or a withdrawal that is undone moves the date again: %s', async (status) => {
    await wire.story('a');
    wire.pass(60);
    await wire.story('a', { status });
    wire.pass(60);
    await wire.story('a');
    const back = ['A story', '2026-02-01T10:00:00.000Z', '2026-03-01T12:02:00.000Z'];
    expect(await dates()).toEqual(back);
    wire.pass(60);
    await wire.story('a', { tags: ['Sport'] });
    expect(await dates()).toEqual(back);
  });

  it('or a withdrawal that is undone takes a later date from the record', async () => {
    await wire.story('a');
    await wire.story('a', { status: 'withdrawn' });
    wire.pass(3600);
    await wire.story('a', { updated: '2026-03-01T12:30:00Z' });
    expect((await dates())[2]).toBe('2026-03-01T12:30:00.000Z');
  });

  it.each([
    ['comes retracted', async () => {}],
    ['was a draft before', () => wire.story('a', { status: 'draft' })],
    ['was under an embargo before', () => wire.story('a', { embargo: '2026-03-01T13:00:00Z' })],
  ])('leaves the dates of a story alone that %s', async (_, before) => {
    await before();
    await wire.story('a', { status: 'retracted' });
    expect(await dates()).toEqual(['Retracted: A story', '2026-02-01T10:00:00.000Z', '2026-02-01T10:00:00.000Z']);
  });
});

describe('a correction', () => {
  it('is shown in the content and moves the story’s date and its feeds’', async () => {
    await wire.story('a', { corrections: [{ date: '2026-02-11T10:00:00+01:00', text: 'It was 4 < 5.' }] });
    const [item] = await items('all');
    expect(item?.content_html).toContain(
      '<strong>Correction (<time datetime="2026-02-11T09:00:00.000Z">2026-02-11</time>):</strong> It was 4 &lt; 5.',
    );
    expect(item?.date_modified).toBe('2026-02-11T09:00:00.000Z');
    expect(await feed('all', 'atom')).toContain('<updated>2026-02-11T09:00:00.000Z</updated>');
  });
});

describe('a changed slug', () => {
  it('redirects from every earlier one without being told, and keeps the id', async () => {
    await wire.story('a');
    for (const slug of ['second', 'third']) await wire.story('a', { slug });
    for (const path of ['/articles/a', '/articles/second']) {
      const response = await wire.fetch(path);
      expect([path, response.status, response.headers.get('location')]).toEqual([
        path,
        301,
        `${ORIGIN}/articles/third`,
      ]);
    }
    const [item] = await items('all');
    expect([item?.id, item?.url]).toEqual([ID, `${ORIGIN}/articles/third`]);
  });

  it('is gone at every address once the story is withdrawn', async () => {
    await wire.story('a');
    await wire.story('a', { slug: 'second' });
    await withdraw('a');
    for (const path of ['/articles/a', '/articles/second']) expect((await wire.fetch(path)).status).toBe(410);
    expect((await items('all'))[0]?.url).toBe(`${ORIGIN}/articles/second`);
  });
});

describe('an embargo', () => {
  const PUBLIC = [
    '/',
    ...['all', 'ukraine', 'ukraine+!sport'].flatMap((it) => [
      `/channels/${it}`,
      ...FORMATS.map((format) => `/feeds/${it}.${format}`),
    ]),
  ];
  const snapshot = () =>
    Promise.all(
      PUBLIC.map(async (path) => {
        const response = await wire.fetch(path);
        return [path, response.headers.get('etag'), response.headers.get('last-modified'), await response.text()];
      }),
    );

  beforeEach(async () => {
    await wire.putTags([
      { slug: 'ukraine', label: 'Ukraine', broader: 'europe' },
      { slug: 'europe', label: 'Europe' },
    ]);
    await wire.story('open', { tags: ['Ukraine', 'Sport'] });
    await wire.story('plain');
    wire.pass(60);
  });

  it.each([
    ['an embargo', { embargo: '2026-03-01T12:11:00Z' }],
    ['a future date', { published: '2026-03-01T12:11:00Z' }],
  ])('keeps every public answer byte for byte as it was until the time of %s', async (_, fields) => {
    const before = await snapshot();
    await wire.story('secret', { ...SECRET, ...fields, tags: ['Ukraine', 'Zebra tag'] });
    wire.pass(599);
    await wire.tick();
    expect(await snapshot()).toEqual(before);
    for (const path of [
      '/articles/secret',
      '/feeds/zebra-tag.rss',
      '/channels/zebra-tag',
      '/feeds/ukraine+zebra-tag.json',
    ])
      expect([path, (await wire.fetch(path)).status]).toEqual([path, 404]);
    wire.pass(1);
    await wire.tick();
    for (const [path, etag, , text] of await snapshot()) {
      const earlier = before.find((it) => it[0] === path);
      expect([path, etag === earlier?.[1]]).toEqual([path, false]);
      if (path !== '/') expect(text).toContain('Zebra libel');
    }
    expect((await wire.fetch('/feeds/zebra-tag.rss')).status).toBe(200);
  });

  it('ends with a new number of the change sequence, and so does a story', async () => {
    const seq = () => wire.env.DB.prepare(`SELECT seq FROM articles WHERE key = 'secret'`).first<number>('seq');
    await wire.story('secret', { embargo: '2026-03-01T12:11:00Z', expires: '2026-03-01T12:21:00Z' });
    expect(await seq()).toBe(4);
    wire.pass(600);
    await wire.tick();
    expect(await seq()).toBe(5);
    wire.pass(600);
    await wire.tick();
    expect(await seq()).toBe(6);
  });

  it('limits how long caches keep feeds and channel pages, until the next story appears or disappears', async () => {
    await wire.story('secret', { embargo: '2026-03-01T12:11:00Z', expires: '2026-03-01T12:13:00Z' });
    const paths = ['/feeds/all.rss', '/feeds/ukraine.atom', '/feeds/sport+ukraine.json', '/channels/ukraine', '/'];
    const expectAll = async (value: string) => {
      for (const path of paths)
        expect([path, (await wire.fetch(path)).headers.get('cache-control')]).toEqual([path, value]);
    };
    await expectAll('public, max-age=600, must-revalidate');
    wire.pass(595);
    await expectAll('public, max-age=5, must-revalidate');
    wire.pass(5);
    // Its time has come, the clock has not ticked yet.
    await expectAll('public, max-age=0, must-revalidate');
    await wire.tick();
    await expectAll('public, max-age=120, must-revalidate');
    wire.pass(120);
    await wire.tick();
    await expectAll('public, max-age=900, stale-while-revalidate=300, stale-if-error=86400');
  });
});
