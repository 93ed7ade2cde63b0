import { beforeAll, describe, expect, it } from 'vitest';
import { ORIGIN, STORY, TestWire } from '../support/wire.ts';

const FORMATS = ['rss', 'atom', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface Document {
  /** Keys of what it lists, stubs among them. */
  keys: string[];
  /** Path and query by relation; JSON Feed's `next_url` is `next`. */
  links: Record<string, string>;
  archive: boolean;
}

const IDS = /(?:<guid isPermaLink="false">|<id>|deleted-entry ref="|"id":")tag:[^:]+:article\/([a-z0-9-]+)/g;

/** Reads a feed by patterns: parsers of our own would take seconds for ten thousand stories. */
function readFeed(text: string): Document {
  const keys = [...text.matchAll(IDS)].map((it) => it[1] as string);
  const start = text.slice(0, 5000);
  const links = [...start.matchAll(/<(?:atom:)?link ([^>]*)>/g)].map(([, attributes = '']) => {
    const of = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1]?.replaceAll('&amp;', '&') ?? '';
    return [of('rel'), of('href').replace(ORIGIN, '')];
  });
  const next = /"next_url":"([^"]+)"/.exec(start)?.[1]?.replace(ORIGIN, '');
  return {
    keys,
    links: Object.fromEntries([...links, ...(next ? [['next', next]] : [])]),
    archive: start.includes('<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>'),
  };
}

async function read(wire: TestWire, path: string): Promise<Document> {
  const response = await wire.fetch(path);
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return readFeed(await response.text());
}

/** Counts the rows that a wire's queries for lists read from now on. */
function countRows(wire: TestWire): { listings: number; others: number } {
  const rows = { listings: 0, others: 0 };
  const watch = (statement: D1PreparedStatement, table: 'listings' | 'others'): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...values: unknown[]) => watch(target.bind(...values), table);
        if (name !== 'all') return Reflect.get(target, name).bind(target);
        return async () => {
          const result = await target.all();
          rows[table] += result.meta.rows_read;
          return result;
        };
      },
    });
  const { DB } = wire.env;
  const prepare = (sql: string) => watch(DB.prepare(sql), sql.includes('FROM listings') ? 'listings' : 'others');
  // All that reading an archive calls.
  wire.env.DB = { prepare } as unknown as D1Database;
  return rows;
}

/** What a reader has that keeps a feed's archives by their addresses, as RFC 5005 §4 tells it to. */
class Reader {
  readonly keys = new Set<string>();
  readonly archives = new Map<string, string[]>();

  /** Reads a subscription document, and archives until one that it has. @returns the addresses that it asked for */
  async poll(wire: TestWire, path: string): Promise<string[]> {
    const { keys, links } = await read(wire, path);
    for (const key of keys) this.keys.add(key);
    const asked: string[] = [];
    for (let next = links['prev-archive']; next && !this.archives.has(next); ) {
      asked.push(next);
      const archive = await read(wire, next);
      this.archives.set(next, archive.keys);
      for (const key of archive.keys) this.keys.add(key);
      next = archive.links['prev-archive'];
    }
    return asked;
  }
}

describe('an archive', () => {
  let wire: TestWire;
  const headersOf = async (path: string) => Object.fromEntries((await wire.fetch(path)).headers);

  beforeAll(async () => {
    wire = await TestWire.fresh();
    const story = (key: string, published: string, tags = ['Ukraine']) => wire.story(key, { published, tags });
    await story('dec', '2025-12-31T23:59:59.999Z');
    await story('feb-1', '2026-02-01T00:00:00Z', ['Ukraine', 'Sport']);
    await story('feb-2', '2026-02-28T23:59:59.999Z', ['Ukraine', 'Refugees']);
    await story('mar-1', '2026-02-28T23:30:00-05:00');
    await story('mar-2', '2026-03-01T00:00:00Z');
    await story('jan', '2026-01-15T10:00:00Z', ['Sport']);
  });

  it.each([
    ['ukraine', '2026-03', ['mar-1', 'mar-2'], '2026-02', undefined],
    ['ukraine', '2026-02', ['feb-2', 'feb-1'], '2025-12', undefined],
    ['ukraine', '2025-12', ['dec'], undefined, '2026-02'],
    ['all', '2026-01', ['jan'], '2025-12', '2026-02'],
    ['sport+ukraine', '2026-02', ['feb-1'], undefined, undefined],
    ['refugees,sport', '2026-02', ['feb-2', 'feb-1'], '2026-01', undefined],
    ['refugees,sport', '2026-01', ['jan'], undefined, '2026-02'],
    ['all+!sport', '2026-02', ['feb-2'], '2025-12', undefined],
  ])('of %s of %s lists its month in UTC, and links to its neighbours', async (channel, month, keys, prev, next) => {
    for (const format of FORMATS) {
      const path = (of: string | undefined) => of && `/feeds/${channel}/${of}.${format}`;
      const document = await read(wire, path(month) as string);
      expect([format, document.keys]).toEqual([format, keys]);
      if (format === 'json') expect(document.links.next).toBe(path(prev));
      else {
        const { self, current, 'prev-archive': prevArchive, 'next-archive': nextArchive } = document.links;
        expect([document.archive, self, current, prevArchive, nextArchive]).toEqual([
          true,
          path(month),
          `/feeds/${channel}.${format}`,
          path(prev),
          path(next),
        ]);
        expect(Object.keys(document.links)).not.toContain('hub');
      }
    }
  });

  it('has the id, title and authors of its feed', async () => {
    const headOf = async (path: string) => {
      const text = await (await wire.fetch(path)).text();
      return ['id', 'title type="text"', 'subtitle', 'author', 'rights'].map(
        (it) => new RegExp(`<${it}>[\\s\\S]*?</${it.split(' ')[0]}>`).exec(text.slice(0, text.indexOf('<entry>')))?.[0],
      );
    };
    const [archive, feed] = [await headOf('/feeds/ukraine/2026-02.atom'), await headOf('/feeds/ukraine.atom')];
    expect(archive).toEqual(feed);
    const jsonOf = async (path: string) => {
      const { title, description, authors } = (await (await wire.fetch(path)).json()) as Record<string, unknown>;
      return { title, description, authors };
    };
    expect(await jsonOf('/feeds/ukraine/2026-02.json')).toEqual(await jsonOf('/feeds/ukraine.json'));
  });

  it('sends every header of an archive', async () => {
    expect(await headersOf('/feeds/refugees+ukraine/2026-02.atom')).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag, IM, Last-Modified, Link',
      // Until the next archive may be there to link to.
      'cache-control': 'public, max-age=2635200, must-revalidate',
      'cache-tag': 'refugees:2026-02,refugees:archives,ukraine:2026-02,ukraine:archives',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'content-type': 'application/atom+xml; charset=utf-8',
      etag: expect.stringMatching(/^W\/"3-[0-9a-f]{12}-[0-9a-f]{12}"$/),
      link: `<${ORIGIN}/feeds/refugees+ukraine/2026-02.atom>; rel="self", <${ORIGIN}/feeds/refugees+ukraine.atom>; rel="current", <${ORIGIN}/channels/refugees+ukraine>; rel="alternate"; type="text/html"`,
      vary: 'Accept-Encoding, Sec-Fetch-Dest',
      'x-content-type-options': 'nosniff',
    });
    const caching = async (path: string) => (await headersOf(path))['cache-control'];
    expect(await caching('/feeds/ukraine/2025-12.rss')).toBe(
      'public, max-age=31536000, stale-while-revalidate=300, stale-if-error=86400',
    );
    expect(await caching('/feeds/ukraine/2026-03.rss')).toBe(
      'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400',
    );
  });

  it.each([
    ['/feeds/Ukraine/2026-02.rss', '/feeds/ukraine/2026-02.rss'],
    ['/feeds/ukraine%2Bsport/2026-02.json', '/feeds/sport+ukraine/2026-02.json'],
    ['/feeds/all+ukraine/2026-02.atom', '/feeds/ukraine/2026-02.atom'],
    ['/feeds/ukraine/2026-02.atom?limit=10', '/feeds/ukraine/2026-02.atom'],
    ['/feeds/ukraine/2026-02.atom?utm_source=x&content=summary', '/feeds/ukraine/2026-02.atom?content=summary'],
    ['/feeds/ukraine/2026-02.atom/', '/feeds/ukraine/2026-02.atom'],
    ['/feeds/ukraine/2026-02.atom?before=', '/feeds/ukraine/2026-02.atom'],
  ])('%s is a 301 to %s', async (path, target) => {
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, ORIGIN + target]);
  });

  it('negotiates its bare address by Accept', async () => {
    const target = async (accept: string) => {
      const response = await wire.fetch('/feeds/Ukraine/2026-02', { headers: { accept } });
      return [response.status, response.headers.get('location')];
    };
    expect(await target('application/atom+xml')).toEqual([302, `${ORIGIN}/feeds/ukraine/2026-02.atom`]);
    expect(await target('text/html')).toEqual([302, `${ORIGIN}/channels/ukraine`]);
  });

  it.each([
    '/feeds/ukraine/2026-01.rss',
    '/feeds/ukraine/2026-04.rss',
    '/feeds/ukraine/2027-02.rss',
    '/feeds/ukraine/2027-02.rss?before=1.a',
    '/feeds/ukraine/2026-13.rss',
    '/feeds/ukraine/2026-00.rss',
    '/feeds/ukraine/26-1.rss',
    '/feeds/ukraine/2026-2.rss',
    '/feeds/ukraine/2026-02-01.rss',
    '/feeds/ukraine/0000-01.rss',
    '/feeds/ukraine/+02026-02.rss',
    '/feeds/ukraine/%3226-02.rss',
    '/feeds/ukraine/2026-02.pdf',
    '/feeds/ukraine/2026-02.rss?before=nonsense',
    '/feeds/ukraine/2026-02/x.rss',
    '/feeds/ukraine.rss/2026-02',
    '/feeds/nowhere/2026-02.rss',
    '/feeds//2026-02.rss',
    '/feeds/ukraine/.rss',
    '/feeds/ukraine/all.rss',
    `/feeds/ukraine/${'1'.repeat(10_000)}.rss`,
  ])('%s is a 404 problem that caches keep for a minute', async (path) => {
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      404,
      'application/problem+json',
      'public, max-age=60',
    ]);
  });

  it('says what is wrong with an address', async () => {
    const detail = async (path: string) => ((await (await wire.fetch(path)).json()) as { detail: string }).detail;
    expect(await detail('/feeds/ukraine/2026-13.rss')).toBe('"2026-13" is no month: expected yyyy-mm');
    expect(await detail('/feeds/ukraine/2026-01.rss')).toBe('there is nothing of 2026-01 in this channel');
  });

  it('keeps content=summary along its links', async () => {
    const { links } = await read(wire, '/feeds/ukraine/2026-02.rss?content=summary');
    expect([links.current, links['prev-archive']]).toEqual([
      '/feeds/ukraine.rss?content=summary',
      '/feeds/ukraine/2025-12.rss?content=summary',
    ]);
    const text = await (await wire.fetch('/feeds/ukraine/2026-02.rss?content=summary')).text();
    expect(text).not.toContain('content:encoded>');
  });

  it('answers 304, HEAD, OPTIONS and gzip as a feed does, and 200 to A-IM', async () => {
    const path = '/feeds/ukraine/2026-02.atom';
    const plain = await wire.fetch(path);
    const text = await plain.text();
    const etag = plain.headers.get('etag') as string;
    const unchanged = await wire.fetch(path, { headers: { 'if-none-match': etag.slice(2) } });
    expect([unchanged.status, unchanged.headers.get('link')]).toEqual([304, plain.headers.get('link')]);
    const dated = { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' };
    expect((await wire.fetch(path, { headers: dated })).status).toBe(200);
    const head = await wire.fetch(path, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
    expect((await wire.fetch(path, { method: 'OPTIONS' })).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await wire.fetch(path, { method: 'POST', body: 'x' })).status).toBe(405);
    const zipped = await wire.fetch(path, { headers: { 'accept-encoding': 'gzip' } });
    expect([zipped.headers.get('content-encoding'), zipped.headers.get('etag')]).toEqual(['gzip', etag]);
    expect(await new Response(zipped.body?.pipeThrough(new DecompressionStream('gzip'))).text()).toBe(text);
    const delta = await wire.fetch(path, { headers: { 'a-im': 'feed', 'if-none-match': 'W/"1-000000000000"' } });
    expect([delta.status, delta.headers.get('im')]).toEqual([200, null]);
  });

  it('has the same ETag and bytes in another process', async () => {
    for (const path of ['/feeds/ukraine/2026-02.rss', '/feeds/sport+ukraine/2026-02.json']) {
      const [first, second] = [await wire.fetch(path), await new TestWire().fetch(path)];
      expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(await second.text()).toBe(await first.text());
    }
  });
});

describe('a change', () => {
  let wire: TestWire;
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
    wire = await TestWire.fresh();
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

  it('keep an archive no longer than until a story of its month appears or disappears', async () => {
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
    // It is in no channel yet; a document in memory must not hide it.
    await wire.story('dec-2', { published: '2025-12-05T10:00:00Z', embargo: '2026-03-01T13:00:00Z' });
    wire.pass(1);
    expect(await maxAge('/feeds/all/2025-12.rss')).toBe(3599);
    expect(await maxAge('/feeds/all/2026-01.rss')).toBe(year);
    await wire.story('march-2', { published: '2026-03-01T12:01:00Z' });
    wire.pass(1);
    expect(await maxAge('/feeds/all/2026-03.rss')).toBe(58);
    wire.pass(3600);
    await wire.tick();
    expect((await read(wire, '/feeds/all/2025-12.rss')).keys).toEqual(['dec-2', 'dec']);
    expect((await wire.fetch('/feeds/all/2026-02.rss')).status).toBe(404);
  });
});

describe('a reader that keeps archives by address', () => {
  const at = (month: string, n: number) => `${month}-${String(1 + (n % 28)).padStart(2, '0')}T0${n % 10}:00:00Z`;

  it('has every story after each month’s end, and comes back to no archive', async () => {
    const wire = await TestWire.fresh();
    const published: string[] = [];
    const readers = [
      '/feeds/all.atom?limit=3',
      '/feeds/ukraine.rss?limit=3',
      '/feeds/refugees+ukraine.rss?limit=2',
    ].map((path) => ({ path, reader: new Reader() }));
    const publish = async (date: string) => {
      const key = `s${published.length}`;
      published.push(key);
      await wire.story(key, { published: date, tags: ['Ukraine', 'Refugees'] });
    };
    let asked: string[] = [];
    const poll = async () => {
      for (const { path, reader } of readers) {
        const addresses = await reader.poll(wire, path);
        if (path.startsWith('/feeds/all')) asked = addresses;
        expect([path, ...reader.keys].sort()).toEqual([path, ...published].sort());
      }
    };
    for (let n = 0; n < 5; n++) await publish(at('2026-01', n));
    await poll();
    expect(asked).toEqual(['/feeds/all/2026-01.atom']);
    for (let n = 0; n < 5; n++) await publish(at('2026-02', n));
    await poll();
    expect(asked).toEqual(['/feeds/all/2026-02.atom']);
    await publish('2026-03-01T01:00:00Z');
    await publish('2026-03-01T02:00:00Z');
    await poll();
    expect(asked).toEqual([]);
    for (let n = 3; n < 9; n++) {
      await publish(`2026-03-01T0${n}:00:00Z`);
      if (n % 2 === 0) await poll();
    }
    expect(asked).toEqual([expect.stringMatching(/^\/feeds\/all\/2026-03\.atom\?before=-\w+\.s15$/)]);
    wire.now = new Date('2026-03-31T23:59:00Z');
    await publish('2026-03-31T23:58:00Z');
    await poll();
    wire.now = new Date('2026-04-01T00:01:00Z');
    // A latecomer, and the first of the new month.
    await publish('2026-03-31T23:59:00Z');
    await poll();
    await publish('2026-04-01T00:01:00Z');
    await poll();
    expect(asked).toEqual([expect.stringMatching(/^\/feeds\/all\/2026-03\.atom\?before=/)]);
    wire.now = new Date('2026-04-02T12:00:00Z');
    for (let n = 0; n < 2; n++) await publish(`2026-04-02T0${n}:00:00Z`);
    await poll();
    expect(asked).toEqual(['/feeds/all/2026-03.atom']);
    for (let n = 2; n < 9; n++) await publish(`2026-04-02T0${n}:00:00Z`);
    await poll();
    expect(asked.length).toBe(1);
    wire.now = new Date('2026-07-02T12:00:00Z');
    for (let n = 1; n < 9; n++) await publish(`2026-07-02T0${n}:00:00Z`);
    await poll();
    expect(asked).toEqual([expect.stringMatching(/2026-07\.atom\?before=/), '/feeds/all/2026-04.atom']);
  });

  it('finds what is left of the current month at a new address whenever its feed has moved on', async () => {
    const wire = await TestWire.fresh();
    for (let n = 0; n < 8; n++) await wire.story(`s${n}`, { published: `2026-03-01T0${n}:00:00Z` });
    const first = (await read(wire, '/feeds/all.rss?limit=3')).links['prev-archive'] as string;
    const { keys, links } = await read(wire, first);
    expect([keys, links['next-archive']]).toEqual([['s4', 's3', 's2', 's1', 's0'], undefined]);
    await wire.story('s8', { published: '2026-03-01T08:00:00Z' });
    const second = (await read(wire, '/feeds/all.rss?limit=3')).links['prev-archive'] as string;
    expect(second).not.toBe(first);
    expect((await read(wire, second)).keys).toEqual(['s5', ...keys]);
    expect((await read(wire, first)).keys).toEqual(keys);
  });

  it('leads to the newest month that is over, also where the feed shows all that there is', async () => {
    const wire = await TestWire.fresh();
    for (let n = 0; n < 3; n++) await wire.story(`s${n}`, { published: at(`2026-0${1 + n}`, 0) });
    expect((await read(wire, '/feeds/all.atom?limit=3')).links['prev-archive']).toBe('/feeds/all/2026-02.atom');
    const { links } = await read(wire, '/feeds/all.atom?limit=2');
    expect(links['prev-archive']).toBe('/feeds/all/2026-01.atom');
    const older = await read(wire, links.next as string);
    expect(older.links['prev-archive']).toBeUndefined();
  });

  it('is led on from places whose stories are gone, in archives and in pages', async () => {
    const wire = await TestWire.fresh();
    await wire.story('old', { published: '2026-01-01T00:00:00Z' });
    for (let n = 1; n < 8; n++) {
      const expires = n <= 5 ? { expires: '2026-03-01T13:00:00Z' } : {};
      await wire.story(`s${n}`, { published: `2026-03-01T0${n}:00:00Z`, ...expires });
    }
    const { links } = await read(wire, '/feeds/all.rss?limit=3');
    const [page, archive] = [links.next as string, links['prev-archive'] as string];
    expect([page, archive].map((it) => /before=[^&]*\.(s\d)/.exec(it)?.[1])).toEqual(['s5', 's5']);
    await wire.api('DELETE', '/api/articles/s5');
    expect((await read(wire, archive)).keys).toEqual(['s4', 's3', 's2', 's1']);
    expect((await read(wire, page)).keys).toEqual(['s4', 's3', 's2']);
    // As a draft it is in no listing at all.
    await wire.story('s5', { published: '2026-03-01T05:00:00Z', status: 'draft' });
    expect((await read(wire, '/feeds/all.rss')).keys).not.toContain('s5');
    expect((await read(wire, archive)).keys).toEqual(['s4', 's3', 's2', 's1']);
    expect((await read(wire, page)).keys).toEqual(['s4', 's3', 's2']);
    wire.pass(3601);
    await wire.tick();
    expect(await read(wire, archive)).toMatchObject({ keys: [], links: { 'prev-archive': '/feeds/all/2026-01.rss' } });
    const text = await (await wire.fetch(archive.replace('.rss', '.atom'))).text();
    expect(text).toContain('<updated>2026-03-01T00:00:00.000Z</updated>');
  });
});

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
  let wire: TestWire;

  beforeAll(async () => {
    wire = await TestWire.fresh();
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

  it('reads no more of a listing than a month, and no entry for its ETag', async () => {
    const other = new TestWire();
    const read = countRows(other);
    await other.fetch('/feeds/all/2025-12.rss', { headers: { 'if-none-match': '*' } });
    const month = matching(() => true).filter((key) => dateOf(Number(key.slice(1))).startsWith('2025-12')).length;
    // The query goes through its rows again to put them in order.
    expect(month).toBeGreaterThan(200);
    expect(read.listings).toBeGreaterThanOrEqual(month);
    expect(read.listings).toBeLessThan(2 * month + 20);
    expect(read.others).toBeLessThan(20);
  });
});
