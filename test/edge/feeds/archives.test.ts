import { beforeAll, describe, expect, it } from 'vitest';
import { read } from '../../support/archives.ts';
import { FORMATS, freshWire, ORIGIN, TestWire, wire } from '../../support/wire.ts';

describe('an archive', () => {
  const headersOf = async (path: string) => Object.fromEntries((await wire.fetch(path)).headers);

  beforeAll(async () => {
    await freshWire();
    const story = (key: string, published: string, tags = ['Ukraine']) => wire.story(key, { published, tags });
    await story('dec', '2025-12-31T23:59:59.999Z');
    await story('feb-1', '2026-02-01T00:00:00Z', ['Ukraine', 'Sport']);
    await story('feb-2', '2026-02-28T23:59:59.999Z', ['Ukraine', 'Refugees']);
    await story('mar-1', '2026-02-28T23:30:00-05:00');
    await story('mar-2', '2026-03-01T00:00:00Z');
    await story('jan', '2026-01-15T10:00:00Z', ['Sport']);
  });

  it.each([
    ['ukraine', '2026-03', ['mar-1', 'mar-2'], '2026-02', undefined],
    ['ukraine', '2026-02', ['feb-2', 'feb-1'], '2025-12', undefined],
    ['ukraine', '2025-12', ['dec'], undefined, '2026-02'],
    ['all', '2026-01', ['jan'], '2025-12', '2026-02'],
    ['sport+ukraine', '2026-02', ['feb-1'], undefined, undefined],
    ['refugees,sport', '2026-02', ['feb-2', 'feb-1'], '2026-01', undefined],
    ['refugees,sport', '2026-01', ['jan'], undefined, '2026-02'],
    ['all+!sport', '2026-02', ['feb-2'], '2025-12', undefined],
  ])('of %s of %s lists its month in UTC, and links to its neighbours', async (channel, month, keys, prev, next) => {
    for (const format of FORMATS) {
      const path = (of: string | undefined) => of && `/feeds/${channel}/${of}.${format}`;
      const document = await read(wire, path(month) as string);
      expect([format, document.keys]).toEqual([format, keys]);
      if (format === 'json') expect(document.links.next).toBe(path(prev));
      else {
        const { self, current, 'prev-archive': prevArchive, 'next-archive': nextArchive } = document.links;
        expect([document.archive, self, current, prevArchive, nextArchive]).toEqual([
          true,
          path(month),
          `/feeds/${channel}.${format}`,
          path(prev),
          path(next),
        ]);
        expect(Object.keys(document.links)).not.toContain('hub');
      }
    }
  });

  it('has the id, title and authors of its feed', async () => {
    const headOf = async (path: string) => {
      const text = await (await wire.fetch(path)).text();
      return ['id', 'title type="text"', 'subtitle', 'author', 'rights'].map(
        (it) => new RegExp(`<${it}>[\\s\\S]*?</${it.split(' ')[0]}>`).exec(text.slice(0, text.indexOf('<entry>')))?.[0],
      );
    };
    const [archive, feed] = [await headOf('/feeds/ukraine/2026-02.atom'), await headOf('/feeds/ukraine.atom')];
    expect(archive).toEqual(feed);
    const jsonOf = async (path: string) => {
      const { title, description, authors } = (await (await wire.fetch(path)).json()) as Record<string, unknown>;
      return { title, description, authors };
    };
    expect(await jsonOf('/feeds/ukraine/2026-02.json')).toEqual(await jsonOf('/feeds/ukraine.json'));
  });

  it('sends every header of an archive', async () => {
    expect(await headersOf('/feeds/refugees+ukraine/2026-02.atom')).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag, IM, Last-Modified, Link',
      // Until the next archive may be there to link to.
      'cache-control': 'public, max-age=2635200, must-revalidate',
      'cache-tag': 'refugees:2026-02,refugees:archives,ukraine:2026-02,ukraine:archives',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'content-type': 'application/atom+xml; charset=utf-8',
      etag: expect.stringMatching(/^W\/"[0-9a-f]{24}-[0-9a-f]{12}"$/),
      link: `<${ORIGIN}/feeds/refugees+ukraine/2026-02.atom>; rel="self", <${ORIGIN}/feeds/refugees+ukraine.atom>; rel="current", <${ORIGIN}/channels/refugees+ukraine>; rel="alternate"; type="text/html"`,
      vary: 'Accept-Encoding, Sec-Fetch-Dest',
      'x-content-type-options': 'nosniff',
    });
    const caching = async (path: string) => (await headersOf(path))['cache-control'];
    expect(await caching('/feeds/ukraine/2025-12.rss')).toBe(
      'public, max-age=31536000, stale-while-revalidate=300, stale-if-error=86400',
    );
    expect(await caching('/feeds/ukraine/2026-03.rss')).toBe(
      'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400',
    );
  });

  it.each([
    ['/feeds/Ukraine/2026-02.rss', '/feeds/ukraine/2026-02.rss'],
    ['/feeds/ukraine%2Bsport/2026-02.json', '/feeds/sport+ukraine/2026-02.json'],
    ['/feeds/all+ukraine/2026-02.atom', '/feeds/ukraine/2026-02.atom'],
    ['/feeds/ukraine/2026-02.atom?limit=10', '/feeds/ukraine/2026-02.atom'],
    ['/feeds/ukraine/2026-02.atom?utm_source=x&content=summary', '/feeds/ukraine/2026-02.atom?content=summary'],
    ['/feeds/ukraine/2026-02.atom/', '/feeds/ukraine/2026-02.atom'],
    ['/feeds/ukraine/2026-02.atom?before=', '/feeds/ukraine/2026-02.atom'],
  ])('%s is a 301 to %s', async (path, target) => {
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, ORIGIN + target]);
  });

  it('negotiates its bare address by Accept', async () => {
    const target = async (accept: string) => {
      const response = await wire.fetch('/feeds/Ukraine/2026-02', { headers: { accept } });
      return [response.status, response.headers.get('location')];
    };
    expect(await target('application/atom+xml')).toEqual([302, `${ORIGIN}/feeds/ukraine/2026-02.atom`]);
    expect(await target('text/html')).toEqual([302, `${ORIGIN}/channels/ukraine`]);
  });

  it.each([
    '/feeds/ukraine/2026-01.rss',
    '/feeds/ukraine/2026-04.rss',
    '/feeds/ukraine/2027-02.rss',
    '/feeds/ukraine/2027-02.rss?before=1.a',
    '/feeds/ukraine/2026-13.rss',
    '/feeds/ukraine/2026-00.rss',
    '/feeds/ukraine/26-1.rss',
    '/feeds/ukraine/2026-2.rss',
    '/feeds/ukraine/2026-02-01.rss',
    '/feeds/ukraine/0000-01.rss',
    '/feeds/ukraine/+02026-02.rss',
    '/feeds/ukraine/%3226-02.rss',
    '/feeds/ukraine/2026-02.pdf',
    '/feeds/ukraine/2026-02.rss?before=nonsense',
    '/feeds/ukraine/2026-02/x.rss',
    '/feeds/ukraine.rss/2026-02',
    '/feeds/nowhere/2026-02.rss',
    '/feeds//2026-02.rss',
    '/feeds/ukraine/.rss',
    '/feeds/ukraine/all.rss',
    `/feeds/ukraine/${'1'.repeat(10_000)}.rss`,
  ])('%s is a 404 problem that caches keep for a minute', async (path) => {
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      404,
      'application/problem+json',
      'public, max-age=60',
    ]);
  });

  it('says what is wrong with an address', async () => {
    const detail = async (path: string) => ((await (await wire.fetch(path)).json()) as { detail: string }).detail;
    expect(await detail('/feeds/ukraine/2026-13.rss')).toBe('"2026-13" is not a month: expected yyyy-mm');
    expect(await detail('/feeds/ukraine/2026-01.rss')).toBe('there is nothing of 2026-01 in this channel');
  });

  it('keeps content=summary along its links', async () => {
    const { links } = await read(wire, '/feeds/ukraine/2026-02.rss?content=summary');
    expect([links.current, links['prev-archive']]).toEqual([
      '/feeds/ukraine.rss?content=summary',
      '/feeds/ukraine/2025-12.rss?content=summary',
    ]);
    const text = await (await wire.fetch('/feeds/ukraine/2026-02.rss?content=summary')).text();
    expect(text).not.toContain('content:encoded>');
  });

  it('answers 304, HEAD, OPTIONS and gzip as a feed does, and 200 to A-IM', async () => {
    const path = '/feeds/ukraine/2026-02.atom';
    const plain = await wire.fetch(path);
    const text = await plain.text();
    const etag = plain.headers.get('etag') as string;
    const unchanged = await wire.fetch(path, { headers: { 'if-none-match': etag.slice(2) } });
    expect([unchanged.status, unchanged.headers.get('link')]).toEqual([304, plain.headers.get('link')]);
    const dated = { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' };
    expect((await wire.fetch(path, { headers: dated })).status).toBe(200);
    const head = await wire.fetch(path, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
    expect((await wire.fetch(path, { method: 'OPTIONS' })).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await wire.fetch(path, { method: 'POST', body: 'x' })).status).toBe(405);
    const zipped = await wire.fetch(path, { headers: { 'accept-encoding': 'gzip' } });
    expect([zipped.headers.get('content-encoding'), zipped.headers.get('etag')]).toEqual(['gzip', etag]);
    expect(await new Response(zipped.body?.pipeThrough(new DecompressionStream('gzip'))).text()).toBe(text);
    const delta = await wire.fetch(path, {
      headers: { 'a-im': 'feed', 'if-none-match': 'W/"000000000000000000000000"' },
    });
    expect([delta.status, delta.headers.get('im')]).toEqual([200, null]);
  });

  it('has the same ETag and bytes in another process', async () => {
    for (const path of ['/feeds/ukraine/2026-02.rss', '/feeds/sport+ukraine/2026-02.json']) {
      const [first, second] = [await wire.fetch(path), await new TestWire().fetch(path)];
      expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(await second.text()).toBe(await first.text());
    }
  });
});
