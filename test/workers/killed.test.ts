import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomOf } from '../support/random.ts';
import { entriesOf, ok, Subscribers, slow } from '../support/subscriber.ts';
import { until } from '../support/tagwire.ts';
import { accepted, Worker } from '../support/worker.ts';

/**
 * Everything is killed in the middle of publishing and delivering, and started again on what was stored, many times. The
 * built worker runs under miniflare: `wrangler dev` would take some minutes for starting alone.
 */

const KILLS = 50;
/** Each publishes one change after the other, of its own stories, with pauses of at most so many milliseconds. */
const PUBLISHERS = 2;
const STORIES_EACH = 15;
const PAUSE = 200;
/** The time that the worker lives then, at most, in milliseconds. */
const LIFETIME = 1500;

/** Which stories a channel lists, by their tags. */
const LISTS: Record<string, (tags: string[]) => boolean> = {
  all: () => true,
  fire: (tags) => tags.includes('fire'),
  'city+fire': (tags) => tags.includes('city') && tags.includes('fire'),
  'city,flood': (tags) => tags.includes('city') || tags.includes('flood'),
};
const TAGS = [['fire'], ['city'], ['city', 'fire'], ['flood']];

const idOf = (key: string) => `tag:tagwire.example,2022-02-24:article/${key}`;
const sum = (numbers: number[]) => numbers.reduce((total, it) => total + it, 0);

/** A change that was tried with a story. */
class Story {
  readonly key: string;
  readonly tags: string[];
  /** The title that it was to have, undefined if it was to be withdrawn. */
  readonly tries: (string | undefined)[] = [];
  /** The last of `tries` that was answered with success. */
  acknowledged = -1;
  answers = 0;

  constructor(number: number) {
    this.key = `story-${number}`;
    this.tags = TAGS[number % TAGS.length] as string[];
  }

  /** Tries a change: mostly another version. @throws {Error} if there is no answer */
  async change(worker: Worker, random: () => number): Promise<void> {
    const title = this.acknowledged >= 0 && random() < 0.2 ? undefined : `Version ${this.tries.length}`;
    const number = this.tries.push(title) - 1;
    if (title === undefined) await worker.withdraw(this.key);
    else await worker.story(this.key, { title, tags: this.tags });
    this.acknowledged = number;
    this.answers += 1;
  }

  /** Versions that may be stored: the one that was acknowledged last, or one that was tried later. */
  async stored(worker: Worker): Promise<{ title: string | undefined } | undefined> {
    const response = await worker.api('GET', `/api/articles/${this.key}`);
    if (response.status === 404) {
      expect([this.key, this.acknowledged]).toEqual([this.key, -1]);
      return undefined;
    }
    const { title, status } = (await response.json()) as { title: string; status?: string };
    const stored = status === 'withdrawn' ? undefined : title;
    expect(this.tries.slice(Math.max(0, this.acknowledged))).toContain(stored);
    return { title: stored };
  }
}

let worker: Worker;
let subscribers: Subscribers;

beforeAll(async () => {
  worker = await Worker.startBuilt();
  subscribers = await Subscribers.listen();
});
afterAll(async () => {
  await worker?.stop();
  await subscribers?.goAway();
});

it(`loses nothing that was acknowledged when it is killed ${KILLS} times`, { timeout: 600_000 }, async () => {
  const seeds = Object.fromEntries(TAGS.map((tags) => [`seed-${tags.join('-')}`, tags]));
  for (const [key, tags] of Object.entries(seeds)) await worker.story(key, { tags });
  const all = Object.keys(LISTS).flatMap((channel) =>
    ['rss', 'atom', 'json'].map((format, index) => {
      const path = `/feeds/${channel}.${format}`;
      return { channel, path, subscriber: subscribers.add([ok, slow(30), slow(150)][index]) };
    }),
  );
  const everyone = all.map((it) => it.subscriber);
  for (const { subscriber, path } of all) await subscriber.subscribe(worker, worker.url + path);
  await until(async () => (await worker.report()).subscriptions === all.length, worker.output);

  const random = randomOf(50);
  const stories = Array.from({ length: PUBLISHERS * STORIES_EACH }, (_, index) => new Story(index));
  const publish = async (publisher: number) => {
    for (;;) {
      const story = stories[publisher * STORIES_EACH + Math.floor(random() * STORIES_EACH)] as Story;
      await story.change(worker, random);
      await delay(random() * PAUSE);
    }
  };
  const answers = () => sum(stories.map((it) => it.answers));
  const begun = Date.now();
  for (let kill = 0; kill < KILLS; kill++) {
    // What they try ends with the worker.
    const publishing = Promise.allSettled(Array.from({ length: PUBLISHERS }, (_, index) => publish(index)));
    // Mostly it has come so far as to answer, however slow the machine is.
    const before = answers();
    if (random() < 0.8) await until(() => answers() > before, worker.output);
    await delay(random() * LIFETIME);
    await worker.kill();
    for (const { reason } of (await publishing) as PromiseRejectedResult[])
      expect(String(reason)).toMatch(/fetch failed|terminated/);
    await worker.resume();
    // As `npm start` does.
    await worker.tick();
  }
  const restarted = Date.now();

  const stored = new Map<Story, string | undefined>();
  for (const story of stories) {
    const found = await story.stored(worker);
    if (found) stored.set(story, found.title);
  }
  const expected = (channel: string) =>
    Object.fromEntries(
      [...stored].filter(([{ tags }]) => LISTS[channel]?.(tags)).map(([{ key }, title]) => [idOf(key), title]),
    );
  const lacking = () =>
    all.filter(({ channel, subscriber }) => !isDeepStrictEqual(subscriber.known(), expected(channel)));
  await until(
    async () => {
      await worker.tick();
      await delay(250);
      return lacking().length === 0;
    },
    () => `${lacking().map((it) => it.path)} do not have what they should: ${worker.output().slice(-2000)}`,
  );
  const told = Date.now();

  for (const { channel, path } of all) {
    const body = await (await accepted(fetch(`${worker.url}${path}?limit=100`))).text();
    const first = Object.entries(seeds).filter(([, tags]) => LISTS[channel]?.(tags));
    expect(Object.fromEntries(entriesOf(body).map(({ id, title }) => [id, title]))).toEqual({
      ...expected(channel),
      ...Object.fromEntries(first.map(([key]) => [idOf(key), key])),
    });
  }
  expect(sum(everyone.map((it) => it.overlaps))).toBe(0);
  const deliveries = everyone.flatMap((it) => it.deliveries);
  const taken = everyone.flatMap((it) => it.taken());
  const tries = sum(stories.map((it) => it.tries.length));
  process.stdout.write(
    `killed ${KILLS} times within ${(restarted - begun) / 1000} s, everybody had everything ${(told - restarted) / 1000} s later; ` +
      `${tries} changes tried, ${answers()} acknowledged; ${deliveries.length} deliveries, ${deliveries.length - taken.length} of them cut off; ` +
      `${sum(taken.map(({ body }) => entriesOf(body).length))} entries taken with ` +
      `${sum(everyone.map((it) => it.duplicates()))} duplicates\n`,
  );
});
