import { beforeEach, describe, expect, it } from 'vitest';
import { openHub, Subscriber } from '../../support/hub.ts';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { freshWire, ORIGIN, TestWire, wire } from '../../support/wire.ts';

const SENTENCE = 'The ferry of Keltmouth left at nine with two hundred people and eleven cars on board. ';
const FERRY = {
  title: 'The ferry of Keltmouth is back',
  body: SENTENCE.repeat(8),
  image: { url: '/images/ferry.jpg', alt: 'A ferry', width: 1200, height: 800 },
};
interface Made {
  key: string;
  addresses: string[];
  problems?: { field: string; message: string }[];
}
const make = async (fields: object) =>
  (await (
    await wire.api(
      'POST',
      '/api/keys',
      JSON.stringify({ name: 'acme', channel: 'ukraine', ...fields }),
      'application/json',
    )
  ).json()) as Made;
const listed = async () =>
  (await (await wire.api('GET', '/api/keys')).json()) as { name: string; uses: unknown[]; until?: string }[];
const close = (partners: object) =>
  wire.api('PUT', '/api/partners', JSON.stringify({ version: 1, partners }), 'application/json');
const basic = (password: string) => ({ authorization: `Basic ${btoa(`anybody:${password}`)}` });
const status = async (path: string, headers: Record<string, string> = {}) =>
  (await wire.fetch(path, { headers })).status;
const MSN = '/feeds/ukraine/for/msn.rss';

beforeEach(async () => {
  await freshWire();
  await wire.story('ferry', FERRY);
});

describe('a key', () => {
  it('opens the feeds of its channel at addresses of their own, which nothing else keeps', async () => {
    const { key, addresses } = await make({});
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(addresses).toEqual(['rss', 'atom', 'json'].map((it) => `${ORIGIN}/feeds/ukraine/key/${key}.${it}`));
    for (const address of addresses) {
      const path = address.slice(ORIGIN.length);
      const response = await wire.fetch(path);
      const text = await response.text();
      expect([response.status, text.includes(FERRY.title)]).toEqual([200, true]);
      // Only what it leads to has the key.
      expect(text).not.toContain(address);
      expect(text.replaceAll(`/key/${key}`, '')).toBe(await (await wire.fetch(path.replace(`/key/${key}`, ''))).text());
      const { headers } = response;
      expect([headers.get('cache-control'), headers.get('cache-tag'), headers.get('link')]).toEqual([
        'private, no-cache',
        null,
        null,
      ]);
      const etag = headers.get('etag') as string;
      const again = await wire.fetch(path, { headers: { 'if-none-match': etag } });
      expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-cache']);
    }
    // The key itself is not stored.
    const { results } = await wire.database.prepare('SELECT * FROM keys').all();
    expect(JSON.stringify(results)).not.toContain(key);
  });

  it('is a 404 where it is wrong, has ended, was revoked, or is for something else', async () => {
    await wire.story('sport', { ...FERRY, tags: ['Sport'] });
    const { key } = await make({ formats: ['rss'], until: new Date(wire.now.getTime() + 3600_000).toISOString() });
    const good = `/feeds/ukraine/key/${key}.rss`;
    expect(await status(good)).toBe(200);
    const wrong = [
      `/feeds/ukraine/key/${key.replace(/^./, (it) => (it === 'a' ? 'b' : 'a'))}.rss`,
      `/feeds/ukraine/key/.rss`,
      `/feeds/ukraine/key/${key}.atom`,
      `/feeds/sport/key/${key}.rss`,
      `/feeds/all/key/${key}.rss`,
      `/feeds/sport+ukraine/key/${key}.rss`,
      `/feeds/ukraine/for/msn/key/${key}.rss`,
      `/feeds/nowhere/key/${key}.rss`,
    ];
    for (const path of wrong) {
      const { status, headers } = await wire.fetch(path);
      expect([path, status, headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
    }
    wire.pass(3600);
    expect(await status(good)).toBe(404);
    const { key: other } = await make({ name: 'other' });
    expect(await status(`/feeds/ukraine/key/${other}.json`)).toBe(200);
    expect((await wire.api('DELETE', '/api/keys/other')).status).toBe(204);
    expect(await status(`/feeds/ukraine/key/${other}.json`)).toBe(404);
    expect((await wire.api('DELETE', '/api/keys/other')).status).toBe(404);
  });

  it('of another newsroom opens nothing here', async () => {
    const { key } = await make({});
    const elsewhere = await TestWire.fresh();
    await elsewhere.story('ferry', FERRY);
    expect((await elsewhere.fetch(`/feeds/ukraine/key/${key}.rss`)).status).toBe(404);
  });

  it('leads to its own address, to older pages and after a change of the channel’s name', async () => {
    await wire.bulk(
      Array.from({ length: 60 }, (_, n) =>
        JSON.stringify({
          ...FERRY,
          key: `n${n}`,
          title: `The ferry of Keltmouth: ${n}`,
          tags: ['Ukraine'],
          published: '2026-02-01T10:00:00Z',
        }),
      ),
    );
    const { key } = await make({});
    const location = async (path: string) => (await wire.fetch(path)).headers.get('location');
    expect(await location(`/feeds/Ukraine/key/${key}.xml?utm=1`)).toBe(`${ORIGIN}/feeds/ukraine/key/${key}.rss`);
    const xml = await (await wire.fetch(`/feeds/ukraine/key/${key}.rss`)).text();
    const next = /rel="next" href="([^"]*)"/.exec(xml)?.[1] ?? '';
    expect(next).toContain(`/feeds/ukraine/key/${key}.rss?before=`);
    expect(await status(next.slice(ORIGIN.length))).toBe(200);
    for (const query of ['?limit=5', '?content=summary&limit=5']) {
      const text = await (await wire.fetch(`/feeds/ukraine/key/${key}.rss${query}`)).text();
      const self = /<atom:link href="([^"]*)" rel="self"/.exec(text)?.[1];
      expect(self).toBe(`${ORIGIN}/feeds/ukraine.rss${query.replace('&', '&amp;')}`);
    }
    await wire.putTags([{ slug: 'ukrainian-news', label: 'Ukraine', formerly: ['ukraine'] }]);
    expect(await location(`/feeds/ukraine/key/${key}.rss`)).toBe(`${ORIGIN}/feeds/ukrainian-news/key/${key}.rss`);
    expect(await status(`/feeds/ukrainian-news/key/${key}.rss`)).toBe(200);
  });

  it('does not open a wider channel, when tags of its combination have become one', async () => {
    await wire.story('refugees', { ...FERRY, tags: ['Ukraine', 'Refugees'] });
    const { key } = await make({ channel: 'ukraine+refugees' });
    const { key: renamed } = await make({ name: 'renamed', channel: 'refugees' });
    const bearer = { authorization: `Bearer ${key}` };
    expect(await status(`/feeds/refugees+ukraine/key/${key}.rss`)).toBe(200);
    await wire.putTags([{ slug: 'ukraine', label: 'Ukraine', formerly: ['refugees'], key: 'required' }]);
    expect(await status('/feeds/ukraine.rss', bearer)).toBe(401);
    expect(await status(`/feeds/ukraine/key/${key}.rss`)).toBe(404);
    expect(await status(`/feeds/ukraine/key/${renamed}.rss`)).toBe(200);
  });

  it('leads through all archives, and back', async () => {
    await wire.putTags([{ slug: 'ukraine', label: 'Ukraine', key: 'required' }]);
    for (const [key, published] of [
      ['december', '2025-12-01T10:00:00Z'],
      ['january', '2026-01-01T10:00:00Z'],
    ] as const)
      await wire.story(key, { ...FERRY, published });
    const { key } = await make({});
    for (const extension of ['rss', 'atom']) {
      const seen: string[] = [];
      const current = `/feeds/ukraine/key/${key}.${extension}`;
      for (let path: string | undefined = current; path !== undefined; ) {
        const response: Response = await wire.fetch(path);
        const text = await response.text();
        expect([path, response.status, response.headers.get('cache-control')]).toEqual([
          path,
          200,
          'private, no-cache',
        ]);
        seen.push(
          ...[...text.matchAll(/<(?:guid|id)[^>]*>[^<]*[:/](ferry|january|december)</g)].map((it) => it[1] ?? ''),
        );
        const to = (rel: string) =>
          [...text.matchAll(/<(?:atom:)?link ([^>]*)>/g)]
            .find((it) => it[1]?.includes(`rel="${rel}"`))?.[1]
            ?.match(/href="([^"]*)"/)?.[1]
            ?.slice(ORIGIN.length);
        if (path !== current) expect(to('current')).toBe(current);
        expect(to('self')).not.toContain(key);
        path = to('prev-archive');
      }
      expect([...new Set(seen)]).toEqual(['ferry', 'january', 'december']);
    }
    const others = ['rss', 'atom'].map((it) => `/feeds/ukraine/2026-01/key/wrong.${it}`);
    for (const path of [...others, `/feeds/all/2026-01/key/${key}.rss`, `/feeds/ukraine/now/key/${key}.rss`]) {
      const { status, headers } = await wire.fetch(path);
      expect([path, status, headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
    }
  });

  it('has its uses counted by day, and nothing else of them', async () => {
    const { key } = await make({ formats: ['rss'] });
    const path = `/feeds/ukraine/key/${key}.rss`;
    await wire.fetch(path);
    await wire.fetch(path, { headers: { 'if-none-match': '*' } });
    await wire.fetch(path.replace('ukraine', 'Ukraine'));
    wire.pass(24 * 3600);
    await wire.fetch(path);
    expect(await listed()).toEqual([
      {
        name: 'acme',
        channel: 'ukraine',
        formats: ['rss'],
        made: '2026-03-01T12:00:00.000Z',
        uses: [
          { day: '2026-03-02', uses: 1 },
          { day: '2026-03-01', uses: 2 },
        ],
      },
    ]);
    expect(JSON.stringify(wire.log)).not.toContain(key);
  });

  it('is refused with every problem, and only to the newsroom', async () => {
    const problems = async (fields: object) => (await make(fields)).problems?.map((it) => `${it.field}: ${it.message}`);
    expect(await problems({ name: 'a b' })).toEqual([
      'name: expected 1 to 40 letters, digits, ".", "_" and "-", such as "acme"',
    ]);
    expect(await problems({ channel: 'nowhere' })).toEqual(['channel: there is no tag "nowhere"']);
    expect(await problems({ formats: ['rss', 'yahoo'] })).toEqual([
      'formats: expected rss, atom, json, msn, smartnews, flipboard, newsbreak, podcast, ninjs, superdesk, nitf; got "yahoo"',
    ]);
    expect(await problems({ until: '2020-01-01' })).toEqual(['until: is in the past']);
    expect(await problems({ until: 'tomorrow' })).toEqual([
      'until: expected a date such as 2027-01-01, got "tomorrow"',
    ]);
    expect(await problems({ formats: [] })).toEqual(['formats: expected at least one']);
    expect(await problems({ more: 1 })).toEqual(['more: is not a known field']);
    await make({});
    expect(await problems({})).toEqual(['name: "acme" is the name of another key, or was one: a name is used once']);
    expect(await status('/api/keys')).toBe(401);
  });
});

describe('an address with a key', () => {
  it('is written into links of the document alone, and into no story', async () => {
    const body = `<p>${SENTENCE.repeat(8)} <a href="${ORIGIN}/feeds/ukraine.rss?content=summary">our feed</a></p>`;
    await wire.bulk(
      Array.from({ length: 60 }, (_, n) =>
        JSON.stringify({
          ...FERRY,
          body,
          bodyType: 'html',
          key: `n${n}`,
          tags: ['Ukraine'],
          published: '2026-02-01T10:00:00Z',
        }),
      ),
    );
    const { key, addresses } = await make({ formats: ['rss', 'atom', 'json', 'msn', 'superdesk', 'nitf'] });
    for (const address of addresses) {
      const text = await (await wire.fetch(address.slice(ORIGIN.length))).text();
      // An older page; in RSS and Atom the newest archive, too.
      const links = /\/feeds\/ukraine\/key\/.*\.(?:rss|atom)$/.test(address) ? 2 : 1;
      expect([address, text.split(key).length - 1]).toEqual([address, links]);
      expect(text).toContain('/feeds/ukraine.rss?content=summary');
    }
  });

  it('says by what terms its stories may be used', async () => {
    wire.settings.TERMS = 'ai-train=no';
    wire.restart();
    const { key } = await make({});
    const { headers } = await wire.fetch(`/feeds/ukraine/key/${key}.rss`);
    expect([headers.get('link'), headers.get('tdm-reservation')]).toEqual([
      `<${ORIGIN}/license.xml>; rel="license"; type="application/rsl+xml"`,
      '1',
    ]);
  });
});

describe('a closed feed', () => {
  it('is not shown as it was when it was open, while the database is away', async () => {
    const database = new WatchedDatabase(wire.database);
    wire.database = database;
    wire.restart();
    expect(await status(MSN)).toBe(200);
    await close({ msn: { key: 'required' } });
    await wire.fetch('/feeds/ukraine.rss');
    database.isAway = true;
    wire.pass(5);
    expect(await status('/feeds/ukraine.rss')).toBe(200);
    expect(await status(MSN)).toBe(503);
  });

  it('is for whoever shows a key, and in no shared cache', async () => {
    await close({ msn: { key: 'required' } });
    const { key } = await make({ formats: ['msn'] });
    const refused = await wire.fetch(MSN);
    expect([refused.status, refused.headers.get('www-authenticate'), refused.headers.get('cache-control')]).toEqual([
      401,
      'Basic realm="feed", charset="UTF-8"',
      'no-store',
    ]);
    expect(await refused.text()).not.toContain('Keltmouth');
    for (const headers of [basic(key), { authorization: `Bearer ${key}` }]) {
      const response = await wire.fetch(MSN, { headers });
      expect([response.status, (await response.text()).includes(FERRY.title)]).toEqual([200, true]);
      expect([response.headers.get('cache-control'), response.headers.get('cache-tag')]).toEqual([
        'private, no-cache',
        null,
      ]);
      expect(response.headers.get('vary')).toContain('Authorization');
      expect(response.headers.get('link')).not.toContain('rel="hub"');
      const etag = response.headers.get('etag') as string;
      expect(await status(MSN, { ...headers, 'if-none-match': etag })).toBe(304);
      expect(await status(MSN, { 'if-none-match': etag })).toBe(401);
    }
    // It is in memory now.
    expect(await status(MSN)).toBe(401);
    expect(await status(MSN, basic('wrong'))).toBe(401);
    expect(await status('/feeds/all/for/msn.rss', basic(key))).toBe(401);
    expect(await status(`/feeds/ukraine/for/msn/key/${key}.rss`)).toBe(200);
    expect(await status('/feeds/ukraine/for/flipboard.rss')).toBe(200);
    await wire.api('DELETE', '/api/keys/acme');
    expect(await status(MSN, basic(key))).toBe(401);
  });

  it('is closed in a process that knew it open, and opens again', async () => {
    const other = new TestWire();
    other.now = wire.now;
    expect((await other.fetch(MSN)).status).toBe(200);
    await close({ msn: { key: 'required' } });
    expect(await status(MSN)).toBe(401);
    other.pass(3);
    expect((await other.fetch(MSN)).status).toBe(401);
    await close({ msn: {} });
    expect(await status(MSN)).toBe(200);
  });

  it('ends the subscriptions that it had when it was open', async () => {
    await openHub();
    await wire.story('ferry', FERRY);
    const subscriber = new Subscriber();
    await subscriber.subscribe(MSN);
    await close({ msn: { key: 'required' } });
    await wire.story('quay', { ...FERRY, title: 'The quay of Keltmouth is closed' });
    await wire.work();
    expect(await subscriber.received()).toEqual([]);
    await wire.tick();
    await wire.work();
    const { results } = await wire.database.prepare('SELECT id FROM subscriptions').all();
    expect(results).toEqual([]);
  });

  it('is no topic of the hub, and in no OPML', async () => {
    await close({ msn: { key: 'required' } });
    const { key } = await make({ formats: ['msn'] });
    for (const topic of [MSN, `/feeds/ukraine/for/msn/key/${key}.rss`, `/feeds/ukraine/key/${key}.rss`]) {
      const body = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.topic': ORIGIN + topic,
        'hub.callback': 'https://reader.example/hook',
      });
      const answer = await wire.fetch('/hub', { method: 'POST', body });
      expect([topic, answer.status]).toEqual([topic, 404]);
    }
    expect(await (await wire.fetch('/feeds.opml')).text()).not.toContain('key');
    expect(JSON.stringify(wire.log)).not.toContain(key);
  });
});
