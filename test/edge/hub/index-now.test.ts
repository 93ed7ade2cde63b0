import { beforeEach, describe, expect, it } from 'vitest';
import { control, live, MINUTE, newPath, publish, report } from '../../support/hub.ts';
import type { Received } from '../../support/subscribers.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

const KEY = 'a1b2c3d4-e5f6';

describe('IndexNow', () => {
  let path: string;
  const told = async () =>
    (await control<Received[]>('DELETE', `/received${path}`)).map(({ body }) => JSON.parse(body) as unknown);
  const pages = (...keys: string[]) => ({
    host: '127.0.0.1:8787',
    key: KEY,
    keyLocation: `${ORIGIN}/${KEY}.txt`,
    urlList: keys.map((it) => `${ORIGIN}/articles/${it}`),
  });

  beforeEach(async () => {
    path = newPath('index-now');
    await freshWire();
    await publish('before');
    wire.settings.INDEXNOW_KEY = KEY;
    wire.settings.INDEXNOW_ENDPOINT = `http://engine.subscriber.example${path}`;
    wire.restart();
    await wire.tick();
    await wire.work();
  });

  it('is told once of the pages that several changes have touched, and of no others', async () => {
    await publish('one');
    await wire.story('two', { slug: 'second' });
    await wire.story('draft', { status: 'draft' });
    await wire.story('elsewhere', { url: 'https://news.example/a' });
    await wire.story('before', { title: 'Changed' });
    wire.pass(5);
    await wire.work();
    expect(await told()).toEqual([pages('one', 'second', 'before')]);
    await live(5 * MINUTE);
    expect(await told()).toEqual([]);
  });

  it('is told of a page that is withdrawn', async () => {
    await wire.api('DELETE', '/api/articles/before');
    wire.pass(5);
    await wire.work();
    expect(await told()).toEqual([pages('before')]);
  });

  it('is told again after a failure, which the report names', async () => {
    await control('PUT', `/control${path}`, { status: 429 });
    await publish('one');
    wire.pass(5);
    await wire.work();
    expect(await told()).toEqual([pages('one')]);
    expect((await report()).otherHubs).toMatchObject([{ failures: 1, problem: 'expected a 2xx status, got 429' }]);
    await control('PUT', `/control${path}`, {});
    await live(2 * MINUTE);
    expect(await told()).toEqual([pages('one')]);
    expect((await report()).otherHubs).toMatchObject([{ failures: 0, problem: null }]);
  });

  it('finds the key at its address, and nothing where there is none', async () => {
    const response = await wire.fetch(`/${KEY}.txt`);
    expect([response.status, await response.text()]).toEqual([200, KEY]);
    wire.settings.INDEXNOW_KEY = '';
    wire.restart();
    expect((await wire.fetch(`/${KEY}.txt`)).status).toBe(404);
    await publish('one');
    await live(MINUTE);
    expect(await told()).toEqual([]);
  });

  it('is not told by a wire that only its own machine reaches, unless an endpoint is named', async () => {
    wire.settings.INDEXNOW_ENDPOINT = '';
    wire.restart();
    expect((await wire.fetch(`/${KEY}.txt`)).status).toBe(404);
  });
});
