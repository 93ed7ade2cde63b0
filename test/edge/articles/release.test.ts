import { beforeEach, describe, expect, it } from 'vitest';
import { SECRET, tombstones, withdraw } from '../../support/served.ts';
import { FORMATS, freshWire, wire } from '../../support/wire.ts';

beforeEach(freshWire);

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
    const seq = () => wire.database.prepare(`SELECT seq FROM articles WHERE key = 'secret'`).first<number>('seq');
    await wire.story('secret', { embargo: '2026-03-01T12:11:00Z', expires: '2026-03-01T12:21:00Z' });
    expect(await seq()).toBe(4);
    wire.pass(600);
    await wire.tick();
    expect(await seq()).toBe(5);
    wire.pass(600);
    await wire.tick();
    expect(await seq()).toBe(6);
  });

  it('shows in nothing that caches are told; an expiry does, in steps of five minutes', async () => {
    await wire.story('secret', { embargo: '2026-03-01T12:11:00Z', expires: '2026-03-01T12:21:00Z' });
    const paths = ['/feeds/all.rss', '/feeds/ukraine.atom', '/feeds/sport+ukraine.json', '/channels/ukraine', '/'];
    const expectAll = async (value: string) => {
      for (const path of paths)
        expect([path, (await wire.fetch(path)).headers.get('cache-control')]).toEqual([path, value]);
    };
    const usual = 'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400';
    await expectAll(usual);
    wire.pass(595);
    await expectAll(usual);
    wire.pass(5);
    // Its time has come, the clock has not ticked yet.
    await expectAll(usual);
    await wire.tick();
    await expectAll('public, max-age=600, must-revalidate');
    wire.pass(1);
    await expectAll('public, max-age=300, must-revalidate');
    wire.pass(300);
    await expectAll('public, max-age=0, must-revalidate');
    wire.pass(299);
    await wire.tick();
    await expectAll(usual);
  });
});

describe('what is not live', () => {
  it.each([
    ['a draft', { status: 'draft' }],
    ['a draft without a date', { status: 'draft', published: undefined }],
    ['a story with a future date', { published: '2026-03-01T12:00:01Z' }],
    ['an embargoed story', { embargo: '2026-03-01T13:00:00Z' }],
    ['an expired story', { expires: '2026-02-20T00:00:00Z' }],
  ])('keeps %s off every public address, and the tags that only it has', async (_, fields) => {
    await wire.story('hidden', { ...fields, title: 'Secret merger', tags: ['merger-tag'] });
    await wire.story('open');
    expect((await wire.fetch('/feeds/merger-tag.rss')).status).toBe(404);
    expect((await wire.fetch('/channels/merger-tag')).status).toBe(404);
    expect((await wire.fetch('/articles/hidden')).status).toBe(404);
    for (const path of ['/', '/feeds/all.rss', '/feeds/all.atom', '/feeds/all.json', '/channels/all']) {
      const text = await (await wire.fetch(path)).text();
      expect(text).not.toMatch(/Secret merger|merger-tag/);
      expect(text.length).toBeGreaterThan(500);
    }
  });

  it('releases on time with a new revision, and lets a story expire', async () => {
    await wire.story('early', { embargo: '2026-03-01T12:10:00Z', expires: '2026-03-01T12:20:00Z' });
    const before = (await wire.fetch('/feeds/all.rss')).headers.get('etag');
    expect(await wire.tick()).toBe(0);
    wire.pass(600);
    expect(await wire.tick()).toBe(1);
    expect(await wire.titles('ukraine')).toEqual(['A story']);
    expect((await wire.fetch('/feeds/all.rss')).headers.get('etag')).not.toBe(before);
    wire.pass(600);
    expect(await wire.tick()).toBe(1);
    expect(await wire.titles('ukraine')).toEqual([]);
    expect(await wire.tick()).toBe(0);
  });

  it('never lets caches keep a channel beyond the next expiry', async () => {
    await wire.story('early', { expires: '2026-03-01T12:10:00Z' });
    await wire.story('open');
    expect((await wire.fetch('/feeds/all.rss')).headers.get('cache-control')).toBe(
      'public, max-age=600, must-revalidate',
    );
  });
});
