import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, STORY, wire } from '../../support/wire.ts';

beforeEach(freshWire);

describe('PUT /api/articles/{key}', () => {
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
      {
        field: 'published',
        message:
          'needs a time zone ("2026-02-03T19:40:00" has none): write 2026-02-03T19:40:00Z if it is in UTC (docs/mistakes.md#zone)',
      },
      { field: 'authors.0.email', message: 'expected a mail address, got "x"' },
      { field: 'status', message: 'expected draft, ready, retracted, withdrawn; got "secret"' },
      { field: 'colour', message: 'is not a known field; docs/record.md has them all' },
      { field: 'body', message: 'is empty: write the text below the second "---"' },
    ]);
    expect((await wire.api('GET', '/api/articles/a')).status).toBe(404);
  });

  it("offers the newsroom's zone for a date without one, in single and bulk requests", async () => {
    wire.settings.SITE_TIME_ZONE = 'Europe/Oslo';
    wire.restart();
    const message =
      'needs a time zone ("2026-02-03T19:40:00" has none): write 2026-02-03T19:40:00+01:00 if it is in Europe/Oslo, 2026-02-03T19:40:00Z if it is in UTC (docs/mistakes.md#zone)';
    const problems = [{ field: 'published', message }];
    const one = await wire.putJson('a', { published: '2026-02-03T19:40:00' });
    expect(((await one.json()) as { problems: unknown[] }).problems).toEqual(problems);
    const line = JSON.stringify({ key: 'a', title: 'A', body: 'B', tags: [], published: '2026-02-03T19:40:00' });
    const bulk = await wire.api('POST', '/api/articles', line, 'application/x-ndjson');
    expect(JSON.parse(await bulk.text())).toMatchObject({ result: 'refused', problems });
  });

  it('takes a draft without a text, and refuses to publish it as it is', async () => {
    expect((await wire.putJson('begun', { body: '', status: 'draft' })).status).toBe(201);
    const ready = await wire.putJson('begun', { body: '', status: 'ready' });
    expect([ready.status, ((await ready.json()) as { problems: unknown[] }).problems]).toEqual([
      422,
      [{ field: 'body', message: 'is empty: write the text below the second "---"' }],
    ]);
    expect((await wire.fetch('/articles/begun')).status).toBe(404);
  });

  it('refuses a tag that leaves nothing to make an address of, and the reserved "all"', async () => {
    const response = await wire.putJson('a', { tags: ['Ukraine', '🤷', 'All'] });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { problems: unknown[] }).problems).toEqual([
      { field: 'tags.1', message: '"🤷" has no letter or digit to make an address of; give it a slug in tags.yaml' },
      {
        field: 'tags.2',
        message: '"All" is reserved for the channel of all stories; give the tag another slug in tags.yaml',
      },
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

  it('refuses a short body that would become endless HTML', async () => {
    const link = `https://news.example/${'x'.repeat(9000)}`;
    const response = await wire.putJson('a', { body: `[a]: ${link}\n\n${'[a] '.repeat(4900)}` });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { problems: unknown[] }).problems).toEqual([
      {
        field: 'body',
        message:
          'becomes more than 4000000 characters of HTML; an address or title that links or pictures refer to counts each time',
      },
    ]);
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
      detail: 'record: is not valid UTF-8: save the file in UTF-8',
    });
    const broken = await wire.api('PUT', '/api/articles/a', '{"title":', 'application/json');
    expect(broken.status).toBe(422);
  });
});
