import { beforeEach, describe, expect, it } from 'vitest';
import { ask, DAY, live, MINUTE, openHub, publish, report, Subscriber } from '../../support/hub.ts';
import { storeSubscription } from '../../support/inside.ts';
import { TimedJobs } from '../../support/jobs.ts';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

beforeEach(openHub);

const bulk = (count: number, tags: string[]) =>
  wire.bulk(
    Array.from({ length: count }, (_, n) =>
      JSON.stringify({ key: `b${n}`, title: `b${n}`, body: 'x', published: '2026-02-01T10:00:00Z', tags }),
    ),
  );

/** Watches the database from now on. @returns how often a statement with this text was asked since the last time */
function watch() {
  const database = new WatchedDatabase(wire.database);
  wire.database = database;
  wire.restart();
  return {
    database,
    asked: (text: string) => database.take().flatMap((it) => it.sql.filter((sql) => sql.includes(text))).length,
  };
}

/** The number of the newest change. */
const newest = () => wire.database.prepare('SELECT value FROM sequence').first<number>('value');

const READS_STORIES = 'END AS channels';

const ODD = { host: 'odd.subscriber.example', domain: 'subscriber.example' };

describe('A plain subscriber', () => {
  /** Subscribes somebody to so many combinations, all with the tag Ukraine. */
  async function subscribeToOddTopics(count: number): Promise<void> {
    const tags = Array.from({ length: 60 }, (_, n) => `t${n}`);
    await wire.story('many-tags', { tags });
    const pairs = tags.flatMap((a, n) => tags.slice(n + 1).map((b) => [a, b].sort()));
    const since = (await newest()) ?? 0;
    for (const [index, pair] of pairs.slice(0, count).entries()) {
      const path = `/feeds/${pair.join('+')},ukraine.json`;
      const callback = `http://odd.subscriber.example/${index}`;
      await storeSubscription(
        wire.database,
        { path, channels: [...pair, 'ukraine'], combination: true },
        { callback, ...ODD, requestedTopic: path, secret: undefined, algorithm: 'sha256' },
        { expires: wire.now.getTime() + DAY * 1000, since, now: wire.now },
      ).ask();
    }
  }

  it('waits for no combination: 1,500 of them add no statement before its delivery', async () => {
    const combinations = new TimedJobs(() => wire.now);
    wire.platform = { combinations };
    const statements: number[] = [];
    const { database, asked } = watch();
    for (const odd of [0, 1500]) {
      await subscribeToOddTopics(odd);
      const subscriber = new Subscriber();
      await subscriber.subscribe('/feeds/ukraine.json');
      await wire.story(`news-${odd}`, { title: `news-${odd}` });
      for (const job of combinations.take()) expect(job.kind).toBe('distribute-combinations');
      database.take();
      await wire.work();
      expect(await subscriber.titles()).toEqual([[`news-${odd}`]]);
      statements.push(database.take().flatMap((it) => it.sql).length);
      await subscriber.subscribe('/feeds/ukraine.json', { 'hub.mode': 'unsubscribe' });
    }
    expect(statements[1]).toBe(statements[0]);
    expect((await report()).pending).toBe(0);

    // The combinations: their stories are read once for 500 topics.
    const deliveries: unknown[] = [];
    for (let jobs = combinations.take(); jobs.length > 0; jobs = combinations.take()) {
      const [looking, delivering] = [true, false].map((looks) =>
        jobs.filter((it) => (it.kind === 'distribute-combinations') === looks),
      );
      deliveries.push(...(delivering ?? []));
      await wire.jobs.put((looking ?? []).map((job) => ({ job, delay: 0 })));
      await wire.work();
    }
    expect([asked(READS_STORIES), deliveries.length]).toEqual([3, 1500]);
    expect(await report()).toMatchObject({ subscriptions: 1500, pending: 1500 });
    await wire.jobs.put(deliveries.slice(0, 2).map((job) => ({ job, delay: 0 })));
    await wire.work();
    expect(await report()).toMatchObject({ pending: 1498, failing: 0 });
  });
});

describe('Plain topics', () => {
  it('are looked at together: thirty of them are advanced by one statement, and each is delivered', async () => {
    const tags = Array.from({ length: 10 }, (_, n) => `t${n}`);
    await publish('seed', { tags });
    const paths = tags.flatMap((tag) => ['rss', 'atom', 'json'].map((it) => `/feeds/${tag}.${it}`));
    const subscriber = new Subscriber();
    for (const path of paths) await subscriber.subscribe(path);
    const { asked } = watch();
    await publish('news', { tags });
    expect(asked('UPDATE topics SET')).toBe(1);
    expect((await subscriber.received()).length).toBe(30);
    expect(await report()).toMatchObject({ subscriptions: 30, pending: 0 });
  });
});

describe('A new subscription', () => {
  it('wakes nobody: only its verification is done, unless something has changed since it was asked for', async () => {
    await publish('both', { tags: ['Ukraine', 'Refugees'] });
    for (const path of ['/feeds/ukraine.json', '/feeds/refugees+ukraine.json']) {
      const request = () =>
        ask({
          'hub.mode': 'subscribe',
          'hub.topic': ORIGIN + path,
          'hub.callback': new Subscriber().callback,
        });
      await request();
      expect([path, await wire.work()]).toEqual([path, 1]);
      await request();
      const [verification] = wire.jobs.take();
      await wire.story('both', { title: `changed for ${path}`, tags: ['Ukraine', 'Refugees'] });
      wire.jobs.lose();
      await wire.jobs.put([{ job: verification, delay: 0 }]);
      // It, the look at the topic, and one batch of deliveries.
      expect([path, await wire.work()]).toEqual([path, 3]);
    }
  });
});

describe('A combination', () => {
  it('is told of a withdrawal, and of no story that is not in it', async () => {
    await publish('both', { tags: ['Ukraine', 'Refugees'] });
    await publish('neither', { tags: ['Sport'] });
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/refugees+ukraine.json');
    await wire.api('DELETE', '/api/articles/neither');
    await wire.api('DELETE', '/api/articles/both');
    await wire.work();
    expect(await subscriber.titles()).toEqual([['Withdrawn']]);
  });

  it('gets a load of 1,100 stories, none twice', async () => {
    await publish('both', { tags: ['Ukraine', 'Refugees'] });
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/refugees+ukraine.json?content=summary');
    await bulk(1100, ['Ukraine', 'Refugees']);
    await wire.work();
    const titles = (await subscriber.titles()).flat();
    expect([titles.length, new Set(titles).size]).toEqual([1100, 1100]);
    expect((await report()).pending).toBe(0);
  });

  it('that has been quiet is compared with no story that cannot concern it', async () => {
    await publish('both', { tags: ['Quiet', 'Silent'] });
    await publish('other', { tags: ['Sport'] });
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/quiet+silent.json');
    await bulk(1100, ['Sport']);
    await wire.work();
    const { asked } = watch();
    await publish('news', { tags: ['Quiet', 'Silent'] });
    expect(asked(READS_STORIES)).toBe(1);
    expect(await subscriber.titles()).toEqual([['news']]);
  });

  it('gets a story that is published while the hub looks, though what it looked for was none', async () => {
    await publish('both', { tags: ['Ukraine', 'Refugees'] });
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/refugees+ukraine.json');
    let isFirst = true;
    class Meddling extends WatchedDatabase {
      override async wait<T>(sql: string[], ask: () => Promise<T>): Promise<T> {
        if (isFirst && sql.some((it) => it.includes(READS_STORIES))) {
          isFirst = false;
          await wire.story('meanwhile', { title: 'meanwhile', tags: ['Ukraine', 'Refugees'] });
        }
        return super.wait(sql, ask);
      }
    }
    wire.database = new Meddling(wire.database);
    wire.restart();
    // A story leaves both tags: they have changed, and list nothing new.
    await publish('both', { tags: ['Sport'] });
    expect([isFirst, await subscriber.titles()]).toEqual([false, [['meanwhile']]]);
  });

  it('moves on when one of its tags is renamed, and becomes plain when its tags are merged', async () => {
    await publish('both', { tags: ['Football', 'Ukraine'] });
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/football+ukraine.json');
    const topics = async () => {
      const { results } = await wire.database
        .prepare('SELECT path, combination FROM topics')
        .all<{ path: string; combination: number }>();
      return results.map((it) => [it.path, it.combination]);
    };
    const rename = async (formerly: string[]) => {
      await wire.putTags([{ slug: 'soccer', label: 'Soccer', formerly }]);
      await wire.work();
      await live(MINUTE);
      await subscriber.titles();
    };
    await rename(['football']);
    expect(await topics()).toEqual([['/feeds/soccer+ukraine.json', 1]]);
    await publish('one', { tags: ['Soccer'] });
    await publish('two', { tags: ['Soccer', 'Ukraine'] });
    expect(await subscriber.titles()).toEqual([['two']]);
    await rename(['football', 'ukraine']);
    expect(await topics()).toEqual([['/feeds/soccer.json', 0]]);
    await publish('three', { tags: ['Soccer'] });
    expect(await subscriber.titles()).toEqual([['three']]);
  });

  it('that cannot be found any more is logged, and holds up no other', async () => {
    await publish('both', { tags: ['Ukraine', 'Refugees'] });
    const [lost, found] = [new Subscriber(), new Subscriber()];
    await lost.subscribe('/feeds/refugees+ukraine.json');
    await found.subscribe('/feeds/refugees,ukraine.json');
    await wire.database
      .prepare("UPDATE topics SET path = '/feeds/nowhere+ukraine.json' WHERE path LIKE '%refugees+ukraine%'")
      .run();
    await wire.database
      .prepare("UPDATE topic_channels SET channel = 'nowhere' WHERE topic = 1 AND channel = 'refugees'")
      .run();
    await publish('news', { tags: ['Ukraine', 'Refugees'] });
    await live(MINUTE);
    expect(await found.titles()).toEqual([['news']]);
    expect(wire.log).toContainEqual({
      event: 'error',
      topic: '/feeds/nowhere+ukraine.json',
      problem: 'there is no tag "nowhere"',
    });
  });
});
