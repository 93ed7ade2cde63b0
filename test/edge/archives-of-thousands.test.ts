import { beforeAll, describe, expect, it } from 'vitest';
import { type Document, read } from '../support/archives.ts';
import { WatchedDatabase } from '../support/watched-database.ts';
import { type Format, freshWire, STORY, TestWire, wire } from '../support/wire.ts';

describe('a wire of 10,000 stories', () => {
  const COUNT = 10_000;
  /** Over 31 months; the first is this one, the tenth before it has a third of all stories. */
  const dateOf = (n: number) => {
    const back = Math.floor(n / 31) % 3 === 0 ? 10 : n % 31;
    const start = Date.UTC(2026, 2 - back, 1);
    const days = back === 0 ? 0.49 : 28;
    return new Date(start + Math.floor((n / COUNT) * days * 24 * 3600_000)).toISOString();
  };
  const tagsOf = (n: number) => (n % 4 === 0 ? ['Sport'] : n % 5 === 0 ? ['Ukraine', 'Refugees'] : ['Ukraine']);
  const matching = (wanted: (tags: string[]) => boolean) =>
    Array.from({ length: COUNT }, (_, n) => n)
      .filter((n) => wanted(tagsOf(n)))
      .map((n) => `s${n}`)
      .sort();

  beforeAll(async () => {
    await freshWire();
    const lines = Array.from({ length: COUNT }, (_, n) =>
      JSON.stringify({ ...STORY, key: `s${n}`, title: `Story ${n}`, published: dateOf(n), tags: tagsOf(n) }),
    );
    for (let start = 0; start < COUNT; start += 2500) await wire.bulk(lines.slice(start, start + 2500));
  });

  const CHANNELS: [string, string[]][] = [
    ['all', matching(() => true)],
    ['ukraine', matching((it) => it.includes('Ukraine'))],
    ['sport,ukraine+!refugees', matching((it) => !it.includes('Refugees'))],
  ];

  /** Every document from the first on along a link. */
  async function walk(first: string, rel: string): Promise<Document[]> {
    const documents: Document[] = [];
    for (let path: string | undefined = first; path; path = documents.at(-1)?.links[rel]) {
      if (documents.length > 300) throw new Error(`goes on and on at ${path}`);
      documents.push(await read(wire, path));
    }
    return documents;
  }

  describe.each(CHANNELS)('as %s', (channel, expected) => {
    it.each(['atom', 'rss'] as Format[])('is found whole from its feed along prev-archive: %s', async (format) => {
      for (const query of ['', '?limit=10']) {
        const [feed, ...archives] = await walk(`/feeds/${channel}.${format}${query}`, 'prev-archive');
        const archived = archives.flatMap((it) => it.keys);
        expect(new Set(archived).size).toBe(archived.length);
        expect([...new Set([...(feed?.keys ?? []), ...archived])].sort()).toEqual(expected);
        expect(archives.every((it) => it.archive && it.keys.length <= 1000)).toBe(true);
        expect(archives.length).toBeGreaterThan(30);
        // Nothing of the feed is repeated either: its rest of this month is a part of its own.
        expect(archived.length + (feed?.keys.length ?? 0)).toBe(expected.length);
      }
    });

    it('is found whole along next_url in JSON Feed, page by page and archive by archive', async () => {
      for (const first of [`/feeds/${channel}.json?limit=100`, `/feeds/${channel}/2026-03.json`]) {
        const found = (await walk(first, 'next')).flatMap((it) => it.keys);
        expect([found.length, [...new Set(found)].sort()]).toEqual([expected.length, expected]);
      }
    });
  });

  it('has at most 1,000 entries in a document, and goes on in the same month', async () => {
    const first = await read(wire, '/feeds/all/2025-05.atom');
    const second = await read(wire, first.links['prev-archive'] as string);
    expect(first.links['prev-archive']).toMatch(/^\/feeds\/all\/2025-05\.atom\?before=/);
    expect([first.keys.length, second.keys.length]).toEqual([1000, 1000]);
    expect(second.links).toMatchObject({
      self: first.links['prev-archive'],
      'next-archive': '/feeds/all/2025-05.atom',
    });
  });

  it('reads a few rows for each story of a month, and no others, for its ETag', async () => {
    const other = new TestWire();
    const watched = new WatchedDatabase(other.database);
    other.database = watched;
    await other.fetch('/feeds/all/2025-12.rss', { headers: { 'if-none-match': '*' } });
    const month = matching(() => true).filter((key) => dateOf(Number(key.slice(1))).startsWith('2025-12')).length;
    // A row of the listing, the size of its entry, and the rows once more to add the sizes up.
    const rows = watched.waits.flatMap(({ sql, rows }) =>
      sql.map((it, index) => ({ sql: it, rows: rows[index] ?? 0 })),
    );
    const read = (listings: boolean) =>
      rows.filter((it) => it.sql.includes('FROM listings') === listings).reduce((sum, it) => sum + it.rows, 0);
    expect(month).toBeGreaterThan(200);
    expect(read(true)).toBeGreaterThanOrEqual(month);
    expect(read(true)).toBeLessThan(7 * month);
    expect(read(false)).toBeLessThan(20);
  });
});
