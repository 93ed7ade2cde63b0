import { beforeEach, describe, expect, it } from 'vitest';
import type { Statement } from '../../../src/platform/database.ts';
import { ask, command, live, MINUTE, openHub, publish, report, Subscriber } from '../../support/hub.ts';
import {
  advanceTopics,
  findLaggingTopics,
  type HubReport,
  type Subscription,
  storeSubscription,
} from '../../support/inside.ts';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

beforeEach(openHub);

describe('The hub', () => {
  it('delivers what messages have been lost for at the next tick, retries too', async () => {
    const [well, ill] = [new Subscriber(), new Subscriber()];
    await well.subscribe('/feeds/ukraine.json');
    await ill.subscribe('/feeds/ukraine.json');
    await ill.behave({ status: 500 });
    await wire.story('second', { title: 'second' });
    wire.jobs.lose();
    await live(MINUTE);
    expect(await well.titles()).toEqual([['second']]);
    wire.jobs.lose();
    await ill.behave({});
    await ill.received();
    await live(2 * MINUTE);
    expect(await ill.titles()).toEqual([['second']]);
  });

  it('reads the vocabulary once for all topics that a job looks at, in a process that does not know it', async () => {
    const tags = ['Kyiv', 'Lviv', 'Odesa'];
    await wire.putTags(tags.map((label) => ({ slug: label.toLowerCase(), label })));
    await wire.story('fourth', { tags });
    const subscriber = new Subscriber();
    for (const label of tags) await subscriber.subscribe(`/feeds/${label.toLowerCase()}.json`);
    await wire.story('fifth', { title: 'fifth', tags });
    wire.restart();
    let read = 0;
    const real = wire.database;
    wire.database = {
      prepare: (sql) => real.prepare(sql),
      batch: async <Row>(statements: Statement[]) => {
        const results = await real.batch<Row>(statements);
        read += results.flatMap((it) => it.results).filter((row) => (row as { content?: string }).content).length;
        return results;
      },
    };
    await wire.work();
    expect(read).toBe(1);
    expect(await subscriber.titles()).toEqual([['fifth'], ['fifth'], ['fifth']]);
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

  it('looks for the twenty topics of a ping all at once', async () => {
    const database = new WatchedDatabase(wire.database);
    wire.database = database;
    wire.restart();
    const topics = Array.from({ length: 20 }, (_, n) => ['hub.topic', `${ORIGIN}/feeds/ukraine.rss?limit=${n + 1}`]);
    const body = new URLSearchParams([['hub.mode', 'publish'], ...topics]);
    const headers = { 'cf-connecting-ip': '192.0.2.7' };
    expect((await wire.fetch('/hub', { method: 'POST', body, headers })).status).toBe(202);
    const asked = database.take();
    // The client's pings are counted, and then all topics are looked for.
    expect([asked.length, asked.flatMap((it) => it.sql).length]).toEqual([2, 4]);
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

describe('a topic of the hub', () => {
  beforeEach(freshWire);

  it('is looked at again for a subscriber who was verified meanwhile, though its request is older', async () => {
    const { database: db } = wire;
    await wire.story('both', { tags: ['a', 'b'] });
    await wire.story('one', { tags: ['a'] });
    const subscribe = (name: string, since: number) => {
      const callback = `https://${name}.example/`;
      const host = `${name}.example`;
      const subscription: Subscription = {
        callback,
        host,
        domain: host,
        requestedTopic: '',
        secret: undefined,
        algorithm: 'sha256',
      };
      const address = { path: '/feeds/a+b.json', channels: ['a', 'b'], combination: true };
      const options = { expires: Number.MAX_SAFE_INTEGER, since, now: wire.now };
      return storeSubscription(db, address, subscription, options).ask();
    };
    const lagging = () => findLaggingTopics(db, { combination: true, channels: undefined, after: 0, limit: 10 }).ask();
    await subscribe('quick', 1);
    const [topic] = await lagging();
    await subscribe('slow', 0);
    const advance = { id: topic?.id ?? 0, seen: topic?.checked ?? 0, checked: 2, target: 0 };
    await advanceTopics(db, [advance], wire.now).ask();
    expect((await lagging()).map(({ path, checked }) => [path, checked])).toEqual([['/feeds/a+b.json', 0]]);
  });
});
