import { beforeEach, describe, expect, it } from 'vitest';
import { changes, history, openDesk, put, remove, told } from '../../support/desk.ts';
import { readNdjson, STORY, wire } from '../../support/wire.ts';

beforeEach(openDesk);

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
    await wire.database.prepare(`UPDATE vocabulary SET stale = '["sport"]'`).run();
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
    const { results } = await wire.database.prepare('SELECT * FROM history').all();
    expect(results.length).toBe(2);
    expect(JSON.stringify(results)).not.toMatch(/zebra/i);
  });

  it('is empty for an article that was there before the history, and begins with its next change', async () => {
    await put('a');
    await wire.database.prepare('DELETE FROM history').run();
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
