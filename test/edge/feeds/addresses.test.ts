import { beforeAll, describe, expect, it } from 'vitest';
import { twelveStories } from '../../support/channel.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

describe('a channel', () => {
  beforeAll(twelveStories);

  it.each([
    ['/feeds/Ukraine.rss', '/feeds/ukraine.rss'],
    ['/feeds/ukraine+refugees.rss', '/feeds/refugees+ukraine.rss'],
    ['/feeds/ukraine%2Brefugees.atom', '/feeds/refugees+ukraine.atom'],
    ['/feeds/ukraine+ukraine.json', '/feeds/ukraine.json'],
    ['/feeds/sport,ukraine,sport.rss', '/feeds/sport,ukraine.rss'],
    ['/feeds/!sport+ukraine.rss', '/feeds/ukraine+!sport.rss'],
    ['/feeds/all+ukraine.rss', '/feeds/ukraine.rss'],
    ['/feeds/all,ukraine.rss', '/feeds/all.rss'],
    ['/feeds/ukraine,ukraine+sport.rss', '/feeds/ukraine.rss'],
    ['/feeds/ukraine,sport+!sport.rss', '/feeds/ukraine.rss'],
    ['/feeds/ukraine.rss?limit=50', '/feeds/ukraine.rss'],
    ['/feeds/ukraine.rss?utm_source=x&limit=5', '/feeds/ukraine.rss?limit=5'],
    ['/feeds/ukraine.rss?limit=5&content=summary', '/feeds/ukraine.rss?content=summary&limit=5'],
    ['/feeds/ukraine.rss?limit=500', '/feeds/ukraine.rss?limit=100'],
    ['/feeds/ukraine.rss?limit=0', '/feeds/ukraine.rss'],
    ['/feeds/ukraine.rss?limit=ten', '/feeds/ukraine.rss'],
    ['/feeds/ukraine.rss?content=half', '/feeds/ukraine.rss'],
    ['/feeds/ukraine.rss/', '/feeds/ukraine.rss'],
    ['/feed', '/feeds/all.rss'],
    ['/rss', '/feeds/all.rss'],
    ['/rss.xml', '/feeds/all.rss'],
    ['/feed.xml', '/feeds/all.rss'],
    ['/index.xml', '/feeds/all.rss'],
    ['/atom.xml', '/feeds/all.atom'],
    ['/feed.json', '/feeds/all.json'],
    ['/tag/ukraine/feed', '/feeds/ukraine.rss'],
    ['/tag/ukraine/feed/', '/feeds/ukraine.rss'],
    // WordPress
    ['/feed/', '/feeds/all.rss'],
    ['/feed/rss2/', '/feeds/all.rss'],
    ['/feed/atom/', '/feeds/all.atom'],
    ['/?feed=rss2', '/feeds/all.rss'],
    ['/?feed=atom', '/feeds/all.atom'],
    ['/tag/ukraine/feed/atom/', '/feeds/ukraine.atom'],
    ['/category/ukraine/feed/', '/feeds/ukraine.rss'],
    ['/category/news/ukraine/feed/', '/feeds/ukraine.rss'],
    ['/category/Ukraine/', '/channels/ukraine'],
    // Ghost
    ['/rss/', '/feeds/all.rss'],
    ['/tag/ukraine/rss/', '/feeds/ukraine.rss'],
    ['/tag/ukraine/', '/channels/ukraine'],
    // Hugo
    ['/index.xml', '/feeds/all.rss'],
    ['/posts/index.xml', '/feeds/all.rss'],
    ['/tags/ukraine/index.xml', '/feeds/ukraine.rss'],
    ['/categories/ukraine/index.xml', '/feeds/ukraine.rss'],
    ['/tags/ukraine', '/channels/ukraine'],
    ['/tags/', '/'],
    // Jekyll
    ['/feed/by_tag/ukraine.xml', '/feeds/ukraine.rss'],
    // Blogger
    ['/feeds/posts/default', '/feeds/all.atom'],
    ['/feeds/posts/default?alt=rss', '/feeds/all.rss'],
    ['/feeds/posts/default/-/Ukraine', '/feeds/ukraine.atom'],
    ['/feeds/posts/default/-/Ukraine?alt=rss', '/feeds/ukraine.rss'],
    // Whatever has feeds that end so
    ['/feeds/ukraine.xml', '/feeds/ukraine.rss'],
    ['/feeds/Sport+ukraine.xml', '/feeds/sport+ukraine.rss'],
  ])('%s is a 301 to %s', async (path, target) => {
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('location'), response.headers.get('cache-control')]).toEqual([
      301,
      ORIGIN + target,
      'public, max-age=3600',
    ]);
  });

  it.each([
    ['/author/ann/feed/', 'there are no feeds of authors here'],
    ['/author/ann', 'there are no feeds of authors here'],
    ['/comments/feed/', 'there are no feeds of comments here'],
    ['/feeds/comments/default', 'there are no feeds of comments here'],
    ['/tag/nowhere/feed/', 'there is no tag "nowhere"'],
    ['/category/nowhere', 'there is no tag "nowhere"'],
  ])('%s is a 404 that says which feeds there are', async (path, reason) => {
    const response = await wire.fetch(path);
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
      404,
      `${reason}: ${ORIGIN}/feeds/all.rss has every story, ${ORIGIN}/feeds.opml lists every feed`,
    ]);
  });

  it.each([
    '/feeds/nowhere.rss',
    '/feeds/+.rss',
    '/feeds/,,.rss',
    '/feeds/ukraine,,sport.rss',
    '/feeds/!ukraine.rss',
    '/feeds/!.rss',
    '/feeds/ukraine+!ukraine.rss',
    '/feeds/!all+ukraine.rss',
    '/feeds/a+b+c+d+e+f+g+h+i.rss',
    '/feeds/...rss',
    '/feeds/%2E%2E.rss',
    '/feeds/.rss',
    '/feeds/%.rss',
    '/feeds/%FF.rss',
    '/feeds/%00.rss',
    `/feeds/${'a'.repeat(10_000)}.rss`,
    `/feeds/${'a,'.repeat(5_000)}a.rss`,
    '/feeds/ukraine.rss?before=nonsense',
    "/feeds/ukraine'--.rss?before=';DROP",
    '/feeds/ukraine.pdf',
    '/feeds/ukraine/x.rss',
    '/nowhere',
    '/articles/nowhere',
    '/channels/nowhere',
  ])('%s is a 404 problem that caches keep for a minute', async (path) => {
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      404,
      'application/problem+json',
      'public, max-age=60',
    ]);
    const { detail, instance } = (await response.json()) as { detail: string; instance: string };
    expect(detail.length).toBeGreaterThan(10);
    expect(detail.length + instance.length).toBeLessThan(700);
  });

  it('says what an expression lacks', async () => {
    const detail = async (path: string) => ((await (await wire.fetch(path)).json()) as { detail: string }).detail;
    expect(await detail('/feeds/+.rss')).toBe('not a channel: expected a tag before and after each "+" and ","');
    expect(await detail('/feeds/!ukraine.rss')).toBe(
      'not a channel: expected at least one tag without "!" between commas',
    );
    expect(await detail('/feeds/a+b+c+d+e+f+g+h+i.rss')).toBe('not a channel: expected at most 8 tags, got 9');
    expect(await detail('/feeds/nowhere.rss')).toBe('there is no tag "nowhere"');
  });

  it('negotiates its bare address by Accept', async () => {
    const target = async (accept: string) =>
      (await wire.fetch('/feeds/ukraine', { headers: { accept } })).headers.get('location');
    expect(await target('application/atom+xml, application/rss+xml')).toBe(`${ORIGIN}/feeds/ukraine.atom`);
    expect(await target('application/feed+json')).toBe(`${ORIGIN}/feeds/ukraine.json`);
    expect(await target('text/html,application/xhtml+xml,application/xml;q=0.9')).toBe(`${ORIGIN}/channels/ukraine`);
    expect(await target('*/*')).toBe(`${ORIGIN}/feeds/ukraine.rss`);
  });

  it('answers OPTIONS with what a page on another site may do', async () => {
    const response = await wire.fetch('/feeds/ukraine.rss', { method: 'OPTIONS' });
    expect([
      response.status,
      response.headers.get('allow'),
      response.headers.get('access-control-allow-methods'),
    ]).toEqual([204, 'GET, HEAD, OPTIONS', 'GET, HEAD, OPTIONS']);
    expect(response.headers.get('access-control-allow-headers')).toContain('If-None-Match');
  });

  it.each([
    ['/feeds/ukraine.rss', 'GET, HEAD, OPTIONS'],
    ['/', 'GET, HEAD, OPTIONS'],
    ['/feed', 'GET, HEAD, OPTIONS'],
    ['/healthz', 'GET, HEAD, OPTIONS'],
    ['/articles/s1', 'GET, HEAD, OPTIONS'],
  ])('answers 405 with Allow to POST %s', async (path, allow) => {
    const response = await wire.fetch(path, { method: 'POST', body: 'x' });
    expect([response.status, response.headers.get('allow'), response.headers.get('content-type')]).toEqual([
      405,
      allow,
      'application/problem+json',
    ]);
  });

  it('answers 405 with Allow in the API', async () => {
    expect((await wire.api('PATCH', '/api/articles/a')).headers.get('allow')).toBe('GET, HEAD, PUT, DELETE, OPTIONS');
    expect((await wire.api('DELETE', '/api/tags')).headers.get('allow')).toBe('GET, HEAD, PUT, OPTIONS');
  });

  it('answers 200 on /healthz', async () => {
    expect((await wire.fetch('/healthz')).status).toBe(200);
  });
});
