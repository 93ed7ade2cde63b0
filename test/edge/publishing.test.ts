import { beforeEach, describe, expect, it } from 'vitest';
import { ORIGIN, readNdjson, STORY, TestWire } from '../support/wire.ts';

let wire: TestWire;
beforeEach(async () => {
  wire = await TestWire.fresh();
});

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

  it('lists every problem of a record at once, as RFC 9457 problem details', async () => {
    const fields = {
      title: '',
      published: '2026-02-03T19:40:00',
      status: 'secret',
      tags: ['!!!'],
      authors: [{ name: 'A', email: 'x' }],
      colour: 'red',
      body: ' ',
    };
    const response = await wire.putJson('a', fields);
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const { problems } = (await response.json()) as { problems: unknown[] };
    expect(problems).toEqual([
      { field: 'title', message: 'is required' },
      { field: 'published', message: 'needs a time zone ("2026-02-03T19:40:00" has none)' },
      { field: 'authors.0.email', message: 'expected a mail address, got "x"' },
      { field: 'status', message: 'expected draft, ready, retracted, withdrawn; got "secret"' },
      { field: 'colour', message: 'is not a known field' },
      { field: 'body', message: 'is empty' },
    ]);
    expect((await wire.api('GET', '/api/articles/a')).status).toBe(404);
  });

  it('refuses a tag that leaves nothing to make an address of, and the reserved "all"', async () => {
    const response = await wire.putJson('a', { tags: ['Ukraine', '🤷', 'All'] });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { problems: unknown[] }).problems).toEqual([
      { field: 'tags.1', message: '"🤷" has no letter or digit to make an address of; give it a slug in tags.yaml' },
      { field: 'tags.2', message: '"All" is the channel of every story' },
    ]);
  });

  it.each([
    ['no token', undefined],
    ['a wrong token', 'Bearer nope'],
    ['another scheme', 'Basic first-token'],
    ['an empty token', 'Bearer '],
  ])('answers 401 with a challenge to %s and stores nothing', async (_, authorization) => {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const response = await wire.fetch('/api/articles/a?access_token=first-token', {
      method: 'PUT',
      headers,
      body: JSON.stringify(STORY),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="tagwire"/);
    expect((await wire.api('GET', '/api/articles/a')).status).toBe(404);
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

  it('answers 415 to another content type and names the accepted ones', async () => {
    const response = await wire.api('PUT', '/api/articles/a', 'x', 'text/plain');
    expect(response.status).toBe(415);
    expect(response.headers.get('accept')).toBe('text/markdown, application/json');
  });

  it('answers 413 above 2 MB, with and without a content length', async () => {
    const body = JSON.stringify({ ...STORY, body: 'x'.repeat(5_000_000) });
    expect((await wire.api('PUT', '/api/articles/a', body, 'application/json')).status).toBe(413);
    const stream = new Blob([body]).stream();
    expect((await wire.api('PUT', '/api/articles/a', stream, 'application/json')).status).toBe(413);
  });

  it('takes a body of 1 MB', async () => {
    const body = 'Words and words. '.repeat(60_000);
    await wire.story('long', { body });
    const feed = (await (await wire.fetch('/feeds/all.json')).json()) as { items: { content_html: string }[] };
    expect(feed.items[0]?.content_html).toBe(`<p>${body.trim()}</p>`);
  });

  it('refuses a body whose HTML would not fit into a row', async () => {
    const response = await wire.putJson('a', { body: '<'.repeat(1_000_000), bodyType: 'text' });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { detail: string }).detail).toBe(
      'body: takes 4000562 bytes to store; at most 1900000',
    );
  });

  it('refuses a body that would not fit into a row as it was submitted', async () => {
    const response = await wire.putMarkdown(
      'a',
      `---\ntitle: T\npublished: 2026-02-01T10:00:00Z\n---\nText <!-- ${'"'.repeat(1_900_000)} -->`,
    );
    expect(response.status).toBe(422);
    expect(((await response.json()) as { detail: string }).detail).toMatch(
      /^body: takes 38\d{5} bytes to store; at most 1900000$/,
    );
  });

  it.each(['tags', 'status', 'image', 'title', 'authors', 'corrections'])(
    'refuses a %s of a hundred thousand brackets',
    async (field) => {
      const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const { [field]: _, ...rest } = STORY as Record<string, unknown>;
      const source = JSON.stringify({ ...rest, nested: 0 }).replace('"nested":0', `"${field}":${nested}`);
      const response = await wire.api('PUT', '/api/articles/a', source, 'application/json');
      expect(response.status).toBe(422);
    },
  );

  it.each(['A', '-a', 'a b', 'ä', 'a'.repeat(129)])('refuses the key %s', async (key) => {
    const response = await wire.putJson(encodeURIComponent(key), {});
    expect(response.status).toBe(422);
  });

  it('refuses a record whose own key is not the one in the address', async () => {
    const response = await wire.putJson('a', { key: 'b' });
    expect(((await response.json()) as { detail: string }).detail).toBe('key: expected "a" (the address), got "b"');
  });

  it('refuses bytes that are not UTF-8, and JSON that is none', async () => {
    const latin1 = new Uint8Array([...new TextEncoder().encode('---\ntitle: caf'), 0xe9, 0x0a]);
    expect(await (await wire.putMarkdown('a', latin1)).json()).toMatchObject({
      status: 422,
      detail: 'record: is not valid UTF-8',
    });
    const broken = await wire.api('PUT', '/api/articles/a', '{"title":', 'application/json');
    expect(broken.status).toBe(422);
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

describe('POST /api/articles', () => {
  const record = (key: string, fields = {}) => JSON.stringify({ ...STORY, key, ...fields });

  it('stores nine of ten lines when line 7 is broken, and says so by line', async () => {
    const lines = Array.from({ length: 10 }, (_, index) =>
      index === 6 ? '{"key": "s7", broken' : record(`s${index + 1}`, { title: `Story ${index + 1}` }),
    );
    const results = await wire.bulk(lines);
    expect(results.map((it) => [it.line, it.key, it.result])).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((n) => [n, `s${n}`, 'created']),
      [7, null, 'refused'],
      ...[8, 9, 10].map((n) => [n, `s${n}`, 'created']),
    ]);
    expect(results[0]).toEqual({ line: 1, key: 's1', result: 'created', problems: [] });
    expect(results[6]?.problems).toEqual([{ field: 'record', message: expect.stringMatching(/^is not JSON: /) }]);
    expect((await wire.titles('all')).length).toBe(9);
  });

  it('counts blank lines and answers none for them', async () => {
    const results = await wire.bulk(['', record('a'), '  ', record('b')]);
    expect(results.map((it) => [it.line, it.key])).toEqual([
      [2, 'a'],
      [4, 'b'],
    ]);
  });

  it('tells created, updated, unchanged and refused apart', async () => {
    await wire.bulk([record('a'), record('b')]);
    const results = await wire.bulk([
      record('a'),
      record('b', { title: 'New' }),
      record('c'),
      record('d', { published: 'soon' }),
    ]);
    expect(results.map((it) => it.result)).toEqual(['unchanged', 'updated', 'created', 'refused']);
    expect(results[3]?.problems).toEqual([
      { field: 'published', message: 'expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got "soon"' },
    ]);
  });

  it('refuses the second line of a key, a line without one, invalid UTF-8 and a line above 2 MB', async () => {
    const results = await wire.bulk([
      record('a', { title: 'First' }),
      record('a', { title: 'Second' }),
      JSON.stringify(STORY),
      new Uint8Array([0x7b, 0xff, 0x7d]),
      record('big', { body: 'x'.repeat(2_100_000) }),
      '[]',
    ]);
    expect(
      results.map((it) => [it.line, it.key, it.result, (it.problems as { message: string }[])[0]?.message]),
    ).toEqual([
      [1, 'a', 'created', undefined],
      [2, 'a', 'refused', '"a" is on line 1 already'],
      [3, null, 'refused', 'is required'],
      [4, null, 'refused', 'is not valid UTF-8'],
      [5, null, 'refused', 'expected at most 2000000 bytes'],
      [6, null, 'refused', 'expected a JSON object'],
    ]);
    expect(await wire.titles('all')).toEqual(['First']);
  });

  it('refuses the second of two records that want the same slug', async () => {
    const results = await wire.bulk([record('a', { slug: 'same' }), record('b', { slug: 'same' })]);
    expect(results[1]).toEqual({
      line: 2,
      key: 'b',
      result: 'refused',
      problems: [{ field: 'slug', message: '"same" already belongs to article "a"' }],
    });
    const later = await wire.bulk([record('c', { slug: 'd' }), record('e', { slug: 'c' }), record('d', {})]);
    expect(later.map((it) => (it.problems as { message: string }[])[0]?.message)).toEqual([
      undefined,
      '"c" already belongs to article "c"',
      '"d" already belongs to article "c"',
    ]);
  });

  it('takes more than one transaction holds, and answers a line for each', async () => {
    const results = await wire.bulk(
      Array.from({ length: 600 }, (_, index) => record(`s${index}`, { title: `Story ${index}` })),
    );
    expect(results.filter((it) => it.result === 'created').length).toBe(600);
    expect((await wire.titles('all', '?limit=100')).length).toBe(100);
    const rows = await wire.env.DB.prepare(
      'SELECT count(*) AS n, count(DISTINCT seq) AS seqs, max(seq) AS top FROM articles',
    ).first();
    expect(rows).toEqual({ n: 600, seqs: 600, top: 600 });
  });

  it('answers 415 to anything but NDJSON', async () => {
    expect((await wire.api('POST', '/api/articles', '{}', 'application/json')).status).toBe(415);
  });
});

describe('GET /api/articles', () => {
  it('lists keys, hashes and statuses in pages', async () => {
    for (const key of ['c', 'a', 'b']) await wire.story(key);
    await wire.api('DELETE', '/api/articles/b');
    const rows = await readNdjson(await wire.api('GET', '/api/articles?limit=2'));
    expect(rows.map((it) => [it.key, it.status])).toEqual([
      ['a', 'ready'],
      ['b', 'withdrawn'],
    ]);
    expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
    const rest = await readNdjson(await wire.api('GET', '/api/articles?limit=2&after=b'));
    expect(rest.map((it) => it.key)).toEqual(['c']);
  });
});

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
      'tags.a.broader: leads back to itself; tags.b.broader: leads back to itself',
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

describe('what is not live', () => {
  it.each([
    ['a draft', { status: 'draft' }],
    ['a draft without a date', { status: 'draft', published: undefined }],
    ['a story with a future date', { published: '2026-03-01T12:00:01Z' }],
    ['an embargoed story', { embargo: '2026-03-01T13:00:00Z' }],
    ['an expired story', { expires: '2026-02-20T00:00:00Z' }],
  ])('keeps %s off every public address, and the tags that only it has', async (_, fields) => {
    await wire.story('hidden', { ...fields, title: 'Secret merger', tags: ['merger-tag'] });
    await wire.story('open');
    expect((await wire.fetch('/feeds/merger-tag.rss')).status).toBe(404);
    expect((await wire.fetch('/channels/merger-tag')).status).toBe(404);
    expect((await wire.fetch('/articles/hidden')).status).toBe(404);
    for (const path of ['/', '/feeds/all.rss', '/feeds/all.atom', '/feeds/all.json', '/channels/all']) {
      const text = await (await wire.fetch(path)).text();
      expect(text).not.toMatch(/Secret merger|merger-tag/);
      expect(text.length).toBeGreaterThan(500);
    }
  });

  it('releases on time with a new revision, and lets a story expire', async () => {
    await wire.story('early', { embargo: '2026-03-01T12:10:00Z', expires: '2026-03-01T12:20:00Z' });
    const before = (await wire.fetch('/feeds/all.rss')).headers.get('etag');
    expect(await wire.tick()).toBe(0);
    wire.pass(600);
    expect(await wire.tick()).toBe(1);
    expect(await wire.titles('ukraine')).toEqual(['A story']);
    expect((await wire.fetch('/feeds/all.rss')).headers.get('etag')).not.toBe(before);
    wire.pass(600);
    expect(await wire.tick()).toBe(1);
    expect(await wire.titles('ukraine')).toEqual([]);
    expect(await wire.tick()).toBe(0);
  });

  it('never lets caches keep a channel beyond the next release', async () => {
    await wire.story('early', { embargo: '2026-03-01T12:10:00Z' });
    await wire.story('open');
    expect((await wire.fetch('/feeds/all.rss')).headers.get('cache-control')).toBe(
      'public, max-age=600, must-revalidate',
    );
  });
});
