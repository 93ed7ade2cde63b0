import { beforeEach, describe, expect, it } from 'vitest';
import type { HubReport } from '../../src/hub/report-store.ts';
import { type Claimed, claimPending, storeProgress } from '../../src/hub/subscription-store.ts';
import type { Behaviour, Received } from '../support/subscribers.ts';
import { ORIGIN, TestWire } from '../support/wire.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let wire: TestWire;
/** Paths are never used twice: the server lives longer than a test. */
let number = 0;

/** A subscriber on a real HTTP server; see test/support/subscribers.ts. */
class Subscriber {
  readonly path = `/s${++number}`;
  readonly callback = `http://a.subscriber.example${this.path}`;

  /** Asks for a topic, and is verified. */
  async subscribe(topic: string, fields: Record<string, string> = {}): Promise<Response> {
    const response = await ask({
      'hub.mode': 'subscribe',
      'hub.topic': topic.startsWith('http') ? topic : ORIGIN + topic,
      'hub.callback': this.callback,
      ...fields,
    });
    await wire.work();
    return response;
  }

  async behave(behaviour: Behaviour): Promise<void> {
    await control('PUT', `/control${this.path}`, behaviour);
  }

  /** What was delivered since the last time, oldest first. */
  async received(): Promise<Received[]> {
    return control<Received[]>('DELETE', `/received${this.path}`);
  }

  /** Titles of the deliveries since the last time: a list for each, of a JSON Feed topic. */
  async titles(): Promise<string[][]> {
    const all = await this.received();
    return all.map(({ body }) => (JSON.parse(body) as { items: { title: string }[] }).items.map((it) => it.title));
  }

  async verifications(): Promise<URLSearchParams[]> {
    const all = await control<string[]>('GET', `/verified${this.path}`);
    return all.map((it) => new URLSearchParams(it));
  }
}

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://a.subscriber.example${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function ask(form: Record<string, string>): Promise<Response> {
  return wire.fetch('/hub', { method: 'POST', body: new URLSearchParams(form) });
}

async function publish(key: string, fields: Record<string, unknown> = {}): Promise<void> {
  await wire.story(key, { title: key, ...fields });
  await wire.work();
}

/** Lets time pass as it does: the clock ticks each minute, and messages come when they are due. */
async function live(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= MINUTE) {
    wire.pass(Math.min(left, MINUTE));
    await wire.tick();
    await wire.work();
  }
}

async function report(): Promise<HubReport> {
  return (await wire.api('GET', '/api/hub')).json();
}

const command = (action: string, ids?: number[]) =>
  wire.api('POST', '/api/hub', JSON.stringify({ action, ids }), 'application/json');

beforeEach(async () => {
  wire = await TestWire.fresh();
  await publish('first');
});

describe('A subscription', () => {
  it('gets each change as a document of its topic, and nothing that was there before', async () => {
    const subscriber = new Subscriber();
    expect((await subscriber.subscribe('/feeds/ukraine.json')).status).toBe(202);
    await publish('second');
    await publish('third', { tags: ['Sport'] });
    await publish('second', { title: 'second, changed' });
    expect(await subscriber.titles()).toEqual([['second'], ['second, changed']]);
  });

  it('is delivered with the topic’s type, its hub and itself in Link, and unsigned without a secret', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.atom');
    await publish('second');
    const [delivery] = await subscriber.received();
    expect(delivery?.headers).toMatchObject({
      'content-type': (await wire.fetch('/feeds/ukraine.atom')).headers.get('content-type'),
      link: `<${ORIGIN}/hub>; rel="hub", <${ORIGIN}/feeds/ukraine.atom>; rel="self"`,
    });
    expect(delivery?.headers['x-hub-signature']).toBeUndefined();
    expect(delivery?.body).toContain('<title type="text">second</title>');
    expect(delivery?.body).toMatch(/^<\?xml [\s\S]*<feed [\s\S]*<\/feed>\n$/);
  });

  it.each(['sha256', 'sha384', 'sha512'])('is signed with its secret by %s', async (algorithm) => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.rss', { 'hub.secret': 'säcret', 'hub.algorithm': algorithm });
    await publish('second');
    const [delivery] = await subscriber.received();
    const [name, hex = ''] = (delivery?.headers['x-hub-signature'] ?? '').split('=');
    const hmac = { name: 'HMAC', hash: algorithm.replace('sha', 'SHA-') };
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('säcret'), hmac, false, ['verify']);
    const signature = Uint8Array.from(hex.match(/../g) ?? [], (it) => Number.parseInt(it, 16));
    const body = new TextEncoder().encode(delivery?.body);
    expect([name, await crypto.subtle.verify('HMAC', key, signature, body)]).toEqual([algorithm, true]);
  });

  it('is verified with the topic exactly as asked, and stored under its canonical address', async () => {
    const [one, two] = [new Subscriber(), new Subscriber()];
    await publish('both', { tags: ['Ukraine', 'Refugees'] });
    const asked = `${ORIGIN}/feeds/ukraine%2Brefugees.json?utm=x`;
    await one.subscribe(asked);
    await two.subscribe(`${ORIGIN}/feeds/refugees+ukraine.json`);
    expect((await one.verifications()).map((it) => it.get('hub.topic'))).toEqual([asked]);
    expect((await report()).topics.map((it) => [it.topic, it.subscriptions])).toEqual([
      ['/feeds/refugees+ukraine.json', 2],
    ]);
    await publish('new', { tags: ['Refugees', 'Ukraine'] });
    expect([await one.titles(), await two.titles()]).toEqual([[['new']], [['new']]]);
  });

  it.each([
    ['1', '300'],
    ['-5', '300'],
    ['99999999999', '2592000'],
    ['86400', '86400'],
    ['', '864000'],
    [undefined, '864000'],
  ])('asked for %s seconds, lasts %s', async (asked, given) => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json', asked === undefined ? {} : { 'hub.lease_seconds': asked });
    const [verification] = await subscriber.verifications();
    expect(verification?.get('hub.lease_seconds')).toBe(given);
  });

  it('ends with its lease, and is renewed by asking again, with one delivery for each change', async () => {
    const [ending, renewing] = [new Subscriber(), new Subscriber()];
    await ending.subscribe('/feeds/ukraine.json', { 'hub.lease_seconds': '600' });
    await renewing.subscribe('/feeds/ukraine.json', { 'hub.lease_seconds': '600' });
    await live(9 * MINUTE);
    await renewing.subscribe('/feeds/ukraine.json', { 'hub.lease_seconds': '600' });
    await live(MINUTE);
    await publish('second');
    expect([await ending.titles(), await renewing.titles()]).toEqual([[], [['second']]]);
    expect((await report()).subscriptions).toBe(1);
    await live(10 * MINUTE);
    expect((await report()).topics).toEqual([]);
  });

  it('that is not confirmed changes nothing, and neither does an end that is not', async () => {
    const subscriber = new Subscriber();
    await subscriber.behave({ confirms: false });
    await subscriber.subscribe('/feeds/ukraine.json');
    await publish('second');
    expect(await subscriber.titles()).toEqual([]);
    await subscriber.behave({});
    await subscriber.subscribe('/feeds/ukraine.json');
    await subscriber.behave({ confirms: false });
    await subscriber.subscribe('/feeds/ukraine.json', { 'hub.mode': 'unsubscribe' });
    await publish('third');
    expect(await subscriber.titles()).toEqual([['third']]);
    await subscriber.behave({});
    await subscriber.subscribe('/feeds/ukraine.json', { 'hub.mode': 'unsubscribe' });
    await publish('fourth');
    expect(await subscriber.titles()).toEqual([]);
    expect((await subscriber.verifications()).map((it) => it.get('hub.mode'))).toEqual([
      'subscribe',
      'subscribe',
      'unsubscribe',
      'unsubscribe',
    ]);
  });

  it('gets what changes between its request and its verification', async () => {
    const subscriber = new Subscriber();
    await ask({
      'hub.mode': 'subscribe',
      'hub.topic': `${ORIGIN}/feeds/ukraine.json`,
      'hub.callback': subscriber.callback,
    });
    await wire.story('second', { title: 'second' });
    await wire.work();
    expect(await subscriber.titles()).toEqual([['second']]);
  });

  it('is told of a withdrawal in every format, without a word of the story', async () => {
    await publish('secret', { title: 'Secret words', body: 'Secret words.' });
    const subscribers = ['atom', 'rss', 'json'].map((format) => ({ format, it: new Subscriber() }));
    for (const { format, it } of subscribers) await it.subscribe(`/feeds/ukraine.${format}`);
    await wire.api('DELETE', '/api/articles/secret');
    await wire.work();
    const bodies = await Promise.all(subscribers.map(async ({ it }) => (await it.received()).map(({ body }) => body)));
    expect(bodies.map((it) => it.length)).toEqual([1, 1, 1]);
    const [atom = '', rss = '', json = ''] = bodies.flat();
    expect(atom).toMatch(/<at:deleted-entry ref="tag:[^"]+:article\/secret" when="[^"]+"\/>/);
    expect(rss).toMatch(/<guid isPermaLink="false">tag:[^<]+:article\/secret<\/guid>/);
    expect((JSON.parse(json) as { items: { id: string }[] }).items.map((it) => it.id)).toEqual([
      expect.stringMatching(/:article\/secret$/),
    ]);
    expect(bodies.flat().some((it) => it.includes('Secret'))).toBe(false);
  });

  it('is told of a story that is released between two ticks of the clock within a second', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    for (const [key, seconds] of [
      ['later', 20],
      ['latest', 50],
    ] as const) {
      await publish(key, { embargo: new Date(wire.now.getTime() + seconds * 1000).toISOString() });
    }
    wire.pass(19);
    await wire.work();
    expect(await subscriber.titles()).toEqual([]);
    wire.pass(1);
    await wire.work();
    expect(await subscriber.titles()).toEqual([['later']]);
    wire.pass(30);
    await wire.work();
    expect(await subscriber.titles()).toEqual([['latest']]);
  });

  it('is told of a story at the moment of its release, and of none that waits', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    await publish('later', { embargo: new Date(wire.now.getTime() + 10 * MINUTE * 1000).toISOString() });
    await live(9 * MINUTE);
    expect(await subscriber.titles()).toEqual([]);
    await live(MINUTE);
    expect(await subscriber.titles()).toEqual([['later']]);
  });

  it('to a combination hears only of what is in it', async () => {
    await publish('both', { tags: ['Ukraine', 'Refugees'] });
    await publish('sport', { tags: ['Sport'] });
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/refugees+ukraine,sport+!ukraine.json');
    await publish('one', { tags: ['Ukraine'] });
    await publish('two', { tags: ['Sport', 'Ukraine'] });
    await publish('three', { tags: ['Sport'] });
    await publish('two', { title: 'two', tags: ['Sport'] });
    expect(await subscriber.titles()).toEqual([['three'], ['two']]);
  });

  it('goes on under the new name when its tag is renamed or merged', async () => {
    const [one, two] = [new Subscriber(), new Subscriber()];
    await publish('sport', { tags: ['Football'] });
    await publish('other', { tags: ['Soccer'] });
    await one.subscribe('/feeds/football.json');
    await two.subscribe('/feeds/soccer.json');
    await one.subscribe('/feeds/soccer.json');
    const renamed = await wire.putTags([{ slug: 'soccer', label: 'Soccer', formerly: ['football'] }]);
    expect(renamed.status).toBe(200);
    await wire.work();
    await live(MINUTE);
    await one.titles();
    await two.titles();
    await publish('new', { tags: ['Soccer'] });
    expect([await one.titles(), await two.titles()]).toEqual([[['new']], [['new']]]);
    expect((await report()).topics.map((it) => [it.topic, it.subscriptions])).toEqual([['/feeds/soccer.json', 2]]);
  });

  it('gets a long absence’s news in documents of at most 500 changes, none twice', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/all.json?content=summary');
    await wire.bulk(
      Array.from({ length: 1100 }, (_, index) =>
        JSON.stringify({ key: `b${index}`, title: `b${index}`, body: 'x', published: '2026-02-01T10:00:00Z' }),
      ),
    );
    await wire.work();
    const titles = await subscriber.titles();
    expect(titles.map((it) => it.length).every((it) => it <= 500)).toBe(true);
    expect(titles.flat().sort()).toEqual(Array.from({ length: 1100 }, (_, index) => `b${index}`).sort());
  });
});

describe('A subscriber in trouble', () => {
  it('is not forgotten for a 410 that was meant for an earlier subscription', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    await wire.env.DB.prepare('UPDATE topics SET target = 999').run();
    const [claimed] = await claimPending(wire.env.DB, 1, { now: wire.now, until: wire.now.getTime() + 1000, limit: 1 });
    await subscriber.subscribe('/feeds/ukraine.json', { 'hub.mode': 'unsubscribe' });
    await subscriber.subscribe('/feeds/ukraine.json');
    await storeProgress(wire.env.DB, [], [claimed as Claimed], wire.now);
    expect((await report()).subscriptions).toBe(1);
  });

  it('is away for an hour, misses nothing, and gets one catch-up document, newest first', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    await subscriber.behave({ status: 503 });
    for (let n = 1; n <= 12; n++) {
      await publish(`s${n}`, { published: new Date(wire.now.getTime() - 1000).toISOString() });
      await live(5 * MINUTE);
    }
    await wire.api('DELETE', '/api/articles/s3');
    const attempts = (await subscriber.received()).length;
    await subscriber.behave({});
    await live(HOUR);
    expect(await subscriber.titles()).toEqual([
      ['s12', 's11', 's10', 's9', 's8', 's7', 's6', 's5', 's4', 'Withdrawn', 's2', 's1'],
    ]);
    // 30 s, doubled each time, and a quarter at random: 37, 112, 262, 562, 1162, 2362 s after the first.
    expect(attempts).toBe(7);
    expect(await report()).toMatchObject({ pending: 0, failing: 0, dead: 0, deliveries: [] });
  });

  it.each([
    ['seconds', () => '1800'],
    ['a date', () => new Date(wire.now.getTime() + 1800_000).toUTCString()],
  ])('is left alone for as long as Retry-After says in %s', async (_, retryAfter) => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    await subscriber.behave({ status: 503, headers: { 'retry-after': retryAfter() } });
    await publish('second');
    await subscriber.received();
    await subscriber.behave({});
    await live(29 * MINUTE);
    expect(await subscriber.titles()).toEqual([]);
    await live(2 * MINUTE);
    expect(await subscriber.titles()).toEqual([['second']]);
  });

  it('is forgotten after 410', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    await subscriber.behave({ status: 410 });
    await publish('second');
    expect([(await subscriber.received()).length, (await report()).subscriptions]).toEqual([1, 0]);
  });

  it.each([301, 302, 307, 308])('does not get anything elsewhere by a redirect: %i', async (status) => {
    const [subscriber, elsewhere] = [new Subscriber(), new Subscriber()];
    await subscriber.subscribe('/feeds/ukraine.json');
    await subscriber.behave({ status, headers: { location: elsewhere.callback } });
    await publish('second');
    expect([(await subscriber.received()).length, (await elsewhere.received()).length]).toEqual([1, 0]);
    expect((await report()).deliveries).toMatchObject([
      { state: 'failing', attempts: 1, problem: `expected a 2xx status, got ${status}` },
    ]);
  });

  describe('that was given up', () => {
    let subscriber: Subscriber;

    beforeEach(async () => {
      subscriber = new Subscriber();
      await subscriber.subscribe('/feeds/ukraine.json', { 'hub.lease_seconds': String(30 * DAY) });
      await subscriber.behave({ status: 500 });
      await publish('second');
      for (let n = 0; n < 40; n++) {
        wire.pass(HOUR);
        await wire.tick();
        await wire.work();
      }
      await subscriber.received();
    });

    it('is listed, and left alone', async () => {
      expect((await report()).deliveries).toMatchObject([
        { topic: '/feeds/ukraine.json', callback: subscriber.callback, state: 'dead', attempts: 12, next: null },
      ]);
      await live(HOUR);
      expect(await subscriber.received()).toEqual([]);
    });

    it('is tried once with the next change, and has everything when it answers', async () => {
      await publish('third');
      expect((await subscriber.received()).length).toBe(1);
      await live(HOUR);
      expect((await subscriber.received()).length).toBe(0);
      await subscriber.behave({});
      await publish('fourth', { published: '2026-02-02T10:00:00Z' });
      expect((await subscriber.titles()).map((it) => it.sort())).toEqual([['fourth', 'second', 'third']]);
      expect(await report()).toMatchObject({ dead: 0, failing: 0 });
    });

    it('is tried again on demand', async () => {
      await subscriber.behave({});
      expect(await (await command('retry')).json()).toEqual({ retried: 1 });
      await wire.work();
      expect(await subscriber.titles()).toEqual([['second']]);
    });

    it('is let go on demand: it gets only what comes then', async () => {
      await subscriber.behave({});
      expect(await (await command('drop', [999])).json()).toEqual({ dropped: 0 });
      const [{ id = 0 } = {}] = (await report()).deliveries;
      expect(await (await command('drop', [id])).json()).toEqual({ dropped: 1 });
      await publish('third');
      expect(await subscriber.titles()).toEqual([['third']]);
    });

    it('starts anew when it subscribes again', async () => {
      await subscriber.behave({});
      await subscriber.subscribe('/feeds/ukraine.json');
      expect(await subscriber.titles()).toEqual([['second']]);
    });

    it('is still listed for a week after the end of its lease', async () => {
      wire.pass(29 * DAY);
      await wire.tick();
      expect((await report()).dead).toBe(1);
      wire.pass(7 * DAY);
      await wire.tick();
      expect((await report()).subscriptions).toBe(0);
    });
  });
});

describe('The hub', () => {
  it('delivers what messages have been lost for at the next tick, retries too', async () => {
    const [well, ill] = [new Subscriber(), new Subscriber()];
    await well.subscribe('/feeds/ukraine.json');
    await ill.subscribe('/feeds/ukraine.json');
    await ill.behave({ status: 500 });
    await wire.story('second', { title: 'second' });
    wire.queue.lose();
    await live(MINUTE);
    expect(await well.titles()).toEqual([['second']]);
    wire.queue.lose();
    await ill.behave({});
    await ill.received();
    await live(2 * MINUTE);
    expect(await ill.titles()).toEqual([['second']]);
  });

  it('sends a host no more than 100 verifications in 10 seconds, whoever asks', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 200; n++) {
      const response = await ask({
        'hub.mode': n % 2 ? 'subscribe' : 'unsubscribe',
        'hub.topic': `${ORIGIN}/feeds/ukraine.json`,
        'hub.callback': `http://victim.subscriber.example/v${n}`,
      });
      if (response.status === 429) expect(response.headers.get('retry-after')).toBe('10');
      statuses.push(response.status);
    }
    expect(statuses.filter((it) => it === 202).length).toBe(100);
    expect(statuses.filter((it) => it === 429).length).toBe(100);
    wire.pass(10);
    expect((await new Subscriber().subscribe('/feeds/ukraine.json')).status).toBe(202);
  });

  it.each([
    [{ 'hub.mode': 'subscribe' }, 'hub.callback: expected an address, got none'],
    [{}, 'hub.mode: expected subscribe, unsubscribe or publish, got none'],
    [{ 'hub.mode': 'x' }, 'hub.mode: expected subscribe, unsubscribe or publish, got "x"'],
    [{ 'hub.mode': 'publish' }, 'hub.topic: expected 1 to 20 addresses, got 0'],
    [{ 'hub.callback': 'http://127.0.0.1/' }, /^hub\.callback: expected a public address/],
    [{ 'hub.callback': `${ORIGIN}/hub` }, /^hub\.callback: /],
    [{ 'hub.callback': 'ftp://a.subscriber.example/' }, /^hub\.callback: expected an absolute http or https URL/],
    [{ 'hub.secret': 'x'.repeat(200) }, 'hub.secret: expected less than 200 bytes, got 200'],
    [{ 'hub.algorithm': 'sha1' }, 'hub.algorithm: expected sha256, sha384, sha512, got "sha1"'],
    [{ 'hub.lease_seconds': '1 day' }, 'hub.lease_seconds: expected a whole number, got "1 day"'],
    [{ 'hub.topic': '' }, 'hub.topic: expected an address, got none'],
    [{ 'hub.topic': `${ORIGIN}/feeds/${'x'.repeat(2000)}.rss` }, /^hub\.topic: expected at most 2000 characters/],
  ])('refuses %o with 400 and a reason', async (fields, reason) => {
    const form = {
      ...('hub.mode' in fields || Object.keys(fields).length === 0
        ? {}
        : {
            'hub.mode': 'subscribe',
            'hub.topic': `${ORIGIN}/feeds/ukraine.json`,
            'hub.callback': 'http://a.subscriber.example/',
          }),
      ...fields,
    };
    const response = await ask(form);
    const { detail } = (await response.json()) as { detail: string };
    expect(response.status).toBe(400);
    if (typeof reason === 'string') expect(detail).toBe(reason);
    else expect(detail).toMatch(reason);
  });

  it.each([
    'https://elsewhere.example/feeds/ukraine.json',
    `${ORIGIN}/`,
    `${ORIGIN}/channels/ukraine`,
    `${ORIGIN}/feeds/nothing.rss`,
    `${ORIGIN}/feeds/a++b.rss`,
    `${ORIGIN}/feeds/ukraine.rss?before=xyz`,
    'nonsense',
  ])('has no topic %s', async (topic) => {
    const response = await ask({
      'hub.mode': 'subscribe',
      'hub.topic': topic,
      'hub.callback': 'http://a.subscriber.example/x',
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it('knows a topic without its limit, and none with a name and password or a fragment', async () => {
    await new Subscriber().subscribe('/feeds/ukraine.json?limit=7&content=summary');
    expect((await report()).topics.map((it) => it.topic)).toEqual(['/feeds/ukraine.json?content=summary']);
    for (const topic of [ORIGIN.replace('//', '//user:password@'), '']) {
      const response = await ask({
        'hub.mode': 'subscribe',
        'hub.topic': topic === '' ? `${ORIGIN}/feeds/ukraine.json#x` : `${topic}/feeds/ukraine.json`,
        'hub.callback': 'http://a.subscriber.example/x',
      });
      expect(response.status).toBe(404);
    }
  });

  it('announces a load that changes more channels than go into one message', async () => {
    await wire.story('seed', { tags: ['Tag 699'] });
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/tag-699.json');
    await wire.bulk(
      Array.from({ length: 7 }, (_, story) =>
        JSON.stringify({
          key: `b${story}`,
          title: `b${story}`,
          body: 'x',
          published: '2026-02-01T10:00:00Z',
          tags: Array.from({ length: 100 }, (_, tag) => `Tag ${story * 100 + tag}`),
        }),
      ),
    );
    await wire.work();
    expect(await subscriber.titles()).toEqual([['b6']]);
  });

  it('lists failed deliveries a hundred at a time', async () => {
    for (let n = 0; n < 105; n++) {
      wire.pass(1);
      const subscriber = new Subscriber();
      await subscriber.behave({ status: 500 });
      await subscriber.subscribe('/feeds/ukraine.json');
    }
    await publish('second');
    const first = await report();
    const rest: HubReport = await (await wire.api('GET', `/api/hub?after=${first.deliveries.at(-1)?.id}`)).json();
    expect([first.failing, first.deliveries.length, rest.deliveries.length]).toEqual([105, 100, 5]);
    expect((await wire.api('GET', '/api/hub?after=x')).status).toBe(400);
  });

  it('takes forms only, and only by POST', async () => {
    const json = await wire.fetch('/hub', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect([json.status, (await wire.fetch('/hub')).status]).toEqual([415, 405]);
  });

  it('takes a publisher’s ping for its own topics', async () => {
    const ping = (topic: string) => ask({ 'hub.mode': 'publish', 'hub.url': topic });
    expect((await ping(`${ORIGIN}/feeds/ukraine.rss`)).status).toBe(202);
    expect((await ping('https://elsewhere.example/feed')).status).toBe(404);
  });

  it('shows its state only to those who may operate it', async () => {
    expect((await wire.fetch('/api/hub')).status).toBe(401);
    expect((await wire.fetch('/api/hub', { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await command('explode')).status).toBe(400);
  });

  it('is in every feed’s Link header and document', async () => {
    for (const format of ['rss', 'atom', 'json']) {
      const response = await wire.fetch(`/feeds/ukraine.${format}`);
      expect(response.headers.get('link')).toContain(`<${ORIGIN}/hub>; rel="hub"`);
      expect(await response.text()).toContain(`${ORIGIN}/hub`);
    }
  });
});

describe('The state of health', () => {
  const health = async () => (await wire.fetch('/healthz')).json();

  it('says how old the oldest undelivered message is', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    expect(await health()).toEqual({ status: 'ok', database: 'ok', oldestUndeliveredSeconds: 0 });
    await subscriber.behave({ status: 500 });
    await publish('second');
    wire.pass(20);
    expect(await health()).toEqual({ status: 'ok', database: 'ok', oldestUndeliveredSeconds: 20 });
    await subscriber.behave({});
    await live(5 * MINUTE);
    expect(await health()).toEqual({ status: 'ok', database: 'ok', oldestUndeliveredSeconds: 0 });
  });

  it('counts what nobody has looked at yet', async () => {
    await new Subscriber().subscribe('/feeds/ukraine.json');
    wire.pass(10);
    await wire.story('second', {});
    wire.queue.lose();
    wire.pass(30);
    expect(await health()).toMatchObject({ oldestUndeliveredSeconds: 30 });
  });

  it('is 503 when the database does not answer', async () => {
    await wire.env.DB.exec('DROP TABLE topic_channels');
    const response = await wire.fetch('/healthz');
    expect([response.status, await response.json()]).toEqual([503, { status: 'failing', database: 'does not answer' }]);
  });
});

describe('Other hubs', () => {
  const forms = async (path: string) =>
    (await control<Received[]>('DELETE', `/received${path}`)).map(({ body }) => new URLSearchParams(body));

  beforeEach(async () => {
    wire = await TestWire.fresh();
    wire.env.OTHER_HUBS = `http://hub.subscriber.example/hub${++number}`;
    await wire.tick();
    await wire.work();
  });

  it('are named in feeds, after our own', async () => {
    await publish('first');
    const hub = wire.env.OTHER_HUBS as string;
    const response = await wire.fetch('/feeds/ukraine.json');
    const { hubs } = (await response.json()) as { hubs: unknown };
    expect(hubs).toEqual([
      { type: 'WebSub', url: `${ORIGIN}/hub` },
      { type: 'WebSub', url: hub },
    ]);
    expect(response.headers.get('link')).toContain(`<${ORIGIN}/hub>; rel="hub", <${hub}>; rel="hub"`);
  });

  it('are told once of several changes, of each feed of each tag', async () => {
    for (const key of ['one', 'two', 'three']) await publish(key);
    wire.pass(5);
    await wire.work();
    const told = await forms(`/hub${number}`);
    expect(told.every((it) => it.get('hub.mode') === 'publish' && it.get('hub.url') === it.get('hub.topic'))).toBe(
      true,
    );
    expect(told.map((it) => it.get('hub.url'))).toEqual(
      ['all', 'ukraine'].flatMap((tag) => ['rss', 'atom', 'json'].map((it) => `${ORIGIN}/feeds/${tag}.${it}`)),
    );
    await live(5 * MINUTE);
    expect(await forms(`/hub${number}`)).toEqual([]);
  });

  it('are tried again after a failure', async () => {
    await control('PUT', `/control/hub${number}`, { status: 503 });
    await publish('one');
    wire.pass(5);
    await wire.work();
    expect((await forms(`/hub${number}`)).length).toBe(1);
    expect((await report()).otherHubs).toMatchObject([{ failures: 1, problem: 'expected a 2xx status, got 503' }]);
    await control('PUT', `/control/hub${number}`, {});
    await live(2 * MINUTE);
    expect((await forms(`/hub${number}`)).length).toBe(6);
    expect((await report()).otherHubs).toMatchObject([{ failures: 0, problem: null }]);
  });
});
