import { beforeEach, describe, expect, it } from 'vitest';
import { findEntries } from '../../support/inside.ts';
import { freshWire, wire } from '../../support/wire.ts';

const COUNT = 20;
const keys = Array.from({ length: COUNT }, (_, index) => `s${index}`);

beforeEach(freshWire);

const pageStatus = async (key: string) => (await wire.fetch(`/articles/${key}`)).status;

/** Counts on the start page against what each channel lists. */
async function expectCountsToAgree(): Promise<void> {
  const { results } = await wire.database
    .prepare(
      `SELECT slug, articles, (SELECT count(*) FROM listings JOIN articles USING (key)
       WHERE channel = channels.slug AND status <> 'withdrawn') AS listed FROM channels`,
    )
    .all<{ slug: string; articles: number; listed: number }>();
  expect(results.map((it) => it.articles)).toEqual(results.map((it) => it.listed));
}

describe('whoever has read a listing', () => {
  it.each([
    ['an embargo', { embargo: '2030-01-01T00:00:00Z' }],
    ['a draft', { status: 'draft' }],
  ])('does not get the version under %s that has come since', async (_, fields) => {
    await wire.story('a', {});
    expect((await findEntries(wire.database, ['a']).ask()).size).toBe(1);
    await wire.story('a', { title: 'For nobody yet', ...fields });
    expect((await findEntries(wire.database, ['a']).ask()).size).toBe(0);
  });
});

describe('writes at the same time', () => {
  it('keep every withdrawal and every change while the vocabulary files stories anew', async () => {
    for (const key of keys) await wire.story(key, { tags: ['Ukraine'] });
    const tags = wire.putTags([
      { slug: 'ukraine', label: 'UKRAINE', broader: 'europe' },
      { slug: 'europe', label: 'Europe' },
    ]);
    const writes = keys.map((key, index) =>
      index % 2 === 0 ? wire.api('DELETE', `/api/articles/${key}`) : wire.putJson(key, { title: 'Changed' }),
    );
    expect((await tags).status).toBe(200);
    expect((await Promise.all(writes)).map((it) => it.status)).toEqual(
      keys.map((_, index) => (index % 2 === 0 ? 204 : 200)),
    );
    for (const [index, key] of keys.entries())
      expect([key, await pageStatus(key)]).toEqual([key, index % 2 === 0 ? 410 : 200]);
    expect((await wire.titles('europe')).sort()).toEqual([
      ...Array(COUNT / 2).fill('Changed'),
      ...Array(COUNT / 2).fill('Withdrawn'),
    ]);
    await expectCountsToAgree();
  });

  it('keep every withdrawal and every later embargo while the clock releases stories', async () => {
    for (const key of keys) await wire.story(key, { embargo: '2026-03-01T12:10:00Z' });
    wire.pass(600);
    const tick = wire.tick();
    const writes = keys.map((key, index) =>
      index % 2 === 0
        ? wire.api('DELETE', `/api/articles/${key}`)
        : wire.putJson(key, { embargo: '2026-03-01T13:00:00Z' }),
    );
    await tick;
    for (const response of await Promise.all(writes)) expect(response.ok).toBe(true);
    const statuses = await Promise.all(keys.map(pageStatus));
    expect(statuses.every((it) => it === 404 || it === 410)).toBe(true);
    // A stub of each story that was released before it was withdrawn, and nothing else.
    expect(await wire.titles('all')).toEqual(statuses.filter((it) => it === 410).map(() => 'Withdrawn'));
    await expectCountsToAgree();
  });

  it('give one article a contested slug, refuse the others, and never two the same moment', async () => {
    const contested = await Promise.all(keys.slice(0, 8).map((key) => wire.putJson(key, { slug: 'same' })));
    expect(contested.map((it) => it.status).sort()).toEqual([201, ...Array(7).fill(422)]);
    await Promise.all(keys.slice(8, 14).map((key) => wire.story(key)));
    const { results } = await wire.database
      .prepare('SELECT count(*) AS n, count(DISTINCT updated) AS moments FROM articles')
      .all();
    expect(results).toEqual([{ n: 7, moments: 7 }]);
  });

  it('store identical puts once', async () => {
    const responses = await Promise.all(keys.map(() => wire.putJson('a', {})));
    expect(responses.map((it) => it.status).sort()).toEqual([...Array(COUNT - 1).fill(200), 201]);
    expect(await wire.database.prepare('SELECT value FROM sequence').first('value')).toBe(1);
  });
});

describe('a conditional write (RFC 9110 §13.1)', () => {
  it('goes on only over what the client has seen', async () => {
    await wire.story('a');
    const etag = (await wire.api('GET', '/api/articles/a')).headers.get('etag') as string;
    const put = (headers: Record<string, string>, key = 'a', title = 'New') =>
      wire.fetch(`/api/articles/${key}`, {
        method: 'PUT',
        headers: { authorization: 'Bearer first-token', 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ title, body: 'b', published: '2026-02-01T10:00:00Z' }),
      });
    expect((await put({ 'if-match': '"999"' })).status).toBe(412);
    expect((await put({ 'if-none-match': '*' })).status).toBe(412);
    expect((await put({ 'if-match': '*' }, 'b')).status).toBe(412);
    expect((await put({ 'if-match': `"x", ${etag}` })).status).toBe(200);
    expect((await put({ 'if-match': etag }, 'a', 'Newer')).status).toBe(412);
    expect((await put({ 'if-none-match': '*' }, 'b')).status).toBe(201);
    expect(await wire.titles('all')).toEqual(['New', 'New']);
  });
});
