import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, wire } from '../../support/wire.ts';

beforeEach(freshWire);

describe('/api/tags', () => {
  const TAGS = [
    { slug: 'ukraine', label: { en: 'Ukraine', uk: 'Україна' }, broader: 'europe' },
    { slug: 'europe', label: 'Europe' },
    { slug: 'humanitarian-aid', label: 'Humanitarian aid', formerly: ['aid'] },
  ];

  it('takes YAML or JSON and gives the vocabulary back', async () => {
    const yaml = 'version: 1\ntags:\n  - slug: ukraine\n    label: { en: Ukraine }\n';
    expect(await (await wire.api('PUT', '/api/tags', yaml, 'application/yaml')).json()).toEqual({
      result: 'updated',
      refiled: 0,
    });
    const asJson = await wire.api(
      'PUT',
      '/api/tags',
      '{"version":1,"tags":[{"slug":"ukraine","label":{"en":"Ukraine"}}]}',
      'application/json',
    );
    expect(await asJson.json()).toEqual({ result: 'unchanged', refiled: 0 });
    expect(await (await wire.api('GET', '/api/tags')).json()).toEqual({
      version: 1,
      tags: [{ slug: 'ukraine', label: { en: 'Ukraine' }, match: [], not: [], broader: [], formerly: [] }],
    });
  });

  it('refuses a vocabulary whose slugs disagree, with every problem', async () => {
    const response = await wire.putTags([
      { slug: 'a', label: 'A', broader: 'nowhere', formerly: ['b'] },
      { slug: 'b', label: 'B' },
      { slug: 'b', label: 'B' },
    ]);
    expect(response.status).toBe(422);
    expect(((await response.json()) as { problems: unknown[] }).problems).toEqual([
      { field: 'tags.a.broader', message: '"nowhere" is not in the vocabulary' },
      { field: 'tags.a.formerly', message: '"b" is a tag of its own' },
      { field: 'tags.b.slug', message: 'is given twice' },
    ]);
    const circle = await wire.putTags([
      { slug: 'a', label: 'A', broader: 'b' },
      { slug: 'b', label: 'B', broader: 'a' },
    ]);
    expect(((await circle.json()) as { detail: string }).detail).toBe(
      'tags.a.broader: must not lead back to the tag itself; tags.b.broader: must not lead back to the tag itself',
    );
  });

  it('files a story under broader tags, by label in any language', async () => {
    await wire.putTags(TAGS);
    await wire.story('a', { tags: ['Україна'] });
    for (const channel of ['ukraine', 'europe']) expect(await wire.titles(channel)).toEqual(['A story']);
    const feed = (await (await wire.fetch('/feeds/europe.json')).json()) as { items: { tags: string[] }[] };
    expect(feed.items[0]?.tags).toEqual(['Ukraine']);
  });

  it('files stories anew when the vocabulary changes, and moves their channels’ ETags', async () => {
    await wire.story('a', { tags: ['Ukraine'] });
    await wire.story('b', { tags: ['aid'], title: 'Aid story' });
    await wire.story('c', { tags: ['Sport'], title: 'Sport story' });
    const before = (await wire.fetch('/feeds/ukraine.rss')).headers.get('etag');
    const sport = (await wire.fetch('/feeds/sport.rss')).headers.get('etag');
    expect(await (await wire.putTags(TAGS)).json()).toEqual({ result: 'updated', refiled: 2 });
    expect(await wire.titles('europe')).toEqual(['A story']);
    expect(await wire.titles('humanitarian-aid')).toEqual(['Aid story']);
    expect((await wire.fetch('/feeds/ukraine.rss')).headers.get('etag')).not.toBe(before);
    expect((await wire.fetch('/feeds/sport.rss')).headers.get('etag')).toBe(sport);
  });

  it('redirects a former tag, also one that was a channel of its own', async () => {
    await wire.story('a', { tags: ['aid'] });
    expect((await wire.fetch('/feeds/aid.rss')).status).toBe(200);
    await wire.putTags(TAGS);
    const response = await wire.fetch('/feeds/aid.rss');
    expect([response.status, response.headers.get('location')]).toEqual([
      301,
      'http://127.0.0.1:8787/feeds/humanitarian-aid.rss',
    ]);
  });

  it('labels a tag outside the vocabulary as it was first written; other spellings are the same tag', async () => {
    await wire.story('a', { tags: ['Black Sea'], title: 'A' });
    await wire.story('b', { tags: ['black-sea', 'BLACK SEA'], title: 'B' });
    expect(await wire.titles('black-sea')).toEqual(['A', 'B']);
    const feed = (await (await wire.fetch('/feeds/black-sea.json')).json()) as {
      title: string;
      items: { tags: string[] }[];
    };
    expect(feed.title).toBe('Black Sea - Tagwire');
    expect(feed.items.map((it) => it.tags)).toEqual([['Black Sea'], ['Black Sea']]);
  });
});

describe('a vocabulary', () => {
  it('that undoes a merge gives its stories back', async () => {
    await wire.putTags([{ slug: 'gamma', label: 'Gamma', formerly: ['beta'] }]);
    await wire.story('a', { tags: ['beta'] });
    expect(await wire.titles('gamma')).toEqual(['A story']);
    await wire.putTags([
      { slug: 'gamma', label: 'Gamma' },
      { slug: 'beta', label: 'Beta' },
    ]);
    expect(await wire.titles('beta')).toEqual(['A story']);
    expect(await wire.titles('gamma')).toEqual([]);
  });

  it('that gives a label a slug of its own takes along what was written before', async () => {
    await wire.story('a', { tags: ['C++'] });
    expect(await wire.titles('c')).toEqual(['A story']);
    await wire.putTags([{ slug: 'cpp', label: 'C++' }]);
    expect(await wire.titles('cpp')).toEqual(['A story']);
    expect(await wire.titles('c')).toEqual([]);
    await wire.story('b', { tags: ['C'], title: 'Another language' });
    expect(await wire.titles('c')).toEqual(['Another language']);
  });

  it('that leaves a tag in use without an address is refused whole', async () => {
    await wire.putTags([{ slug: 'snowman', label: '☃' }]);
    await wire.story('a', { tags: ['☃'] });
    const response = await wire.putTags([]);
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
      422,
      'tags: "☃" is in use and would have no address: keep its tag, or take it out of the stories first',
    ]);
    expect(await wire.titles('snowman')).toEqual(['A story']);
  });

  it('that renames an empty channel leaves a redirect to an empty channel', async () => {
    await wire.story('a', { tags: ['old'] });
    await wire.story('a', { tags: ['other'] });
    await wire.putTags([{ slug: 'new', label: 'New', formerly: ['old'] }]);
    expect((await wire.fetch('/feeds/old.rss')).headers.get('location')).toBe('http://127.0.0.1:8787/feeds/new.rss');
    expect(await wire.titles('new')).toEqual([]);
  });

  it('that forgets a tag leaves its channel where it is', async () => {
    await wire.putTags([{ slug: 'alpha', label: 'Alpha X' }]);
    await wire.story('a', { tags: ['alpha'] });
    await wire.putTags([]);
    expect(await wire.titles('alpha')).toEqual(['A story']);
    expect((await wire.fetch('/feeds/alpha-x.rss')).status).toBe(404);
  });

  it('whose filing was cut short is finished by the clock', async () => {
    await wire.story('a', { tags: ['Ukraine'] });
    await wire.putTags([
      { slug: 'ukraine', label: 'Ukraine', broader: 'europe' },
      { slug: 'europe', label: 'Europe' },
    ]);
    // As if the process had ended after the vocabulary was stored: the story is filed as before, the channel is noted.
    await wire.database.batch([
      wire.database.prepare(`UPDATE vocabulary SET stale = '["ukraine"]'`),
      wire.database.prepare(`DELETE FROM listings WHERE channel = 'europe'`),
      wire.database.prepare(`UPDATE articles SET channels = '["all","ukraine"]'`),
      wire.database.prepare(`UPDATE channels SET articles = 0 WHERE slug = 'europe'`),
    ]);
    expect(await wire.tick()).toBe(1);
    expect(await wire.titles('europe')).toEqual(['A story']);
    expect(await wire.tick()).toBe(0);
  });

  it('takes null for nothing, and no tag without a label', async () => {
    expect((await wire.putTags([{ slug: 'a', label: 'A', description: null }])).status).toBe(200);
    await wire.story('a', { tags: ['a'] });
    expect(await (await wire.fetch('/feeds/a.rss')).text()).not.toContain('null');
    expect((await wire.putTags([{ slug: 'b', label: {} }])).status).toBe(422);
  });
});
