import { beforeAll, describe, expect, it } from 'vitest';
import { ORIGIN, TestWire } from '../support/wire.ts';

const gunzip = async (response: Response) =>
  new Response((response.body as ReadableStream).pipeThrough(new DecompressionStream('gzip'))).text();

/** Follows links through a channel and collects what each page lists. */
async function walk(wire: TestWire, first: string, link: (text: string) => string | undefined): Promise<string[][]> {
  const pages: string[][] = [];
  for (let path: string | undefined = first; path && pages.length < 20; ) {
    const text = await (await wire.fetch(path)).text();
    pages.push(
      [...text.matchAll(/(?:<title>|<title type="text">|"title":")(Story \d+)/g)].map((it) => it[1] as string),
    );
    path = link(text);
  }
  return pages;
}

describe('a channel', () => {
  let wire: TestWire;
  beforeAll(async () => {
    wire = await TestWire.fresh();
    const tagsOf = (n: number) => ['Ukraine', ...(n % 2 === 0 ? ['Refugees'] : []), ...(n % 3 === 0 ? ['Sport'] : [])];
    for (let n = 1; n <= 12; n++) {
      await wire.story(`s${n}`, {
        title: `Story ${n}`,
        tags: tagsOf(n),
        published: `2026-02-${String(n).padStart(2, '0')}T10:00:00Z`,
      });
    }
    await wire.story('sport-only', { title: 'Story 99', tags: ['Sport'], published: '2026-01-01T10:00:00Z' });
    await wire.story('twin-b', { title: 'Twin B', tags: ['Twins'], published: '2026-01-02T10:00:00Z' });
    await wire.story('twin-a', { title: 'Twin A', tags: ['Twins'], published: '2026-01-02T10:00:00Z' });
    wire.pass(3600);
  });

  it.each([
    ['ukraine', [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ['refugees+ukraine', [12, 10, 8, 6, 4, 2]],
    ['refugees+sport', [12, 6]],
    ['refugees,sport', [12, 10, 9, 8, 6, 4, 3, 2, 99]],
    ['ukraine+!sport', [11, 10, 8, 7, 5, 4, 2, 1]],
    ['all+!ukraine', ['Twin A', 'Twin B', 99]],
    ['refugees+!sport,sport+!ukraine', [10, 8, 4, 2, 99]],
  ])('%s lists its stories newest first', async (channel, expected) => {
    expect(await wire.titles(channel)).toEqual(expected.map((it) => (typeof it === 'number' ? `Story ${it}` : it)));
  });

  it('breaks ties of the date by key', async () => {
    expect(await wire.titles('twins')).toEqual(['Twin A', 'Twin B']);
  });

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
  ])('%s is a 301 to %s', async (path, target) => {
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('location'), response.headers.get('cache-control')]).toEqual([
      301,
      ORIGIN + target,
      'public, max-age=3600',
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
    expect(await detail('/feeds/+.rss')).toBe('that is no channel: expected a tag around each "+" and ","');
    expect(await detail('/feeds/!ukraine.rss')).toBe(
      'that is no channel: expected at least one tag without "!" between commas',
    );
    expect(await detail('/feeds/a+b+c+d+e+f+g+h+i.rss')).toBe('that is no channel: expected at most 8 tags, got 9');
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

  const xmlLink = (rel: string) => (text: string) => {
    const tag = [...text.matchAll(/<(?:atom:)?link [^>]*>/g)]
      .map((it) => it[0])
      .find((it) => it.includes(`rel="${rel}"`));
    return /href="([^"]+)"/.exec(tag ?? '')?.[1]?.replace(/&(#x26|amp);/g, '&');
  };
  const PAGES = [
    ['Story 12', 'Story 11', 'Story 10', 'Story 9', 'Story 8'],
    ['Story 7', 'Story 6', 'Story 5', 'Story 4', 'Story 3'],
    ['Story 2', 'Story 1'],
  ];

  it.each(['rss', 'atom'])('pages through %s by next, and back by previous (RFC 5005)', async (format) => {
    expect(await walk(wire, `/feeds/ukraine.${format}?limit=5`, xmlLink('next'))).toEqual(PAGES);
    const pageTwo = xmlLink('next')(await (await wire.fetch(`/feeds/ukraine.${format}?limit=5`)).text()) as string;
    const last = xmlLink('next')(await (await wire.fetch(pageTwo)).text()) as string;
    expect(await walk(wire, last, xmlLink('previous'))).toEqual([...PAGES].reverse());
    expect(xmlLink('self')(await (await wire.fetch(last)).text())).toBe(last);
  });

  it('pages through JSON by next_url, which the last page has not', async () => {
    const next = (text: string) => (JSON.parse(text) as { next_url?: string }).next_url;
    expect(await walk(wire, '/feeds/ukraine.json?limit=5', next)).toEqual(PAGES);
    expect(next(await (await wire.fetch('/feeds/twins.json')).text())).toBeUndefined();
  });

  it('pages through an expression', async () => {
    const pages = await walk(wire, '/feeds/refugees,sport.rss?limit=4', xmlLink('next'));
    expect(pages.flat()).toEqual([12, 10, 9, 8, 6, 4, 3, 2, 99].map((n) => `Story ${n}`));
  });

  it('leaves the content out when asked for summaries', async () => {
    const rss = await (await wire.fetch('/feeds/ukraine.rss?content=summary')).text();
    expect(rss).toContain('<description>Some text of a story.</description>');
    expect(rss).not.toContain('content:encoded>');
    const json = (await (await wire.fetch('/feeds/ukraine.json?content=summary')).json()) as {
      items: Record<string, unknown>[];
    };
    expect([json.items[0]?.content_html, json.items[0]?.content_text]).toEqual([undefined, 'Some text of a story.']);
  });

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
      etag: expect.stringMatching(/^W\/"12-[0-9a-f]{12}"$/),
      'last-modified': 'Sun, 01 Mar 2026 12:00:11 GMT',
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
    ['another ETag', { 'if-none-match': 'W/"1-00000000"' }],
    [
      'another ETag, whatever If-Modified-Since says',
      { 'if-none-match': '"x"', 'if-modified-since': 'Mon, 02 Mar 2026 00:00:00 GMT' },
    ],
    ['an earlier date', { 'if-modified-since': 'Sun, 01 Mar 2026 12:00:10 GMT' }],
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

  it('is gzipped for those that take it, with the same ETag', async () => {
    const plain = await wire.fetch('/feeds/ukraine.rss');
    const zipped = await wire.fetch('/feeds/ukraine.rss', { headers: { 'accept-encoding': 'br, gzip;q=0.8' } });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(zipped.headers.get('etag')).toBe(plain.headers.get('etag'));
    expect(await gunzip(zipped)).toBe(await plain.text());
    const refused = await wire.fetch('/feeds/ukraine.rss', { headers: { 'accept-encoding': 'gzip;q=0, br' } });
    expect(refused.headers.get('content-encoding')).toBeNull();
  });

  it('has the same ids, links, dates, titles, tags and authors in all three formats', async () => {
    const json = (await (await wire.fetch('/feeds/refugees.json')).json()) as {
      items: { id: string; url: string; date_published: string }[];
    };
    const atom = await (await wire.fetch('/feeds/refugees.atom')).text();
    const rss = await (await wire.fetch('/feeds/refugees.rss')).text();
    const ids = json.items.map((it) => it.id);
    expect(ids.length).toBe(6);
    expect([...atom.matchAll(/<entry>[\s\S]*?<id>([^<]+)<\/id>/g)].map((it) => it[1])).toEqual(ids);
    expect([...rss.matchAll(/<guid isPermaLink="false">([^<]+)<\/guid>/g)].map((it) => it[1])).toEqual(ids);
    expect([...rss.matchAll(/<item>[\s\S]*?<link>([^<]+)<\/link>/g)].map((it) => it[1])).toEqual(
      json.items.map((it) => it.url),
    );
    expect(
      [...rss.matchAll(/<item>[\s\S]*?<pubDate>([^<]+)<\/pubDate>/g)].map((it) =>
        new Date(it[1] as string).toISOString(),
      ),
    ).toEqual(json.items.map((it) => it.date_published));
  });

  it('lists every channel with its page and a way to subscribe on the start page', async () => {
    const response = await wire.fetch('/');
    const text = await response.text();
    for (const slug of ['all', 'ukraine', 'refugees', 'sport', 'twins']) {
      for (const path of [`/channels/${slug}`, `/channels/${slug}#subscribe`]) expect(text).toContain(`href="${path}"`);
    }
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('answers 200 on /healthz', async () => {
    expect((await wire.fetch('/healthz')).status).toBe(200);
  });
});

describe('a channel of as many tags as there may be', () => {
  const TAGS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  let wire: TestWire;
  beforeAll(async () => {
    wire = await TestWire.fresh();
    for (const [index, tag] of TAGS.entries()) {
      const published = `2026-02-${10 + index}T10:00:00Z`;
      await wire.story(`only-${tag}`, { title: `Only ${tag}`, tags: [`x${tag}`], published });
    }
    await wire.story('every', { title: 'Every', tags: TAGS.map((it) => `x${it}`), published: '2026-02-01T10:00:00Z' });
    wire.pass(3600);
  });

  it.each([2, 4, 5, 6, 7, 8])('has the stories of either of %i, each once', async (count) => {
    const tags = TAGS.slice(0, count);
    const expected = [...tags.map((it) => `Only ${it}`).reverse(), 'Every'];
    expect(await wire.titles(tags.map((it) => `x${it}`).join(','))).toEqual(expected);
    expect(await wire.titles(tags.map((it) => `x${it}`).join(','), '?limit=2')).toEqual(expected.slice(0, 2));
  });

  it.each([2, 8])('has the story of all of %i', async (count) => {
    expect(
      await wire.titles(
        TAGS.slice(0, count)
          .map((it) => `x${it}`)
          .join('+'),
      ),
    ).toEqual(['Every']);
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
    const before = await wire.fetch('/feeds/quiet.rss');
    wire.pass(60);
    await wire.story('busy', { tags: ['Busy'] });
    const after = await wire.fetch('/feeds/quiet.rss');
    for (const name of ['etag', 'last-modified']) expect(after.headers.get(name)).toBe(before.headers.get(name));
  });

  it('never answers 304 by date to a reader that missed a change of the same second', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a');
    const seen = (await wire.fetch('/feeds/all.rss')).headers.get('last-modified') as string;
    await wire.story('b');
    wire.pass(30);
    expect((await wire.fetch('/feeds/all.rss', { headers: { 'if-modified-since': seen } })).status).toBe(200);
  });

  it('keeps a channel whose last story has gone, empty and valid', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { tags: ['Ukraine'] });
    await wire.story('a', { tags: ['Sport'] });
    const response = await wire.fetch('/feeds/ukraine.atom');
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toContain('<entry');
    expect(text).toContain('<updated>2026-03-01T12:00:01.000Z</updated>');
  });

  it('serves "all" before the first story', async () => {
    const wire = await TestWire.fresh();
    const response = await wire.fetch('/feeds/all.rss');
    expect(response.status).toBe(200);
    expect(response.headers.get('last-modified')).toBeNull();
    expect(await response.text()).toContain('<lastBuildDate>Thu, 24 Feb 2022 00:00:00 GMT</lastBuildDate>');
  });
});

describe('an article’s page', () => {
  it('shows the story, escaped where it is text', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', {
      title: '<b>3 < 5 & "so"</b>',
      body: '<script>alert(1)</script><p onclick="x()">Fine <a href="javascript:x()">link</a></p>',
      bodyType: 'html',
      authors: ['<i>Ann</i>'],
      image: { url: '/images/x.png"onerror="x()', alt: '"><script>' },
    });
    const response = await wire.fetch('/articles/a');
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('<h1>&lt;b&gt;3 &lt; 5 &amp; &quot;so&quot;&lt;/b&gt;</h1>');
    expect(text).not.toMatch(
      /<script(?! src="\/site\/| type="application\/ld\+json">)|onclick=|javascript:|<i>Ann|"onerror/,
    );
    expect(text).toContain('<p>Fine <a>link</a></p>');
  });

  it('is at the slug; former slugs redirect, also one that was given up', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { slug: 'first' });
    await wire.story('a', { slug: 'second', formerSlugs: ['zeroth'] });
    expect((await wire.fetch('/articles/second')).status).toBe(200);
    for (const slug of ['first', 'zeroth']) {
      const response = await wire.fetch(`/articles/${slug}`);
      expect([response.status, response.headers.get('location')]).toEqual([301, `${ORIGIN}/articles/second`]);
    }
  });

  it('redirects to the story’s own home, if it has one', async () => {
    const wire = await TestWire.fresh();
    await wire.story('a', { url: 'https://news.example/a' });
    const response = await wire.fetch('/articles/a');
    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://news.example/a']);
  });
});
