import { beforeEach, describe, expect, it } from 'vitest';
import { command, DAY, HOUR, live, MINUTE, openHub, publish, report, Subscriber } from '../../support/hub.ts';
import { type ClaimedSubscription, claimPending, storeProgress } from '../../support/inside.ts';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { wire } from '../../support/wire.ts';

beforeEach(openHub);

describe('A subscriber in trouble', () => {
  it('is not forgotten for a 410 that was meant for an earlier subscription', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    await wire.database.prepare('UPDATE topics SET target = 999').run();
    const [claimed] = await claimPending(wire.database, 1, {
      now: wire.now,
      until: wire.now.getTime() + 1000,
      limit: 1,
    }).ask();
    await subscriber.subscribe('/feeds/ukraine.json', { 'hub.mode': 'unsubscribe' });
    await subscriber.subscribe('/feeds/ukraine.json');
    await storeProgress(wire.database, [], [claimed as ClaimedSubscription], wire.now).ask();
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

    it('is dropped on demand: it gets only later changes', async () => {
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

describe('The state of health', () => {
  const health = async () => (await wire.fetch('/healthz')).json();
  const OK = { status: 'ok', database: 'ok', clock: 'ok', oldestUndeliveredSeconds: 0 };

  /** A subscriber that has had a delivery. */
  async function proven(): Promise<Subscriber> {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    await publish('proof');
    return subscriber;
  }

  it('says how old the oldest undelivered message was when the clock ticked last', async () => {
    expect(await health()).toEqual(OK);
    const subscriber = await proven();
    await wire.tick();
    expect(await health()).toEqual(OK);
    await subscriber.behave({ status: 500 });
    await publish('second');
    wire.pass(20);
    await wire.tick();
    wire.pass(10);
    expect(await health()).toEqual({ ...OK, oldestUndeliveredSeconds: 20 });
    await subscriber.behave({});
    await live(5 * MINUTE);
    expect(await health()).toEqual(OK);
  });

  it('counts what nobody has looked at yet', async () => {
    await new Subscriber().subscribe('/feeds/ukraine.json');
    wire.pass(10);
    await wire.story('second', {});
    wire.jobs.lose();
    wire.pass(30);
    await wire.tick();
    expect(await health()).toEqual({ ...OK, oldestUndeliveredSeconds: 30 });
  });

  it('counts what has been looked at, and waits for a subscriber that had deliveries before', async () => {
    await proven();
    await wire.database.prepare('UPDATE topics SET target = 999, changed = ?').bind(wire.now.getTime()).run();
    wire.pass(40);
    await wire.tick();
    expect(await health()).toEqual({ ...OK, oldestUndeliveredSeconds: 40 });
  });

  it('is not worse for subscribers that never had a delivery, whether they fail or have not been tried', async () => {
    const stranger = new Subscriber();
    await stranger.subscribe('/feeds/ukraine.json');
    await stranger.behave({ status: 500 });
    await publish('second');
    await new Subscriber().subscribe('/feeds/all.json');
    await wire.database.prepare("UPDATE topics SET target = 999 WHERE path = '/feeds/all.json'").run();
    wire.pass(HOUR);
    await wire.tick();
    expect(await report()).toMatchObject({ failing: 1, pending: 1 });
    expect(await health()).toEqual(OK);
  });

  it('does not count the wait of a stranger as that of a subscriber that had deliveries before', async () => {
    await proven();
    const stranger = new Subscriber();
    await stranger.subscribe('/feeds/ukraine.json');
    await wire.database
      .prepare('UPDATE subscriptions SET delivered = 0, claimed = ? WHERE callback = ?')
      .bind(Number.MAX_SAFE_INTEGER, stranger.callback)
      .run();
    wire.pass(HOUR);
    await publish('second');
    await wire.database.prepare('UPDATE subscriptions SET delivered = 0').run();
    wire.pass(5);
    await wire.tick();
    expect(await health()).toEqual({ ...OK, oldestUndeliveredSeconds: 5 });
  });

  it('says so if the clock has not ticked for more than three minutes, and still answers 200', async () => {
    await wire.tick();
    wire.pass(3 * MINUTE);
    expect(await health()).toEqual(OK);
    wire.pass(1);
    const response = await wire.fetch('/healthz');
    expect([response.status, await response.json()]).toEqual([200, { ...OK, clock: 'late' }]);
    await wire.tick();
    expect(await health()).toEqual(OK);
  });

  it('costs two rows, however many subscribers are failing', async () => {
    await wire.tick();
    const database = new WatchedDatabase(wire.database);
    wire.database = database;
    wire.restart();
    await health();
    const [wait, ...others] = database.take();
    expect([wait?.sql.length, wait?.rows, others]).toEqual([1, [2], []]);
  });

  it('is 503 when the database does not answer', async () => {
    await wire.database.prepare('DROP TABLE health').run();
    const response = await wire.fetch('/healthz');
    expect([response.status, await response.json()]).toEqual([503, { status: 'failing', database: 'does not answer' }]);
  });
});
