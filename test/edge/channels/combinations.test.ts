import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { FORMATS, freshWire, ORIGIN, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString();

async function stories(count: number, tagsOf: (n: number) => string[]): Promise<void> {
  const lines = Array.from({ length: count }, (_, n) =>
    JSON.stringify({ key: `s${n}`, title: `S${n}`, body: 'Text.', published: at(n % 50), tags: tagsOf(n) }),
  );
  await wire.bulk(lines);
  wire.pass(3);
}

describe('a combination', () => {
  it('is found whole, however far apart its stories lie', async () => {
    await stories(300, (n) => ['Left', ...(n % 100 === 7 ? ['Rare'] : [])]);
    expect((await wire.titles('left+rare')).sort()).toEqual(['S107', 'S207', 'S7']);
    expect(await wire.titles('rare+!left')).toEqual([]);
    expect((await wire.titles('left,rare', '?limit=100')).length).toBe(100);
  });

  it('knows a word from a part of it, and tags whose slugs are words of FTS5', async () => {
    await stories(6, (n) => [['Not', 'Or', 'And'][n % 3] as string, n % 2 ? 'Sea' : 'Sea Ports', 'Near 2']);
    expect((await wire.titles('not+sea')).sort()).toEqual(['S3']);
    expect((await wire.titles('near-2+sea-ports')).sort()).toEqual(['S0', 'S2', 'S4']);
    expect((await wire.titles('and,or')).sort()).toEqual(['S1', 'S2', 'S4', 'S5']);
    expect((await wire.titles('near-2+!not+!or')).sort()).toEqual(['S2', 'S5']);
  });

  it('follows what becomes of a story: other tags, another date, withdrawal, expiry', async () => {
    await stories(3, () => ['Left', 'Right']);
    const titles = () => wire.titles('left+right');
    expect(await titles()).toEqual(['S2', 'S1', 'S0']);
    await wire.story('s1', { title: 'S1', tags: ['Left'], published: at(1) });
    expect(await titles()).toEqual(['S2', 'S0']);
    await wire.story('s0', { title: 'S0', tags: ['Left', 'Right'], published: at(40) });
    expect(await titles()).toEqual(['S0', 'S2']);
    await wire.api('DELETE', '/api/articles/s0');
    expect(await titles()).toEqual(['Withdrawn', 'S2']);
    expect(await (await wire.fetch('/embed/left+right')).text()).not.toContain('Withdrawn');
    await wire.story('s2', { title: 'S2', tags: ['Left', 'Right'], published: at(2), expires: '2026-03-01T12:10:00Z' });
    wire.pass(700);
    await wire.tick();
    wire.pass(3);
    expect(await titles()).toEqual(['Withdrawn']);
  });

  it('is there after the index was made anew', async () => {
    await stories(5, (n) => ['Left', n % 2 ? 'Right' : 'Other']);
    const migration = env.TEST_MIGRATIONS.find((it) => it.name === '0009_filings.sql');
    await wire.database.batch(['DROP TABLE filings', 'DROP VIEW filed'].map((it) => wire.database.prepare(it)));
    await wire.database.batch((migration?.queries ?? []).map((it) => wire.database.prepare(it)));
    expect(await wire.titles('left+right')).toEqual(['S3', 'S1']);
  });

  it('reads few rows for its delta, and serves the whole feed where the changes are too many to look through', async () => {
    await stories(400, (n) => (n === 0 ? ['Left', 'Right'] : ['Left', 'Other']));
    const path = '/feeds/left+right.json';
    const etag = (await wire.fetch(path)).headers.get('etag') as string;
    const ask = () => wire.fetch(path, { headers: { 'a-im': 'feed', 'if-none-match': etag } });
    await wire.story('new', { title: 'New', tags: ['Left', 'Right'], published: at(45) });
    expect((await ask()).status).toBe(226);
    const changed = Array.from({ length: 350 }, (_, n) =>
      JSON.stringify({
        key: `s${n + 1}`,
        title: 'Changed',
        body: 'x',
        published: at(n % 50),
        tags: ['Left', 'Right', 'Other'],
      }),
    );
    await wire.bulk(changed);
    wire.pass(3);
    const response = await ask();
    expect([response.status, response.headers.get('im')]).toEqual([200, null]);
  });
});

describe('an article that is written past this program, as by a former version of it', () => {
  const sql = (text: string) => wire.database.prepare(text).run();

  it('is found in combinations as it is listed, and never as a draft', async () => {
    await stories(4, () => ['Left', 'Right']);
    const months = 'SELECT sum(stories) AS count FROM channel_months';
    expect(await wire.database.prepare(months).first('count')).toBe(12);
    await sql(`UPDATE articles SET status = 'draft', channels = '[]' WHERE key = 's0'`);
    await sql(`UPDATE articles SET channels = '["all","left"]', seq = seq + 10 WHERE key = 's1'`);
    await sql(`UPDATE articles SET status = 'withdrawn' WHERE key = 's2'`);
    wire.restart();
    expect(await wire.titles('left+right')).toEqual(['S3', 'S2']);
    expect(await (await wire.fetch('/embed/left+right')).text()).not.toContain('S2');
    expect(await wire.database.prepare(months).first('count')).toBe(5);
    expect(await wire.database.prepare('SELECT count(*) AS count FROM filings').first('count')).toBe(3);
  });
});

describe('an invented cursor', () => {
  it.each(FORMATS)('leads to a place where a story is, or to the beginning: %s', async (format) => {
    await stories(9, (n) => ['Left', n % 3 ? 'Right' : 'Other']);
    for (const channel of ['all', 'left', 'left+right']) {
      const path = `/feeds/${channel}.${format}`;
      const newest = await wire.fetch(`${path}?before=-zzzzzzzz.a`);
      expect([channel, newest.status, newest.headers.get('location')]).toEqual([channel, 302, ORIGIN + path]);
      const oldest = await wire.fetch(`${path}?before=0.a`);
      expect([oldest.status, oldest.headers.get('cache-control')]).toEqual([302, 'no-store']);
      const location = (oldest.headers.get('location') as string).slice(ORIGIN.length);
      expect(location).toMatch(/before=-[0-9a-z]+\.s[01]$/);
      expect((await wire.fetch(location)).status).toBe(200);
    }
  });
});

describe('the numbers of months', () => {
  it('are those of the stories, whatever becomes of them', async () => {
    await stories(40, (n) => [n % 2 ? 'Left' : 'Right']);
    await wire.story('s1', { title: 'S1', tags: ['Right'], published: '2025-11-05T00:00:00Z' });
    await wire.api('DELETE', '/api/articles/s3');
    await wire.story('s5', { title: 'S5', status: 'draft', tags: ['Left'] });
    await wire.putTags([
      { slug: 'left', label: 'Left', broader: 'both' },
      { slug: 'both', label: 'Both' },
    ]);
    const counted = `SELECT channel, strftime('%Y-%m', (0 - listings.rank) / 1000.0, 'unixepoch') AS month, count(*) AS stories
      FROM listings JOIN articles ON articles.key = listings.key WHERE status <> 'withdrawn' GROUP BY 1, 2 ORDER BY 1, 2`;
    const stored = 'SELECT channel, month, stories FROM channel_months ORDER BY 1, 2';
    const [expected, found] = await Promise.all([counted, stored].map((it) => wire.database.prepare(it).all()));
    expect(found?.results).toEqual(expected?.results);
    expect(found?.results.length).toBe(10);
  });
});
