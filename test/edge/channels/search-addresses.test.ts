import { beforeAll, describe, expect, it } from 'vitest';
import { query, searchableStories, text } from '../../support/search.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

describe('a search', () => {
  beforeAll(searchableStories);

  it.each([
    ['/feeds/search.rss?q=Corridor', '/feeds/search.rss?q=corridor'],
    ['/feeds/search.rss?q=ЕВАКУАЦІЯ', `/feeds/search.rss?${query('евакуація')}`],
    ['/feeds/search.rss?q=%20corridor%20%0A+sumy', '/feeds/search.rss?q=corridor+sumy'],
    ['/feeds/search.rss?q=corridor%20sumy', '/feeds/search.rss?q=corridor+sumy'],
    ['/feeds/search.rss?q=corridor,+corridor!', '/feeds/search.rss?q=corridor'],
    ['/feeds/search.rss?q=Sumy%20sumy%20BUS', '/feeds/search.rss?q=sumy+bus'],
    ['/feeds/search.rss?q=Cafe%CC%81+CAF%C3%89', '/feeds/search.rss?q=caf%C3%A9'],
    ['/search?q=Sumy%20sumy%20BUS', '/search?q=sumy+bus'],
    ['/feeds/search.rss?q=“red+cross”', '/feeds/search.rss?q=%22red+cross%22'],
    ['/feeds/search.atom?q=corridor&limit=5', '/feeds/search.atom?limit=5&q=corridor'],
    ['/feeds/search.atom?q=corridor&limit=50&utm_source=x', '/feeds/search.atom?q=corridor'],
    [
      '/feeds/search.json?limit=500&content=summary&q=corridor',
      '/feeds/search.json?content=summary&limit=100&q=corridor',
    ],
    ['/feeds/Search.rss?q=corridor', '/feeds/search.rss?q=corridor'],
    ['/feeds/search.rss/?q=corridor', '/feeds/search.rss?q=corridor'],
    ['/feeds/search%3Fq=corridor.rss', '/feeds/search.rss?q=corridor'],
    ['/channels/search%3Fq=corridor', '/search?q=corridor'],
    ['/search?q=Corridor', '/search?q=corridor'],
    ['/search?q=corridor&utm_source=x', '/search?q=corridor'],
    ['/search?q=', '/search'],
    ['/search?utm_source=x', '/search'],
  ])('%s is a 301 to %s', async (path, target) => {
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('location'), response.headers.get('cache-control')]).toEqual([
      301,
      ORIGIN + target,
      'public, max-age=3600',
    ]);
  });

  it.each([
    ['/feeds/search.rss', 'not a search: expected a word to look for'],
    ['/feeds/search', 'not a search: expected a word to look for'],
    ['/feeds/search.json?q=+%22%22+-', 'not a search: expected a word to look for'],
    ['/feeds/search.rss?q=-corridor', 'not a search: expected a word to look for'],
    ['/feeds/search.rss?q=a+b+c+d+e+f+g+h+i+j+k', 'not a search: expected at most 10 words and phrases, got 11'],
    [`/feeds/search.rss?q=${'x'.repeat(10_000)}`, 'not a search: expected at most 200 characters, got 10000'],
    ['/feeds/search.rss?q=c*', 'not a search: expected at least two letters before "*" in "c*"'],
    ['/feeds/search.rss?q=corridor&before=nonsense', 'before: "nonsense" is not a place in a channel'],
    ['/feeds/search/2026-02.rss?q=corridor', 'a search has no archives: its pages lead to all that it finds'],
    ['/feeds/search+ukraine.rss?q=corridor', 'there is no tag "search"'],
  ])('%s is a 404 with its reason', async (path, detail) => {
    const response = await wire.fetch(path);
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('cache-control'),
      ((await response.json()) as { detail: string }).detail,
    ]).toEqual([404, 'application/problem+json', 'public, max-age=60', detail]);
  });

  it('negotiates its bare address by Accept', async () => {
    const target = async (accept: string) =>
      (await wire.fetch('/feeds/search?q=Red+Cross', { headers: { accept } })).headers.get('location');
    expect(await target('application/atom+xml')).toBe(`${ORIGIN}/feeds/search.atom?q=red+cross`);
    expect(await target('application/feed+json')).toBe(`${ORIGIN}/feeds/search.json?q=red+cross`);
    expect(await target('text/html,*/*;q=0.1')).toBe(`${ORIGIN}/search?q=red+cross`);
    expect(await target('*/*')).toBe(`${ORIGIN}/feeds/search.rss?q=red+cross`);
  });

  it('sends every header of a feed, and no hub', async () => {
    const path = '/feeds/search.atom?limit=5&q=%22red+cross%22';
    const response = await wire.fetch(path);
    expect(Object.fromEntries(response.headers)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag, IM, Last-Modified, Link',
      'cache-control': 'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400',
      'cache-tag': 'all',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'content-type': 'application/atom+xml; charset=utf-8',
      etag: expect.stringMatching(/^W\/"[0-9a-f]{24}-[0-9a-f]{12}"$/),
      'last-modified': 'Sun, 01 Mar 2026 12:00:00 GMT',
      link: `<${ORIGIN}${path}>; rel="self", <${ORIGIN}/search?q=%22red+cross%22>; rel="alternate"; type="text/html"`,
      vary: 'Accept-Encoding, A-IM, Sec-Fetch-Dest',
      'x-content-type-options': 'nosniff',
    });
    const document = await response.text();
    expect(document).toContain('<title>Search: "red cross" - Tagwire</title>');
    expect(document).toContain('<id>tag:tagwire.example,2022-02-24:channel/search?q=%22red+cross%22</id>');
    expect(document).toContain(
      `rel="self" type="application/atom+xml" href="${ORIGIN}/feeds/search.atom?limit=5&amp;q=%22red+cross%22"`,
    );
    for (const format of ['rss', 'atom', 'json'])
      expect(await text(`/feeds/search.${format}?q=sumy`)).not.toContain('/hub"');
  });

  it('answers 304, HEAD, gzip, OPTIONS and 405 as other feeds do', async () => {
    const path = '/feeds/search.rss?q=corridor';
    const get = await wire.fetch(path);
    const etag = get.headers.get('etag') as string;
    const same = await wire.fetch(path, { headers: { 'if-none-match': `"x", ${etag}` } });
    expect([same.status, await same.text(), same.headers.get('link')]).toEqual([304, '', get.headers.get('link')]);
    const head = await wire.fetch(path, { method: 'HEAD' });
    expect([head.status, await head.text(), Object.fromEntries(head.headers)]).toEqual([
      200,
      '',
      Object.fromEntries(get.headers),
    ]);
    const zipped = await wire.fetch(path, { headers: { 'accept-encoding': 'gzip' } });
    expect([zipped.headers.get('content-encoding'), zipped.headers.get('etag')]).toEqual(['gzip', etag]);
    const unzipped = new Response(zipped.body?.pipeThrough(new DecompressionStream('gzip')));
    expect(await unzipped.text()).toBe(await get.text());
    expect((await wire.fetch(path, { method: 'OPTIONS' })).status).toBe(204);
    for (const it of [path, '/search']) {
      const { status, headers } = await wire.fetch(it, { method: 'POST', body: 'x' });
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
  });

  it('leaves the content out when asked for summaries', async () => {
    const feed = await text('/feeds/search.rss?content=summary&q=sumy');
    expect(feed).toContain(
      '<description>Buses left Sumy for the city of Poltava. It held, R&#x26;amp;D said.</description>',
    );
    expect(feed).not.toContain('content:encoded>');
  });

  it('is no topic of the hub', async () => {
    for (const path of ['/feeds/search.rss?q=corridor', '/feeds/Search?q=Corridor']) {
      const form = { 'hub.mode': 'subscribe', 'hub.topic': ORIGIN + path, 'hub.callback': 'http://a.example/s' };
      const response = await wire.fetch('/hub', { method: 'POST', body: new URLSearchParams(form) });
      expect([response.status, await response.text()]).toEqual([
        404,
        expect.stringContaining('hub.topic: searches cannot be subscribed to; poll the feed, or subscribe to tags'),
      ]);
    }
  });
});
