import { beforeAll, describe, expect, it } from 'vitest';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

const YEARS = [2025, 1970, 1900, 1831, 1829, 1700, 1500, 1001];

beforeAll(async () => {
  await freshWire();
  // In any order, so that the database's own numbers say nothing of dates.
  for (const year of [1500, 2025, 1829, 1001, 1970, 1900, 1700, 1831])
    await wire.story(`y${year}`, { title: `Y${year}`, tags: ['A', 'B'], published: `${year}-06-15T12:00:00.250Z` });
});

/** The titles of documents that a link leads to, one after another. */
async function walk(first: string, rel: string): Promise<string[]> {
  const titles: string[] = [];
  for (let path: string | undefined = first, steps = 0; path && steps < 30; steps++) {
    const text: string = await (await wire.follow(path)).text();
    titles.push(...[...text.matchAll(/<title type="text">(Y\d+)/g)].map((it) => it[1] as string));
    path = new RegExp(`<link rel="${rel}"[^>]*href="([^"]+)"`)
      .exec(text)?.[1]
      ?.replaceAll('&amp;', '&')
      .slice(ORIGIN.length);
  }
  return titles;
}

describe('stories of any year', () => {
  it.each(['all', 'a', 'a+b', 'a,b'])('are in the order of their dates: %s', async (channel) => {
    expect(await wire.titles(channel)).toEqual(YEARS.map((it) => `Y${it}`));
    expect(await walk(`/feeds/${channel}.atom?limit=3`, 'next')).toEqual(YEARS.map((it) => `Y${it}`));
    expect(await walk(`/feeds/${channel}.atom?limit=1`, 'prev-archive')).toEqual(YEARS.map((it) => `Y${it}`));
  });

  it.each(['a', 'a+b'])('are in the archives of their months, and in no other: %s', async (channel) => {
    for (const year of YEARS) expect(await walk(`/feeds/${channel}/${year}-06.atom`, 'none')).toEqual([`Y${year}`]);
    expect((await wire.fetch(`/feeds/${channel}/1600-01.atom`)).status).toBe(404);
    expect((await wire.fetch(`/sitemaps/stories-1500-06.xml`)).status).toBe(200);
  });

  it('are in the archive of a month up to its last millisecond', async () => {
    await wire.story('last', { title: 'Y1', tags: ['A', 'B'], published: '1999-12-31T23:59:59.999Z' });
    await wire.story('first', { title: 'Y2', tags: ['A', 'B'], published: '2000-01-01T00:00:00Z' });
    for (const channel of ['a', 'a+b']) {
      expect(await walk(`/feeds/${channel}/1999-12.atom`, 'none')).toEqual(['Y1']);
      expect(await walk(`/feeds/${channel}/2000-01.atom`, 'none')).toEqual(['Y2']);
    }
  });
});

describe('a page of a channel with many withdrawn stories', () => {
  it('shows those that are left, and reads few rows', async () => {
    const keys = Array.from({ length: 300 }, (_, n) => `w${n}`);
    const record = (key: string) => ({
      key,
      title: 'Gone',
      body: 'x',
      published: '2026-01-02T00:00:00Z',
      tags: ['Gone'],
    });
    await wire.bulk(keys.map((key) => JSON.stringify(record(key))));
    await wire.story('left', { title: 'Left over', tags: ['Gone'], published: '2026-01-01T00:00:00Z' });
    await wire.bulk(keys.map((key) => JSON.stringify({ ...record(key), status: 'withdrawn' })));
    wire.pass(3);
    const { database } = wire;
    const watched = new WatchedDatabase(database);
    wire.database = watched;
    wire.restart();
    for (const path of ['/channels/gone', '/embed/gone']) {
      watched.take();
      expect(await (await wire.fetch(path)).text()).toContain('Left over');
      const rows = watched
        .take()
        .flatMap((it) => it.rows)
        .reduce((sum, it) => sum + it, 0);
      expect([path, rows > 0, rows < 100]).toEqual([path, true, true]);
    }
    wire.database = database;
  });
});
