import { env } from 'cloudflare:test';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { roomInMinute } from '../../support/room-in-minute.ts';
import { TestWire } from '../../support/wire.ts';

const PLAIN = 6;
const GENEROUS = 60;

let wire: TestWire;
let clients = 0;

/** A client that nobody has seen before. @returns its headers */
const newcomer = (userAgent = 'Reader/1.0'): Record<string, string> => ({
  'cf-connecting-ip': `2001:db8::${(++clients).toString(16)}`,
  'user-agent': userAgent,
});

async function statuses(count: number, path: string, headers: Record<string, string>, method = 'GET') {
  const found: number[] = [];
  for (let n = 0; n < count; n++) found.push((await wire.fetch(path, { method, headers })).status);
  return found;
}
const times = (count: number, status: number) => Array<number>(count).fill(status);

beforeAll(async () => {
  wire = await TestWire.fresh();
  wire.settings.RATE_LIMITS = 'on';
  await wire.story('a');
});
beforeEach(() => roomInMinute(10));

describe('a feed that is asked for without a condition', () => {
  it('answers six times a minute, then 429 with Retry-After as problem details', async () => {
    const headers = newcomer();
    expect(await statuses(PLAIN + 1, '/feeds/all.rss', headers)).toEqual([...times(PLAIN, 200), 429]);
    const response = await wire.fetch('/feeds/all.rss', { headers });
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([
      429,
      {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'Retry-After',
        'cache-control': 'no-store',
        'content-type': 'application/problem+json',
        'retry-after': '60',
        'x-content-type-options': 'nosniff',
      },
    ]);
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      detail: 'too many requests for this feed: try again in 60 s, with If-None-Match or If-Modified-Since',
      instance: '/feeds/all.rss',
    });
  });

  it('answers other clients, the same client about other feeds, and with a condition, as before', async () => {
    const headers = newcomer();
    await statuses(PLAIN + 1, '/feeds/all.rss', headers);
    const others = [
      await wire.fetch('/feeds/all.rss', { headers: newcomer() }),
      await wire.fetch('/feeds/all.rss', { headers: { ...headers, 'user-agent': 'Other/1.0' } }),
      await wire.fetch('/feeds/all.atom', { headers }),
      await wire.fetch('/feeds/all.rss?limit=1', { headers }),
      await wire.fetch('/feeds/all.rss', { headers: { ...headers, 'if-none-match': 'W/"old"' } }),
      await wire.fetch('/feeds/all.rss', { headers }),
    ];
    expect(others.map((it) => it.status)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('counts HEAD like GET, and answers it without a body', async () => {
    const headers = newcomer();
    const half = await statuses(PLAIN / 2, '/feeds/all.rss', headers, 'HEAD');
    expect([...half, ...(await statuses(PLAIN / 2, '/feeds/all.rss', headers))]).toEqual(times(PLAIN, 200));
    const response = await wire.fetch('/feeds/all.rss', { method: 'HEAD', headers });
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([429, '60', '']);
  });

  it('counts redirects and addresses without a channel too', async () => {
    expect(await statuses(PLAIN + 1, '/feeds/ALL.rss', newcomer())).toEqual([...times(PLAIN, 301), 429]);
    expect(await statuses(PLAIN + 1, '/feeds/nothing.rss', newcomer())).toEqual([...times(PLAIN, 404), 429]);
  });
});

describe('a conditional request', () => {
  it('is welcome sixty times a minute, with either header', async () => {
    wire.pass(7);
    const headers = newcomer();
    const etag = (await wire.fetch('/feeds/all.rss', { headers })).headers.get('etag') as string;
    const byTag = { ...headers, 'if-none-match': etag };
    const byDate = { ...headers, 'if-modified-since': 'Tue, 01 Jan 2030 00:00:00 GMT' };
    expect(await statuses(GENEROUS / 2, '/feeds/all.rss', byTag)).toEqual(times(GENEROUS / 2, 304));
    expect(await statuses(GENEROUS / 2, '/feeds/all.rss', byDate)).toEqual(times(GENEROUS / 2, 304));
    const response = await wire.fetch('/feeds/all.rss', { headers: byTag });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await response.json()) as object).toMatchObject({
      detail: 'too many requests for this feed: try again in 60 s',
    });
  });
});

describe('nobody is limited', () => {
  it('who fetches for many', async () => {
    for (const userAgent of ['Feedly/1.0 (+https://feedly.com/fetcher.html)', 'Superfeedr bot/2.0'])
      expect(await statuses(PLAIN + 4, '/feeds/all.rss', newcomer(userAgent))).toEqual(times(PLAIN + 4, 200));
  });

  it('who adds eight channels to a reader that asks for each several times', async () => {
    const headers = newcomer('FreshRSS/1.24.3 (Linux; https://freshrss.org)');
    for (let n = 1; n <= 8; n++) {
      expect(await statuses(1, '/channels/ukraine', headers)).toEqual([200]);
      expect(await statuses(4, `/feeds/ukraine.rss?limit=${n}`, headers)).toEqual(times(4, 200));
    }
  });

  it('at pages, in preflights, or without an address', async () => {
    expect(await statuses(PLAIN + 4, '/channels/all', newcomer())).toEqual(times(PLAIN + 4, 200));
    expect(await statuses(PLAIN + 4, '/feeds/all.rss', newcomer(), 'OPTIONS')).toEqual(times(PLAIN + 4, 204));
    expect(await statuses(PLAIN + 4, '/feeds/all.rss', { 'user-agent': 'Reader/1.0' })).toEqual(times(PLAIN + 4, 200));
  });

  it('when limits are off', async () => {
    wire.settings.RATE_LIMITS = 'off';
    wire.restart();
    expect(await statuses(PLAIN + 4, '/feeds/all.rss', newcomer())).toEqual(times(PLAIN + 4, 200));
    wire.settings.RATE_LIMITS = 'on';
    wire.restart();
  });

  it('when a limiter is missing', async () => {
    wire.platform = { limiters: undefined };
    wire.restart();
    expect(await statuses(PLAIN + 4, '/feeds/all.rss', newcomer())).toEqual(times(PLAIN + 4, 200));
    wire.platform = {};
    wire.restart();
  });
});

describe('a client that asks for ever new addresses', () => {
  const BUDGET = 200;
  beforeAll(async () => {
    await wire.story('left', { tags: ['Left'] });
    await wire.story('right', { tags: ['Right'] });
  });

  const from = (address: string, userAgent = 'Reader/1.0') => ({
    'cf-connecting-ip': address,
    'user-agent': userAgent,
  });

  it('has a budget of answers from the database, over all addresses and pages, and waits after that', async () => {
    wire.restart();
    const client = from('192.0.2.200');
    // One process all the time: it is what remembers who has spent the budget.
    const found = new Map<number, number>();
    for (let n = 0; n <= BUDGET + 4; n++) {
      const path = n % 2 ? `/feeds/ukraine+!t${n}.rss` : `/channels?tag=ukraine&without=t${n}`;
      const { status } = await wire.fetch(path, { headers: client });
      found.set(status, (found.get(status) ?? 0) + 1);
    }
    expect(found.get(429)).toBe(4);
    const refused = await wire.fetch('/channels/ukraine', { headers: client });
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      429,
      '60',
      expect.objectContaining({
        detail: 'too many requests that are not answered from memory: try again in 60 s',
        instance: '/channels/ukraine',
      }),
    ]);
    const inMemory = '/feeds/all.rss?limit=1';
    await wire.fetch(inMemory, { headers: from('192.0.2.202') });
    expect((await wire.fetch(inMemory, { headers: client })).status).toBe(200);
    expect((await wire.fetch('/robots.txt', { headers: client })).status).toBe(200);
    expect((await wire.fetch('/healthz', { headers: client })).status).toBe(200);
    expect((await wire.fetch('/channels/ukraine', { headers: from('192.0.2.201') })).status).toBe(200);
    wire.pass(61);
    expect((await wire.fetch('/channels/ukraine', { headers: client })).status).toBe(200);
  });

  it('is an IPv6 network, not an address, and may be an aggregator, which has more', async () => {
    wire.restart();
    for (let n = 0; n <= BUDGET; n++)
      await wire.fetch(`/channels?tag=ukraine&without=u${n}`, { headers: from(`2001:db8:7:8::${n.toString(16)}`) });
    const ask = async (address: string, userAgent?: string) =>
      (await wire.fetch('/channels/ukraine', { headers: from(address, userAgent) })).status;
    expect(await ask('2001:db8:7:8:ffff::1')).toBe(429);
    expect(await ask('2001:db8:7:9::1')).toBe(200);
    expect(await ask('2001:db8:7:8:ffff::1', 'Feedly/1.0')).toBe(200);
  });

  it('has a larger budget for polls that find no change', async () => {
    wire.restart();
    const client = from('192.0.2.210');
    const paths = ['left', 'right', 'left,right', 'left+!right', 'right+!left'].map((it) => `/feeds/${it}.json`);
    const etags: string[] = [];
    for (const it of paths) etags.push((await wire.follow(it)).headers.get('etag') as string);
    const found: number[] = [];
    for (let n = 0; n < BUDGET + 10; n++) {
      // Nothing is as it was in memory.
      wire.pass(3);
      const known = { ...client, 'if-none-match': etags[n % paths.length] as string };
      found.push((await wire.follow(paths[n % paths.length] as string, { headers: known })).status);
    }
    expect(found).toEqual(times(BUDGET + 10, 304));
    expect((await wire.fetch('/', { headers: client })).status).toBe(200);
  });

  it.each([
    ['a page that it has already', '/channels/ukraine', 'by ETag'],
    ['a feed that it says to have whatever it is', '/feeds/ukraine.atom', '*'],
    ['an archive that it has already', '/feeds/ukraine/2026-02.rss', 'by ETag'],
  ])('pays in full for %s', async (_, path, how) => {
    await wire.story('old', { published: '2026-02-01T12:00:00Z' });
    wire.restart();
    const client = from(`192.0.2.${220 + path.length}`);
    const etag = (await wire.fetch(path)).headers.get('etag') as string;
    const known = (n: number) => ({
      'if-none-match': how === '*' ? '*' : etag,
      'user-agent': `Reader/${n}`,
    });
    const found: number[] = [];
    for (let n = 0; n < BUDGET + 10; n++) {
      if (how === '*') wire.pass(3);
      found.push((await wire.fetch(path, { headers: { ...client, ...known(n) } })).status);
    }
    expect(found).toEqual([...times(BUDGET + 1, 304), ...times(9, 429)]);
  });

  it('pays for a long search as for several answers', async () => {
    await env.DB.exec("UPDATE channels SET articles = 95000 WHERE slug IN ('left', 'right')");
    await env.DB.exec("UPDATE channels SET articles = 100000 WHERE slug = 'all'");
    wire.restart();
    const costs = async (path: (n: number) => string, client: string) => {
      let answers = 0;
      while ((await wire.fetch(path(answers), { headers: from(client) })).status !== 429) answers++;
      return answers;
    };
    // One answer more than the budget: a process learns from it that nothing is left.
    expect(await costs((n) => `/feeds/left+right.rss?limit=${n + 1}`, '192.0.2.231')).toBe(21);
    expect(await costs((n) => `/feeds/search.rss?q=nothing${n}+more`, '192.0.2.232')).toBe(19);
    expect(await costs((n) => `/search?q=nothing-${n}`, '192.0.2.233')).toBe(19);
    expect(await costs((n) => `/search?q=nothing${n}`, '192.0.2.234')).toBe(BUDGET + 1);
    expect(await costs((n) => `/feeds/ukraine.rss?limit=${n + 1}`, '192.0.2.235')).toBe(BUDGET + 1);
  });

  it('has twenty answers at once', async () => {
    wire.restart();
    const client = from('192.0.2.240');
    const ask = (n: number) => wire.fetch(`/channels?tag=ukraine&without=x${n}`, { headers: client });
    const answers = await Promise.all(Array.from({ length: 25 }, (_, n) => ask(n)));
    expect(answers.map((it) => it.status)).toEqual([...times(20, 404), ...times(5, 429)]);
    expect(await answers.at(-1)?.json()).toMatchObject({
      detail: 'too many requests at once that are not answered from memory: try again in 60 s',
    });
    expect((await ask(0)).status).toBe(404);
  });
});
