import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inARow, type Wait, WatchedDatabase } from '../support/watched-database.ts';
import { STORY, TestWire } from '../support/wire.ts';

/** The database's latency, in milliseconds. */
const LATE = 2;

let wire: TestWire;
let database: WatchedDatabase;
const table: { request: string; waits: number; budget: number; rows: number }[] = [];

beforeAll(async () => {
  wire = await TestWire.fresh();
  database = new WatchedDatabase(wire.database);
  wire.database = database;
  await wire.putTags([
    { slug: 'ukraine', label: 'Ukraine', broader: 'europe' },
    { slug: 'europe', label: 'Europe' },
    { slug: 'corridors', label: 'Corridors', formerly: ['routes'] },
  ]);
  const partners = { msn: { only: 'all+!corridors' }, flipboard: {}, ninjs: {} };
  await wire.api('PUT', '/api/partners', JSON.stringify({ version: 1, partners }), 'application/json');
  const tags = (n: number) => ['Ukraine', n % 2 ? 'Russia' : 'Sport', ...(n % 3 ? [] : ['Corridors'])];
  const day = (n: number) => String(1 + (n % 27)).padStart(2, '0');
  await wire.bulk(
    Array.from({ length: 120 }, (_, n) =>
      JSON.stringify({
        ...STORY,
        key: `s${n}`,
        title: `Story ${n} of the corridors`,
        published: `2026-0${1 + (n % 2)}-${day(n)}T08:00:00Z`,
        tags: tags(n),
      }),
    ),
  );
});
afterAll(() => {
  const lines = table.map(
    ({ request, waits, budget, rows }) =>
      `${request.padEnd(70)} waits ${waits} (budget ${budget}), rows read ${String(rows).padStart(4)}`,
  );
  console.log(lines.join('\n'));
});

/** Counts the waits that come one after another before an answer. */
async function measure<T>(request: string, budget: number, ask: () => Promise<T>): Promise<T> {
  database.take();
  database.late = LATE;
  let before: Wait[] = [];
  wire.answered = () => {
    before = database.waits.filter((it) => it.to < Number.POSITIVE_INFINITY);
  };
  const answer = await ask();
  wire.answered = () => {};
  database.late = 0;
  const waits = inARow(before);
  const rows = before.flatMap((it) => it.rows).reduce((sum, it) => sum + it, 0);
  table.push({ request, waits, budget, rows });
  // A process that knows nothing has to ask: none would mean that nothing was counted.
  expect([request, waits <= budget, waits > 0 || !request.startsWith('cold')]).toEqual([request, true, true]);
  return answer;
}

async function get(name: string, budget: number, path: string, status: number, headers: Record<string, string> = {}) {
  const response = await measure(`${name} ${path}`, budget, () => wire.fetch(path, { headers }));
  expect([path, response.status]).toEqual([path, status]);
  return response;
}

const etagOf = async (path: string) => (await wire.fetch(path)).headers.get('etag') ?? '';

describe('a request waits for the database', () => {
  it.each([
    ['/feeds/all.rss', 1, 0],
    ['/feeds/ukraine.atom', 1, 0],
    ['/feeds/russia+ukraine.json', 2, 0],
    ['/feeds/ukraine/for/newsbreak.rss', 1, 0],
    ['/feeds/russia+ukraine/for/msn.rss', 2, 0],
    ['/feeds/corridors,sport+!russia.rss', 2, 0],
    ['/feeds/search.rss?q=corridors', 2, 0],
    ['/feeds/ukraine/2026-01.atom', 2, 1],
  ])('no more often than its budget: %s', async (path, cold304, remembered304) => {
    wire.restart();
    await get('cold 200', 2, path, 200);
    const same = { 'if-none-match': await etagOf(path) };
    await get('from memory 304', remembered304, path, 304, same);
    await get('from memory 200', remembered304, path, 200);
    wire.pass(3);
    await get('after 3 s 304', 1, path, 304, same);
    wire.restart();
    await get('cold 304', cold304, path, 304, same);
    wire.restart();
    await get('cold 200 of whoever has another', 2, path, 200, { 'if-none-match': 'W/"aaaaaaaaaaaaaaaaaaaaaaaa"' });
  });

  it('twice for an older page, for what has changed since, and for a former name', async () => {
    const [, next = ''] =
      /"next_url":"[^"]*(\/feeds\/[^"]*)"/.exec(await (await wire.fetch('/feeds/all.json')).text()) ?? [];
    wire.restart();
    await get('cold 200', 2, next, 200);
    for (const path of ['/feeds/ukraine.atom', '/feeds/russia+ukraine.json']) {
      const before = await etagOf(path);
      await wire.story(`late-${path.length}`, { tags: ['Ukraine', 'Russia'], published: '2026-02-28T08:00:00Z' });
      const headers = { 'a-im': 'feed', 'if-none-match': before };
      wire.restart();
      await get('cold 226', 2, path, 226, headers);
      wire.restart();
      await get('cold 200 of whoever has an earlier one', 2, path, 200, { 'if-none-match': before });
      await get('from memory 226', 1, path, 226, headers);
    }
    wire.restart();
    await get('cold 301', 2, '/feeds/routes.rss', 301);
    wire.restart();
    await get('cold 404', 2, '/feeds/nowhere.rss', 404);
  });

  it.each([
    ['/', 3],
    ['/?q=corr', 3],
    ['/channels/ukraine', 3],
    ['/channels/russia+ukraine', 3],
    ['/articles/s1', 2],
    ['/feeds.opml', 2],
    ['/embed/ukraine', 2],
    ['/embed/articles/s1', 2],
    ['/search?q=corridors', 2],
    ['/sitemap.xml', 2],
    ['/sitemap-news.xml', 2],
    ['/sitemaps/channels.xml', 2],
    ['/sitemaps/stories-2026-02.xml', 2],
    [`/oembed?url=${encodeURIComponent('http://127.0.0.1:8787/channels/ukraine')}`, 2],
    [`/oembed?url=${encodeURIComponent('http://127.0.0.1:8787/articles/s1')}`, 2],
  ])('no more often than its budget, in a process that knows nothing: %s', async (path, budget) => {
    wire.restart();
    await get('cold 200', budget, path, 200);
  });

  it('three times at most to publish, and once if nothing changes', async () => {
    const put = (fields: Record<string, unknown>) => () =>
      wire.putJson('fresh', { tags: ['Ukraine', 'New'], ...fields });
    wire.restart();
    expect((await measure('cold PUT new', 3, put({ title: 'A' }))).status).toBe(201);
    wire.restart();
    expect((await measure('cold PUT changed', 3, put({ title: 'B' }))).status).toBe(200);
    wire.restart();
    expect((await measure('cold PUT unchanged', 1, put({ title: 'B' }))).status).toBe(200);
    expect((await measure('PUT changed', 3, put({ title: 'C' }))).status).toBe(200);
    wire.restart();
    expect((await measure('cold PUT withdrawn', 3, put({ status: 'withdrawn' }))).status).toBe(200);
    wire.restart();
    const withdraw = () => wire.api('DELETE', '/api/articles/s2');
    expect((await measure('cold DELETE', 3, withdraw)).status).toBe(204);
    wire.restart();
    expect((await measure('cold GET /api/articles/s1', 1, () => wire.api('GET', '/api/articles/s1'))).status).toBe(200);
  });
});

describe('a delivery of the hub waits for the database', () => {
  it('four times: to claim, to look, to read what is new, to store what became of it', async () => {
    await wire.database
      .prepare(`INSERT INTO topics (id, path, checked, target, changed) VALUES (1, '/feeds/ukraine.atom', 0, 100, 0);`)
      .run();
    const subscribe = (delivered: number) =>
      wire.database
        .prepare(
          `INSERT INTO subscriptions (topic, callback, host, requested_topic, algorithm, expires, delivered)
           VALUES (1, 'http://nobody.subscriber.example/${delivered}', 'nobody.subscriber.example', '/feeds/ukraine.atom',
             'sha256', 9007199254740991, ${delivered})`,
        )
        .run();
    const deliver = async (name: string) => {
      await wire.jobs.put([{ job: { kind: 'deliver', topic: 1 }, delay: 0 }]);
      await measure(name, 4, () => wire.work());
    };
    await subscribe(90);
    wire.restart();
    await deliver('cold delivery');
    await subscribe(91);
    await deliver('delivery');
  });
});
