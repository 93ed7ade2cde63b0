import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { openHub, publish, Subscriber } from '../../support/hub.ts';
import { tombstones } from '../../support/served.ts';
import { FORMATS, wire } from '../../support/wire.ts';

const DAY = 24 * 3600;
const PATHS = ['/feeds/ukraine', '/feeds/all', '/feeds/other+ukraine', '/feeds/ukraine/2026-02'];

beforeEach(async () => {
  await openHub();
  await publish('old', { published: '2026-02-02T10:00:00Z', tags: ['Ukraine'] });
  await publish('gone', { published: '2026-02-03T10:00:00Z', tags: ['Ukraine', 'Other'] });
  await wire.api('DELETE', '/api/articles/gone');
  await wire.work();
});

const mentions = async () => {
  const found: string[] = [];
  for (const path of PATHS) {
    for (const format of FORMATS) {
      const text = await (await wire.fetch(`${path}.${format}`)).text();
      if (text.includes('article/gone')) found.push(`${path}.${format}`);
    }
  }
  return found;
};

describe('the stub of a withdrawn story', () => {
  it('stays for 90 days, and then leaves feeds and archives by the clock', async () => {
    wire.pass(90 * DAY - 1);
    await wire.tick();
    expect(await mentions()).toHaveLength(PATHS.length * FORMATS.length);
    const etag = (await wire.fetch('/feeds/ukraine.atom')).headers.get('etag') ?? '';
    wire.pass(1);
    await wire.tick();
    expect(await mentions()).toEqual([]);
    expect((await wire.fetch('/feeds/ukraine.atom', { headers: { 'if-none-match': etag } })).status).toBe(200);
    expect((await wire.fetch('/articles/gone')).status).toBe(410);
  });

  it('is not delivered when it goes, and does not come back with a new vocabulary', async () => {
    const subscriber = new Subscriber();
    await subscriber.subscribe('/feeds/ukraine.json');
    await subscriber.received();
    wire.pass(90 * DAY);
    await wire.tick();
    await wire.work();
    expect(await subscriber.received()).toEqual([]);
    await wire.putTags([{ slug: 'ua', label: 'Ukraine', formerly: ['ukraine'] }]);
    await wire.work();
    expect(await tombstones('ua')).toEqual([]);
    expect((await wire.fetch('/articles/gone')).status).toBe(410);
  });

  it('is a story again if it is published again later', async () => {
    wire.pass(90 * DAY);
    await wire.tick();
    await publish('gone', { title: 'Back', published: '2026-02-03T10:00:00Z', tags: ['Ukraine'] });
    expect((await wire.titles('ukraine')).includes('Back')).toBe(true);
    await wire.api('DELETE', '/api/articles/gone');
    expect((await tombstones('ukraine')).map(([id]) => id)).toEqual(['tag:tagwire.example,2022-02-24:article/gone']);
  });

  it('that was stored before stubs had an end goes, too', async () => {
    await env.DB.exec("UPDATE articles SET next_release = NULL WHERE key = 'gone'");
    wire.restart();
    wire.pass(90 * DAY);
    await wire.tick();
    expect(await mentions()).toEqual([]);
  });
});
