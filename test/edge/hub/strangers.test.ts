import { beforeEach, describe, expect, it } from 'vitest';
import { ask, DAY, openHub, publish, Subscriber } from '../../support/hub.ts';
import { roomInMinute } from '../../support/room-in-minute.ts';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

beforeEach(openHub);

const TOPIC = `${ORIGIN}/feeds/ukraine.json`;

/** Asks for a subscription that nobody confirms unless the jobs are done. */
function request(callback: string, client?: string, fields: Record<string, string> = {}): Promise<Response> {
  const form = { 'hub.mode': 'subscribe', 'hub.topic': TOPIC, 'hub.callback': callback, ...fields };
  return ask(form, client === undefined ? {} : { 'cf-connecting-ip': client });
}

/** Asks many times. @returns how many were accepted, and the last refusal */
async function flood(count: number, ask: (n: number) => Promise<Response>) {
  let accepted = 0;
  let refusal: { status: number; retryAfter: string | null; detail: string } | undefined;
  for (let n = 0; n < count; n++) {
    const response = await ask(n);
    if (response.status === 202) accepted++;
    else {
      const { detail } = (await response.json()) as { detail: string };
      refusal = { status: response.status, retryAfter: response.headers.get('retry-after'), detail };
    }
  }
  return { accepted, refusal };
}

const numberFrom = (sql: string) => wire.database.prepare(sql).first<number>('value');
const rows = () => numberFrom('SELECT count(*) AS value FROM unverified_requests');
const someone = (n: number) => `198.51.${n >> 8}.${n & 255}`;

describe('Requests that nobody has confirmed', () => {
  it('make 200 rows and jobs in 10 s for callbacks below one registrable domain, however many ask', async () => {
    const { accepted, refusal } = await flood(1500, (n) => request(`https://h${n}.flooded.example/cb`, someone(n)));
    expect([accepted, refusal]).toEqual([
      200,
      {
        status: 429,
        retryAfter: '10',
        detail: 'at most 100 unconfirmed requests for flooded.example in 10 s; try again in 10 s',
      },
    ]);
    expect([await rows(), wire.jobs.take().length]).toEqual([200, 200]);
    wire.pass(10);
    expect((await request('https://late.flooded.example/', '192.0.2.1')).status).toBe(202);
  });

  it('are at most 40 a minute from one client for one domain, which others may still ask for', async () => {
    const { accepted, refusal } = await flood(60, (n) => request(`https://h${n}.flooded.example/cb`, '192.0.2.1'));
    expect([accepted, refusal]).toEqual([
      40,
      {
        status: 429,
        retryAfter: '10',
        detail: 'at most 40 unconfirmed requests for flooded.example in 60 s from one client; try again in 10 s',
      },
    ]);
    expect((await request('https://h1.flooded.example/cb', '192.0.2.2')).status).toBe(202);
    expect((await request('https://other.example/cb', '192.0.2.1')).status).toBe(202);
    wire.pass(59);
    expect((await request('https://h1.flooded.example/cb', '192.0.2.1')).status).toBe(429);
    wire.pass(1);
    expect((await request('https://h1.flooded.example/cb', '192.0.2.1')).status).toBe(202);
  });

  it('are at most 100 a minute from one client for all domains; of IPv6 a /64 is one client', async () => {
    const { accepted, refusal } = await flood(150, (n) => request(`https://d${n}.example/`, `2001:db8::${n}`));
    expect([accepted, refusal?.detail]).toEqual([
      100,
      'at most 100 unconfirmed requests in 60 s from one client; try again in 10 s',
    ]);
    expect((await request('https://d1.example/', '2001:db8:0:1::1')).status).toBe(202);
  });

  it.each([
    ['a.workers.dev', 'b.workers.dev', 'apart'],
    ['x.a.workers.dev', 'a.workers.dev', 'together'],
    ['a.example.co.uk', 'b.example.co.uk', 'together'],
    ['a.co.uk', 'b.co.uk', 'apart'],
    ['203.1.113.1', '203.1.113.2', 'apart'],
    ['[2606:4700::1]', '[2606:4700::2]', 'apart'],
  ])('are counted for %s and for %s %s', async (one, other, how) => {
    expect((await flood(41, (n) => request(`https://${one}/${n}`, '192.0.2.1'))).accepted).toBe(40);
    const { status } = await request(`https://${other}/`, '192.0.2.1');
    expect(status).toBe(how === 'apart' ? 202 : 429);
  });

  it('are counted by the domain alone if the client is not known', async () => {
    expect((await flood(120, (n) => request(`https://h${n}.flooded.example/cb`))).accepted).toBe(100);
    expect((await flood(120, (n) => request(`https://d${n}.example/`))).accepted).toBe(120);
  });

  it('write nothing when they are refused', async () => {
    const state = async () => [await rows(), await numberFrom('SELECT max(seq) AS value FROM sqlite_sequence')];
    await flood(40, (n) => request(`https://h${n}.flooded.example/cb`, '192.0.2.1'));
    const before = await state();
    wire.jobs.lose();
    expect((await flood(100, () => request('https://h.flooded.example/cb', '192.0.2.1'))).accepted).toBe(0);
    expect([await state(), wire.jobs.take()]).toEqual([before, []]);
  });

  it('are forgotten by the clock after a minute', async () => {
    await request('https://a.example/', '192.0.2.1');
    wire.pass(59);
    await wire.tick();
    expect(await rows()).toBe(1);
    wire.pass(1);
    await wire.tick();
    expect(await rows()).toBe(0);
  });

  it('count until they are confirmed, no longer: one host may subscribe to hundreds of feeds', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 200; n++) {
      const subscriber = new Subscriber();
      const response = await request(subscriber.callback, '192.0.2.1');
      statuses.add(response.status);
      if (n % 20 === 0) await wire.work();
    }
    await wire.work();
    expect([[...statuses], await rows()]).toEqual([[202], 0]);
    const gone = new Subscriber();
    await gone.behave({ confirms: false });
    await request(gone.callback, '192.0.2.1');
    await wire.work();
    expect(await rows()).toBe(1);
  });

  it('keep no newcomer out, though a few clients have used up what a domain may get', async () => {
    await flood(400, (n) => request(`https://h${n}.busy.example/cb`, `192.0.2.${n % 20}`));
    expect((await request('https://h1.busy.example/cb', '192.0.2.1')).status).toBe(429);
    for (let n = 0; n < 50; n++)
      expect((await request(`https://new${n}.busy.example/`, `198.51.100.${n}`)).status).toBe(202);
    expect((await request('https://second.busy.example/', '198.51.100.1')).status).toBe(429);
  });

  it('stop no renewal and no other topic of a callback that has a subscription', async () => {
    await publish('other', { tags: ['Sport'] });
    const subscriber = new Subscriber();
    await request(subscriber.callback, '192.0.2.1');
    await wire.work();
    await flood(300, (n) => request(`http://h${n}.subscriber.example/cb`, someone(n)));
    await flood(100, (n) => request(`https://d${n}.example/`, '192.0.2.1'));
    expect((await request('http://new.subscriber.example/cb', '192.0.2.9')).status).toBe(429);
    const sport = { 'hub.topic': `${ORIGIN}/feeds/sport.json` };
    expect((await flood(300, (n) => request(subscriber.callback, '192.0.2.1', n % 2 ? sport : {}))).accepted).toBe(300);
    expect((await request(subscriber.callback, '192.0.2.1', { 'hub.mode': 'unsubscribe' })).status).toBe(202);
  });

  it('do not make a hammer of the hub for a callback that has a subscription: 1,000 in 10 s', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    const { accepted, refusal } = await flood(1001, (n) => request(subscriber.callback, someone(n)));
    expect([accepted, refusal?.status, refusal?.retryAfter]).toEqual([1000, 429, '10']);
  });
});

describe('Pings', () => {
  it('are at most 30 a minute from one client', async () => {
    const ping = (client: string) => ask({ 'hub.mode': 'publish', 'hub.topic': TOPIC }, { 'cf-connecting-ip': client });
    const { accepted, refusal } = await flood(40, () => ping('192.0.2.1'));
    expect([accepted, refusal]).toEqual([
      30,
      {
        status: 429,
        retryAfter: '60',
        detail: 'at most 30 pings in 60 s from one client; try again in 60 s',
      },
    ]);
    expect((await ping('192.0.2.2')).status).toBe(202);
    expect((await request('https://a.example/', '192.0.2.1')).status).toBe(202);
  });
});

describe('Requests that the hub refuses', () => {
  const BUDGET = 200;
  const unknown = (client: string) =>
    request('https://a.example/', client, { 'hub.topic': `${ORIGIN}/feeds/unknown.rss` });

  beforeEach(async () => {
    wire.settings.RATE_LIMITS = 'on';
    wire.restart();
    await roomInMinute(20);
  });

  it('are 200 a minute from one client, which is then refused without a look into the database', async () => {
    const client = '192.0.2.101';
    const database = new WatchedDatabase(wire.database);
    wire.database = database;
    const statuses: number[] = [];
    for (let n = 0; n < BUDGET + 5; n++) statuses.push((await unknown(client)).status);
    expect(statuses).toEqual([...Array(BUDGET + 1).fill(404), ...Array(4).fill(429)]);
    database.take();
    const refused = await request('https://a.example/', client);
    expect([refused.status, refused.headers.get('retry-after'), database.take(), await refused.json()]).toEqual([
      429,
      '60',
      [],
      expect.objectContaining({
        detail: 'too many requests that had to be refused: try again in 60 s',
        instance: '/hub',
      }),
    ]);
    expect((await unknown('192.0.2.102')).status).toBe(404);
    expect((await wire.fetch('/channels/ukraine', { headers: { 'cf-connecting-ip': client } })).status).toBe(200);
    wire.pass(61);
    expect((await request('https://a.example/', client)).status).toBe(202);
  });

  it('are counted together, whatever they are refused for', async () => {
    const client = '192.0.2.103';
    const refused = [
      () => request('http://10.0.0.1/', client),
      () => request('https://a.example/', client, { 'hub.mode': 'publish', 'hub.topic': 'https://b.example/' }),
      () => request('https://a.example/', client, { 'hub.mode': 'nothing' }),
      () => unknown(client),
    ];
    for (let n = 0; n < BUDGET / 4; n++) for (const ask of refused) expect((await ask()).ok).toBe(false);
    expect((await unknown(client)).status).toBe(404);
    expect((await request('https://a.example/', client)).status).toBe(429);
  });

  it('keep nobody from what is granted, which may be asked for more often', async () => {
    const client = '192.0.2.104';
    const subscriber = new Subscriber();
    await request(subscriber.callback, client);
    await wire.work();
    for (let n = 0; n < BUDGET - 10; n++) await unknown(client);
    const { accepted } = await flood(2 * BUDGET, () => request(subscriber.callback, client));
    expect(accepted).toBe(2 * BUDGET);
  });

  it('are not counted where limits are off', async () => {
    wire.settings.RATE_LIMITS = 'off';
    wire.restart();
    for (let n = 0; n < BUDGET + 5; n++) expect((await unknown('192.0.2.105')).status).toBe(404);
  });
});

describe('A hub that is full', () => {
  it('renews what it has, refuses new subscriptions, and has room again when one ends', async () => {
    wire.settings.HUB_MAX_SUBSCRIPTIONS = '2';
    const [one, two, three] = [new Subscriber(), new Subscriber(), new Subscriber()];
    const lease = { 'hub.lease_seconds': String(DAY) };
    for (const it of [one, two]) expect((await it.subscribe('/feeds/ukraine.json', lease)).status).toBe(202);
    const refused = await three.subscribe('/feeds/ukraine.json');
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      429,
      '3600',
      expect.objectContaining({
        detail: 'at most 2 subscriptions: until some end, the hub only renews those it has; try again in 3600 s',
      }),
    ]);
    expect((await one.subscribe('/feeds/all.json')).status).toBe(429);
    expect((await one.subscribe('/feeds/ukraine.json', lease)).status).toBe(202);
    expect((await two.subscribe('/feeds/ukraine.json', { 'hub.mode': 'unsubscribe' })).status).toBe(202);
    expect((await three.subscribe('/feeds/ukraine.json', lease)).status).toBe(202);
    wire.pass(2 * DAY);
    await wire.tick();
    expect((await two.subscribe('/feeds/ukraine.json')).status).toBe(202);
  });

  it('knows how many subscriptions it has without counting them', async () => {
    const both = async () => [
      await numberFrom('SELECT value FROM subscription_count'),
      await numberFrom('SELECT count(*) AS value FROM subscriptions'),
    ];
    await publish('other', { tags: ['Sport'] });
    const [one, two] = [new Subscriber(), new Subscriber()];
    for (const it of [one, two]) for (const tag of ['ukraine', 'sport']) await it.subscribe(`/feeds/${tag}.json`);
    expect(await both()).toEqual([4, 4]);
    await one.subscribe('/feeds/sport.json');
    expect(await both()).toEqual([4, 4]);
    await wire.putTags([{ slug: 'games', label: 'Games', formerly: ['sport', 'ukraine'] }]);
    await wire.work();
    expect(await both()).toEqual([2, 2]);
    await two.behave({ status: 410 });
    await publish('another', { tags: ['Games'] });
    expect(await both()).toEqual([1, 1]);
  });
});

describe('A request that a browser sends', () => {
  const form = { 'hub.mode': 'subscribe', 'hub.topic': TOPIC, 'hub.callback': 'https://a.example/' };

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: `${ORIGIN}.elsewhere.example` },
    { origin: 'http://127.0.0.1:9999' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example' },
  ])('for a page of another site is refused with 403, and does nothing: %o', async (headers) => {
    const response = await ask(form, headers);
    expect([response.status, await response.json()]).toEqual([
      403,
      {
        type: 'about:blank',
        title: 'Not allowed',
        status: 403,
        detail: expect.stringMatching(
          /^expected a program or a page of .*127\.0\.0\.1:8787, got a form of another site \(/,
        ),
        instance: '/hub',
      },
    ]);
    expect([await rows(), wire.jobs.take()]).toEqual([0, []]);
    expect((await ask({ 'hub.mode': 'publish', 'hub.topic': TOPIC }, headers)).status).toBe(403);
  });

  it.each<Record<string, string>>([
    {},
    { origin: ORIGIN },
    { 'sec-fetch-site': 'same-origin', origin: ORIGIN },
    { 'sec-fetch-site': 'none' },
  ])('for a page of our own, and one of a program, is accepted: %o', async (headers) => {
    expect((await ask(form, headers)).status).toBe(202);
  });
});
