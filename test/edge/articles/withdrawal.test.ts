import { beforeEach, describe, expect, it } from 'vitest';
import { counts, feed, ID, items, SECRET, tombstones, withdraw } from '../../support/served.ts';
import { FORMATS, freshWire, ORIGIN, wire } from '../../support/wire.ts';

beforeEach(freshWire);

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
    await wire.story('a', { ...SECRET, published: '2026-02-02T10:00:00Z', image: '/images/zebra.png', language: 'ja' });
    await wire.story('older', { title: 'Older' });
    wire.pass(60);
  });

  it('is dated later than what was served at the same moment', async () => {
    await wire.story('now', { title: 'N', updated: wire.now.toISOString(), tags: ['Now'] });
    await wire.api('DELETE', '/api/articles/now');
    expect((await tombstones('now')).map(([, when]) => when)).toEqual(['2026-03-01T12:01:00.002Z']);
  });

  it.each([
    ['DELETE', () => withdraw('uk')],
    ['PUT', () => wire.story('uk', { status: 'withdrawn' })],
  ])('leaves a stub in the language of the story that was listed: %s', async (_, act) => {
    await wire.story('uk', { language: 'uk', tags: ['Mova'] });
    await act();
    const stub = { title: 'Знято з публікації', summary: 'Цей матеріал знято з публікації.', language: 'uk' };
    expect(await items('mova')).toMatchObject([stub]);
    await wire.putTags([{ slug: 'language', label: 'Mova' }]);
    expect(await items('language')).toMatchObject([stub]);
  });

  it.each(WITHDRAWALS)('leaves a tombstone in Atom and a stub in its place elsewhere: %s', async (_, act) => {
    await act();
    for (const channel of ['all', 'ukraine', 'europe', 'ukraine+!sport', 'sport,ukraine']) {
      expect([channel, await tombstones(channel)]).toEqual([channel, [[ID, '2026-03-01T12:01:00.001Z']]]);
      const stub = (await items(channel)).find((it) => it.id === ID);
      expect(stub).toEqual({
        id: ID,
        url: `${ORIGIN}/articles/a`,
        title: 'Withdrawn',
        summary: 'This story has been withdrawn.',
        content_html: '<p>This story has been withdrawn.</p>',
        date_published: '2026-02-02T10:00:00.000Z',
        date_modified: '2026-03-01T12:01:00.000Z',
        authors: [{ name: 'Tagwire' }],
        author: { name: 'Tagwire' },
        _tagwire: { withdrawn: '2026-03-01T12:01:00.000Z' },
      });
    }
    expect(await feed('all', 'atom')).toContain(
      '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="en">',
    );
    expect(await feed('sport', 'atom')).toContain(
      '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en">',
    );
    expect(await wire.titles('ukraine')).toEqual(['Newer', 'Withdrawn', 'Older']);
    expect(await feed('ukraine', 'rss')).toContain(`<item>
            <title>Withdrawn</title>
            <link>${ORIGIN}/articles/a</link>
            <guid isPermaLink="false">${ID}</guid>
            <pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate>
            <description>This story has been withdrawn.</description>
            <content:encoded><![CDATA[<p>This story has been withdrawn.</p>]]></content:encoded>
            <dc:creator>Tagwire</dc:creator>
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
    wire.pass(7);
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
    expect(await tombstones('ukraine', search)).toEqual([[ID, '2026-03-01T12:01:00.001Z']]);
    await wire.story('newest', { title: 'Newest', published: '2026-02-04T10:00:00Z' });
    expect(await page('?limit=2')).toEqual(['Newest', 'Newer']);
    expect(await tombstones('ukraine', '?limit=2')).toEqual([]);
  });

  it('stays gone since the same moment when it is written again', async () => {
    await withdraw('a');
    wire.pass(60);
    await wire.story('a', { title: 'Zebra, shorter', status: 'withdrawn', tags: ['Zebra tag'] });
    expect(await tombstones('ukraine')).toEqual([[ID, '2026-03-01T12:01:00.001Z']]);
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
    expect(await tombstones('ukraine')).toEqual([[ID, '2026-03-01T12:03:00.001Z']]);
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
      ['tag:tagwire.example,2022-02-24:article/b', '2026-03-01T12:01:00.002Z'],
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
  it('stays and is valid, and its label is on no page, in no list and in no feed', async () => {
    await wire.story('a', { tags: ['Quiet Libel', 'Ukraine'] });
    await wire.story('b', { tags: ['Ukraine'] });
    for (const path of ['/', '/channels/ukraine', '/feeds.opml', '/channels/quiet-libel'])
      expect([path, await (await wire.fetch(path)).text()]).toEqual([path, expect.stringContaining('Quiet Libel')]);
    wire.pass(60);
    await withdraw('a');
    for (const format of FORMATS) expect((await wire.fetch(`/feeds/quiet-libel.${format}`)).status).toBe(200);
    expect((await feed('quiet-libel', 'atom')).match(/<entry>\s*<title[^>]*>[^<]*/g)).toEqual([
      expect.stringMatching(/>Withdrawn$/),
    ]);
    expect(await tombstones('quiet-libel')).toEqual([[ID, '2026-03-01T12:01:00.001Z']]);
    for (const path of ['/', '/?q=quiet', '/channels/ukraine', '/feeds.opml', '/sitemaps/channels.xml'])
      expect([path, await (await wire.fetch(path)).text()]).toEqual([
        path,
        expect.not.stringMatching(/Quiet Libel|quiet-/),
      ]);
    for (const path of ['/channels/quiet-libel', '/embed/quiet-libel'])
      expect((await wire.fetch(path)).status).toBe(404);
    for (const path of ['/feeds/quiet-libel.rss', '/feeds/quiet-libel+ukraine.atom', '/channels/quiet-libel+ukraine'])
      expect([path, await (await wire.fetch(path)).text()]).toEqual([path, expect.not.stringContaining('Quiet Libel')]);
  });
});
