import { env } from 'cloudflare:test';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ORIGIN, TestWire } from '../support/wire.ts';

let wire: TestWire;

const query = (q: string, others = {}) => new URLSearchParams({ ...others, q });
/** The address of a search's JSON Feed. */
const address = (q: string, others = {}) => {
  const parameters = query(q, others);
  parameters.sort();
  return `/feeds/search.json?${parameters}`;
};
/** Titles of what a search in its canonical form finds, newest first. */
const find = async (q: string): Promise<string[]> => {
  const response = await wire.fetch(address(q));
  if (response.status !== 200) throw new Error(`${q}: ${response.status} ${response.headers.get('location')}`);
  const { items } = (await response.json()) as { items: { title: string }[] };
  return items.map((it) => it.title);
};
const etagOf = async (path: string) => (await wire.fetch(path)).headers.get('etag') as string;
const text = async (path: string) => (await wire.fetch(path)).text();

const HOSTILE = [
  '"',
  '""',
  '"""',
  '"a',
  "'",
  "x' OR 1=1 --",
  'NEAR(a b, 5)',
  'a NEAR b',
  'a AND',
  'OR',
  'NOT NOT NOT',
  '*',
  '**',
  'ab**',
  '*ab',
  '^a',
  '^',
  'title:',
  'title : a',
  '{title body} : a',
  '- {title} : a',
  '-',
  '--a b',
  'a + b',
  'a,b;c',
  '(a',
  ')',
  '(((((((((',
  '\\',
  'a\\"b',
  'a\u0000b',
  '\u0000',
  '%',
  'a_b%',
  '🔥',
  '👩‍👩‍👧 family',
  '\ud800',
  '\u202eevil\u202c',
  'שלום "עולם',
  '\ufeffa',
  'a\u200cb',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "javascript:alert('1')",
  ']]>',
  '&lt;b&gt;',
  'ǅ ŉ ﬁ İİİ ß ς',
  '𞤀𞤣 ꟹ',
  '\u0301',
  'a'.repeat(200),
  '"'.repeat(200),
  '("a" '.repeat(40),
  'İ'.repeat(200),
  'x'.repeat(10_000),
];

describe('a search', () => {
  const STORIES: Record<string, Record<string, unknown>> = {
    corridor: {
      title: 'Humanitarian corridor opens',
      body: 'Buses left **Sumy** for [the city of Poltava](https://news.example/zhytomyr).\n\n> It held, R&D said.',
      tags: ['Ukraine', 'Red Cross'],
      authors: ['Olena Marchuk'],
    },
    convoy: { title: 'A convoy in the corridor', summary: 'It carries medicine.', body: 'It is humanitarian.' },
    cafe: { title: 'Café Öztürk reopens', body: 'In the Ångström straße.', tags: ['Culture'] },
    kyiv: { title: 'Евакуація із Сум', body: 'Перше речення про Харків.', language: 'uk', tags: ['Україна'] },
    beijing: { title: '北京的新闻', body: '人道主义走廊，今天开放。', language: 'zh', tags: ['北京'] },
    hindi: { title: 'हिन्दी समाचार', body: 'ภาษาไทย', language: 'hi' },
    arabic: { title: 'ممر إنساني', body: 'من سومي', language: 'ar' },
  };

  beforeAll(async () => {
    wire = await TestWire.fresh();
    await wire.putTags([{ slug: 'beijing', label: '北京' }]);
    for (const [index, [key, fields]] of Object.entries(STORIES).entries())
      await wire.story(key, { ...fields, published: `2026-02-${20 - index}T10:00:00Z` });
  });

  it.each([
    ['a word of the title', 'opens', ['Humanitarian corridor opens']],
    ['a word of the summary', 'medicine', ['A convoy in the corridor']],
    ['a word of the text', 'sumy', ['Humanitarian corridor opens']],
    ['a tag', 'culture', ['Café Öztürk reopens']],
    ['an author', 'marchuk', ['Humanitarian corridor opens']],
    [
      'every word, wherever it stands',
      'humanitarian corridor',
      ['Humanitarian corridor opens', 'A convoy in the corridor'],
    ],
    ['words together', '"humanitarian corridor"', ['Humanitarian corridor opens']],
    ['words together across a link', '"city of poltava it held"', ['Humanitarian corridor opens']],
    ['what stands around a sign', 'r&d', ['Humanitarian corridor opens']],
    ['what has no other word', 'corridor -sumy', ['A convoy in the corridor']],
    ['what has no other phrase', 'corridor -"red cross" -zebra*', ['A convoy in the corridor']],
    ['beginnings of words', 'human* corr*', ['Humanitarian corridor opens', 'A convoy in the corridor']],
    ['no part of a word', 'corrid', []],
    ['no address', 'zhytomyr', []],
    ['no markup', 'strong', []],
    ['no name of an entity', 'amp', []],
    ['no operator', 'corridor or sumy', []],
    ['accents or none', 'cafe ozturk', ['Café Öztürk reopens']],
    ['accents where there are', 'café öztürk angstrom', ['Café Öztürk reopens']],
    ['Cyrillic', 'евакуація харків', ['Евакуація із Сум']],
    ['beginnings in Cyrillic', 'харк* україна', ['Евакуація із Сум']],
    ['a whole run of Chinese, or how it begins', '北京* 今天*', ['北京的新闻']],
    ['a tag in Chinese', '北京', ['北京的新闻']],
    ['nothing from the middle of a run', '走廊', []],
    ['whole words of Hindi, and how they begin', 'समाचार हिन्*', ['हिन्दी समाचार']],
    ['no part of a word of Hindi', 'सम', []],
    ['a run of Thai', 'ภาษาไทย', ['हिन्दी समाचार']],
    ['Arabic', 'إنساني سومي', ['ممر إنساني']],
  ])('finds %s: %s', async (_, q, expected) => {
    expect(await find(q)).toEqual(expected);
  });

  it.each([
    ['/feeds/search.rss?q=Corridor', '/feeds/search.rss?q=corridor'],
    ['/feeds/search.rss?q=ЕВАКУАЦІЯ', `/feeds/search.rss?${query('евакуація')}`],
    ['/feeds/search.rss?q=%20corridor%20%0A+sumy', '/feeds/search.rss?q=corridor+sumy'],
    ['/feeds/search.rss?q=corridor%20sumy', '/feeds/search.rss?q=corridor+sumy'],
    ['/feeds/search.rss?q=corridor,+corridor!', '/feeds/search.rss?q=corridor'],
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
    ['/feeds/search.rss', 'that is no search: expected a word to look for'],
    ['/feeds/search', 'that is no search: expected a word to look for'],
    ['/feeds/search.json?q=+%22%22+-', 'that is no search: expected a word to look for'],
    ['/feeds/search.rss?q=-corridor', 'that is no search: expected a word to look for'],
    ['/feeds/search.rss?q=a+b+c+d+e+f+g+h+i+j+k', 'that is no search: expected at most 10 words and phrases, got 11'],
    [`/feeds/search.rss?q=${'x'.repeat(10_000)}`, 'that is no search: expected at most 200 characters, got 10000'],
    ['/feeds/search.rss?q=c*', 'that is no search: expected at least two letters before "*" in "c*"'],
    ['/feeds/search.rss?q=corridor&before=nonsense', 'before: "nonsense" is no place in a channel'],
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
      etag: expect.stringMatching(/^W\/"2-[0-9a-f]{12}-[0-9a-f]{12}"$/),
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
      '<description>Buses left Sumy for the city of Poltava. It held, R&#x26;D said.</description>',
    );
    expect(feed).not.toContain('content:encoded>');
  });

  it('is no topic of the hub', async () => {
    for (const path of ['/feeds/search.rss?q=corridor', '/feeds/Search?q=Corridor']) {
      const form = { 'hub.mode': 'subscribe', 'hub.topic': ORIGIN + path, 'hub.callback': 'http://a.example/s' };
      const response = await wire.fetch('/hub', { method: 'POST', body: new URLSearchParams(form) });
      expect([response.status, await response.text()]).toEqual([
        404,
        expect.stringContaining('hub.topic: a search has no hub; ask for it now and then, or subscribe to tags'),
      ]);
    }
  });

  it.each(HOSTILE.map((q) => [q.slice(0, 40), q]))('never fails: %j', async (_, q) => {
    for (const start of ['/feeds/search.rss', '/feeds/search.json', '/search']) {
      let path = `${start}?${new URLSearchParams({ q })}`;
      const statuses: number[] = [];
      for (let response = await wire.fetch(path); ; response = await wire.fetch(path)) {
        statuses.push(response.status);
        const body = await response.text();
        expect(body).not.toMatch(/<script>|<img src=x|fts5|syntax error/i);
        if (response.status !== 301) break;
        path = (response.headers.get('location') as string).slice(ORIGIN.length);
      }
      expect([[200], [404], [301, 200], [301, 404]]).toContainEqual(statuses);
    }
  });

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

    it('that no directory lists', async () => {
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
      ['/search?q=-a', 'That is no search: expected a word to look for.'],
      ['/search?q=corridor&before=x', 'That is no place in a search.'],
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
    wire = await TestWire.fresh();
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
    const { results } = await env.DB.prepare('SELECT key FROM articles ORDER BY rank, number').all<{ key: string }>();
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

  it('take a cursor of any number and key', async () => {
    for (const before of ['10000000000.a', '-10000000000.a', '0.nobody', '-mabc.s1'])
      expect((await wire.fetch(address('zebra', { before }))).status).toBe(200);
    // Whatever is older than 1830 is in one place.
    expect(await wire.titles('search', '?before=10000000000.a&q=zebra')).toEqual(['Story oldest']);
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

describe('what a search finds', () => {
  beforeEach(async () => {
    wire = await TestWire.fresh();
    await wire.story('other', { title: 'Other', body: 'Zebra crossing.', published: '2026-01-01T10:00:00Z' });
    wire.pass(60);
  });
  const zebra = (fields = {}) => wire.story('a', { title: 'Zebra', ...fields });

  it.each([
    ['a draft', { status: 'draft' }],
    ['a story under an embargo', { embargo: '2026-03-01T12:11:00Z' }],
    ['a story of the future', { published: '2026-03-01T12:11:00Z' }],
    ['an expired story', { expires: '2026-03-01T11:00:00Z' }],
    ['a withdrawn story', { status: 'withdrawn' }],
  ])('is never %s, whether it comes so or becomes so', async (_, fields) => {
    const etag = await etagOf(address('zebra'));
    await zebra(fields);
    expect([await find('zebra'), await etagOf(address('zebra'))]).toEqual([['Other'], etag]);
    await zebra();
    expect(await find('zebra')).toEqual(['Zebra', 'Other']);
    await zebra({ ...fields, body: 'Changed.' });
    expect([await find('zebra'), await etagOf(address('zebra'))]).toEqual([['Other'], etag]);
  });

  it('appears and disappears with the clock', async () => {
    await zebra({ embargo: '2026-03-01T12:11:00Z', expires: '2026-03-01T12:21:00Z' });
    expect((await wire.fetch(address('zebra'))).headers.get('cache-control')).toBe(
      'public, max-age=600, must-revalidate',
    );
    wire.pass(600);
    expect(await find('zebra')).toEqual(['Other']);
    await wire.tick();
    expect(await find('zebra')).toEqual(['Zebra', 'Other']);
    wire.pass(600);
    await wire.tick();
    expect(await find('zebra')).toEqual(['Other']);
  });

  it('is what a story says now: a former word no longer finds it', async () => {
    await zebra({ summary: 'Stripes.', body: 'Mane.', authors: ['Ann'], tags: ['Savanna'] });
    for (const it of ['zebra -crossing', 'stripes', 'mane', 'ann', 'savanna'])
      expect(await find(it)).toEqual(['Zebra']);
    await wire.story('a', { title: 'Horse', summary: 'Brown.', body: 'Tail.', authors: ['Bo'], tags: ['Farm'] });
    for (const it of ['zebra -crossing', 'stripes', 'mane', 'ann', 'savanna']) expect(await find(it)).toEqual([]);
    for (const it of ['horse', 'brown', 'tail', 'bo', 'farm']) expect(await find(it)).toEqual(['Horse']);
  });

  it('moves with its date', async () => {
    await zebra();
    await zebra({ published: '2025-01-01T10:00:00Z' });
    expect(await find('zebra')).toEqual(['Other', 'Zebra']);
  });

  it('goes at once when it is withdrawn, without a stub, and comes back', async () => {
    await zebra();
    await wire.api('DELETE', '/api/articles/a');
    expect(await find('zebra')).toEqual(['Other']);
    expect(await find('withdrawn')).toEqual([]);
    for (const format of ['rss', 'atom', 'json'])
      expect(await text(`/feeds/search.${format}?q=zebra`)).not.toMatch(/article\/a|deleted-entry/);
    await zebra();
    expect(await find('zebra')).toEqual(['Zebra', 'Other']);
  });

  it('may be retracted', async () => {
    await zebra({ status: 'retracted' });
    expect(await find('retracted zebra')).toEqual(['Retracted: Zebra']);
  });

  it('goes by what tags are called now', async () => {
    await zebra({ tags: ['Savanna'] });
    await wire.putTags([{ slug: 'savanna', label: 'Serengeti' }]);
    expect([await find('serengeti'), await find('savanna')]).toEqual([['Zebra'], []]);
  });

  it('is there after an upgrade, and after the index was made anew', async () => {
    await zebra({ body: 'A [link](https://news.example/x) & **more**.', tags: ['Savanna'], authors: ['Ann'] });
    await wire.story('b', { status: 'draft', title: 'Zebra' });
    const migration = env.TEST_MIGRATIONS.find((it) => it.name === '0006_search.sql');
    await env.DB.batch(['DROP TABLE search', 'DROP VIEW searchable'].map((it) => env.DB.prepare(it)));
    await env.DB.batch((migration?.queries ?? []).map((it) => env.DB.prepare(it)));
    expect(await find('zebra')).toEqual(['Zebra', 'Other']);
    expect(await find('"link more" savanna ann')).toEqual(['Zebra']);
    await wire.story('a', { title: 'Horse' });
    expect(await find('zebra')).toEqual(['Other']);
  });

  it('may be as long as a story can be', async () => {
    const words = (word: string, characters: number) => `${word} `.repeat(characters / (word.length + 1));
    await wire.story('long', {
      title: 'Long',
      body: `${words('<b>a</b>', 80_000)} ${words('язык', 900_000)} последнее`,
    });
    expect([await find('язык'), await find('последнее')]).toEqual([['Long'], []]);
  });
});

describe('the versions of a search', () => {
  beforeEach(async () => {
    wire = await TestWire.fresh();
    for (let n = 1; n <= 3; n++)
      await wire.story(`z${n}`, { title: `Zebra ${n}`, published: `2026-02-0${n}T10:00:00Z` });
    wire.pass(60);
  });
  const path = '/feeds/search.json?q=zebra';
  const ask = async (etag: string, of = path) => {
    const response = await wire.fetch(of, { headers: { 'a-im': 'feed', 'if-none-match': etag } });
    const body = await response.text();
    const items = body === '' ? [] : (JSON.parse(body) as { items: { title: string }[] }).items;
    return [response.status, items.map((it) => it.title)];
  };

  it('change with what is listed and with nothing else', async () => {
    const [found, nothing] = [await etagOf(path), await etagOf(address('unicorn'))];
    const [body, empty] = [await text(path), await text(address('unicorn'))];
    await wire.story('other', { title: 'Other' });
    await wire.putTags([{ slug: 'else', label: 'Else' }]);
    expect([await etagOf(path), await text(path)]).toEqual([found, body]);
    expect([await etagOf(address('unicorn')), await text(address('unicorn'))]).toEqual([nothing, empty]);
    await wire.story('z2', { title: 'Zebra 2', body: 'Changed.', published: '2026-02-02T10:00:00Z' });
    const changed = await etagOf(path);
    await wire.api('DELETE', '/api/articles/z1');
    expect(new Set([found, changed, await etagOf(path), nothing]).size).toBe(4);
    await wire.story('unicorn', { title: 'Unicorn' });
    expect(await etagOf(address('unicorn'))).not.toBe(nothing);
  });

  it('differ by words, format and parameters', async () => {
    const paths = [
      path,
      '/feeds/search.json?q=zebra*',
      '/feeds/search.rss?q=zebra',
      '/feeds/search.json?limit=7&q=zebra',
    ];
    expect(new Set(await Promise.all(paths.map(etagOf))).size).toBe(4);
  });

  it('are seen by another process within two seconds, and by this one at once', async () => {
    const second = new TestWire();
    second.now = wire.now;
    const titles = () => second.titles('search', '?q=zebra');
    expect((await titles()).length).toBe(3);
    await wire.story('z4', { title: 'Zebra 4' });
    expect((await find('zebra')).length).toBe(4);
    second.pass(2);
    expect((await titles()).length).toBe(4);
  });

  it('have deltas: what is new or changed on the first page', async () => {
    const etag = await etagOf(path);
    expect(await ask(etag)).toEqual([304, []]);
    await wire.story('other', { title: 'Other' });
    expect(await ask(etag)).toEqual([304, []]);
    await wire.story('z1', { title: 'Zebra one', published: '2026-02-01T10:00:00Z' });
    await wire.story('z4', { title: 'Zebra 4', published: '2026-02-04T10:00:00Z' });
    expect(await ask(etag)).toEqual([226, ['Zebra 4', 'Zebra one']]);
    await wire.api('DELETE', '/api/articles/z4');
    expect(await ask(etag)).toEqual([226, ['Zebra one']]);
    expect(await ask('W/"3-000000000000-000000000000"')).toEqual([200, ['Zebra 3', 'Zebra 2', 'Zebra one']]);
  });

  it('have no delta that is cut, and one from nothing', async () => {
    const [small, nothing] = ['/feeds/search.json?limit=2&q=zebra', '/feeds/search.json?q=unicorn'];
    const [etag, none] = [await etagOf(small), await etagOf(nothing)];
    for (const n of [4, 5]) await wire.story(`z${n}`, { title: `Zebra ${n}`, published: `2026-02-0${n}T10:00:00Z` });
    expect(await ask(etag, small)).toEqual([226, ['Zebra 5', 'Zebra 4']]);
    await wire.story('z6', { title: 'Zebra 6', published: '2026-02-06T10:00:00Z' });
    expect(await ask(etag, small)).toEqual([200, ['Zebra 6', 'Zebra 5']]);
    await wire.story('unicorn', { title: 'Unicorn' });
    expect(await ask(none, nothing)).toEqual([226, ['Unicorn']]);
  });
});

describe('a tag that would be at the address of searches', () => {
  beforeEach(async () => {
    wire = await TestWire.fresh();
  });
  const problems = async (response: Response) => [response.status, JSON.stringify(await response.json())];
  const REASON = 'is the address of searches; give the tag another slug in tags.yaml';

  it('is refused in a story and in the vocabulary', async () => {
    expect(await problems(await wire.putJson('a', { tags: ['Search'] }))).toEqual([
      422,
      expect.stringContaining(JSON.stringify(`"Search" ${REASON}`)),
    ]);
    expect(await problems(await wire.putTags([{ slug: 'search', label: 'Search' }]))).toEqual([
      422,
      expect.stringContaining(JSON.stringify(`"search" ${REASON}`)),
    ]);
  });

  it('has another one by the vocabulary, which cannot be taken away while it is in use', async () => {
    await wire.putTags([{ slug: 'searching', label: 'Search' }]);
    await wire.story('a', { title: 'Found', tags: ['Search'] });
    expect([await wire.titles('searching'), await find('search')]).toEqual([['Found'], ['Found']]);
    expect(await problems(await wire.putTags([]))).toEqual([422, expect.stringContaining('would have no address')]);
  });

  it('that was there before moves with its stories when the vocabulary gives it one', async () => {
    await wire.story('a', { title: 'Found', tags: ['Hunt'] });
    // As it was before there were searches.
    await env.DB.batch(
      [
        "UPDATE channels SET slug = 'search', label = 'Search' WHERE slug = 'hunt'",
        "UPDATE listings SET channel = 'search' WHERE channel = 'hunt'",
        `UPDATE articles SET channels = '["all","search"]'`,
        "UPDATE records SET record = json_set(record, '$.tags', json_array('Search'))",
      ].map((it) => env.DB.prepare(it)),
    );
    wire.pass(10);
    expect((await wire.putTags([{ slug: 'searching', label: 'Search' }])).status).toBe(200);
    expect(await wire.titles('searching')).toEqual(['Found']);
  });
});
