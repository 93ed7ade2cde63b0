import { beforeEach, describe, expect, it } from 'vitest';
import { control, live, MINUTE, newPath, publish, report } from '../../support/hub.ts';
import type { Received } from '../../support/subscribers.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

describe('Other hubs', () => {
  const forms = async (path: string) =>
    (await control<Received[]>('DELETE', `/received${path}`)).map(({ body }) => new URLSearchParams(body));

  let path: string;

  beforeEach(async () => {
    path = newPath('hub');
    await freshWire();
    wire.settings.OTHER_HUBS = `http://hub.subscriber.example${path}`;
    await wire.tick();
    await wire.work();
  });

  it('are named in feeds, after our own', async () => {
    await publish('first');
    const hub = wire.settings.OTHER_HUBS as string;
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
    const told = await forms(path);
    expect(told.every((it) => it.get('hub.mode') === 'publish' && it.get('hub.url') === it.get('hub.topic'))).toBe(
      true,
    );
    expect(told.map((it) => it.get('hub.url'))).toEqual(
      ['all', 'ukraine'].flatMap((tag) => ['rss', 'atom', 'json'].map((it) => `${ORIGIN}/feeds/${tag}.${it}`)),
    );
    await live(5 * MINUTE);
    expect(await forms(path)).toEqual([]);
  });

  it('are told nothing of a channel that asks for a key', async () => {
    await wire.putTags([{ slug: 'ukraine', label: 'Ukraine', key: 'required' }]);
    await publish('one');
    wire.pass(5);
    await wire.work();
    expect((await forms(path)).map((it) => it.get('hub.url'))).toEqual(
      ['rss', 'atom', 'json'].map((it) => `${ORIGIN}/feeds/all.${it}`),
    );
  });

  it('are tried again after a failure', async () => {
    await control('PUT', `/control${path}`, { status: 503 });
    await publish('one');
    wire.pass(5);
    await wire.work();
    expect((await forms(path)).length).toBe(1);
    expect((await report()).otherHubs).toMatchObject([{ failures: 1, problem: 'expected a 2xx status, got 503' }]);
    await control('PUT', `/control${path}`, {});
    await live(2 * MINUTE);
    expect((await forms(path)).length).toBe(6);
    expect((await report()).otherHubs).toMatchObject([{ failures: 0, problem: null }]);
  });
});
