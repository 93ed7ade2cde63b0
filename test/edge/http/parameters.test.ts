import { beforeAll, describe, expect, it } from 'vitest';
import { get, location, someStories, text } from '../../support/pages.ts';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

const assets = async () => {
  const page = await text('/');
  const snippet = await text('/channels/ukraine');
  const [found = ''] = /\/embed\/[0-9a-f]{16}\.js/.exec(snippet) ?? [];
  return [...page.matchAll(/"(\/site\/[0-9a-f]{16}\.(?:css|js))"/g)].map((it) => it[1] as string).concat(found);
};

describe('a parameter that an address does not know', () => {
  beforeAll(someStories);

  it.each([
    ...['/', '/search', '/search?q=lviv', '/feeds/all.rss', '/feeds/all.json?limit=5', '/feeds/all/2026-02.atom'],
    ...['/channels/ukraine', '/channels/lviv+sport', '/articles/a'],
    ...['/sitemap.xml', '/sitemaps/channels.xml', '/sitemaps/stories-2026-02.xml', '/robots.txt', '/feed.css'],
    ...['/feeds.opml', '/.well-known/feeds', '/feeds.opml?expression=lviv,sport'],
    ...['/embed.js', '/embed/ukraine', '/embed/ukraine?limit=3', '/embed/articles/a'],
  ])('is taken away by a redirect: %s', async (path) => {
    expect((await get(path)).response.status).toBe(200);
    for (const more of ['utm_source=x', 'fbclid=%zz', 'x', 'Limit=1', '&', 'x=1&y=2&x=3']) {
      const address = `${path}${path.includes('?') ? '&' : '?'}${more}`;
      expect([more, ...(await location(address))]).toEqual([more, 301, ORIGIN + path]);
    }
  });

  it('is taken away from stylesheets and scripts', async () => {
    const paths = await assets();
    expect(paths).toHaveLength(3);
    for (const path of paths) {
      expect((await get(path)).response.status).toBe(200);
      expect(await location(`${path}?v=1`)).toEqual([301, ORIGIN + path]);
    }
  });

  it('is taken away before anything is read, also from what is not there', async () => {
    const database = new WatchedDatabase(wire.database);
    wire.database = database;
    wire.restart();
    expect(await location('/sitemaps/stories-2026-02.xml?x=1')).toEqual([
      301,
      `${ORIGIN}/sitemaps/stories-2026-02.xml`,
    ]);
    expect(await location('/articles/nowhere?x=1')).toEqual([301, `${ORIGIN}/articles/nowhere`]);
    expect(database.waits).toEqual([]);
    expect((await get('/sitemaps/stories-2026-02.xml')).response.status).toBe(200);
    expect(database.waits).toHaveLength(1);
  });

  it('is taken away from a HEAD, and its redirect is kept as others are', async () => {
    const { status, headers } = await wire.fetch('/sitemap.xml?x=1', { method: 'HEAD' });
    expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([
      301,
      `${ORIGIN}/sitemap.xml`,
      'public, max-age=3600',
    ]);
  });

  it('is not looked at where programs talk to the wire', async () => {
    expect((await wire.fetch('/healthz?x=1')).status).toBe(200);
    expect((await wire.api('GET', '/api/articles?x=1')).status).toBe(200);
    expect((await wire.api('GET', '/api/tags?x=1')).status).toBe(200);
    expect((await wire.fetch('/hub?x=1', { method: 'POST', body: new URLSearchParams() })).status).toBe(400);
    expect((await wire.fetch('/sitemap.xml?x=1', { method: 'POST' })).status).toBe(405);
    expect((await wire.fetch('/sitemap.xml?x=1', { method: 'OPTIONS' })).status).toBe(204);
  });

  it('changes nothing in what /oembed answers', async () => {
    const path = `/oembed?url=${encodeURIComponent(`${ORIGIN}/channels/ukraine`)}`;
    const answer = async (address: string) => {
      const { response, text } = await get(address);
      return [response.status, text, Object.fromEntries(response.headers)];
    };
    expect(await answer(`${path}&utm_source=x&discover=1`)).toEqual(await answer(path));
    expect((await answer(path))[0]).toBe(200);
  });
});

describe('an address written with percent signs that it does not need', () => {
  it.each([
    ['/sitemap%2Exml', '/sitemap.xml'],
    ['/%73itemaps/stories%2d2026%2d02.xml', '/sitemaps/stories-2026-02.xml'],
    ['/robots%2Etxt?x=%2E', '/robots.txt'],
    ['/embe%64.js', '/embed.js'],
    ['/feeds%2Eopml', '/feeds.opml'],
    ['/%73earch', '/search'],
    ['/articles/%61', '/articles/a'],
    ['/channels/%75kraine', '/channels/ukraine'],
  ])('is redirected to the one without: %s', async (path, target) => {
    expect(await location(path)).toEqual([301, ORIGIN + target]);
  });
});
