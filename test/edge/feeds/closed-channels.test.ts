import { beforeEach, describe, expect, it } from 'vitest';
import { Subscriber } from '../../support/hub.ts';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { freshWire, ORIGIN, TestWire, wire } from '../../support/wire.ts';

const TITLE = 'The ferry of Keltmouth is back';
const OPEN = [
  { slug: 'ukraine', label: 'Ukraine' },
  { slug: 'sport', label: 'Sport' },
];
const CLOSED = [{ slug: 'ukraine', label: 'Ukraine', description: 'Of the war.', key: 'required' }, OPEN[1]];

const status = async (path: string, headers: Record<string, string> = {}) =>
  (await wire.fetch(path, { headers })).status;
const text = async (path: string) => (await wire.fetch(path)).text();
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const make = async (fields: object) => {
  const given = JSON.stringify({ name: 'acme', channel: 'ukraine', ...fields });
  return (await (await wire.api('POST', '/api/keys', given, 'application/json')).json()) as {
    key: string;
    notes: { message: string }[];
  };
};

const FEEDS = [
  '/feeds/ukraine.rss',
  '/feeds/ukraine.atom',
  '/feeds/ukraine.json',
  '/feeds/ukraine.rss?limit=5',
  '/feeds/ukraine/2026-02.rss',
  '/feeds/ukraine/for/flipboard.rss',
  '/feeds/sport+ukraine.rss',
  '/feeds/sport,ukraine.rss',
];
const OTHERS = ['/feeds/all.rss', '/feeds/sport.rss', '/feeds/sport+!ukraine.rss', '/feeds/all+!ukraine.rss'];

beforeEach(async () => {
  await freshWire();
  await wire.putTags(CLOSED);
  await wire.story('ferry', { title: TITLE, tags: ['Ukraine'], published: '2026-02-10T10:00:00Z' });
  await wire.story('match', { tags: ['Sport'] });
  await wire.story('both', { tags: ['Sport', 'Ukraine'] });
});

describe('a channel that asks for a key', () => {
  it('has its feeds closed in every format, its archives and its combinations, and no others', async () => {
    // The second time, what is in memory would be answered.
    for (const path of [...FEEDS, ...FEEDS]) {
      const refused = await wire.fetch(path);
      expect([path, refused.status, refused.headers.get('cache-control')]).toEqual([path, 401, 'no-store']);
      expect(await refused.text()).not.toContain('Keltmouth');
    }
    for (const path of OTHERS) expect([path, await status(path)]).toEqual([path, 200]);
  });

  it('is for whoever shows a key of it, and in no shared cache', async () => {
    const { key, notes } = await make({});
    expect(notes).toEqual([]);
    for (const [path, headers] of [
      ['/feeds/ukraine.rss', bearer(key)],
      ['/feeds/ukraine/2026-02.atom', bearer(key)],
      [`/feeds/ukraine/key/${key}.json`, {}],
    ] as const) {
      const response = await wire.fetch(path, { headers });
      expect([path, response.status, (await response.text()).includes(TITLE)]).toEqual([path, 200, true]);
      expect([response.headers.get('cache-control'), response.headers.get('cache-tag')]).toEqual([
        'private, no-cache',
        null,
      ]);
      expect(response.headers.get('link') ?? '').not.toContain('rel="hub"');
    }
    expect((await wire.fetch('/feeds/ukraine.rss', { headers: bearer(key) })).headers.get('vary')).toContain(
      'Authorization',
    );
    for (const path of ['/feeds/sport+ukraine.rss', '/feeds/ukraine/for/flipboard.rss'])
      expect([path, await status(path, bearer(key))]).toEqual([path, 401]);
    const { key: both } = await make({ name: 'both', channel: 'ukraine+sport' });
    expect(await status('/feeds/sport+ukraine.rss', bearer(both))).toBe(200);
    expect(await status('/feeds/ukraine.rss', bearer(both))).toBe(401);
  });

  it('is closed in a process that knew it open, also while the database is away, and opens again', async () => {
    await wire.putTags(OPEN);
    const database = new WatchedDatabase(wire.database);
    const other = new TestWire();
    other.now = wire.now;
    other.database = database;
    other.restart();
    expect((await other.fetch('/feeds/ukraine.rss')).status).toBe(200);
    await wire.putTags(CLOSED);
    expect(await status('/feeds/ukraine.rss')).toBe(401);
    other.pass(3);
    expect((await other.fetch('/feeds/ukraine.rss')).status).toBe(401);
    database.isAway = true;
    other.pass(5);
    expect((await other.fetch('/feeds/ukraine.rss')).status).toBe(503);
    await wire.putTags(OPEN);
    expect(await status('/feeds/ukraine.rss')).toBe(200);
  });

  it('has caches in front forget what they have of it when it is closed', async () => {
    await wire.putTags(OPEN);
    wire.purged.length = 0;
    await wire.putTags(CLOSED);
    expect(wire.purged).toEqual(expect.arrayContaining(['ukraine', 'ukraine:archives']));
  });

  it('stays closed while the vocabulary cannot be read', async () => {
    await wire.database.prepare("UPDATE vocabulary SET content = '{broken', hash = 'x'").run();
    wire.restart();
    expect([await status('/feeds/ukraine.rss'), await status('/feeds/sport.rss')]).toEqual([401, 200]);
    expect(await text('/feeds.opml')).not.toContain('/feeds/ukraine.rss');
    // If nobody knows which, they all are.
    await wire.database.prepare("UPDATE vocabulary SET closed = '['").run();
    wire.restart();
    expect([await status('/feeds/ukraine.rss'), await status('/feeds/sport.rss')]).toEqual([401, 401]);
    expect(await status('/feeds/all.rss')).toBe(200);
    await wire.putTags(CLOSED);
    wire.pass(3);
    expect([await status('/feeds/ukraine.rss'), await status('/feeds/sport.rss')]).toEqual([401, 200]);
  });

  it('is not what readers are offered on the page of a story', async () => {
    const offered = async (key: string) =>
      [
        ...(await text(`/articles/${key}`)).matchAll(
          /rel="alternate" type="application\/rss\+xml"[^>]* href="[^"]*(\/feeds[^"]*)"/g,
        ),
      ].map((it) => it[1]);
    expect(await offered('ferry')).toEqual(['/feeds/all.rss']);
    await wire.story('turned', { tags: ['Ukraine', 'Sport'] });
    expect(await offered('turned')).toEqual(['/feeds/sport.rss', '/feeds/all.rss']);
  });

  it('has a page that says so, with none of its stories and no feed', async () => {
    for (const path of ['/channels/ukraine', '/channels/sport+ukraine']) {
      const page = await text(path);
      expect(page).toContain('This channel is closed');
      expect(page).not.toContain('Keltmouth');
      expect(page).not.toContain('/feeds/ukraine');
      expect(page).not.toContain('/feeds/sport');
    }
    expect(await text('/channels/ukraine')).toContain('Of the war.');
    expect(await text('/')).toContain('href="/channels/ukraine"');
  });

  it('cannot be embedded, is no topic of the hub, and in no OPML', async () => {
    const page = encodeURIComponent(`${ORIGIN}/channels/ukraine`);
    expect([await status('/embed/ukraine'), await status(`/oembed?url=${page}`)]).toEqual([404, 404]);
    expect(await text('/embed/ukraine')).not.toContain('Keltmouth');
    const body = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': `${ORIGIN}/feeds/ukraine.rss`,
      'hub.callback': 'https://reader.example/hook',
    });
    expect((await wire.fetch('/hub', { method: 'POST', body })).status).toBe(404);
    const opml = await text('/feeds.opml');
    expect([opml.includes('/feeds/sport.rss'), opml.includes('ukraine')]).toEqual([true, false]);
    const combined = await wire.fetch('/feeds.opml?expression=sport+ukraine');
    expect(combined.headers.get('location')).toBe(`${ORIGIN}/feeds.opml`);
  });

  it('ends the subscriptions that it had when it was open', async () => {
    await wire.putTags(OPEN);
    const subscribers = [new Subscriber(), new Subscriber()];
    await subscribers[0]?.subscribe('/feeds/ukraine.rss');
    await subscribers[1]?.subscribe('/feeds/sport.rss');
    await wire.putTags(CLOSED);
    await wire.story('quay', { title: 'The quay of Keltmouth is closed', tags: ['Ukraine', 'Sport'] });
    await wire.work();
    await wire.tick();
    await wire.work();
    expect(await subscribers[0]?.received()).toEqual([]);
    // WebSub §5.2.
    const [told] = ((await subscribers[0]?.verifications()) ?? []).filter((it) => it.get('hub.mode') === 'denied');
    expect([told?.get('hub.topic'), told?.get('hub.reason')]).toEqual([
      `${ORIGIN}/feeds/ukraine.rss`,
      'the feed asks for a key now',
    ]);
    const { results } = await wire.database
      .prepare('SELECT path FROM subscriptions JOIN topics ON topics.id = topic')
      .all();
    expect(results).toEqual([{ path: '/feeds/sport.rss' }]);
  });
});

describe('the channel of all stories', () => {
  const close = (key?: 'required') =>
    wire.api('PUT', '/api/tags', JSON.stringify({ version: 1, ...(key && { key }), tags: OPEN }), 'application/json');

  it('is closed with the searches, and no tag is, by a key above the tags', async () => {
    const before = (await wire.fetch('/feeds/all.rss')).status;
    wire.purged.length = 0;
    await close('required');
    expect(before).toBe(200);
    expect(wire.purged).toEqual(expect.arrayContaining(['all', 'all:archives']));
    for (const path of [
      '/feeds/all.rss',
      '/feeds/all.atom?limit=3',
      '/feeds/all/2026-02.json',
      '/feeds/all/for/flipboard.rss',
      '/feeds/all+!sport.rss',
      '/feeds/search.rss?q=ferry',
    ])
      expect([path, await status(path), await status(path)]).toEqual([path, 401, 401]);
    for (const path of ['/feeds/sport.rss', '/feeds/sport+ukraine.rss', '/', '/search?q=ferry', '/articles/ferry'])
      expect([path, await status(path)]).toEqual([path, 200]);
    const { key, notes } = await make({ channel: 'all' });
    expect([notes, await status('/feeds/all.rss', bearer(key)), await status(`/feeds/all/key/${key}.atom`)]).toEqual([
      [],
      200,
      200,
    ]);
    await close();
    expect(await status('/feeds/all.rss')).toBe(200);
  });

  it('is offered nowhere then', async () => {
    await close('required');
    for (const path of ['/', '/search?q=ferry', '/articles/ferry', '/channels/sport', '/feeds.opml'])
      expect([path, (await text(path)).match(/\/feeds\/(?:all|search)[.?]/g)]).toEqual([path, null]);
    expect(await text('/channels/all')).toContain('This channel is closed');
    expect(await text('/feeds.opml')).toContain('/feeds/sport.rss');
    expect(await status('/embed/all')).toBe(404);
    await close();
    for (const path of ['/', '/search?q=ferry', '/articles/ferry', '/channels/sport', '/feeds.opml'])
      expect([path, /\/feeds\/all\./.test(await text(path))]).toEqual([path, true]);
  });
});

describe('a key of a channel that is open', () => {
  it('comes with a note that says how the channel is closed', async () => {
    await wire.putTags(OPEN);
    expect((await make({ formats: ['rss', 'json', 'msn'] })).notes.map((it) => it.message)).toEqual([
      'the channel is open to everybody without a key, in RSS, JSON Feed: "key: required" of ukraine in articles/tags.yaml closes it',
      'MSN is open to everybody without a key: "key: required" of msn in articles/partners.yaml closes it',
    ]);
    expect((await make({ name: 'all', channel: 'all', formats: ['rss'] })).notes.map((it) => it.message)).toEqual([
      'the channel is open to everybody without a key, in RSS: "key: required" above the tags in articles/tags.yaml closes it',
    ]);
  });

  it('is not asked for by a vocabulary with another word than required', async () => {
    const refused = await wire.putTags([{ slug: 'ukraine', label: 'Ukraine', key: 'optional' }]);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('expected required')]);
  });
});
