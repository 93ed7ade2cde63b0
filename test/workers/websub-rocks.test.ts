import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, askHub, type Delivery, entriesOf, type Subscriber, Subscribers } from '../support/subscriber.ts';
import { until } from '../support/tagwire.ts';
import { Worker } from '../support/worker.ts';

// The hub tests of https://websub.rocks/hub, and what else the recommendation asks of a hub, on a running worker.

const FORMATS = ['rss', 'atom', 'json'] as const;
const TYPES = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

let worker: Worker;
let subscribers: Subscribers;

beforeAll(async () => {
  [worker, subscribers] = await Promise.all([Worker.startBuilt({ HUB_TIMEOUT_SECONDS: '10' }), Subscribers.listen()]);
});
afterAll(async () => {
  await worker?.stop();
  await subscribers?.goAway();
});

let tags = 0;

/** A tag that no other test has, with a first story. */
async function freshTag(): Promise<string> {
  const tag = `tag${++tags}`;
  await worker.story(`${tag}-first`, { tags: [tag] });
  return tag;
}

const topicOf = (path: string) => `${worker.url}/feeds/${path}`;
const idOf = (key: string) => `tag:tagwire.example,2022-02-24:article/${key}`;
const told = ({ body }: Delivery) => entriesOf(body).map(({ id, title }) => ({ id, title }));
interface Link {
  rel: string;
  href: string;
}
const links = (header: string | null | undefined): Link[] =>
  [...(header ?? '').matchAll(/<([^>]*)>; rel="([^"]*)"/g)].map(([, href = '', rel = '']) => ({ rel, href }));
const discovered = (all: Link[]) => {
  const hrefs = (wanted: string) => all.filter(({ rel }) => rel === wanted).map(({ href }) => href);
  return { hub: hrefs('hub'), self: hrefs('self') };
};
const detailOf = async (response: Response) => ((await response.json()) as { detail: string }).detail;

/** Waits for its next delivery. */
async function next(subscriber: Subscriber, after = subscriber.deliveries.length): Promise<Delivery> {
  await until(
    () => subscriber.deliveries.length > after,
    () => worker.output().slice(-2000),
  );
  return subscriber.deliveries[after] as Delivery;
}

/** Publishes a story and gives what a subscriber is told of it. */
async function publishTo(subscriber: Subscriber, key: string, tag: string, title = key): Promise<Delivery> {
  const after = subscriber.deliveries.length;
  await worker.story(key, { title, tags: [tag] });
  return next(subscriber, after);
}

/** Waits until the hub has judged the answers to that many verifications for a topic. @returns its verdicts */
async function verdicts(topic: string, count: number): Promise<string[]> {
  const all = () =>
    [...worker.output().matchAll(/\{"event":"verification".*\}/g)]
      .map(([line]) => JSON.parse(line) as { topic: string; mode: string; result: string; problem?: string })
      .filter((it) => it.topic === topic)
      .map(({ mode, result, problem }) => [mode, result, problem].filter(Boolean).join(': '));
  await until(
    () => all().length >= count,
    () => worker.output().slice(-2000),
  );
  return all();
}

describe.each(FORMATS)('a topic in %s', (format) => {
  it('is discovered by Link headers and by links in the document, which agree', async () => {
    const topic = topicOf(`${await freshTag()}.${format}`);
    const response = await fetch(topic);
    const text = await response.text();
    const wanted = { hub: [`${worker.url}/hub`], self: [topic] };
    expect(discovered(links(response.headers.get('link')))).toEqual(wanted);
    if (format === 'json') {
      const { hubs, feed_url } = JSON.parse(text) as { hubs: object[]; feed_url: string };
      expect([hubs, feed_url]).toEqual([[{ type: 'WebSub', url: wanted.hub[0] }], topic]);
    } else {
      const [head = ''] = text.split(/<(?:item|entry)>/);
      const found = [...head.matchAll(/<(?:atom:)?link [^>]*>/g)].map(([link]) => ({
        rel: /rel="([^"]*)"/.exec(link)?.[1] ?? '',
        href: /href="([^"]*)"/.exec(link)?.[1] ?? '',
      }));
      expect(discovered(found)).toEqual(wanted);
    }
  });

  it('100: is delivered with its own content type, links to the hub and to itself, and without a signature', async () => {
    const tag = await freshTag();
    const topic = topicOf(`${tag}.${format}`);
    const subscriber = subscribers.add();
    await subscriber.subscribe(worker, topic);
    const delivery = await publishTo(subscriber, `${tag}-news`, tag, 'News');
    expect(told(delivery)).toEqual([{ id: idOf(`${tag}-news`), title: 'News' }]);
    expect(delivery.headers['content-type']).toBe((await fetch(topic)).headers.get('content-type'));
    expect(delivery.headers['content-type']).toBe(TYPES[format]);
    expect(links(delivery.headers.link?.toString())).toEqual([
      { rel: 'hub', href: `${worker.url}/hub` },
      { rel: 'self', href: topic },
    ]);
    expect([delivery.headers['x-hub-signature'], delivery.signed]).toEqual([undefined, undefined]);
  });

  it('tells of a withdrawn story by its id, and repeats none of its words', async () => {
    const tag = await freshTag();
    const subscriber = subscribers.add();
    await subscriber.subscribe(worker, topicOf(`${tag}.${format}`));
    const key = `${tag}-libel`;
    await worker.story(key, { title: 'Zebras rule', body: 'Quaggas pay.', tags: [tag, `${tag} stripes`] });
    expect(told(await next(subscriber, 0))).toEqual([{ id: idOf(key), title: 'Zebras rule' }]);
    await worker.withdraw(key);
    const delivery = await next(subscriber, 1);
    expect(told(delivery)).toEqual([{ id: idOf(key), title: undefined }]);
    expect(delivery.body).not.toMatch(/zebra|quagga|stripes/i);
  });
});

describe('a subscription', () => {
  it.each([
    [undefined, /^sha256=[0-9a-f]{64}$/],
    ['sha256', /^sha256=[0-9a-f]{64}$/],
    ['sha384', /^sha384=[0-9a-f]{96}$/],
    ['sha512', /^sha512=[0-9a-f]{128}$/],
  ])('101: with a secret and hub.algorithm %s has every delivery signed', async (algorithm, form) => {
    const tag = await freshTag();
    const subscriber = subscribers.add();
    await subscriber.subscribe(worker, topicOf(`${tag}.atom`), {
      'hub.secret': 'ein Geheimnis, geheimer als jedes andere: é€',
      ...(algorithm && { 'hub.algorithm': algorithm }),
    });
    for (const key of [`${tag}-1`, `${tag}-2`]) {
      const delivery = await publishTo(subscriber, key, tag);
      expect([delivery.signed, delivery.headers['x-hub-signature']]).toEqual([true, expect.stringMatching(form)]);
    }
  });

  it('102: is made as well with parameters that nobody knows', async () => {
    const tag = await freshTag();
    const subscriber = subscribers.add();
    await subscriber.subscribe(worker, topicOf(`${tag}.json`), { foo: 'bar', 'hub.foo': 'bar' });
    expect(Object.keys(subscriber.verifications[0]?.parameters ?? {})).toEqual([
      'hub.mode',
      'hub.topic',
      'hub.challenge',
      'hub.lease_seconds',
    ]);
    expect(told(await publishTo(subscriber, `${tag}-1`, tag))).toEqual([{ id: idOf(`${tag}-1`), title: `${tag}-1` }]);
  });

  it('103: that is renewed before its end is still one subscription, with the new secret', async () => {
    const tag = await freshTag();
    const topic = topicOf(`${tag}.rss`);
    const subscriber = subscribers.add();
    for (const secret of ['first', 'second', 'third'])
      await subscriber.subscribe(worker, topic, { 'hub.secret': secret });
    expect(await verdicts(topic, 3)).toEqual(['subscribe: confirmed', 'subscribe: confirmed', 'subscribe: confirmed']);
    for (const key of [`${tag}-1`, `${tag}-2`]) {
      expect((await publishTo(subscriber, key, tag)).signed).toBe(true);
      await worker.settled();
    }
    expect(subscriber.deliveries.map(told)).toEqual(
      [`${tag}-1`, `${tag}-2`].map((key) => [{ id: idOf(key), title: key }]),
    );
    expect(await worker.subscriptions(`/feeds/${tag}.rss`)).toBe(1);
  });

  it('104: that is ended is verified once more, and gets nothing after that', async () => {
    const tag = await freshTag();
    const topic = topicOf(`${tag}.atom`);
    const [stays, leaves] = [subscribers.add(), subscribers.add()];
    await stays.subscribe(worker, topic);
    await leaves.subscribe(worker, topic);
    await publishTo(leaves, `${tag}-1`, tag);
    await next(stays, 0);
    await leaves.unsubscribe(worker, topic);
    expect(Object.keys(leaves.verifications.at(-1)?.parameters ?? {})).toEqual([
      'hub.mode',
      'hub.topic',
      'hub.challenge',
    ]);
    await until(async () => (await worker.subscriptions(`/feeds/${tag}.atom`)) === 1, worker.output);
    await publishTo(stays, `${tag}-2`, tag);
    await worker.settled();
    expect([stays.deliveries.length, leaves.deliveries.length]).toEqual([2, 1]);
  });

  it('has everything that was published after it was asked for, also before it was verified', async () => {
    const tag = await freshTag();
    const subscriber = subscribers.add();
    const published = Promise.withResolvers<void>();
    subscriber.answer = async (response, challenge) => {
      await published.promise;
      response.end(challenge);
    };
    await subscriber.subscribe(worker, topicOf(`${tag}.json`));
    await worker.story(`${tag}-meanwhile`, { tags: [tag] });
    published.resolve();
    expect(told(await next(subscriber, 0))).toEqual([{ id: idOf(`${tag}-meanwhile`), title: `${tag}-meanwhile` }]);
  });

  it('to a combination of tags has what is in it, and nothing else', async () => {
    const [a, b] = [await freshTag(), await freshTag()];
    const [both, either, without] = [subscribers.add(), subscribers.add(), subscribers.add()];
    await both.subscribe(worker, topicOf(`${a}+${b}.rss`));
    await either.subscribe(worker, topicOf(`${a},${b}.atom`));
    await without.subscribe(worker, topicOf(`${a}+!${b}.json`));
    await worker.story(`${a}-ab`, { tags: [a, b] });
    await worker.story(`${a}-a`, { tags: [a] });
    await worker.story(`${a}-b`, { tags: [b] });
    await until(
      () => Object.keys(either.known()).length === 3 && both.deliveries.length + without.deliveries.length === 2,
      worker.output,
    );
    await worker.settled();
    const known = (subscriber: Subscriber) => Object.values(subscriber.known()).toSorted();
    expect([known(both), known(either), known(without)]).toEqual([
      [`${a}-ab`],
      [`${a}-a`, `${a}-ab`, `${a}-b`],
      [`${a}-a`],
    ]);
  });

  it('gets many changes in one document, each story once and in its last version', async () => {
    const tag = await freshTag();
    const subscriber = subscribers.add();
    const released = Promise.withResolvers<void>();
    subscriber.answer = async (response, challenge) => {
      await released.promise;
      response.end(challenge);
    };
    await subscriber.subscribe(worker, topicOf(`${tag}.atom`));
    for (const title of ['A1', 'A2', 'A3']) await worker.story(`${tag}-a`, { title, tags: [tag] });
    await worker.story(`${tag}-b`, { title: 'B1', tags: [tag] });
    await worker.withdraw(`${tag}-first`);
    released.resolve();
    await next(subscriber, 0);
    await worker.settled();
    expect([subscriber.deliveries.length, subscriber.known()]).toEqual([
      1,
      { [idOf(`${tag}-a`)]: 'A3', [idOf(`${tag}-b`)]: 'B1', [idOf(`${tag}-first`)]: undefined },
    ]);
  });
});

describe('verification of intent', () => {
  it.each(['a=1&b=%2F%20x&c', 'q=%C3%BC+%2B&&=', 'hub.topic=mine'])(
    'keeps the own query of the callback byte for byte: ?%s',
    async (query) => {
      const tag = await freshTag();
      const subscriber = subscribers.add(undefined, `?${query}`);
      await accepted202(subscriber.ask(worker, 'subscribe', topicOf(`${tag}.rss`)));
      await until(() => subscriber.verifications.length > 0, worker.output);
      expect(subscriber.verifications[0]?.query.split('&hub.mode=')[0]).toBe(query);
    },
  );

  it.each([
    [{}, '864000'],
    [{ 'hub.lease_seconds': '' }, '864000'],
    [{ 'hub.lease_seconds': '1' }, '300'],
    [{ 'hub.lease_seconds': '3600' }, '3600'],
    [{ 'hub.lease_seconds': '1000000000' }, '2592000'],
  ])('says how long the lease is: requested %j, given %s seconds', async (requested, seconds) => {
    const tag = await freshTag();
    const subscriber = subscribers.add();
    await subscriber.subscribe(worker, topicOf(`${tag}.rss`), requested as Record<string, string>);
    expect(subscriber.verifications[0]?.parameters['hub.lease_seconds']).toBe(seconds);
  });

  it('waits for a subscriber that takes 3 s', async () => {
    const tag = await freshTag();
    const subscriber = subscribers.add();
    subscriber.answer = (response, challenge) => setTimeout(() => response.end(challenge), 3000);
    await subscriber.subscribe(worker, topicOf(`${tag}.json`));
    expect(told(await publishTo(subscriber, `${tag}-1`, tag))).toEqual([{ id: idOf(`${tag}-1`), title: `${tag}-1` }]);
  });

  it.each([
    ['another text', (response) => response.end('another text'), 'expected the challenge as the body of the answer'],
    [
      'more than the challenge',
      (response, it) => response.end(`${it}!`),
      'expected the challenge as the body of the answer',
    ],
    ['no text', (response) => response.end(), 'expected the challenge as the body of the answer'],
    ['404', (response, it) => response.writeHead(404).end(it), 'expected a 2xx status, got 404'],
    [
      'a redirect',
      (response, it) => response.writeHead(302, { location: '/0' }).end(it),
      'expected a 2xx status, got 302',
    ],
  ] satisfies [string, Answer, string][])('that is answered by %s changes nothing', async (_, answer, problem) => {
    const tag = await freshTag();
    const topic = topicOf(`${tag}.atom`);
    const [confirmed, refused] = [subscribers.add(), subscribers.add()];
    refused.answer = answer;
    await refused.subscribe(worker, topic);
    expect(await verdicts(topic, 1)).toEqual([`subscribe: failed: ${problem}`]);
    await confirmed.subscribe(worker, topic, { 'hub.secret': 'first' });
    await verdicts(topic, 2);
    confirmed.answer = answer;
    await confirmed.subscribe(worker, topic, { 'hub.secret': 'second' });
    await confirmed.unsubscribe(worker, topic);
    expect(await verdicts(topic, 4)).toEqual([
      `subscribe: failed: ${problem}`,
      'subscribe: confirmed',
      `subscribe: failed: ${problem}`,
      `unsubscribe: failed: ${problem}`,
    ]);
    await publishTo(confirmed, `${tag}-1`, tag);
    await worker.settled();
    expect([refused.deliveries.length, confirmed.deliveries.length]).toEqual([0, 1]);
    expect(await worker.subscriptions(`/feeds/${tag}.atom`)).toBe(1);
  });

  it('keeps others from subscribing or unsubscribing somebody', async () => {
    const tag = await freshTag();
    const topic = topicOf(`${tag}.json`);
    const [victim, subscribed] = [subscribers.add(), subscribers.add()];
    await subscribed.subscribe(worker, topic);
    await verdicts(topic, 1);
    await accepted202(victim.forge(worker, 'subscribe', topic));
    await accepted202(subscribed.forge(worker, 'unsubscribe', topic));
    const refused = 'failed: expected a 2xx status, got 404';
    expect((await verdicts(topic, 3)).toSorted()).toEqual([
      'subscribe: confirmed',
      `subscribe: ${refused}`,
      `unsubscribe: ${refused}`,
    ]);
    await publishTo(subscribed, `${tag}-1`, tag);
    expect(victim.deliveries.length).toBe(0);
  });

  it.each([
    ['upper case', (tag: string) => `${tag.toUpperCase()}.rss`, 'rss'],
    ['terms that say nothing', (tag: string) => `${tag}+all.atom`, 'atom'],
    ['doubles', (tag: string) => `${tag},${tag}.json`, 'json'],
    ['parameters', (tag: string) => `${tag}.atom?utm_source=x&limit=50`, 'atom'],
    ['percent-encoding', (tag: string) => `%74${tag.slice(1)}.json`, 'json'],
    ['no format', (tag: string) => tag, 'rss'],
  ] as const)('names the topic exactly as it was requested: %s', async (_, requested, format) => {
    const tag = await freshTag();
    const topic = topicOf(requested(tag));
    const subscriber = subscribers.add();
    await subscriber.subscribe(worker, topic);
    expect(subscriber.verifications.map((it) => it.parameters['hub.topic'])).toEqual([topic]);
    const delivery = await publishTo(subscriber, `${tag}-1`, tag);
    expect(links(delivery.headers.link?.toString())[1]).toEqual({ rel: 'self', href: topic });
    expect([told(delivery), delivery.headers['content-type']]).toEqual([
      [{ id: idOf(`${tag}-1`), title: `${tag}-1` }],
      TYPES[format],
    ]);
    await worker.settled();
    // By whatever name, it is the same subscription.
    await subscriber.unsubscribe(worker, topicOf(`${tag}.${format}`));
    await until(async () => (await worker.subscriptions(`/feeds/${tag}.${format}`)) === 0, worker.output);
  });
});

describe('a request', () => {
  it('for a topic that is not ours, or that has no news, is refused with the reason', async () => {
    const subscriber = subscribers.add();
    const tag = await freshTag();
    const refusals = [];
    for (const topic of [
      'https://other.example/feeds/all.rss',
      `${worker.url}/articles/x`,
      topicOf('nobody-has-this-tag.rss'),
      topicOf(`${tag}.txt`),
    ]) {
      const response = await subscriber.ask(worker, 'subscribe', topic);
      refusals.push([response.status, response.headers.get('content-type'), await detailOf(response)]);
    }
    const problem = 'application/problem+json';
    const expected = `hub.topic: expected the address of a feed below ${worker.url}/feeds/`;
    expect(refusals).toEqual([
      [404, problem, `${expected}, got "https://other.example/feeds/all.rss"`],
      [404, problem, `${expected}, got "${worker.url}/articles/x"`],
      [404, problem, expect.stringContaining('nobody-has-this-tag')],
      [404, problem, expect.any(String)],
    ]);
    expect(subscriber.verifications).toEqual([]);
  });

  it('to publish is accepted for our own topics, and refused for others', async () => {
    const tag = await freshTag();
    const ping = (parameters: Record<string, string>) => askHub(worker, { 'hub.mode': 'publish', ...parameters });
    const statuses = [];
    for (const parameters of [
      { 'hub.topic': topicOf(`${tag}.rss`) },
      { 'hub.url': topicOf(`${tag}.rss`) },
      { 'hub.url': topicOf(`${tag}.rss`), 'hub.topic': topicOf('all.json') },
      { 'hub.topic': 'https://other.example/feeds/all.rss' },
      { 'hub.topic': topicOf('nobody-has-this-tag.rss') },
      {},
    ]) {
      statuses.push((await ping(parameters as Record<string, string>)).status);
    }
    expect(statuses).toEqual([202, 202, 202, 404, 404, 400]);
  });
});

async function accepted202(asked: Promise<Response>): Promise<void> {
  expect((await asked).status).toBe(202);
}
