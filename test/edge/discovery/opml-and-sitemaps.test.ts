import { beforeAll, describe, expect, it } from 'vitest';
import { get, location, someStories, text } from '../../support/pages.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

describe('OPML', () => {
  beforeAll(someStories);

  const outlines = (opml: string) =>
    [...opml.matchAll(/<outline (?:type="rss" )?text="([^"]+)"|<\/outline>/g)].map((it) => it[1] ?? '/');

  it.each(['/feeds.opml', '/.well-known/feeds'])('lists every channel by group: %s', async (path) => {
    const { response, text } = await get(path);
    expect(outlines(text)).toEqual([
      'All stories',
      ...['Europe', 'Europe', 'Lviv', 'Ukraine', '/'],
      ...['Refugees', 'Sport'],
    ]);
    expect(text).toContain(
      '<outline type="rss" text="Ukraine" title="Ukraine" description="The war, its people" ' +
        `xmlUrl="${ORIGIN}/feeds/ukraine.rss" htmlUrl="${ORIGIN}/channels/ukraine" language="en" version="RSS2"/>`,
    );
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/x-opml; charset=utf-8',
      'content-disposition': 'attachment; filename="feeds.opml"',
      'access-control-allow-origin': '*',
      'cache-tag': 'all',
      'cache-control': 'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400',
    });
    const etag = response.headers.get('etag') as string;
    expect((await get(path, { 'if-none-match': etag })).response.status).toBe(304);
  });

  it('lists combinations on request, at one address', async () => {
    const path = '/feeds.opml?expression=lviv,sport&expression=refugees+ukraine';
    expect(outlines(await text(path)).slice(0, 3)).toEqual(['All stories', 'Lviv, or Sport', 'Refugees and Ukraine']);
    expect(await location('/feeds.opml?x=1&expression=ukraine%2Brefugees&expression=lviv,sport')).toEqual([
      301,
      `${ORIGIN}${path}`,
    ]);
    expect((await get('/feeds.opml?expression=nowhere')).response.status).toBe(404);
  });

  it('lists no channel twice', async () => {
    for (const name of ['all', 'ukraine', 'kyiv-war'])
      expect((await location(`/feeds.opml?expression=${name}`))[0]).toBe(301);
    expect(await location('/feeds.opml?expression=all&expression=lviv,sport&expression=ukraine')).toEqual([
      301,
      `${ORIGIN}/feeds.opml?expression=lviv,sport`,
    ]);
    expect(await location('/feeds.opml?expression=ukraine')).toEqual([301, `${ORIGIN}/feeds.opml`]);
  });

  it('is gzipped for those that take it, under the same ETag', async () => {
    const plain = await get('/feeds.opml', {});
    const gzipped = await wire.fetch('/feeds.opml', { headers: { 'accept-encoding': 'gzip' } });
    const headers = ({ headers }: Response) => ['content-encoding', 'vary', 'etag'].map((it) => headers.get(it));
    const etag = plain.response.headers.get('etag');
    expect(headers(plain.response)).toEqual([null, 'Accept-Encoding', etag]);
    expect(headers(gzipped)).toEqual(['gzip', 'Accept-Encoding', etag]);
    const unpacked = gzipped.body?.pipeThrough(new DecompressionStream('gzip'));
    expect(await new Response(unpacked).text()).toBe(plain.text);
  });
});

describe('sitemaps', () => {
  it('list channels, and the stories that can be read here, and no others', async () => {
    await freshWire();
    await wire.story('here', { slug: 'at-home', updated: '2026-02-02T10:00:00Z' });
    await wire.story('retracted', { status: 'retracted' });
    await wire.story('elsewhere', { url: 'https://news.example/a' });
    await wire.story('draft', { status: 'draft', tags: ['Secret'] });
    await wire.story('embargoed', { embargo: '2026-03-02T10:00:00Z' });
    await wire.story('expired', { expires: '2026-02-20T10:00:00Z' });
    await wire.story('withdrawn');
    await wire.api('DELETE', '/api/articles/withdrawn');
    const addresses = async (path: string) => [...(await text(path)).matchAll(/<loc>([^<]+)/g)].map((it) => it[1]);
    expect(await addresses('/sitemap.xml')).toEqual([
      `${ORIGIN}/sitemap-news.xml`,
      `${ORIGIN}/sitemaps/channels.xml`,
      `${ORIGIN}/sitemaps/stories-2026-02.xml`,
    ]);
    expect(await addresses('/sitemaps/channels.xml')).toEqual([
      `${ORIGIN}/`,
      `${ORIGIN}/channels/all`,
      `${ORIGIN}/channels/ukraine`,
    ]);
    expect(await addresses('/sitemaps/stories-2026-02.xml')).toEqual([
      `${ORIGIN}/articles/at-home`,
      `${ORIGIN}/articles/retracted`,
    ]);
    expect(await text('/sitemaps/stories-2026-02.xml')).toContain(
      'at-home</loc><lastmod>2026-02-02T10:00:00.000Z</lastmod>',
    );
    for (const path of [
      '/sitemaps/stories-2026-03.xml',
      '/sitemaps/stories-2026-02-2.xml',
      '/sitemaps/stories-1.xml',
      '/sitemaps/x.xml',
    ])
      expect([path, (await get(path)).response.status]).toEqual([path, 404]);
  });

  it('of news have the stories of the last two days, in their languages, and forget those that are taken back', async () => {
    await freshWire();
    const ago = (hours: number) => new Date(wire.now.getTime() - hours * 3_600_000).toISOString();
    await wire.story('oldest', { title: 'Dam & "lake"', published: ago(47.5), language: 'zh-Hant' });
    await wire.story('newest', { title: 'Quay', published: ago(1) });
    await wire.story('too-old', { published: ago(48.1) });
    await wire.story('later', { published: ago(-1) });
    await wire.story('elsewhere', { published: ago(1), url: 'https://news.example/a' });
    await wire.story('retracted', { published: ago(1), status: 'retracted' });
    await wire.story('withdrawn', { published: ago(1) });
    await wire.api('DELETE', '/api/articles/withdrawn');
    const { response, text: xml } = await get('/sitemap-news.xml');
    const news = (language: string, published: string, title: string) =>
      `<news:news><news:publication><news:name>Tagwire</news:name><news:language>${language}</news:language></news:publication><news:publication_date>${published}</news:publication_date><news:title>${title}</news:title></news:news>`;
    expect(xml.split('\n')).toEqual([
      '<?xml version="1.0" encoding="utf-8"?>',
      '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">',
      `<url><loc>${ORIGIN}/articles/newest</loc><lastmod>${ago(1)}</lastmod>${news('en', ago(1), 'Quay')}</url>`,
      `<url><loc>${ORIGIN}/articles/oldest</loc><lastmod>${ago(47.5)}</lastmod>${news('zh-tw', ago(47.5), 'Dam &#x26; "lake"')}</url>`,
      '</urlset>',
      '',
    ]);
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    // The oldest one leaves within half an hour: nobody keeps the sitemap for longer.
    expect(response.headers.get('cache-control')).toBe(
      'public, max-age=900, stale-while-revalidate=300, stale-if-error=900',
    );
    wire.pass(3600);
    expect([...(await text('/sitemap-news.xml')).matchAll(/<loc>([^<]+)/g)].map((it) => it[1])).toEqual([
      `${ORIGIN}/articles/newest`,
    ]);
    wire.pass(48 * 3600);
    expect((await text('/sitemap-news.xml')).split('\n').slice(2)).toEqual(['</urlset>', '']);
  });

  it('of news have a thousand stories at most, the newest', async () => {
    await freshWire();
    const records = Array.from({ length: 1005 }, (_, n) => ({
      key: `n${n}`,
      title: `N ${n}`,
      body: 'B',
      tags: [],
      published: new Date(wire.now.getTime() - n * 60_000).toISOString(),
    }));
    await wire.api('POST', '/api/articles', records.map((it) => JSON.stringify(it)).join('\n'), 'application/x-ndjson');
    const keys = [...(await text('/sitemap-news.xml')).matchAll(/articles\/(n\d+)</g)].map((it) => it[1]);
    expect([keys.length, keys[0], keys.at(-1)]).toEqual([1000, 'n0', 'n999']);
  });

  it('are named by robots.txt, which keeps nobody out', async () => {
    expect(await text('/robots.txt')).toBe(`User-agent: *\nAllow: /\n\nSitemap: ${ORIGIN}/sitemap.xml\n`);
  });
});
