import { beforeAll, describe, expect, it } from 'vitest';
import { address, searchableStories, text } from '../../support/search.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

describe('a search', () => {
  beforeAll(searchableStories);

  describe('has a page', () => {
    const titles = (page: string) => [...page.matchAll(/<h3><a[^>]*>([^<]*)/g)].map((it) => it[1]);

    it('with its stories, newest first, and its feeds', async () => {
      const response = await wire.fetch('/search?q=corridor');
      const page = await response.text();
      expect([response.status, titles(page)]).toEqual([
        200,
        ['Humanitarian corridor opens', 'A convoy in the corridor'],
      ]);
      expect(page).toContain('<title>Search: corridor - Tagwire</title>');
      expect(page).toContain('<p>It carries medicine.</p>');
      for (const [type, extension, name] of [
        ['rss+xml', 'rss', 'RSS'],
        ['atom+xml', 'atom', 'Atom'],
        ['feed+json', 'json', 'JSON Feed'],
      ]) {
        expect(page).toContain(
          `<link rel="alternate" type="application/${type}" title="Search: corridor (${name})" href="${ORIGIN}/feeds/search.${extension}?q=corridor"/>`,
        );
        expect(page).toContain(`<a href="/feeds/search.${extension}?q=corridor">${name}</a>`);
      }
      expect(page).not.toContain('rel="next"');
      expect(page).toContain('<meta name="robots" content="noindex"/>');
      expect(page.match(/<input type="search"[^>]*>/g)).toEqual([expect.stringContaining('value="corridor"')]);
      const { headers } = response;
      expect([headers.get('cache-tag'), headers.get('content-type')]).toEqual(['all', 'text/html; charset=utf-8']);
      const again = { headers: { 'if-none-match': headers.get('etag') as string } };
      expect((await wire.fetch('/search?q=corridor', again)).status).toBe(304);
    });

    it('that has the headers of every page', async () => {
      const headersOf = async (path: string) => (await wire.fetch(path)).headers;
      const [expected, ...pages] = await Promise.all(
        ['/', '/search', '/search?q=corridor', '/search?q=-a'].map(headersOf),
      );
      for (const name of ['content-security-policy', 'permissions-policy', 'referrer-policy', 'x-content-type-options'])
        for (const it of pages) expect(it.get(name)).toBe(expected?.get(name));
    });

    it('that no list of channels has', async () => {
      for (const path of ['/feeds.opml', '/sitemaps/channels.xml']) expect(await text(path)).not.toContain('search?q=');
      const { status } = await wire.fetch('/feeds.opml?expression=search%3Fq=corridor');
      expect(status).toBe(404);
    });

    it('that says so when there is nothing', async () => {
      const page = await text('/search?q=zebra');
      expect(page).toContain('No story has all of that.');
      expect(page).toContain('href="/feeds/search.rss?q=zebra"');
    });

    it('that is a form without words', async () => {
      const page = await text('/search');
      expect(page.match(/<form [^>]*>/g)).toEqual(['<form action="/search" method="get">']);
      expect(page).toContain('<meta name="robots" content="noindex"/>');
      expect(page).not.toMatch(/<article|feeds\/search/);
    });

    it.each([
      ['/search?q=-a', 'Not a search: expected a word to look for.'],
      ['/search?q=corridor&before=x', 'Before: &quot;x&quot; is not a place in a channel.'],
    ])('that says what is wrong: %s', async (path, problem) => {
      const response = await wire.fetch(path);
      expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'public, max-age=60']);
      expect(await response.text()).toContain(`<p><bdi>${problem}</bdi></p>`);
    });
  });
});

describe('the pages of a search', () => {
  const KEYS = Array.from({ length: 65 }, (_, index) => `s${index}`);

  beforeAll(async () => {
    await freshWire();
    // Stories come in any order, and several have one date.
    const records = KEYS.map((key, index) => ({
      key,
      title: `Story ${key}`,
      body: index % 5 === 4 ? 'Nothing.' : 'A zebra.',
      published: new Date(Date.UTC(2026, 0, 1) + Math.floor(((index * 37) % 65) / 3) * 3_600_000).toISOString(),
    }));
    for (const [key, published] of [
      ['old', '1999-12-31T23:59:59.999Z'],
      ['ancient', '1831-01-01T00:00:00Z'],
      ['oldest', '1001-01-01T00:00:00Z'],
    ] as const)
      records.push({ key, title: `Story ${key}`, body: 'A zebra.', published });
    await wire.bulk(records.map((it) => JSON.stringify(it)));
    wire.pass(3600);
  });

  const walk = async (first: string, next: (text: string) => string | undefined, titles: RegExp) => {
    const pages: string[][] = [];
    for (let path: string | undefined = first; path && pages.length < 30; ) {
      const page = await text(path);
      pages.push([...page.matchAll(titles)].map((it) => it[1] as string));
      path = next(page)?.replaceAll('&amp;', '&');
    }
    return pages;
  };
  const link = (rel: string) => (page: string) => new RegExp(`<link rel="${rel}"[^>]*href="([^"]+)"`).exec(page)?.[1];
  const ENTRY = /<title type="text">Story (\w+)/g;
  const all = async () => {
    const { results } = await wire.database
      .prepare('SELECT key FROM articles ORDER BY rank, number')
      .all<{ key: string }>();
    return results.map((it) => it.key).filter((it) => !it.startsWith('s') || Number(it.slice(1)) % 5 !== 4);
  };

  it.each([4, 7, 11, 60])('lead to everything once, in order: %i a page', async (limit) => {
    const pages = await walk(`/feeds/search.atom?limit=${limit}&q=zebra`, link('next'), ENTRY);
    const expected = await all();
    expect([expected.length, pages.flat()]).toEqual([55, expected]);
    expect(pages.slice(0, -1).every((it) => it.length === limit)).toBe(true);
  });

  it('go back as they came', async () => {
    let address = '/feeds/search.atom?limit=10&q=zebra';
    for (
      let next: string | undefined = address;
      next;
      next = link('next')(await text(address))?.replaceAll('&amp;', '&')
    )
      address = next;
    const pages = await walk(address, link('previous'), ENTRY);
    expect(pages.toReversed().flat()).toEqual(await all());
  });

  it('go on where they were when the story of the cursor has gone or moved', async () => {
    const expected = await all();
    const next = link('next')(await text('/feeds/search.atom?limit=5&q=zebra'))?.replaceAll('&amp;', '&') as string;
    const last = expected[4] as string;
    await wire.api('DELETE', `/api/articles/${last}`);
    expect([...(await text(next)).matchAll(ENTRY)].map((it) => it[1])).toEqual(expected.slice(5, 10));
    await wire.story(last, { title: `Story ${last}`, body: 'A zebra.', published: '1990-01-01T00:00:00Z' });
    expect([...(await text(next)).matchAll(ENTRY)].map((it) => it[1])).toEqual(expected.slice(5, 10));
  });

  it('lead on from a cursor of any number and key: no article is there', async () => {
    for (const before of ['10000000000.a', '-10000000000.a', '0.nobody', '-mabc.s1']) {
      const path = address('zebra', { before });
      expect([before, (await wire.fetch(path)).status]).toEqual([before, 302]);
      expect((await wire.follow(path)).status).toBe(200);
    }
  });

  it('have at most thirty stories for people, and a link to more', async () => {
    const pages = await walk(
      '/search?q=zebra',
      (page) => /<a href="([^"]+)" rel="next">/.exec(page)?.[1],
      /<h3><a[^>]*>Story (\w+)/g,
    );
    expect(pages.map((it) => it.length)).toEqual([30, 25]);
    expect(pages.flat()).toEqual(await all());
  });
});
