import { beforeAll, describe, expect, it } from 'vitest';
import { read, readFeed } from '../../support/archives.ts';
import { freshWire, ORIGIN, TestWire, wire } from '../../support/wire.ts';

describe('a change', () => {
  const MONTHS = ['2025-11', '2025-12', '2026-02'];

  /** Month and channel of every archive whose ETag a change moves. Bytes must change with it, and only then. */
  async function reissuedBy(change: () => Promise<unknown>): Promise<string[]> {
    const states = async () => {
      const all = new Map<string, [etag: string | null, text: string]>();
      for (const channel of ['all', 'ukraine', 'sport,ukraine', 'sport+ukraine']) {
        for (const month of ['2025-10', ...MONTHS, '2026-01', '2026-03']) {
          const response = await wire.fetch(`/feeds/${channel}/${month}.atom`);
          all.set(`${channel}/${month}`, [response.headers.get('etag'), await response.text()]);
        }
      }
      return all;
    };
    const before = await states();
    await change();
    const after = await states();
    const changed = [...after].filter(([name, [etag]]) => etag !== before.get(name)?.[0]).map(([name]) => name);
    const differ = [...after].filter(([name, [, text]]) => text !== before.get(name)?.[1]).map(([name]) => name);
    expect(changed).toEqual(differ);
    return changed;
  }

  beforeAll(async () => {
    await freshWire();
    for (const month of MONTHS) {
      for (const n of [1, 2]) {
        await wire.story(`s-${month}-${n}`, { published: `${month}-0${n}T10:00:00Z`, tags: ['Ukraine'] });
      }
    }
    await wire.story('sport', { published: '2025-12-20T10:00:00Z', tags: ['Sport', 'Ukraine'] });
    await wire.story('march', { published: '2026-03-01T10:00:00Z' });
  });

  it('of this month re-issues no earlier archive', async () => {
    expect(await reissuedBy(() => wire.story('march-2', { published: '2026-03-01T11:00:00Z' }))).toEqual([
      'all/2026-03',
      'ukraine/2026-03',
      'sport,ukraine/2026-03',
    ]);
  });

  it('of an old story re-issues the archives of its month, and no other', async () => {
    expect(
      await reissuedBy(() => wire.story('s-2025-12-1', { published: '2025-12-01T10:00:00Z', body: 'Mended.' })),
    ).toEqual(['all/2025-12', 'ukraine/2025-12', 'sport,ukraine/2025-12']);
  });

  it('that withdraws an old story leaves a stub in its month', async () => {
    expect(await reissuedBy(() => wire.api('DELETE', '/api/articles/s-2025-12-2'))).toEqual([
      'all/2025-12',
      'ukraine/2025-12',
      'sport,ukraine/2025-12',
    ]);
    const [atom, rss, json] = await Promise.all(
      ['atom', 'rss', 'json'].map(async (it) => (await wire.fetch(`/feeds/ukraine/2025-12.${it}`)).text()),
    );
    expect(atom).toMatch(/<at:deleted-entry ref="tag:[^"]+article\/s-2025-12-2" when="[^"]+"\/>/);
    expect(rss).toMatch(/<title>(<!\[CDATA\[)?Withdrawn/);
    expect(json).toContain('"title":"Withdrawn"');
    for (const text of [atom, rss, json])
      expect(readFeed(text as string).keys).toEqual(['sport', 's-2025-12-2', 's-2025-12-1']);
  });

  it('that adds a story to a month without any re-issues its neighbours, which link to it', async () => {
    expect(
      await reissuedBy(() => wire.story('january', { published: '2026-01-31T10:00:00Z', tags: ['Sport', 'Ukraine'] })),
    ).toEqual([
      'all/2025-12',
      'all/2026-02',
      'all/2026-01',
      'ukraine/2025-12',
      'ukraine/2026-02',
      'ukraine/2026-01',
      'sport,ukraine/2025-12',
      'sport,ukraine/2026-02',
      'sport,ukraine/2026-01',
      'sport+ukraine/2025-12',
      'sport+ukraine/2026-01',
    ]);
    expect((await read(wire, '/feeds/ukraine/2026-02.rss')).links['prev-archive']).toBe('/feeds/ukraine/2026-01.rss');
  });

  it('of a date moves a story from archive to archive', async () => {
    const moved = await reissuedBy(() => wire.story('s-2025-11-1', { published: '2025-12-05T10:00:00Z' }));
    expect(moved).toEqual([
      'all/2025-11',
      'all/2025-12',
      'ukraine/2025-11',
      'ukraine/2025-12',
      'sport,ukraine/2025-11',
      'sport,ukraine/2025-12',
    ]);
  });

  it('that empties a month leaves a 404 there, and its neighbours without a link to it', async () => {
    await wire.story('january', { published: '2026-02-15T10:00:00Z' });
    expect((await wire.fetch('/feeds/ukraine/2026-01.rss')).status).toBe(404);
    expect((await read(wire, '/feeds/ukraine/2026-02.rss')).links['prev-archive']).toBe('/feeds/ukraine/2025-12.rss');
  });

  it('of the vocabulary re-issues the archives of a channel that is called or described otherwise', async () => {
    const tags = [{ slug: 'sport', label: 'Sports', description: 'Games.' }];
    const changed = await reissuedBy(() => wire.putTags(tags));
    expect(changed).toEqual([
      'all/2025-12',
      'ukraine/2025-12',
      ...MONTHS.map((it) => `sport,ukraine/${it}`),
      'sport,ukraine/2026-03',
      'sport+ukraine/2025-12',
    ]);
  });

  it('of a tag’s name redirects its archives', async () => {
    await wire.putTags([{ slug: 'games', label: 'Games', formerly: ['sport'] }]);
    const response = await wire.fetch('/feeds/sport/2025-12.atom?content=summary');
    expect([response.status, response.headers.get('location')]).toEqual([
      301,
      `${ORIGIN}/feeds/games/2025-12.atom?content=summary`,
    ]);
  });
});

describe('caches in front', () => {
  it('are told which archives a change touches', async () => {
    const wire = await TestWire.fresh();
    const purged = async (change: () => Promise<unknown>) => {
      wire.purged.length = 0;
      await change();
      return [...new Set(wire.purged)].filter((it) => /:/.test(it)).sort();
    };
    const story = (published: string, tags: string[]) => () => wire.story('a', { published, tags });
    expect(await purged(story('2026-03-01T10:00:00Z', ['Ukraine']))).toEqual(['all:2026-03', 'ukraine:2026-03']);
    expect(await purged(story('2026-02-01T10:00:00Z', ['Ukraine', 'Sport']))).toEqual([
      'all:2026-02',
      'all:2026-03',
      'all:archives',
      'sport:2026-02',
      'sport:archives',
      'ukraine:2026-02',
      'ukraine:2026-03',
      'ukraine:archives',
    ]);
    const sportless = [
      'all:2026-02',
      'all:archives',
      'sport:2026-02',
      'sport:archives',
      'ukraine:2026-02',
      'ukraine:archives',
    ];
    expect(await purged(story('2026-02-01T10:00:00Z', ['Ukraine']))).toEqual(sportless);
    expect(await purged(() => wire.putTags([{ slug: 'ukraine', label: 'Україна' }]))).toEqual([
      ':profiles',
      'all:2026-02',
      'all:archives',
      'ukraine:2026-02',
      'ukraine:archives',
    ]);
    expect(await purged(() => wire.api('DELETE', '/api/articles/a'))).toEqual([
      'all:2026-02',
      'all:archives',
      'ukraine:2026-02',
      'ukraine:archives',
    ]);
    const later = { published: '2026-02-03T10:00:00Z', embargo: '2026-03-01T13:00:00Z' };
    expect(await purged(() => wire.story('b', later))).toEqual([]);
    wire.pass(3600);
    expect(await purged(() => wire.tick())).toEqual([
      'all:2026-02',
      'all:archives',
      'ukraine:2026-02',
      'ukraine:archives',
    ]);
  });

  it('keep an archive no longer than until a story of its month disappears', async () => {
    const wire = await TestWire.fresh();
    const maxAge = async (path: string) =>
      Number(/max-age=(\d+)/.exec((await wire.fetch(path)).headers.get('cache-control') ?? '')?.[1]);
    await wire.story('dec', { published: '2025-12-01T10:00:00Z' });
    await wire.story('jan', { published: '2026-01-01T10:00:00Z' });
    await wire.story('feb', { published: '2026-02-01T10:00:00Z', expires: '2026-03-01T12:05:00Z' });
    await wire.story('march', { published: '2026-03-01T10:00:00Z' });
    const year = 365 * 24 * 3600;
    expect(
      await Promise.all(['2025-12', '2026-01', '2026-02', '2026-03'].map((it) => maxAge(`/feeds/all/${it}.rss`))),
    ).toEqual([year, year, 300, 900]);
    await wire.story('dec-2', { published: '2025-12-05T10:00:00Z', embargo: '2026-03-01T13:00:00Z' });
    wire.pass(1);
    expect(await maxAge('/feeds/all/2025-12.rss')).toBe(year);
    // A document in memory must not hide that it is shown for an hour only.
    await wire.story('dec-3', { published: '2025-12-06T10:00:00Z', expires: '2026-03-01T13:00:00Z' });
    wire.pass(1);
    expect(await maxAge('/feeds/all/2025-12.rss')).toBe(3300);
    expect(await maxAge('/feeds/all/2026-01.rss')).toBe(year);
    await wire.story('march-2', { published: '2026-03-01T12:01:00Z' });
    wire.pass(1);
    expect(await maxAge('/feeds/all/2026-03.rss')).toBe(900);
    wire.pass(3600);
    await wire.tick();
    expect((await read(wire, '/feeds/all/2025-12.rss')).keys).toEqual(['dec-2', 'dec']);
    expect((await wire.fetch('/feeds/all/2026-02.rss')).status).toBe(404);
  });
});
