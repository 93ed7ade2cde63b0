import { beforeEach, describe, expect, it } from 'vitest';
import { FORMATS, freshWire, wire } from '../support/wire.ts';

beforeEach(async () => {
  await freshWire();
  await wire.putTags([
    { slug: 'ukraine', label: 'Ukraine', broader: 'europe' },
    { slug: 'europe', label: 'Europe' },
  ]);
  for (const key of ['a', 'bad', 'c']) await wire.story(key, { title: `Story ${key}`, tags: ['Ukraine', 'Corridors'] });
  wire.restart();
});

const sql = (text: string) => wire.database.prepare(text).run();
const faults = async () =>
  (await (await wire.api('GET', '/api/doctor')).json()) as {
    faults: { what: string; key: string; problem: string }[];
    next: null;
  };

const ADDRESSES = [
  ...['all', 'europe', 'ukraine', 'corridors+ukraine', 'europe+!corridors'].flatMap((channel) =>
    FORMATS.map((format) => `/feeds/${channel}.${format}`),
  ),
  '/feeds/search.json?q=story',
  '/feeds/ukraine/2026-02.rss',
  '/feeds/ukraine.json?limit=1',
  '/channels/ukraine',
  '/channels/corridors+ukraine',
  '/embed/ukraine',
  '/',
  '/search?q=story',
  '/feeds.opml',
  '/sitemaps/channels.xml',
  '/articles/a',
  '/healthz',
];

const BROKEN: [what: string, statement: string, problem: string][] = [
  ['an entry that is no JSON', `UPDATE articles SET entry = '{' WHERE key = 'bad'`, 'its entry cannot be read'],
  ['an entry without fields', `UPDATE articles SET entry = '{}' WHERE key = 'bad'`, 'its entry cannot be read'],
  [
    'an entry with a date that is none',
    `UPDATE articles SET entry = json_set(entry, '$.updated', 'soon') WHERE key = 'bad'`,
    'its entry cannot be read',
  ],
  ['channels that are no JSON', `UPDATE articles SET channels = '[' WHERE key = 'bad'`, 'its channels cannot be read'],
  [
    'a listing that lost it',
    `DELETE FROM listings WHERE key = 'bad' AND channel = 'ukraine'`,
    'a channel of it does not list it as it is',
  ],
  [
    'an index that lost it',
    `DELETE FROM filings WHERE rowid = (SELECT place FROM filed WHERE key = 'bad')`,
    'combinations of its tags do not find it',
  ],
  [
    'a history that is no JSON',
    `UPDATE history SET fields = '[' WHERE number = (SELECT number FROM articles WHERE key = 'bad')`,
    'its history cannot be read',
  ],
];

describe('a row that cannot be read', () => {
  it.each(BROKEN)('costs one story, is told by the doctor and mended: %s', async (_, statement, problem) => {
    await sql(statement);
    for (const path of ADDRESSES) expect([path, (await wire.fetch(path)).status]).toEqual([path, 200]);
    for (const channel of ['all', 'ukraine', 'corridors+ukraine']) {
      const titles = await wire.titles(channel);
      expect(titles.filter((it) => it !== 'Story bad')).toEqual(['Story a', 'Story c']);
    }
    const found = (await faults()).faults;
    expect(found.filter((it) => it.what === 'article')).toEqual([{ what: 'article', key: 'bad', problem }]);
    const mended = await wire.api('POST', '/api/doctor');
    expect(await mended.json()).toEqual({ mended: found, faults: [], next: null });
    expect(await faults()).toEqual({ faults: [], next: null });
    wire.pass(3);
    for (const channel of ['all', 'ukraine', 'europe', 'corridors+ukraine'])
      expect([channel, ...(await wire.titles(channel))]).toEqual([channel, 'Story a', 'Story bad', 'Story c']);
    expect((await wire.fetch('/articles/bad')).status).toBe(200);
  });

  it('is logged once by key, named by /healthz, and mended by the clock', async () => {
    await sql(`UPDATE articles SET entry = '{' WHERE key = 'bad'`);
    for (let times = 0; times < 3; times++) await wire.fetch(`/feeds/all.rss?limit=${10 + times}`);
    const logged = wire.log.filter((it) => it.event === 'fault');
    expect(logged).toEqual([
      { event: 'fault', what: 'article', key: 'bad', problem: 'the stored entry cannot be read' },
    ]);
    expect(await (await wire.fetch('/healthz')).json()).toMatchObject({ status: 'ok', unreadable: ['bad'] });
    const page = await wire.fetch('/articles/bad');
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await wire.tick()).toBe(1);
    wire.pass(3);
    expect(await wire.titles('all')).toEqual(['Story a', 'Story bad', 'Story c']);
    expect(await (await wire.fetch('/healthz')).json()).not.toHaveProperty('unreadable');
  });

  it('stays left out while its record cannot be read, either, until it is published again', async () => {
    await sql(`UPDATE articles SET entry = '{' WHERE key = 'bad'`);
    await sql(`UPDATE records SET record = '{' WHERE number = (SELECT number FROM articles WHERE key = 'bad')`);
    expect(await wire.titles('all')).toEqual(['Story a', 'Story c']);
    await wire.tick();
    wire.pass(3);
    expect(await wire.titles('all')).toEqual(['Story a', 'Story c']);
    const problem = 'its record cannot be read: publish it again';
    expect((await faults()).faults).toEqual([{ what: 'article', key: 'bad', problem }]);
    await wire.story('bad', { title: 'Story bad', tags: ['Ukraine', 'Corridors'], body: 'Again.' });
    expect(await wire.titles('all')).toEqual(['Story a', 'Story bad', 'Story c']);
    expect((await faults()).faults).toEqual([]);
  });

  it('that nobody has come upon is found by the clock', async () => {
    await sql(`UPDATE articles SET entry = '{' WHERE key = 'bad'`);
    expect(await wire.tick()).toBe(1);
    expect((await faults()).faults).toEqual([]);
  });

  it('that is listed, but not stored, is taken out of the listings', async () => {
    await sql(`INSERT INTO listings (channel, rank, key, seq) VALUES ('all', 0 - 1772000000000, 'stray', 99)`);
    expect(await wire.titles('all')).toEqual(['Story a', 'Story bad', 'Story c']);
    expect(await wire.tick()).toBe(1);
    const { results } = await wire.database.prepare(`SELECT key FROM listings WHERE key = 'stray'`).all();
    expect(results).toEqual([]);
  });

  it('of a channel that is lost is made anew, with its number of stories', async () => {
    await sql(`DELETE FROM channels WHERE slug = 'corridors'`);
    expect((await wire.fetch('/feeds/corridors.rss')).status).toBe(404);
    expect((await wire.fetch('/feeds/all.rss')).status).toBe(200);
    const problem = 'it has stories, but is not stored';
    expect((await faults()).faults).toEqual([{ what: 'channel', key: 'corridors', problem }]);
    expect((await wire.api('POST', '/api/doctor')).status).toBe(200);
    expect(await wire.titles('corridors')).toEqual(['Story a', 'Story bad', 'Story c']);
    expect(await (await wire.fetch('/')).text()).toContain('3 stories');
  });

  it('of the vocabulary leaves channels as they are, and what is published meanwhile is filed anew later', async () => {
    await sql(`UPDATE vocabulary SET content = '{'`);
    for (const path of ADDRESSES) expect([path, (await wire.fetch(path)).status]).toEqual([path, 200]);
    expect((await wire.putJson('new', { title: 'Story new' })).status).toBe(201);
    expect(await wire.titles('ukraine')).toContain('Story new');
    expect(await wire.titles('europe')).not.toContain('Story new');
    expect((await faults()).faults).toEqual([
      { what: 'vocabulary', key: 'tags.yaml', problem: 'the stored vocabulary cannot be read: push tags.yaml again' },
    ]);
    const tags = [
      { slug: 'ukraine', label: 'Ukraine', broader: 'europe' },
      { slug: 'europe', label: 'Europe' },
    ];
    expect((await wire.putTags(tags)).status).toBe(200);
    wire.pass(3);
    expect(await wire.titles('europe')).toContain('Story new');
    expect((await faults()).faults).toEqual([]);
  });
});
