import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readNdjson, STORY, TestWire } from '../support/wire.ts';

let wire: TestWire;
beforeEach(async () => {
  wire = await TestWire.fresh();
  wire.env.PUBLISH_TOKEN =
    'bare-token desk:publish:desk-token ops:operate:ops-token\n chief:publish+operate:chief-token';
});
afterEach(() => vi.restoreAllMocks());

/** A request in a story's name, as a client with this token. */
const put = (
  key: string,
  fields: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  token = 'desk-token',
) =>
  wire.fetch(`/api/articles/${key}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...STORY, ...fields }),
  });
const remove = (key: string, headers: Record<string, string> = {}) =>
  wire.fetch(`/api/articles/${key}`, { method: 'DELETE', headers: { authorization: 'Bearer desk-token', ...headers } });
const history = (key: string, token = 'desk-token') =>
  wire.api('GET', `/api/articles/${key}/history`, undefined, undefined, token);
const changes = async (key: string) =>
  ((await (await history(key)).json()) as { changes: Record<string, unknown>[] }).changes;
/** Its changes, newest first, in short. */
const told = async (key: string) =>
  (await changes(key)).map((it) => [it.seq, it.by, it.action, (it.fields as string[]).join(' ')]);
const answer = async (response: Response) => [
  response.status,
  response.headers.get('etag'),
  response.status === 204 ? undefined : ((await response.json()) as { result?: string }).result,
];

describe('a token', () => {
  const REQUESTS: [string, string, BodyInit?, string?][] = [
    ['PUT', '/api/articles/a', JSON.stringify(STORY), 'application/json'],
    ['GET', '/api/articles/a'],
    ['GET', '/api/articles'],
    ['POST', '/api/articles', '', 'application/x-ndjson'],
    ['PUT', '/api/tags', '{"version":1,"tags":[]}', 'application/json'],
    ['GET', '/api/tags'],
    ['DELETE', '/api/articles/a'],
  ];
  const statuses = async (token: string) => {
    const all = [];
    for (const [method, path, body, type] of REQUESTS)
      all.push((await wire.api(method, path, body, type, token)).status);
    return all;
  };

  it.each(['desk-token', 'chief-token', 'bare-token'])('that may publish passes everywhere: %s', async (token) => {
    expect(await statuses(token)).toEqual([201, 200, 200, 200, 200, 200, 204]);
  });

  it('that may only operate is refused with 403 and the scope that is needed (RFC 6750 §3.1)', async () => {
    expect(await statuses('ops-token')).toEqual(REQUESTS.map(() => 403));
    const response = await put('a', {}, {}, 'ops-token');
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="tagwire", error="insufficient_scope", scope="publish"',
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'The token does not allow this',
      status: 403,
      detail: 'expected a token with the scope publish, got operate',
      instance: '/api/articles/a',
    });
    expect((await wire.api('GET', '/api/articles/a', undefined, undefined, 'desk-token')).status).toBe(404);
  });

  it('that may only publish is refused at the hub’s own API, and those that operate pass', async () => {
    const report = (token: string) => wire.api('GET', '/api/hub', undefined, undefined, token);
    const response = await report('desk-token');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer realm="tagwire", error="insufficient_scope", scope="operate"',
    ]);
    for (const token of ['ops-token', 'chief-token', 'bare-token']) expect((await report(token)).status).toBe(200);
  });

  it('of any scope reads a history', async () => {
    await put('a');
    for (const token of ['desk-token', 'ops-token', 'chief-token', 'bare-token'])
      expect((await history('a', token)).status).toBe(200);
    expect((await wire.fetch('/api/articles/a/history')).status).toBe(401);
  });

  it.each([
    ['is unknown', 'nope', 'Bearer realm="tagwire", error="invalid_token"'],
    ['is a whole entry of the secret', 'desk:publish:desk-token', 'Bearer realm="tagwire"'],
    ['is only the end of one', 'token', 'Bearer realm="tagwire", error="invalid_token"'],
  ])('that %s is answered with 401', async (_, token, challenge) => {
    const response = await history('a', token);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, challenge]);
  });

  it('may be one of two with the same name, while one replaces the other', async () => {
    wire.env.PUBLISH_TOKEN = 'desk:publish:old desk:publish:new';
    await put('a', {}, {}, 'old');
    await put('a', { title: 'New' }, {}, 'new');
    expect((await (await history('a', 'new')).json()) as object).toMatchObject({
      changes: [{ by: 'desk' }, { by: 'desk' }],
    });
  });

  it.each([
    [
      'an unknown scope',
      'ok desk:admin:secret',
      'entry 2 (desk): expected the scopes publish, operate or publish+operate',
    ],
    ['no scope', 'desk::secret', 'entry 1 (desk): expected the scopes publish, operate or publish+operate'],
    ['two parts', 'desk:secret', 'entry 1 (desk): expected a token or name:scopes:token, got 2 parts'],
    [
      'an empty name',
      ':publish:secret',
      'entry 1: expected a name like "desk", of at most 20 letters, digits, ".", "_" and "-"',
    ],
    [
      'a token for a name',
      `${'secret'.repeat(6)}:publish:desk`,
      'entry 1: expected a name like "desk", of at most 20 letters, digits, ".", "_" and "-"',
    ],
    ['the clock’s name', 'clock:publish:secret', 'entry 1 (clock): "clock" is the wire\'s own name'],
    [
      'an empty token',
      'desk:publish:',
      'entry 1 (desk): expected a token of letters, digits and -._~+/ (RFC 6750 §2.1)',
    ],
    [
      'a token that no header can carry',
      'sec$ret',
      'entry 1 (publisher): expected a token of letters, digits and -._~+/ (RFC 6750 §2.1)',
    ],
    [
      'a token twice',
      'secret desk:operate:secret',
      'entry 2 (desk): expected a token of its own, got that of an earlier entry',
    ],
  ])(
    'that is one of a secret with %s is answered with 500, and the log says why without it',
    async (_, secret, reason) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => {});
      wire.env.PUBLISH_TOKEN = secret;
      const response = await history('a', 'secret');
      expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
        500,
        'the mistake is ours and has been logged',
      ]);
      expect(log.mock.calls.map(([error]) => (error as Error).message)).toEqual([`PUBLISH_TOKEN: ${reason}`]);
    },
  );

  it('is none when the secret is empty or missing', async () => {
    for (const secret of ['', ' \n', undefined]) {
      wire.env.PUBLISH_TOKEN = secret as string;
      expect((await history('a', 'secret')).status).toBe(401);
    }
  });
});

describe('the history of an article', () => {
  it('says who did what when, newest first, and is kept by no cache', async () => {
    await put('a');
    wire.pass(60);
    await put('a', { title: 'Another', tags: [], summary: 'In short.' }, {}, 'chief-token');
    const response = await history('a');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const stored = await readNdjson(await wire.api('GET', '/api/articles', undefined, undefined, 'desk-token'));
    const body = (await response.json()) as { changes: { hash: string }[] };
    expect(body).toEqual({
      key: 'a',
      changes: [
        {
          seq: 2,
          at: '2026-03-01T12:01:00.000Z',
          by: 'chief',
          action: 'updated',
          status: 'ready',
          fields: ['summary', 'tags', 'title'],
          hash: stored[0]?.hash,
        },
        {
          seq: 1,
          at: '2026-03-01T12:00:00.000Z',
          by: 'desk',
          action: 'created',
          status: 'ready',
          fields: [],
          hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
    });
    expect(body.changes[1]?.hash).not.toBe(body.changes[0]?.hash);
  });

  it('tells a field that comes, goes or changes from those that stay, also within lists', async () => {
    const image = { url: 'https://x.example/a.png', width: 1 };
    await put('a', { authors: ['Ann'], image, tags: ['A', 'B'], summary: 'Same.' });
    await put('a', {
      authors: [{ name: 'Ann', email: 'a@x.example' }],
      image: { ...image, width: 2 },
      tags: ['A', 'B'],
      summary: 'Same.',
    });
    await put('a', { authors: ['Ann'], language: 'uk', tags: ['B', 'A'] });
    expect(await told('a')).toEqual([
      [3, 'desk', 'updated', 'authors image language summary tags'],
      [2, 'desk', 'updated', 'authors image'],
      [1, 'desk', 'created', ''],
    ]);
  });

  it('tells retracting, withdrawing and coming back apart, and stays when the story is withdrawn', async () => {
    await put('a', { status: 'draft' });
    await put('a');
    await put('a', { status: 'retracted' });
    await put('a', { status: 'ready' });
    await remove('a');
    expect(await told('a')).toEqual([
      [5, 'desk', 'withdrawn', 'status'],
      [4, 'desk', 'revived', 'status'],
      [3, 'desk', 'retracted', 'status'],
      [2, 'desk', 'updated', 'status'],
      [1, 'desk', 'created', ''],
    ]);
    await put('a', { title: 'Back' }, {}, 'bare-token');
    await put('a', { title: 'Gone', status: 'withdrawn' });
    expect((await told('a')).slice(0, 2)).toEqual([
      [7, 'desk', 'withdrawn', 'status title'],
      [6, 'publisher', 'revived', 'status title'],
    ]);
    expect((await changes('a')).map((it) => it.status)).toEqual([
      'withdrawn',
      'ready',
      'withdrawn',
      'ready',
      'retracted',
      'ready',
      'draft',
    ]);
  });

  it('has the clock for what appears and disappears by itself', async () => {
    await put('a', { embargo: '2026-03-01T12:10:00Z', expires: '2026-03-01T12:20:00Z' });
    wire.pass(600);
    await wire.tick();
    wire.pass(600);
    await wire.tick();
    expect((await changes('a')).map((it) => [it.at, it.by, it.action, it.fields])).toEqual([
      ['2026-03-01T12:20:00.000Z', 'clock', 'expired', []],
      ['2026-03-01T12:10:00.000Z', 'clock', 'released', []],
      ['2026-03-01T12:00:00.000Z', 'desk', 'created', []],
    ]);
  });

  it('says whose vocabulary filed it anew, or that the clock went on with it', async () => {
    await put('a');
    await put('b', { tags: ['Sport'] });
    const vocabulary = '{"version":1,"tags":[{"slug":"ukraine","label":"UKRAINE"}]}';
    await wire.api('PUT', '/api/tags', vocabulary, 'application/json', 'chief-token');
    await wire.env.DB.prepare(`UPDATE vocabulary SET stale = '["sport"]'`).run();
    await wire.tick();
    expect((await told('a')).map((it) => it.slice(1))).toEqual([
      ['chief', 'refiled', ''],
      ['desk', 'created', ''],
    ]);
    expect((await told('b')).map((it) => it.slice(1))).toEqual([
      ['clock', 'refiled', ''],
      ['desk', 'created', ''],
    ]);
  });

  it('has a row for each record of a bulk load that changed something, and none for the others', async () => {
    await put('a');
    await put('b');
    const lines = [
      { key: 'a', ...STORY },
      { key: 'b', ...STORY, body: 'Other words.' },
      { key: 'c', ...STORY },
      { key: 'd', ...STORY, published: 'soon' },
    ];
    const body = lines.map((it) => JSON.stringify(it)).join('\n');
    await wire.api('POST', '/api/articles', body, 'application/x-ndjson', 'chief-token');
    expect([await told('a'), await told('b'), await told('c'), (await history('d')).status]).toEqual([
      [[1, 'desk', 'created', '']],
      [
        [3, 'chief', 'updated', 'body'],
        [2, 'desk', 'created', ''],
      ],
      [[4, 'chief', 'created', '']],
      404,
    ]);
  });

  it('compares records of two megabytes', async () => {
    const body = 'Words and words. '.repeat(110_000);
    await put('a', { body, title: 'One' });
    await put('a', { body, title: 'Two' });
    await put('a', { body: `${body} End.`, title: 'Two' });
    expect((await told('a')).map((it) => it[3])).toEqual(['body', 'title', '']);
  });

  it('holds no word of the story', async () => {
    await put('a', { title: 'Zebra', body: 'Zebra.', tags: ['Zebra'], authors: ['Zebra'], slug: 'zebra' });
    await put('a', { title: 'Zebra 2', body: 'Zebra 2.', tags: ['Zebra 2'], authors: ['Zebra 2'], slug: 'zebra-2' });
    const { results } = await wire.env.DB.prepare('SELECT * FROM history').all();
    expect(results.length).toBe(2);
    expect(JSON.stringify(results)).not.toMatch(/zebra/i);
  });

  it('is empty for an article that was there before the history, and begins with its next change', async () => {
    await put('a');
    await wire.env.DB.prepare('DELETE FROM history').run();
    expect(await (await history('a')).json()).toEqual({ key: 'a', changes: [] });
    await put('a', { title: 'New' });
    expect(await told('a')).toEqual([[2, 'desk', 'updated', 'title']]);
  });

  it('is unknown for an unknown key, and only read', async () => {
    const response = await history('nobody');
    expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await response.json()).toMatchObject({ detail: 'there is no article "nobody"' });
    const deleted = await wire.api('DELETE', '/api/articles/a/history', undefined, undefined, 'desk-token');
    expect([deleted.status, deleted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

describe('a write', () => {
  it('answers with the ETag that the article has from then on', async () => {
    expect(await answer(await put('b'))).toEqual([201, '"1"', 'created']);
    expect(await answer(await put('a'))).toEqual([201, '"2"', 'created']);
    expect(await answer(await put('a', { title: 'New' }))).toEqual([200, '"3"', 'updated']);
    expect(await answer(await put('a', { title: 'New' }))).toEqual([200, '"3"', 'unchanged']);
    const read = () => wire.api('GET', '/api/articles/a', undefined, undefined, 'desk-token');
    expect((await read()).headers.get('etag')).toBe('"3"');
    expect(await answer(await remove('a'))).toEqual([204, '"4"', undefined]);
    expect(await answer(await remove('a'))).toEqual([204, '"4"', undefined]);
    expect((await read()).headers.get('etag')).toBe('"4"');
  });

  it('that is repeated with the former If-Match changes nothing and is no failure (RFC 9110 §13.1.1)', async () => {
    await put('a');
    const again = () => put('a', { title: 'New' }, { 'if-match': '"1"' });
    expect(await answer(await again())).toEqual([200, '"2"', 'updated']);
    expect(await answer(await again())).toEqual([200, '"2"', 'unchanged']);
    expect((await changes('a')).length).toBe(2);
  });

  it('that is repeated with the former If-Match after the clock has released the story is no failure', async () => {
    await put('a');
    const again = () => put('a', { embargo: '2026-03-01T12:10:00Z' }, { 'if-match': '"1"' });
    await again();
    wire.pass(600);
    await wire.tick();
    expect(await answer(await again())).toEqual([200, '"3"', 'unchanged']);
  });

  it('that is repeated with "If-None-Match: *" changes nothing and is no failure', async () => {
    expect(await answer(await put('a', {}, { 'if-none-match': '*' }))).toEqual([201, '"1"', 'created']);
    expect(await answer(await put('a', {}, { 'if-none-match': '*' }))).toEqual([200, '"1"', 'unchanged']);
  });

  it('that withdraws is repeated with the former If-Match without a failure', async () => {
    await put('a');
    expect(await answer(await remove('a', { 'if-match': '"1"' }))).toEqual([204, '"2"', undefined]);
    expect(await answer(await remove('a', { 'if-match': '"1"' }))).toEqual([204, '"2"', undefined]);
    expect((await remove('nobody', { 'if-match': '"1"' })).status).toBe(404);
  });

  it.each([
    ['other content with a former If-Match', () => put('a', { title: 'Other' }, { 'if-match': '"1"' })],
    ['other content with "If-None-Match: *"', () => put('a', { title: 'Other' }, { 'if-none-match': '*' })],
    [
      'the same content with its own ETag in If-None-Match',
      () => put('a', { title: 'New' }, { 'if-none-match': '"2"' }),
    ],
    ['a weak ETag', () => put('a', { title: 'Other' }, { 'if-match': 'W/"2"' })],
    ['a withdrawal with a former If-Match', () => remove('a', { 'if-match': '"1"' })],
  ])('fails with 412 and the current ETag: %s', async (_, write) => {
    await put('a');
    await put('a', { title: 'New' });
    const response = await write();
    expect([response.status, response.headers.get('etag')]).toEqual([412, '"2"']);
    expect(await response.json()).toMatchObject({ detail: 'the article is at "2"' });
    expect((await changes('a')).length).toBe(2);
  });

  it('does not bring a withdrawn story back because its content is the same', async () => {
    await put('a');
    await remove('a');
    const response = await put('a', {}, { 'if-match': '"1"' });
    expect([response.status, response.headers.get('etag')]).toEqual([412, '"2"']);
  });

  it('fails with 412 and no ETag where nothing is', async () => {
    const response = await put('a', {}, { 'if-match': '*' });
    expect([response.status, response.headers.get('etag')]).toEqual([412, null]);
    expect(await response.json()).toMatchObject({ detail: 'there is no such article' });
  });

  it('at the same time as another one over the same ETag: one of them wins, the other one is told', async () => {
    await put('a');
    const both = await Promise.all(['One', 'Two'].map((title) => put('a', { title }, { 'if-match': '"1"' })));
    expect(both.map((it) => it.status).sort()).toEqual([200, 412]);
    expect(both.map((it) => it.headers.get('etag'))).toEqual(['"2"', '"2"']);
    const winner = both[0]?.status === 200 ? 'One' : 'Two';
    expect(await wire.titles('all')).toEqual([winner]);
    const same = await Promise.all([0, 1].map(() => put('a', { title: 'Three' }, { 'if-match': '"2"' })));
    expect((await Promise.all(same.map(answer))).sort()).toEqual([
      [200, '"3"', 'unchanged'],
      [200, '"3"', 'updated'],
    ]);
  });
});
