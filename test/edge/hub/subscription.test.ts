import { beforeEach, describe, expect, it } from 'vitest';
import { ask, live, MINUTE, openHub, publish, report, Subscriber } from '../../support/hub.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

beforeEach(openHub);

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

  it('is verified with the token that a subscriber of PubSubHubbub 0.3 sends, and without one if it sends none', async () => {
    const [older, newer] = [new Subscriber(), new Subscriber()];
    await older.subscribe('/feeds/ukraine.json', { 'hub.verify_token': 'subscribe töken&1' });
    await newer.subscribe('/feeds/ukraine.json', { 'hub.verify_token': '' });
    const tokens = async (it: Subscriber) => (await it.verifications()).map((query) => query.get('hub.verify_token'));
    expect([await tokens(older), await tokens(newer)]).toEqual([['subscribe töken&1'], [null]]);
    const refused = await newer.subscribe('/feeds/ukraine.json', { 'hub.verify_token': 'x'.repeat(1001) });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({ detail: 'hub.verify_token: expected at most 1000 characters, got 1001' }),
    ]);
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

  it('is verified with the requested topic exactly as it is, and stored under its canonical address', async () => {
    const [one, two] = [new Subscriber(), new Subscriber()];
    await publish('both', { tags: ['Ukraine', 'Refugees'] });
    const requestedTopic = `${ORIGIN}/feeds/ukraine%2Brefugees.json?utm=x`;
    await one.subscribe(requestedTopic);
    await two.subscribe(`${ORIGIN}/feeds/refugees+ukraine.json`);
    expect((await one.verifications()).map((it) => it.get('hub.topic'))).toEqual([requestedTopic]);
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
  ])('requested for %s seconds, lasts %s', async (requested, given) => {
    const subscriber = new Subscriber();
    await subscriber.subscribe(
      '/feeds/ukraine.json',
      requested === undefined ? {} : { 'hub.lease_seconds': requested },
    );
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
