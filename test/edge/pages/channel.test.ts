import { beforeAll, describe, expect, it } from 'vitest';
import { EmbedPanel } from '../../support/inside.ts';
import { get, someStories, text } from '../../support/pages.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

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
