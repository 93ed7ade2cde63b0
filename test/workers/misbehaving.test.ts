import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomOf } from '../support/random.ts';
import {
  type Behaviour,
  entriesOf,
  hang,
  hangUp,
  loopbacks,
  ok,
  redirect,
  type Subscriber,
  Subscribers,
  slow,
  status,
  unsteady,
} from '../support/subscriber.ts';
import { until } from '../support/tagwire.ts';
import { Worker } from '../support/worker.ts';

// Deliveries to subscribers that behave badly, on a running worker: a delivery takes 1 s at most, and the first pause
// after one that failed 0.2 s.

let worker: Worker;

beforeAll(async () => {
  worker = await Worker.startBuilt();
});
afterAll(() => worker?.stop());

const idOf = (key: string) => `tag:tagwire.example,2022-02-24:article/${key}`;
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
const print = (line: string) => process.stdout.write(`${line}\n`);
const sum = (numbers: number[]) => numbers.reduce((total, it) => total + it, 0);
const overlaps = (all: Subscriber[]) => sum(all.map((it) => it.overlaps));
/** The time that the first delivery reports. */
const firstTaken = (it: Subscriber) =>
  Object.fromEntries(entriesOf(it.taken()[0]?.body ?? '').map(({ id, title }) => [id, title]));

/** Waits for something that the worker is to do. */
const waitFor = (condition: () => boolean | Promise<boolean>, within?: number) =>
  until(condition, () => worker.output().slice(-2000), within);

let tags = 0;

/** A tag that no other test has, with a first story. */
async function freshTag(): Promise<string> {
  const tag = `topic${++tags}`;
  await worker.story(`${tag}-first`, { tags: [tag] });
  return tag;
}

/** Subscribes, and waits until that is so. */
async function subscribeAll(all: Subscriber[], path: string): Promise<void> {
  for (const it of all) await it.subscribe(worker, `${worker.url}${path}`);
  await waitFor(async () => (await worker.subscriptions(path)) === all.length);
}

/** The hub's report on a subscriber to which it could not deliver. */
async function failureOf({ callback }: Subscriber) {
  return (await worker.report()).deliveries.find((it) => it.callback === callback);
}

describe('subscribers that behave badly', () => {
  let subscribers: Subscribers;
  beforeAll(async () => {
    subscribers = await Subscribers.listen();
  });
  afterAll(() => subscribers.goAway());

  it('hold up nobody else, and have all that they missed in one document when they are well', async () => {
    const path = `/feeds/${await freshTag()}.json`;
    const tag = path.slice('/feeds/'.length, -'.json'.length);
    const elsewhere = subscribers.add();
    const bad: [Behaviour, string][] = [
      [status(500), 'expected a 2xx status, got 500'],
      [status(404), 'expected a 2xx status, got 404'],
      [redirect(elsewhere.callback), 'expected a 2xx status, got 307'],
      [hangUp, 'no connection: Network connection lost.'],
      [slow(1500), 'no answer within 1 s'],
      ...Array.from({ length: 15 }, (): [Behaviour, string] => [hang, 'no answer within 1 s']),
    ];
    const sick = bad.map(([behaviour]) => subscribers.add(behaviour));
    const [healthy, unhurried] = [subscribers.add(), subscribers.add(slow(300))];
    await subscribeAll([...sick, unhurried, healthy], path);

    const keys = [1, 2, 3, 4, 5].map((it) => `${tag}-${it}`);
    const waits: number[] = [];
    for (const key of keys) {
      await worker.story(key, { tags: [tag] });
      const published = Date.now();
      await waitFor(() => idOf(key) in healthy.known());
      waits.push(Date.now() - published);
    }
    print(`a healthy subscriber beside 20 bad ones had its news after ${waits.map(seconds).join(', ')}`);
    expect(Math.max(...waits)).toBeLessThan(10_000);

    await waitFor(async () => (await worker.report()).failing === sick.length);
    const problems = await Promise.all(sick.map(async (it) => (await failureOf(it))?.problem));
    expect(problems).toEqual(bad.map(([, problem]) => problem));
    expect(sick.flatMap((it) => it.taken())).toEqual([]);
    for (const it of sick) it.behaviour = ok;
    await worker.settled();
    const everything = Object.fromEntries(keys.map((key) => [idOf(key), key]));
    for (const it of sick) expect(firstTaken(it)).toEqual(everything);
    for (const it of [...sick, unhurried, healthy]) expect(it.known()).toEqual(everything);
    expect([overlaps([...sick, unhurried, healthy]), elsewhere.deliveries]).toEqual([0, []]);
  });

  it('are left alone for as long as they ask: Retry-After in seconds, and as a date', async () => {
    const tag = await freshTag();
    const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + 4000);
    const [patient, dated] = [
      subscribers.add(status(503, { 'retry-after': '3' })),
      subscribers.add(status(503, { 'retry-after': date.toUTCString() })),
    ];
    await subscribeAll([patient, dated], `/feeds/${tag}.atom`);
    await worker.story(`${tag}-1`, { tags: [tag] });
    await waitFor(() => patient.deliveries.length > 0 && dated.deliveries.length > 0);
    for (const it of [patient, dated]) it.behaviour = ok;
    await worker.settled();
    const [first, second] = patient.deliveries.map((it) => it.at) as [number, number];
    expect(second - first).toBeGreaterThanOrEqual(3000);
    expect(dated.deliveries[1]?.at).toBeGreaterThanOrEqual(date.getTime());
    for (const it of [patient, dated]) expect(it.known()).toEqual({ [idOf(`${tag}-1`)]: `${tag}-1` });
  });

  it('end their subscription by 410', async () => {
    const tag = await freshTag();
    const [gone, stays] = [subscribers.add(status(410)), subscribers.add()];
    await subscribeAll([gone, stays], `/feeds/${tag}.rss`);
    await worker.story(`${tag}-1`, { tags: [tag] });
    await waitFor(async () => (await worker.subscriptions(`/feeds/${tag}.rss`)) === 1);
    await worker.story(`${tag}-2`, { tags: [tag] });
    await waitFor(() => idOf(`${tag}-2`) in stays.known());
    await worker.settled();
    expect(gone.deliveries.length).toBe(1);
  });

  it('may go away and come back', async () => {
    const tag = await freshTag();
    const others = await Subscribers.listen();
    const all = [others.add(), others.add(), others.add()];
    await subscribeAll(all, `/feeds/${tag}.atom`);
    await others.goAway();
    await worker.story(`${tag}-1`, { title: 'First version', tags: [tag] });
    await waitFor(async () => (await worker.report()).failing === all.length);
    await worker.story(`${tag}-2`, { tags: [tag] });
    await worker.story(`${tag}-1`, { title: 'Second version', tags: [tag] });
    await worker.withdraw(`${tag}-first`);
    await others.comeBack();
    await worker.settled();
    for (const it of all) {
      expect(firstTaken(it)).toEqual({
        [idOf(`${tag}-1`)]: 'Second version',
        [idOf(`${tag}-2`)]: `${tag}-2`,
        [idOf(`${tag}-first`)]: undefined,
      });
    }
    await others.goAway();
  });

  it('are listed with what was wrong; are given up after 12 attempts; can be tried again or dropped', async () => {
    const tag = await freshTag();
    const path = `/feeds/${tag}.json`;
    const all = [subscribers.add(status(500)), subscribers.add(status(500)), subscribers.add(status(500))];
    const [retried, dropped, woken] = all as [Subscriber, Subscriber, Subscriber];
    await subscribeAll(all, path);
    expect((await fetch(`${worker.url}/api/hub`)).status).toBe(401);
    await worker.story(`${tag}-1`, { tags: [tag] });
    await waitFor(async () => (await worker.report()).failing === all.length);
    const { id = 0, ...failing } = (await failureOf(retried)) ?? {};
    expect(failing).toEqual({
      topic: path,
      callback: retried.callback,
      state: 'failing',
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      attempts: expect.any(Number),
      next: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      problem: 'expected a 2xx status, got 500',
      expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });

    const command = async (action: string, ids?: number[]) =>
      (await worker.api('POST', '/api/hub', { action, ...(ids && { ids }) })).json();
    const ids = await Promise.all(all.map(async (it) => (await failureOf(it))?.id ?? 0));
    expect(ids[0]).toBe(id);
    // The operator is quicker than the pauses.
    await waitFor(async () => {
      const { deliveries, dead } = await worker.report();
      const failing = deliveries.filter((it) => it.state === 'failing').map((it) => it.id);
      if (failing.length > 0) await command('retry', failing);
      return dead === all.length;
    });
    for (const it of all) {
      const { state, attempts, next } = (await failureOf(it)) ?? {};
      expect([state, attempts, next]).toEqual(['dead', it.deliveries.length, null]);
      expect(attempts).toBeGreaterThanOrEqual(12);
    }

    for (const it of all) it.behaviour = ok;
    expect(await command('retry', [id])).toEqual({ retried: 1 });
    await waitFor(() => idOf(`${tag}-1`) in retried.known());
    expect(await command('drop', [ids[1] as number])).toEqual({ dropped: 1 });
    await worker.story(`${tag}-2`, { tags: [tag] });
    await waitFor(() => all.every((it) => idOf(`${tag}-2`) in it.known()));
    await worker.settled();
    expect([retried, dropped, woken].map((it) => Object.values(it.known()).toSorted())).toEqual([
      [`${tag}-1`, `${tag}-2`],
      [`${tag}-2`],
      [`${tag}-1`, `${tag}-2`],
    ]);
    const { failing: left, dead, deliveries } = await worker.report();
    expect([left, dead, deliveries, overlaps(all)]).toEqual([0, 0, [], 0]);
  });
});

// macOS has 127.0.0.1 alone.
describe.skipIf(process.platform === 'darwin')('the hub', () => {
  const COUNT = 1000;
  /** Which stories a channel lists, by their tags. */
  const LISTS: Record<string, (tags: string[]) => boolean> = {
    all: () => true,
    fire: (tags) => tags.includes('fire'),
    'city+fire': (tags) => tags.includes('city') && tags.includes('fire'),
  };
  /** Keys of stories: at first new, then in another version, withdrawn with a "!". */
  const CHANGES = 'a b c d a e c! f g b h i e! j f k l a! m j'.split(' ');

  it(`tells ${COUNT} subscribers of everything, though 30% of their answers are bad`, {
    timeout: 600_000,
  }, async () => {
    const subscribers = await Subscribers.listen(loopbacks(20));
    const big = await Worker.startBuilt();
    try {
      for (const tags of [['fire'], ['fire', 'city'], ['city']]) await big.story(`first-${tags.join('-')}`, { tags });
      const topics = Object.entries(LISTS).flatMap(([name, lists]) =>
        ['rss', 'atom', 'json'].map((format) => ({ path: `/feeds/${name}.${format}`, lists })),
      );
      const bad = [status(500), status(503), redirect('/0'), hangUp, hang, slow(1300)];
      const all = Array.from({ length: COUNT }, (_, index) => {
        const topic = topics[index % topics.length] as (typeof topics)[number];
        return { ...topic, subscriber: subscribers.add(unsteady(randomOf(index), 0.3, bad)) };
      });
      const everyone = all.map((it) => it.subscriber);
      const begun = Date.now();
      await inParallel(40, all, ({ path, subscriber }) => subscriber.subscribe(big, big.url + path));
      await until(async () => (await big.report()).subscriptions === COUNT, big.output);
      const subscribed = Date.now();

      const stories = new Map<string, { title: string | undefined; tags: string[] }>();
      const attempts = () => sum(everyone.map((it) => it.deliveries.length));
      for (const [index, change] of CHANGES.entries()) {
        const key = change.charAt(0);
        const tags = [['fire'], ['city'], ['city', 'fire']][key.charCodeAt(0) % 3] as string[];
        const title = change.endsWith('!') ? undefined : `Version ${index}`;
        if (title === undefined) await big.withdraw(key);
        else await big.story(key, { title, tags });
        stories.set(key, { title, tags });
        const before = attempts();
        await until(() => attempts() >= before + 40, big.output);
      }
      const published = Date.now();

      const expected = Object.fromEntries(
        topics.map(({ path, lists }) => [
          path,
          Object.fromEntries(
            [...stories].filter(([, { tags }]) => lists(tags)).map(([key, { title }]) => [idOf(key), title]),
          ),
        ]),
      );
      const lacking = () =>
        all.filter(({ path, subscriber }) => !isDeepStrictEqual(subscriber.known(), expected[path]));
      await until(
        async () => {
          const { pending, failing } = await big.report();
          return pending + failing === 0 && lacking().length === 0;
        },
        () => `${lacking().length} do not have what they should: ${big.output().slice(-2000)}`,
        300_000,
      );
      const told = Date.now();
      expect(overlaps(everyone)).toBe(0);
      const taken = everyone.flatMap((it) => it.taken());
      const entries = taken.flatMap(({ body }) => entriesOf(body));
      const duplicates = sum(everyone.map((it) => it.duplicates()));
      print(
        `${COUNT} subscribers: subscribed in ${seconds(subscribed - begun)}; 20 changes within ${seconds(published - subscribed)}, ` +
          `everybody had everything ${seconds(told - published)} later; ${attempts()} attempts, ` +
          `${taken.length} taken, ${entries.length} entries with ${duplicates} duplicates`,
      );
    } finally {
      await big.stop();
      await subscribers.goAway();
    }
  });

  it('verifies at most 40 requests of one client for a host in a minute, tells the others when to come again, and serves other hosts', {
    timeout: 180_000,
  }, async () => {
    const tag = await freshTag();
    const topic = `${worker.url}/feeds/${tag}.rss`;
    const [victims, others] = [
      await Subscribers.listen(loopbacks(1, 101)),
      await Subscribers.listen(loopbacks(1, 102)),
    ];
    const victim = victims.add();
    const begun = Date.now();
    const answers: { status: number; retryAfter: string | null }[] = [];
    const attack = inParallel(50, Array.from({ length: 2000 }), async () => {
      const response = await victim.forge(worker, 'subscribe', topic);
      await response.body?.cancel();
      answers.push({ status: response.status, retryAfter: response.headers.get('retry-after') });
    });
    const bystanders = Array.from({ length: 60 }, () => others.add());
    await Promise.all([attack, inParallel(5, bystanders, (it) => it.subscribe(worker, topic))]);
    const ended = Date.now();
    const accepted = answers.filter(({ status }) => status === 202).length;
    await waitFor(() => victim.verifications.length === accepted, 100_000);
    const minutes = Math.ceil((ended - begun) / 60_000);
    print(`2000 requests for one host within ${seconds(ended - begun)}: ${accepted} verified`);
    expect(accepted).toBeLessThanOrEqual(40 * minutes);
    expect(answers.filter(({ status }) => status !== 202)).toEqual(
      Array.from({ length: 2000 - accepted }, () => ({ status: 429, retryAfter: '10' })),
    );
    await waitFor(async () => (await worker.subscriptions(`/feeds/${tag}.rss`)) === bystanders.length);
    await victims.goAway();
    await others.goAway();
  });
});

/** Works on everything, so many at a time. */
async function inParallel<T>(lanes: number, all: T[], work: (it: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const lane = async () => {
    for (const it of waiting) await work(it);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
