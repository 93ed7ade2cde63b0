import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, ORIGIN, STORY, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const MARKDOWN = `---
title: Corridor opens
published: 2026-02-03T19:40:00+01:00
tags: [Ukraine, humanitarian corridors]
authors: [Ann Berg, { name: Ivo Klym, email: ivo@tagwire.example }]
---
First *paragraph*.
`;

describe('PUT /api/articles/{key}', () => {
  it('takes a Markdown file and shows it in its channels at once', async () => {
    const response = await wire.putMarkdown('corridor-opens', MARKDOWN);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      key: 'corridor-opens',
      id: 'tag:tagwire.example,2022-02-24:article/corridor-opens',
      result: 'created',
      channels: ['all', 'ukraine', 'humanitarian-corridors'],
      notes: [],
    });
    for (const channel of ['all', 'ukraine', 'humanitarian-corridors'])
      expect(await wire.titles(channel)).toEqual(['Corridor opens']);
  });

  it('answers 200 "unchanged" to the same content in another form, and changes no revision', async () => {
    await wire.putMarkdown('corridor-opens', MARKDOWN);
    const before = (await wire.fetch('/feeds/all.rss')).headers.get('etag');
    wire.pass(60);
    const same = {
      title: 'Corridor opens',
      published: '2026-02-03T19:40:00+01:00',
      tags: ['Ukraine', 'humanitarian corridors'],
      authors: ['Ann Berg', { name: 'Ivo Klym', email: 'ivo@tagwire.example' }],
      body: '\nFirst *paragraph*.\n',
    };
    const response = await wire.api(
      'PUT',
      '/api/articles/corridor-opens',
      JSON.stringify(same),
      'application/json; charset=utf-8',
    );
    expect([response.status, ((await response.json()) as { result: string }).result]).toEqual([200, 'unchanged']);
    expect((await wire.fetch('/feeds/all.rss')).headers.get('etag')).toBe(before);
  });

  it('answers 200 "updated" to changed content and keeps the id', async () => {
    await wire.story('a');
    const response = await wire.putJson('a', { title: 'Another title' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ result: 'updated', id: 'tag:tagwire.example,2022-02-24:article/a' });
    expect(await wire.titles('all')).toEqual(['Another title']);
  });

  it('accepts each of several tokens', async () => {
    expect(
      (await wire.api('PUT', '/api/articles/a', JSON.stringify(STORY), 'application/json', 'second-token')).status,
    ).toBe(201);
  });

  it('takes a body without a content type for Markdown, as curl -T sends it', async () => {
    const response = await wire.api('PUT', '/api/articles/a', new TextEncoder().encode(MARKDOWN));
    expect(response.status).toBe(201);
    expect(await wire.titles('humanitarian-corridors')).toEqual(['Corridor opens']);
  });

  it('refuses a slug or an id that belongs to another article, now or formerly', async () => {
    await wire.story('a', { slug: 'new-name', formerSlugs: ['old-name'], id: 'https://elsewhere.example/1' });
    for (const fields of [
      { slug: 'new-name' },
      { slug: 'old-name' },
      { formerSlugs: ['new-name'] },
      { id: 'https://elsewhere.example/1' },
    ]) {
      const response = await wire.putJson('b', fields);
      expect(response.status).toBe(422);
      expect(((await response.json()) as { detail: string }).detail).toContain('already belongs to article "a"');
    }
  });

  it('has a key for a slug, that leads to its page, unless another article had that slug first', async () => {
    await wire.story('a', { slug: 'b' });
    const moved = await wire.fetch('/articles/a', { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([301, `${ORIGIN}/articles/b`]);
    const detail = async (key: string, fields: Record<string, unknown>) =>
      ((await (await wire.putJson(key, fields)).json()) as { detail?: string }).detail;
    expect(await detail('c', { slug: 'a' })).toBe('slug: "a" already belongs to article "a"');
    expect(await detail('b', {})).toBe('slug: "b" already belongs to article "a"');
    await wire.story('b', { slug: 'd', title: 'Has another’s slug for a key' });
    expect(await (await wire.fetch('/articles/b')).text()).not.toContain('for a key');
    expect(await detail('a', { slug: 'a', formerSlugs: ['b'] })).toBeUndefined();
    expect((await wire.fetch('/articles/b', { redirect: 'manual' })).headers.get('location')).toBe(
      `${ORIGIN}/articles/a`,
    );
  });

  it('refuses an id that another key’s article would get', async () => {
    const response = await wire.putJson('b', { id: 'tag:tagwire.example,2022-02-24:article/a' });
    expect(((await response.json()) as { detail: string }).detail).toBe(
      'id: "tag:tagwire.example,2022-02-24:article/a" is what an article of that key gets',
    );
  });

  it('never changes an id', async () => {
    await wire.story('a');
    const response = await wire.putJson('a', { id: 'https://elsewhere.example/1' });
    expect(((await response.json()) as { detail: string }).detail).toBe(
      'id: cannot change: it is "tag:tagwire.example,2022-02-24:article/a"',
    );
  });

  it('moves the later of two equal updates by a millisecond, and leaves the earlier alone', async () => {
    await wire.story('a', { title: 'A' });
    await wire.story('b', { title: 'B' });
    await wire.story('a', { title: 'A again' });
    const feed = (await (await wire.fetch('/feeds/all.json')).json()) as {
      items: { title: string; date_modified: string }[];
    };
    expect(feed.items.map((it) => [it.title, it.date_modified])).toEqual([
      ['A again', '2026-02-01T10:00:00.000Z'],
      ['B', '2026-02-01T10:00:00.001Z'],
    ]);
  });
});

describe('GET /api/articles/{key}', () => {
  it('gives back the stored record, which can be put again unchanged', async () => {
    await wire.putMarkdown('corridor-opens', MARKDOWN);
    const response = await wire.api('GET', '/api/articles/corridor-opens');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const record = await response.json();
    expect(record).toEqual({
      key: 'corridor-opens',
      id: 'tag:tagwire.example,2022-02-24:article/corridor-opens',
      slug: 'corridor-opens',
      formerSlugs: [],
      title: 'Corridor opens',
      body: '\nFirst *paragraph*.\n',
      bodyType: 'markdown',
      published: '2026-02-03T19:40:00+01:00',
      tags: ['Ukraine', 'humanitarian corridors'],
      authors: [{ name: 'Ann Berg' }, { name: 'Ivo Klym', email: 'ivo@tagwire.example' }],
      status: 'ready',
      corrections: [],
    });
    const again = await wire.api('PUT', '/api/articles/corridor-opens', JSON.stringify(record), 'application/json');
    expect(((await again.json()) as { result: string }).result).toBe('unchanged');
  });

  it('needs a token and knows no key that was never put', async () => {
    expect((await wire.fetch('/api/articles/a')).status).toBe(401);
    expect((await wire.api('GET', '/api/articles/a')).status).toBe(404);
  });
});

describe('DELETE /api/articles/{key}', () => {
  it('withdraws: a stub in its channels, 410 at its page, its record kept', async () => {
    await wire.story('a');
    wire.pass(60);
    expect((await wire.api('DELETE', '/api/articles/a')).status).toBe(204);
    expect(await wire.titles('ukraine')).toEqual(['Withdrawn']);
    expect((await wire.fetch('/articles/a')).status).toBe(410);
    expect(await (await wire.api('GET', '/api/articles/a')).json()).toMatchObject({
      title: 'A story',
      status: 'withdrawn',
    });
  });

  it('moves ETag and Last-Modified of its channels, once', async () => {
    await wire.story('a');
    const before = await wire.fetch('/feeds/ukraine.rss');
    wire.pass(60);
    await wire.api('DELETE', '/api/articles/a');
    wire.pass(7);
    const after = await wire.fetch('/feeds/ukraine.rss');
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect(after.headers.get('last-modified')).toBe('Sun, 01 Mar 2026 12:01:00 GMT');
    wire.pass(60);
    expect((await wire.api('DELETE', '/api/articles/a')).status).toBe(204);
    expect((await wire.fetch('/feeds/ukraine.rss')).headers.get('etag')).toBe(after.headers.get('etag'));
  });

  it('is undone by putting the article again', async () => {
    await wire.story('a');
    await wire.api('DELETE', '/api/articles/a');
    expect(await (await wire.putJson('a', {})).json()).toMatchObject({ result: 'updated' });
    expect(await wire.titles('ukraine')).toEqual(['A story']);
  });

  it('answers 404 for a key that was never put', async () => {
    expect((await wire.api('DELETE', '/api/articles/a')).status).toBe(404);
  });
});
