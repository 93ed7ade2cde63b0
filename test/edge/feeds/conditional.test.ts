import { beforeAll, describe, expect, it } from 'vitest';
import { twelveStories } from '../../support/channel.ts';
import { ORIGIN, TestWire, wire } from '../../support/wire.ts';

const gunzip = async (response: Response) =>
  new Response((response.body as ReadableStream).pipeThrough(new DecompressionStream('gzip'))).text();

describe('a channel', () => {
  beforeAll(twelveStories);

  it('sends every header of a feed', async () => {
    const response = await wire.fetch('/feeds/ukraine.atom');
    expect(Object.fromEntries(response.headers)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag, IM, Last-Modified, Link',
      'cache-control': 'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400',
      'cache-tag': 'ukraine',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'content-type': 'application/atom+xml; charset=utf-8',
      etag: expect.stringMatching(/^W\/"[0-9a-f]{24}"$/),
      'last-modified': 'Sun, 01 Mar 2026 12:00:00 GMT',
      link: `<${ORIGIN}/feeds/ukraine.atom>; rel="self", <${ORIGIN}/hub>; rel="hub", <${ORIGIN}/channels/ukraine>; rel="alternate"; type="text/html"`,
      vary: 'Accept-Encoding, A-IM, Sec-Fetch-Dest',
      'x-content-type-options': 'nosniff',
    });
    expect((await wire.fetch('/feeds/ukraine.rss')).headers.get('content-type')).toBe(
      'application/rss+xml; charset=utf-8',
    );
    expect((await wire.fetch('/feeds/ukraine.json')).headers.get('content-type')).toBe(
      'application/feed+json; charset=utf-8',
    );
    expect((await wire.fetch('/feeds/refugees+!sport.rss')).headers.get('cache-tag')).toBe('refugees,sport');
  });

  it('keeps quiet channels and older pages for longer', async () => {
    const page = (await (await wire.fetch('/feeds/ukraine.json?limit=5')).json()) as { next_url: string };
    expect((await wire.fetch(page.next_url)).headers.get('cache-control')).toMatch(/^public, max-age=3600,/);
    wire.pass(8 * 24 * 3600);
    expect((await wire.fetch('/feeds/ukraine.rss')).headers.get('cache-control')).toMatch(/^public, max-age=3600,/);
    wire.pass(-8 * 24 * 3600);
  });

  it.each([
    ['its ETag', (etag: string) => ({ 'if-none-match': etag })],
    [
      'its ETag among others, one with a comma inside',
      (etag: string) => ({ 'if-none-match': `"a,b", ${etag}, W/"c"` }),
    ],
    ['its ETag as a strong one', (etag: string) => ({ 'if-none-match': etag.slice(2) })],
    ['*', () => ({ 'if-none-match': '*' })],
    ['its Last-Modified', () => ({ 'if-modified-since': 'Sun, 01 Mar 2026 12:00:11 GMT' })],
    ['a later date', () => ({ 'if-modified-since': 'Mon, 02 Mar 2026 00:00:00 GMT' })],
  ])('answers 304 to %s, with the headers that a cache needs and no body', async (_, headers) => {
    const full = await wire.fetch('/feeds/ukraine.rss');
    const response = await wire.fetch('/feeds/ukraine.rss', { headers: headers(full.headers.get('etag') as string) });
    expect([response.status, await response.text()]).toEqual([304, '']);
    for (const name of ['etag', 'cache-control', 'vary', 'link', 'access-control-allow-origin']) {
      expect(response.headers.get(name)).toBe(full.headers.get(name));
    }
  });

  it.each([
    ['another ETag', { 'if-none-match': 'W/"0000000000000000"' }],
    [
      'another ETag, whatever If-Modified-Since says',
      { 'if-none-match': '"x"', 'if-modified-since': 'Mon, 02 Mar 2026 00:00:00 GMT' },
    ],
    ['an earlier date', { 'if-modified-since': 'Sun, 01 Mar 2026 11:59:59 GMT' }],
    ['a date that is none', { 'if-modified-since': 'yesterday' }],
  ])('answers 200 to %s', async (_, headers) => {
    expect((await wire.fetch('/feeds/ukraine.rss', { headers })).status).toBe(200);
  });

  it('answers HEAD as GET without the body', async () => {
    const get = await wire.fetch('/feeds/ukraine.rss');
    const head = await wire.fetch('/feeds/ukraine.rss', { method: 'HEAD' });
    expect([head.status, await head.text(), Object.fromEntries(head.headers)]).toEqual([
      200,
      '',
      Object.fromEntries(get.headers),
    ]);
  });

  it('is gzipped for those that take it, with the same ETag', async () => {
    const plain = await wire.fetch('/feeds/ukraine.rss');
    const zipped = await wire.fetch('/feeds/ukraine.rss', { headers: { 'accept-encoding': 'br, gzip;q=0.8' } });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(zipped.headers.get('etag')).toBe(plain.headers.get('etag'));
    expect(await gunzip(zipped)).toBe(await plain.text());
    const refused = await wire.fetch('/feeds/ukraine.rss', { headers: { 'accept-encoding': 'gzip;q=0, br' } });
    expect(refused.headers.get('content-encoding')).toBeNull();
  });
});

describe('freshness', () => {
  it('shows a change to another process within two seconds', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { title: 'First' });
    const other = new TestWire();
    expect(await other.titles('ukraine')).toEqual(['First']);
    await wire.story('b', { title: 'Second', published: '2026-02-02T10:00:00Z' });
    expect(await wire.titles('ukraine')).toEqual(['Second', 'First']);
    expect(await other.titles('ukraine')).toEqual(['First']);
    other.pass(2);
    expect(await other.titles('ukraine')).toEqual(['Second', 'First']);
  });

  it('gives the same ETag and bytes after a restart', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { tags: ['Ukraine', 'Sport'] });
    for (const path of ['/feeds/ukraine.rss', '/feeds/sport+ukraine.atom']) {
      const [first, second] = [await wire.fetch(path), await new TestWire().fetch(path)];
      expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(await second.text()).toBe(await first.text());
    }
  });

  it('changes an intersection’s ETag when its own stories change, and not when one of its tags is busy elsewhere', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { tags: ['Ukraine', 'Sport'] });
    const etag = async () => (await wire.fetch('/feeds/sport+ukraine.rss')).headers.get('etag') as string;
    const before = await etag();
    await wire.story('b', { tags: ['Ukraine'] });
    expect(await etag()).toBe(before);
    expect((await wire.fetch('/feeds/sport+ukraine.rss', { headers: { 'if-none-match': before } })).status).toBe(304);
    await wire.story('b', { tags: ['Ukraine', 'Sport'] });
    const joined = await etag();
    expect(joined).not.toBe(before);
    await wire.story('b', { tags: ['Ukraine'] });
    expect(await etag()).not.toBe(joined);
  });

  it('changes an older page’s ETag when its link to newer ones changes', async () => {
    const wire = await TestWire.fresh();
    const story = (n: number) =>
      wire.story(`s${n}`, { tags: ['Ukraine', 'Sport'], published: `2026-02-${String(n).padStart(2, '0')}T10:00:00Z` });
    for (const n of [1, 2, 3]) await story(n);
    const first = (await (await wire.fetch('/feeds/sport+ukraine.json?limit=1')).json()) as { next_url: string };
    const older = first.next_url.replace('.json', '.atom');
    const [etag, text] = [(await wire.fetch(older)).headers.get('etag'), await (await wire.fetch(older)).text()];
    await story(4);
    expect(await (await wire.fetch(older)).text()).not.toBe(text);
    expect((await wire.fetch(older)).headers.get('etag')).not.toBe(etag);
  });

  it('leaves a quiet tag’s validators alone while others are busy', async () => {
    const wire = await TestWire.fresh();
    await wire.story('quiet', { tags: ['Quiet'] });
    wire.pass(7);
    const before = await wire.fetch('/feeds/quiet.rss');
    wire.pass(60);
    await wire.story('busy', { tags: ['Busy'] });
    const after = await wire.fetch('/feeds/quiet.rss');
    for (const name of ['etag', 'last-modified']) expect(after.headers.get(name)).toBe(before.headers.get(name));
  });

  it('never answers 304 by date to a reader that missed a change of the same second', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a');
    // That second is not over.
    expect((await wire.fetch('/feeds/all.rss')).headers.get('last-modified')).toBeNull();
    const date = { 'if-modified-since': wire.now.toUTCString() };
    await wire.story('b');
    expect((await wire.fetch('/feeds/all.rss', { headers: date })).status).toBe(200);
    // A write that was dated within it may take five seconds to be stored.
    wire.pass(5);
    expect((await wire.fetch('/feeds/all.rss')).headers.get('last-modified')).toBeNull();
    // And what was read before that has no date for as long as it is remembered.
    wire.pass(1);
    expect((await wire.fetch('/feeds/all.rss')).headers.get('last-modified')).toBeNull();
    wire.pass(2);
    const { headers } = await wire.fetch('/feeds/all.rss');
    expect(headers.get('last-modified')).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
  });

  it('never answers 304 by date to a reader that missed a change which took seconds to be stored', async () => {
    const wire = await TestWire.fresh();
    const { database } = wire;
    await wire.story('a');
    wire.database = {
      prepare: (sql) => database.prepare(sql),
      batch: (statements) => {
        if (statements.length > 8) wire.pass(4);
        return database.batch(statements);
      },
    };
    wire.restart();
    await wire.story('b');
    wire.database = database;
    wire.restart();
    wire.pass(3);
    const { headers } = await wire.fetch('/feeds/all.rss');
    expect(headers.get('last-modified')).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
    const other = new TestWire();
    other.now = new Date('2026-03-01T12:00:03Z');
    expect((await other.fetch('/feeds/all.rss')).headers.get('last-modified')).toBeNull();
  });

  it('never dates a change ahead of the clock, however many come in a second', async () => {
    const wire = await TestWire.fresh();
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await wire.story(key);
    wire.pass(7);
    const { headers } = await wire.fetch('/feeds/all.rss');
    expect(headers.get('last-modified')).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
  });

  it('keeps a channel whose last story has gone, empty and valid', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { tags: ['Ukraine'] });
    await wire.story('a', { tags: ['Sport'] });
    const response = await wire.fetch('/feeds/ukraine.atom');
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toContain('<entry');
    expect(text).toContain('<updated>2026-03-01T12:00:00.000Z</updated>');
  });

  it('serves "all" before the first story', async () => {
    const wire = await TestWire.fresh();
    const response = await wire.fetch('/feeds/all.rss');
    expect(response.status).toBe(200);
    expect(response.headers.get('last-modified')).toBeNull();
    expect(await response.text()).toContain('<lastBuildDate>Thu, 24 Feb 2022 00:00:00 GMT</lastBuildDate>');
  });
});
