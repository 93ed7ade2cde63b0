import { beforeAll, describe, expect, it } from 'vitest';
import { get, location, someStories, text } from '../../support/pages.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

describe('the front page', () => {
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
    ['європа', ['europe']],
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
    expect(await location('/?q=+Lviv%20&x=1')).toEqual([301, `${ORIGIN}/?q=lviv`]);
  });

  it.each([
    ['Foo foo BAR', 'foo bar'],
    ['bar\tFoo\u00a0bar  foo', 'bar foo'],
    ['ЄВРОПА', 'європа'],
    ['Cafe\u0301 CAF\u00c9', 'caf\u00e9'],
    ['war-people War', 'war-people war'],
    ['İstanbul', 'i\u0307stanbul'],
    [`${'x'.repeat(98)} xyz`, `${'x'.repeat(98)} x`],
    [`${'x '.repeat(60)}y`, 'x'],
    [`y${'🔥'.repeat(60)}`, `y${'🔥'.repeat(49)}`],
  ])('has one address for a search and all that means the same: %j', async (query, canonical) => {
    const path = `/?${new URLSearchParams({ q: canonical })}`;
    expect(await location(`/?${new URLSearchParams({ q: query })}`)).toEqual([301, ORIGIN + path]);
    expect((await get(path)).response.status).toBe(200);
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
    expect((await get('/channels?tag=sport&without=sport')).text).toContain('Not a channel: no story can match it.');
    const many = ['europe', 'lviv', 'ukraine', 'refugees', 'sport'].map((it) => `tag=${it}`).join('&');
    expect((await get(`/channels?${many}&without=all&join=any`)).response.status).toBe(404);
  });

  it('names all channels, and shows the largest in full, when there are many', async () => {
    await freshWire();
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
