import { SaxesParser } from 'saxes';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbedPanel } from '../../src/pages/embed-panel.tsx';
import { ORIGIN, TestWire } from '../support/wire.ts';

const PERSON = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const VOCABULARY = [
  { slug: 'europe', label: { en: 'Europe', uk: 'Європа' } },
  { slug: 'ukraine', label: 'Ukraine', description: 'The war, its people', broader: 'europe', formerly: ['kyiv-war'] },
  { slug: 'lviv', label: 'Lviv', broader: 'ukraine' },
  { slug: 'sport', label: 'Sport' },
];

let wire: TestWire;

const get = async (path: string, headers: Record<string, string> = PERSON) => {
  const response = await wire.fetch(path, { headers });
  return { response, text: await response.text() };
};
const text = async (path: string) => (await get(path)).text;
const location = async (path: string) => {
  const { response } = await get(path);
  return [response.status, response.headers.get('location')];
};
const alternates = (page: string) =>
  [...page.matchAll(/<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)"/g)].map((it) => it.slice(1));
const feedsOf = (name: string, label: string) => [
  ['application/rss+xml', `${label} (RSS)`, `${ORIGIN}/feeds/${name}.rss`],
  ['application/atom+xml', `${label} (Atom)`, `${ORIGIN}/feeds/${name}.atom`],
  ['application/feed+json', `${label} (JSON Feed)`, `${ORIGIN}/feeds/${name}.json`],
];

async function someStories(): Promise<void> {
  wire = await TestWire.fresh();
  await wire.putTags(VOCABULARY);
  await wire.story('a', { title: 'In Lviv', tags: ['Lviv', 'Refugees'], published: '2026-02-01T10:00:00Z' });
  await wire.story('b', { title: 'A match', tags: ['Ukraine', 'Sport'], published: '2025-12-24T10:00:00Z' });
  await wire.story('c', { title: 'Long ago', tags: ['Ukraine'], published: '2024-05-01T10:00:00Z' });
  wire.pass(60);
}

describe('every page', () => {
  beforeAll(someStories);

  it.each(['/', '/channels/ukraine', '/articles/a', '/nowhere'])(
    'runs and styles nothing but our files: %s',
    async (path) => {
      const { response, text } = await get(path);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src * data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'x-content-type-options': 'nosniff',
      });
      expect(text).not.toMatch(/\sstyle=|<style|\son[a-z]+=/);
      expect(text).toMatch(/^<!doctype html><html lang="en" dir="ltr">/);
      expect(text.match(/<h1[ >]/g)).toHaveLength(1);
    },
  );

  it('has a stylesheet and a script that are kept for good', async () => {
    const page = await text('/');
    for (const [pattern, type] of [
      [/<link rel="stylesheet" href="(\/site\/[0-9a-f]{16}\.css)"/, 'text/css; charset=utf-8'],
      [/<script src="(\/site\/[0-9a-f]{16}\.js)" defer/, 'text/javascript; charset=utf-8'],
    ] as const) {
      const { response } = await get(pattern.exec(page)?.[1] as string);
      expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
        200,
        type,
        'public, max-age=31536000, immutable',
      ]);
      const again = await get(pattern.exec(page)?.[1] as string, {
        'if-none-match': response.headers.get('etag') as string,
      });
      expect([again.response.status, again.text]).toEqual([304, '']);
    }
  });

  it('finds the stylesheet of another deployment at the address of an earlier one, for a day', async () => {
    const { response } = await get('/site/0123456789abcdef.css');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=86400']);
    expect((await get('/site/0123456789abcdef.map')).response.status).toBe(404);
  });

  it.each([
    ['/', feedsOf('all', 'Tagwire')],
    ['/channels/all', feedsOf('all', 'Tagwire')],
    ['/channels/ukraine', [...feedsOf('ukraine', 'Ukraine'), ...feedsOf('all', 'Tagwire')]],
    ['/channels/lviv+!sport', [...feedsOf('lviv+!sport', 'Lviv but not Sport'), ...feedsOf('all', 'Tagwire')]],
    ['/articles/b', [...feedsOf('ukraine', 'Ukraine'), ...feedsOf('all', 'Tagwire')]],
  ])('names its own channel’s feeds first: %s', async (path, expected) => {
    expect(alternates(await text(path))).toEqual(expected);
  });

  it.each(['/', '/channels/ukraine', '/articles/a'])(
    'has an ETag and is purged with what it shows: %s',
    async (path) => {
      const { response } = await get(path);
      const etag = response.headers.get('etag') as string;
      expect(response.headers.get('cache-tag')).toBe(
        { '/': 'all', '/channels/ukraine': 'ukraine', '/articles/a': 'article-a' }[path],
      );
      expect((await get(path, { 'if-none-match': etag })).response.status).toBe(304);
    },
  );
});

describe('a mistake', () => {
  beforeAll(async () => {
    await someStories();
    await wire.api('DELETE', '/api/articles/b');
  });

  it.each([
    ['/nowhere', 404, 'There is nothing here', 'There is nothing at this address.'],
    ['/channels/nowhere', 404, 'There is nothing here', 'There is no tag &quot;nowhere&quot;.'],
    ['/feeds/nowhere.rss', 404, 'There is nothing here', 'There is no tag &quot;nowhere&quot;.'],
    ['/articles/b', 410, 'This story is gone', 'This story has been withdrawn.'],
  ])('is a page for people, and problem details for programs: %s', async (path, status, heading, message) => {
    const person = await get(path);
    expect([person.response.status, person.response.headers.get('vary')]).toEqual([status, 'Accept']);
    expect(person.response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(person.text).toContain(`<h1>${heading}</h1><p><bdi>${message}</bdi></p>`);
    for (const accept of ['*/*', 'application/json', 'application/rss+xml, */*;q=0.1']) {
      const program = await get(path, { accept });
      expect([program.response.status, program.response.headers.get('content-type')]).toEqual([
        status,
        'application/problem+json',
      ]);
    }
  });

  it('of an API is always problem details', async () => {
    const { response } = await get('/api/articles/none');
    expect([response.status, response.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
  });
});

describe('a mistake of ours', () => {
  it('is a page for people, problem details for programs, and told to the log alone', async () => {
    await someStories();
    await wire.env.DB.exec('DROP TABLE channels');
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const page = await get('/channels/sport');
    expect([page.response.status, page.response.headers.get('content-type')]).toEqual([
      500,
      'text/html; charset=utf-8',
    ]);
    expect(page.response.headers.get('cache-control')).toBe('no-store');
    expect(page.text).toContain(
      '<h1>Something went wrong</h1><p><bdi>The mistake is ours and has been logged.</bdi></p>',
    );
    const answer = await wire.fetch('/channels/refugees');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 500, detail: 'the mistake is ours and has been logged' });
    expect(log.mock.calls.map(([error]) => String(error))).toEqual([
      expect.stringContaining('no such table: channels'),
      expect.stringContaining('no such table: channels'),
    ]);
    log.mockRestore();
  });
});

describe('the directory', () => {
  beforeAll(someStories);

  const headings = (page: string) => [...page.matchAll(/<h2[^>]*>([^<]+)</g)].map((it) => it[1]);
  const channels = (page: string) => [...page.matchAll(/<h3><a href="\/channels\/([^"]+)"/g)].map((it) => it[1]);

  it('groups channels by what is broadest', async () => {
    const page = await text('/');
    expect(headings(page)).toEqual(['Europe', 'Other subjects', 'Combine channels', 'How to subscribe']);
    expect(channels(page)).toEqual(['europe', 'lviv', 'ukraine', 'refugees', 'sport']);
    expect(page).toContain('<a href="/channels/all">All stories</a>');
  });

  it('tells of each what it is, how much it has, when it was last, and the last twelve months', async () => {
    expect(await text('/')).toContain(
      '<h3><a href="/channels/ukraine">Ukraine</a></h3><p>The war, its people</p>' +
        '<p class="meta">3 stories, last <time datetime="2026-02-01">February 1, 2026</time></p></div>' +
        '<svg class="chart" role="img" width="96" height="24">' +
        '<title>2 stories in the last 12 months, most in December 2025 (1)</title>' +
        '<path d="M68 24V0M84 24V0"></path></svg>',
    );
  });

  it.each([
    ['lviv', ['lviv']],
    ['LVIV', ['lviv']],
    ['Європа', ['europe']],
    ['kyiv-war', ['ukraine']],
    ['war people', ['ukraine']],
    ['e', ['europe', 'ukraine', 'refugees']],
    ['nothing', []],
  ])('finds channels by any of their names without script: %s', async (query, expected) => {
    expect(channels(await text(`/?${new URLSearchParams({ q: query })}`))).toEqual(expected);
  });

  it('draws no story that was withdrawn, and each in the month of UTC', async () => {
    await wire.story('first', { tags: ['Drawn'], published: '2025-12-31T23:30:00Z' });
    await wire.story('second', { tags: ['Drawn'], published: '2026-01-01T00:00:00Z' });
    for (const [key, published] of [
      ['third', '2026-01-02T10:00:00Z'],
      ['fourth', '2026-02-02T10:00:00Z'],
    ] as const) {
      await wire.story(key, { tags: ['Drawn'], published });
      await wire.api('DELETE', `/api/articles/${key}`);
    }
    await wire.story('too-old', { tags: ['Drawn'], published: '2025-03-31T23:59:59Z' });
    wire.pass(60);
    const page = await text('/channels/drawn');
    expect(page).toContain('<title>2 stories in the last 12 months, most in December 2025 (1)</title>');
    expect(page).toContain('<path d="M68 24V0M76 24V0"></path>');
    await someStories();
  });

  it('has one address for each search', async () => {
    expect(await location('/?q=')).toEqual([301, `${ORIGIN}/`]);
    expect(await location('/?utm_source=x')).toEqual([301, `${ORIGIN}/`]);
    expect(await location('/?q=+Lviv%20&x=1')).toEqual([301, `${ORIGIN}/?q=Lviv`]);
  });

  it.each([
    ['tag=ukraine&tag=refugees&join=every', 'refugees+ukraine'],
    ['tag=ukraine&tag=refugees&join=any', 'refugees,ukraine'],
    ['tag=ukraine&tag=refugees&join=any&without=sport', 'refugees+!sport,ukraine+!sport'],
    ['tag=ukraine&without=sport&join=every', 'ukraine+!sport'],
    ['tag=kyiv-war&without=', 'ukraine'],
    ['tag=all&tag=sport', 'sport'],
    ['without=sport', 'all+!sport'],
  ])('leads from ticked boxes to their combination: %s', async (query, name) => {
    expect(await location(`/channels?${query}`)).toEqual([301, `${ORIGIN}/channels/${name}`]);
  });

  it('leads back where nothing is ticked, and says what is no combination', async () => {
    expect(await location('/channels')).toEqual([301, `${ORIGIN}/`]);
    expect((await get('/channels?tag=sport&without=sport')).text).toContain(
      'That is no channel: no story can match it.',
    );
    const many = ['europe', 'lviv', 'ukraine', 'refugees', 'sport'].map((it) => `tag=${it}`).join('&');
    expect((await get(`/channels?${many}&without=all&join=any`)).response.status).toBe(404);
  });

  it('names all channels, and shows the largest in full, when there are many', async () => {
    wire = await TestWire.fresh();
    const tags = Array.from({ length: 70 }, (_, index) => `Tag ${index}`);
    await wire.story('a', { tags });
    await wire.story('b', { tags: tags.slice(10) });
    const page = await text('/');
    expect(channels(page)).toHaveLength(60);
    expect(channels(page)).not.toContain('tag-9');
    expect(page).toContain('<li><a href="/channels/tag-9">Tag 9</a> 1</li>');
    await someStories();
  });
});

describe('a channel’s page', () => {
  beforeAll(someStories);

  it('says how much there is and how often', async () => {
    expect(await text('/channels/ukraine')).toContain(
      '<p>3 stories, 2 in the last 12 months. The last one came on ' +
        '<time datetime="2026-02-01T10:00:00.000Z">February 1, 2026</time>.</p><svg class="chart"',
    );
    expect(await text('/channels/sport+ukraine')).toContain('<p>1 story, 1 in the last 12 months.');
  });

  it('offers its address, a link for readers on this machine, and the web readers’ own', async () => {
    const page = await text('/channels/lviv,sport');
    const feed = encodeURIComponent(`${ORIGIN}/feeds/lviv,sport.rss`);
    expect(page).toContain(`<input id="address" value="${ORIGIN}/feeds/lviv,sport.rss" readonly=""`);
    expect(page).toContain('<button type="button" data-copy="address">Copy</button>');
    for (const href of [
      `feed:${ORIGIN}/feeds/lviv,sport.rss`,
      `https://feedly.com/i/subscription/feed%2F${feed}`,
      `https://www.inoreader.com/?add_feed=${feed}`,
      `https://www.newsblur.com/?url=${feed}`,
      `https://theoldreader.com/feeds/subscribe?url=${feed}`,
      `https://feedbin.com/?subscribe=${feed}`,
      ...['rss', 'atom', 'json'].map((it) => `/feeds/lviv,sport.${it}`),
    ])
      expect(page).toContain(`href="${href}"`);
  });

  it('leads to broader, narrower and neighbouring channels, and to its months', async () => {
    const page = await text('/channels/ukraine');
    const neighbours = /<dl class="neighbours">.*?<\/dl>/.exec(page)?.[0] ?? '';
    expect([...neighbours.matchAll(/<dt>([^<]+)|channels\/([a-z]+)/g)].map((it) => it[1] ?? it[2])).toEqual([
      ...['Broader', 'europe', 'Narrower', 'lviv'],
      ...['Often together with', 'refugees', 'sport'],
    ]);
    expect([...page.matchAll(/href="(\/feeds\/ukraine\/[^"]+)">([^<]+)/g)].map((it) => it.slice(1))).toEqual([
      ['/feeds/ukraine/2026-02.rss', 'February 2026'],
      ['/feeds/ukraine/2025-12.rss', 'December 2025'],
      ['/feeds/ukraine/2024-05.rss', 'May 2024'],
    ]);
    expect((await get('/feeds/ukraine/2024-05.rss')).response.status).toBe(200);
  });

  it('has its own tags ticked', async () => {
    const page = await text('/channels/lviv+refugees+!sport');
    expect([...page.matchAll(/value="([a-z]+)" form="combine" checked=""/g)].map((it) => it[1])).toEqual([
      'lviv',
      'refugees',
    ]);
    expect(page).toContain('<option value="sport" selected="">Sport</option>');
  });

  it('shows each story in its language and direction', async () => {
    await wire.story('ar', { title: 'خبر', language: 'ar', tags: ['Arabic'], authors: ['ليلى'] });
    await wire.story('uk', { title: 'Новина', language: 'uk', tags: ['Arabic'] });
    const page = await text('/channels/arabic');
    expect(page).toContain(`<article lang="ar" dir="rtl"><h3><a href="${ORIGIN}/articles/ar">خبر</a></h3>`);
    expect(page).toContain(`<article lang="uk"><h3><a href="${ORIGIN}/articles/uk">Новина</a></h3>`);
    expect(page).toContain('<time datetime="2026-02-01T10:00:00.000Z">1 лютого 2026 р.</time>');
  });
});

describe('the panel for embedders', () => {
  it('shows the snippet as text, and the frame', () => {
    const panel = String(
      EmbedPanel({
        snippet: '<a href="x">&amp;</a></textarea><script>',
        frameSnippet: '</textarea>',
        frame: '/embed/a+b',
      }),
    );
    expect(panel).toContain(
      '>&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;&lt;/textarea&gt;&lt;script&gt;</textarea>',
    );
    expect(panel).toContain('<iframe src="/embed/a+b" title="What it looks like" loading="lazy"');
  });
});

describe('a story’s page', () => {
  beforeEach(someStories);

  const linkedData = (page: string) =>
    JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '');

  it('tells machines what it is', async () => {
    const image = { url: '/images/x.png', alt: 'Alt', credit: 'Ann', width: 1200, height: 675 };
    await wire.story('a', {
      title: 'T',
      summary: 'S',
      tags: ['Ukraine'],
      authors: [{ name: 'Ann', url: 'https://a.example/' }],
      image,
    });
    const page = await text('/articles/a');
    expect(linkedData(page)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      identifier: 'tag:tagwire.example,2022-02-24:article/a',
      url: `${ORIGIN}/articles/a`,
      mainEntityOfPage: `${ORIGIN}/articles/a`,
      headline: 'T',
      description: 'S',
      inLanguage: 'en',
      datePublished: '2026-02-01T10:00:00.000Z',
      dateModified: '2026-02-01T10:00:00.000Z',
      author: [{ '@type': 'Person', name: 'Ann', url: 'https://a.example/' }],
      publisher: {
        '@type': 'NewsMediaOrganization',
        name: 'Tagwire',
        url: ORIGIN,
        logo: { '@type': 'ImageObject', url: `${ORIGIN}/icon-512.png` },
      },
      keywords: ['Ukraine'],
      isAccessibleForFree: true,
      image: {
        '@type': 'ImageObject',
        url: `${ORIGIN}/images/x.png`,
        width: 1200,
        height: 675,
        caption: 'Alt',
        creditText: 'Ann',
      },
    });
    for (const element of [
      `<link rel="canonical" href="${ORIGIN}/articles/a"/>`,
      '<meta property="og:type" content="article"/>',
      '<meta property="og:title" content="T"/>',
      `<meta property="og:image" content="${ORIGIN}/images/x.png"/>`,
      '<meta name="twitter:card" content="summary_large_image"/>',
      `<img src="${ORIGIN}/images/x.png" alt="Alt" width="1200" height="675"`,
    ])
      expect(page).toContain(element);
  });

  it('is in the story’s language and direction, dates too, around our own words in English', async () => {
    await wire.story('ar', {
      language: 'ar',
      title: 'خبر',
      corrections: [{ date: '2026-02-03T09:00:00Z', text: 'تصحيح' }],
    });
    const page = await text('/articles/ar');
    expect(page).toContain('<html lang="ar" dir="rtl">');
    expect(page).toContain('<header class="top" lang="en" dir="ltr">');
    expect(page).toContain('<time datetime="2026-02-01T10:00:00.000Z">1 فبراير 2026 في 10:00 ص UTC</time>');
    expect(page).toContain('<span><span lang="en" dir="ltr">Updated</span> <time datetime="2026-02-03T09:00:00.000Z">');
    expect(page).toMatch(/<p><strong>Correction \(<time datetime="2026-02-03T09:00:00.000Z">/);
  });

  it('says at the top, once, that it was retracted', async () => {
    await wire.story('a', { title: 'T', status: 'retracted' });
    const page = await text('/articles/a');
    expect(page).toContain('<article><p class="notice"><strong>This story has been retracted.</strong>');
    expect(page.match(/This story has been retracted/g)).toHaveLength(1);
    expect(linkedData(page).creativeWorkStatus).toBe('Retracted');
  });
});

describe('hostile texts', () => {
  const HOSTILE = [
    '</script><script>alert(1)</script>',
    '<!--<script>',
    '"><img src=x onerror=alert(1)>',
    `' onmouseover='alert(1)`,
    '</title><svg onload=alert(1)>',
    '</textarea><script>alert(1)</script>',
    'javascript:alert(1)',
    '\u2028</script>\u2029',
  ];

  beforeAll(async () => {
    wire = await TestWire.fresh();
    await wire.putTags(
      HOSTILE.map((hostile, index) => ({
        slug: `tag-${index}`,
        label: `Tag ${index} ${hostile}`,
        description: hostile,
        ...(index > 0 && { broader: 'tag-0' }),
      })),
    );
    for (const [index, hostile] of HOSTILE.entries()) {
      await wire.story(`s${index}`, {
        title: hostile,
        summary: hostile,
        tags: [`tag-${index}`, 'tag-0', `Other ${hostile}`],
        authors: [{ name: hostile, url: 'https://x.example/"onclick=x' }],
        image: { url: '/x.png"onerror="x', alt: hostile, credit: hostile },
      });
    }
  });

  const expectHarmless = (page: string) => {
    const own =
      /<script src="\/site\/[0-9a-f]{16}\.js" defer=""><\/script>|<script type="application\/ld\+json">[^<]*<\/script>/g;
    // The snippets that one pastes are text: no tag begins in them.
    const rest = page.replace(own, '').replace(/<textarea[^>]*>[^<]*<\/textarea>/g, '');
    expect(rest).not.toMatch(/<script|<svg onload|<img src=x|<!--|<\/textarea><|href="javascript:/i);
    // Whatever is in quotes is an attribute's value: outside of quotes there is no handler.
    expect(rest.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son[a-z]+=/i);
  };

  it('are text on every page', async () => {
    const paths = HOSTILE.flatMap((_, index) => [`/articles/s${index}`, `/channels/tag-${index}`]);
    for (const path of ['/', '/channels/all', '/channels/tag-1,tag-2', ...paths]) {
      const { response, text } = await get(path);
      expect([path, response.status]).toEqual([path, 200]);
      expectHarmless(text);
    }
  });

  it('are text where they are searched for, and in addresses that lead nowhere', async () => {
    for (const hostile of HOSTILE) {
      for (const path of [
        `/?${new URLSearchParams({ q: hostile })}`,
        `/channels/${encodeURIComponent(hostile)}`,
        `/channels?${new URLSearchParams({ tag: hostile })}`,
        `/articles/${encodeURIComponent(hostile)}`,
        `/feeds.opml?expression=${encodeURIComponent(hostile)}`,
        `/${encodeURIComponent(hostile)}`,
      ])
        expectHarmless(await text(path));
    }
  });

  it('keep OPML and sitemaps well-formed', async () => {
    for (const path of ['/feeds.opml', '/sitemap.xml', '/sitemaps/channels.xml', '/sitemaps/stories-1.xml']) {
      const parser = new SaxesParser({ xmlns: true });
      parser.on('error', (error) => {
        throw error;
      });
      parser.write(await text(path)).close();
    }
  });
});

describe('a raw feed', () => {
  beforeAll(someStories);

  it.each(['rss', 'atom'])('names a stylesheet, and is XML where a person opens it: %s', async (format) => {
    const path = `/feeds/ukraine.${format}`;
    const opened = await get(path, { 'sec-fetch-dest': 'document' });
    const fetched = await get(path, {});
    expect(opened.text).toBe(fetched.text);
    expect(opened.text.split('\n')[1]).toBe(`<?xml-stylesheet type="text/css" href="${ORIGIN}/feed.css"?>`);
    expect([opened, fetched].map((it) => it.response.headers.get('content-type'))).toEqual([
      'text/xml; charset=utf-8',
      `application/${format}+xml; charset=utf-8`,
    ]);
    expect(opened.response.headers.get('vary')).toBe('Accept-Encoding, A-IM, Sec-Fetch-Dest');
  });

  it('has its stylesheet at one address for good', async () => {
    const { response } = await get('/feed.css');
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      200,
      'text/css; charset=utf-8',
      'public, max-age=86400',
    ]);
  });

  it('is JSON as ever where a person opens it', async () => {
    const { response } = await get('/feeds/ukraine.json', { 'sec-fetch-dest': 'document' });
    expect(response.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
  });
});

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
    wire = await TestWire.fresh();
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
      `${ORIGIN}/sitemaps/channels.xml`,
      `${ORIGIN}/sitemaps/stories-1.xml`,
    ]);
    expect(await addresses('/sitemaps/channels.xml')).toEqual([
      `${ORIGIN}/`,
      `${ORIGIN}/channels/all`,
      `${ORIGIN}/channels/ukraine`,
    ]);
    expect(await addresses('/sitemaps/stories-1.xml')).toEqual([
      `${ORIGIN}/articles/at-home`,
      `${ORIGIN}/articles/retracted`,
    ]);
    expect(await text('/sitemaps/stories-1.xml')).toContain('at-home</loc><lastmod>2026-02-02T10:00:00.000Z</lastmod>');
    for (const path of ['/sitemaps/stories-2.xml', '/sitemaps/stories-0.xml', '/sitemaps/x.xml'])
      expect([path, (await get(path)).response.status]).toEqual([path, 404]);
  });

  it('are named by robots.txt, which keeps nobody out', async () => {
    expect(await text('/robots.txt')).toBe(`User-agent: *\nAllow: /\n\nSitemap: ${ORIGIN}/sitemap.xml\n`);
  });
});
