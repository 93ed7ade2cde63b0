import { beforeEach, describe, expect, it } from 'vitest';
import { findEntries } from '../../src/articles/store.ts';
import { type Subscription, storeSubscription } from '../../src/hub/subscription-store.ts';
import { advanceTopic, findLagging } from '../../src/hub/topic-store.ts';
import { TestWire } from '../support/wire.ts';

const COUNT = 20;
const keys = Array.from({ length: COUNT }, (_, index) => `s${index}`);

let wire: TestWire;
beforeEach(async () => {
  wire = await TestWire.fresh();
});

const pageStatus = async (key: string) => (await wire.fetch(`/articles/${key}`)).status;

/** Counts on the start page against what each channel lists. */
async function expectCountsToAgree(): Promise<void> {
  const { results } = await wire.env.DB.prepare(
    `SELECT slug, articles, (SELECT count(*) FROM listings JOIN articles USING (key)
       WHERE channel = channels.slug AND status <> 'withdrawn') AS listed FROM channels`,
  ).all<{ slug: string; articles: number; listed: number }>();
  expect(results.map((it) => it.articles)).toEqual(results.map((it) => it.listed));
}

describe('whoever has read a listing', () => {
  it.each([
    ['an embargo', { embargo: '2030-01-01T00:00:00Z' }],
    ['a draft', { status: 'draft' }],
  ])('does not get the version under %s that has come since', async (_, fields) => {
    await wire.story('a', {});
    expect((await findEntries(wire.env.DB, ['a'])).size).toBe(1);
    await wire.story('a', { title: 'For nobody yet', ...fields });
    expect((await findEntries(wire.env.DB, ['a'])).size).toBe(0);
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
    for (const key of keys) expect([404, 410]).toContain(await pageStatus(key));
    expect(await wire.titles('all')).toEqual([]);
    await expectCountsToAgree();
  });

  it('give one article a contested slug, refuse the others, and never two the same moment', async () => {
    const contested = await Promise.all(keys.slice(0, 8).map((key) => wire.putJson(key, { slug: 'same' })));
    expect(contested.map((it) => it.status).sort()).toEqual([201, ...Array(7).fill(422)]);
    await Promise.all(keys.slice(8, 14).map((key) => wire.story(key)));
    const { results } = await wire.env.DB.prepare(
      'SELECT count(*) AS n, count(DISTINCT updated) AS moments FROM articles',
    ).all();
    expect(results).toEqual([{ n: 7, moments: 7 }]);
  });

  it('store identical puts once', async () => {
    const responses = await Promise.all(keys.map(() => wire.putJson('a', {})));
    expect(responses.map((it) => it.status).sort()).toEqual([...Array(COUNT - 1).fill(200), 201]);
    expect(await wire.env.DB.prepare('SELECT value FROM sequence').first('value')).toBe(1);
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

describe('a topic of the hub', () => {
  it('is looked at again for who was verified while it was looked at, though it had asked long before', async () => {
    const { DB: db } = wire.env;
    await wire.story('both', { tags: ['a', 'b'] });
    await wire.story('one', { tags: ['a'] });
    const subscribe = (name: string, since: number) => {
      const callback = `https://${name}.example/`;
      const host = `${name}.example`;
      const subscription: Subscription = { callback, host, asked: '', secret: undefined, algorithm: 'sha256' };
      const address = { path: '/feeds/a+b.json', channels: ['a', 'b'] };
      return storeSubscription(db, address, subscription, { expires: Number.MAX_SAFE_INTEGER, since, now: wire.now });
    };
    const lagging = () => findLagging(db, undefined, { after: 0, limit: 10 });
    await subscribe('quick', 1);
    const [seen] = await lagging();
    await subscribe('slow', 0);
    await advanceTopic(db, seen as NonNullable<typeof seen>, { checked: 2, target: undefined, now: wire.now });
    expect((await lagging()).map(({ path, checked }) => [path, checked])).toEqual([['/feeds/a+b.json', 0]]);
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
    await wire.env.DB.batch([
      wire.env.DB.prepare(`UPDATE vocabulary SET stale = '["ukraine"]'`),
      wire.env.DB.prepare(`DELETE FROM listings WHERE channel = 'europe'`),
      wire.env.DB.prepare(`UPDATE articles SET channels = '["all","ukraine"]'`),
      wire.env.DB.prepare(`UPDATE channels SET articles = 0 WHERE slug = 'europe'`),
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

describe('an article’s page', () => {
  it('is kept by caches no longer than its story lasts, and can be purged by its key', async () => {
    await wire.story('a', { expires: '2026-03-01T12:01:00Z', tags: [] });
    const { headers } = await wire.fetch('/articles/a');
    expect([headers.get('cache-control'), headers.get('cache-tag')]).toEqual([
      'public, max-age=60, must-revalidate',
      'article-a',
    ]);
  });

  it('has an ETag that changes with it, also within a second', async () => {
    await wire.story('a', { title: 'One' });
    const etag = (await wire.fetch('/articles/a')).headers.get('etag') as string;
    expect((await wire.fetch('/articles/a', { headers: { 'if-none-match': etag } })).status).toBe(304);
    await wire.story('a', { title: 'Two' });
    expect((await wire.fetch('/articles/a', { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('tells nobody of a draft that was withdrawn', async () => {
    await wire.story('a', { status: 'draft' });
    await wire.api('DELETE', '/api/articles/a');
    expect((await wire.fetch('/articles/a')).status).toBe(404);
  });

  it('cannot be given our own origin’s mark by a reference', async () => {
    await wire.story('a', { body: 'a &#1;.evil.example <a href="&#x1;.evil.example">x</a>', bodyType: 'html' });
    expect(await (await wire.fetch('/articles/a')).text()).not.toContain('8787.evil');
  });
});
