import { beforeEach, describe, expect, it } from 'vitest';
import { openHub, Subscriber } from '../../support/hub.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

beforeEach(openHub);

const SENTENCE = 'The ferry of Keltmouth left at nine with two hundred people and eleven cars on board. ';
const FERRY = {
  title: 'The ferry of Keltmouth is back',
  body: SENTENCE.repeat(8),
  image: { url: '/images/ferry.jpg', alt: 'A ferry', width: 1200, height: 800 },
};
const MSN = '/feeds/ukraine/for/msn.rss';
const text = async (path: string) => (await wire.fetch(path)).text();
const titles = async (path: string) => [...(await text(path)).matchAll(/<item>\s*<title>([^<]*)</g)].map((it) => it[1]);
const location = async (path: string) => {
  const { status, headers } = await wire.fetch(path);
  return [status, headers.get('location')];
};
const detail = async (path: string) => {
  const response = await wire.fetch(path);
  return [response.status, ((await response.json()) as { detail: string }).detail];
};

describe("a partner's feed", () => {
  it('has the stories that the partner takes, in its form, and no others', async () => {
    await wire.story('ferry', FERRY);
    await wire.story('short', { ...FERRY, title: 'Ferry' });
    const xml = await text(MSN);
    expect(xml).toContain('xmlns:mi="http://schemas.ingestion.microsoft.com/common/"');
    expect(xml).toContain('<mi:shortTitle>The ferry of Keltmouth is back</mi:shortTitle>');
    expect(xml).toContain(`<atom:link href="${ORIGIN}${MSN}" rel="self" type="application/rss+xml"/>`);
    expect(await titles(MSN)).toEqual([FERRY.title]);
    expect((await titles('/feeds/ukraine.rss')).sort()).toEqual(['Ferry', FERRY.title, 'first']);
  });

  it('is valid where the partner takes nothing', async () => {
    await wire.story('short', { title: 'Ferry' });
    const { status, headers } = await wire.fetch(MSN);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/rss+xml; charset=utf-8']);
    expect(await text(MSN)).not.toContain('<item>');
  });

  it('says that a story is gone, without a word of it', async () => {
    await wire.story('ferry', FERRY);
    await wire.story('quay', { ...FERRY, title: 'The quay of Keltmouth is closed' });
    wire.pass(60);
    await wire.api('DELETE', '/api/articles/ferry');
    await wire.story('quay', { ...FERRY, title: 'The quay of Keltmouth is closed', status: 'retracted' });
    const xml = await text(MSN);
    expect(await titles(MSN)).toEqual(['Withdrawn', 'Retracted']);
    expect(xml).not.toMatch(/Keltmouth|ferry\.jpg/);
    expect(xml.match(/<guid [^>]*>[^<]*/g)?.map((it) => it.split('/').at(-1))).toEqual(['ferry', 'quay']);
    expect(xml.match(/<dcterms:valid>[^<]*/g)?.map((it) => /end=([^;]*)/.exec(it)?.[1])).toEqual([
      '2026-03-01T14:01:00.000Z',
      '2026-03-01T14:01:00.001Z',
    ]);
  });

  it('has one address, whatever it is asked by', async () => {
    await wire.story('ferry', FERRY);
    expect(await location('/feeds/ukraine/for/msn')).toEqual([301, ORIGIN + MSN]);
    expect(await location('/feeds/Ukraine/for/MSN.xml?limit=5&content=summary')).toEqual([301, ORIGIN + MSN]);
    expect(await detail('/feeds/ukraine/for/yahoo.rss')).toEqual([
      404,
      'there is no profile for "yahoo": expected one of msn, smartnews, flipboard, newsbreak, podcast, ninjs, superdesk, nitf',
    ]);
    expect(await detail('/feeds/ukraine/for/msn.atom')).toEqual([404, 'MSN takes rss, not atom']);
    expect(await location('/feeds/ukraine/for/ninjs')).toEqual([301, `${ORIGIN}/feeds/ukraine/for/ninjs.json`]);
    expect(await detail('/feeds/ukraine/for/ninjs.rss')).toEqual([404, 'ninjs (IPTC) takes json, not rss']);
    expect((await wire.fetch('/feeds/ukraine/for.rss')).status).toBe(404);
    expect((await wire.fetch('/feeds/nowhere/for/msn.rss')).status).toBe(404);
  });

  it('is answered with 304, and with what has changed, as every feed is', async () => {
    await wire.story('ferry', FERRY);
    const etag = (await wire.fetch(MSN)).headers.get('etag') as string;
    expect((await wire.fetch(MSN, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(etag).not.toBe((await wire.fetch('/feeds/ukraine.rss')).headers.get('etag'));
    await wire.story('quay', { ...FERRY, title: 'The quay of Keltmouth is closed' });
    const delta = await wire.fetch(MSN, { headers: { 'if-none-match': etag, 'a-im': 'feed' } });
    expect([delta.status, (await delta.text()).match(/<title>The [^<]*/g)]).toEqual([
      226,
      ['<title>The quay of Keltmouth is closed'],
    ]);
  });

  it('has pages of its own length, and no archives', async () => {
    await wire.bulk(
      Array.from({ length: 25 }, (_, n) =>
        JSON.stringify({
          ...FERRY,
          key: `n${n}`,
          title: `The ferry of Keltmouth: ${n}`,
          tags: ['Ukraine'],
          published: `2026-02-01T10:${String(n).padStart(2, '0')}:00Z`,
        }),
      ),
    );
    const xml = await text(MSN);
    expect((await titles(MSN)).length).toBe(20);
    const next = /rel="next" href="([^"]*)"/.exec(xml)?.[1] ?? '';
    expect(next).toMatch(/\/feeds\/ukraine\/for\/msn\.rss\?before=/);
    expect((await titles(next.slice(ORIGIN.length))).length).toBe(5);
    expect(xml).not.toContain('prev-archive');
    expect((await titles('/feeds/ukraine/for/flipboard.rss')).length).toBe(25);
  });

  it('is a topic of the hub', async () => {
    await wire.story('ferry', FERRY);
    const subscriber = new Subscriber();
    await subscriber.subscribe(MSN);
    await wire.story('quay', { ...FERRY, title: 'The quay of Keltmouth is closed' });
    await wire.work();
    const [delivery] = await subscriber.received();
    expect(delivery?.body).toContain('<mi:shortTitle>The quay of Keltmouth is closed</mi:shortTitle>');
    expect(delivery?.body).not.toContain('is back');
  });
});

describe('the pages of a partner that the newsroom feeds', () => {
  const feed = (settings: object) =>
    wire.api('PUT', '/api/partners', JSON.stringify({ version: 1, partners: { msn: settings } }), 'application/json');
  const story = (n: number, tags: string[], fields = {}) =>
    JSON.stringify({
      ...FERRY,
      ...fields,
      key: `n${n}`,
      title: `The ferry of Keltmouth: ${n}`,
      tags,
      published: `2026-02-01T${String(10 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:00Z`,
    });
  /** Titles on every page, by `next` and then back by `previous`. */
  const walk = async (path: string) => {
    const pages: string[][] = [];
    const link = (xml: string, rel: string) => new RegExp(`rel="${rel}" href="[^"]*?(/feeds[^"]*)"`).exec(xml)?.[1];
    let last = path;
    for (let next: string | undefined = path; next !== undefined; next = link(await text(next), 'next')) {
      pages.push((await titles(next)).map((it) => it?.split(': ')[1] ?? ''));
      last = next;
    }
    const back: string[][] = [];
    for (let at: string | undefined = last; at !== undefined; at = link(await text(at), 'previous'))
      back.unshift((await titles(at)).map((it) => it?.split(': ')[1] ?? ''));
    expect(back).toEqual(pages);
    return pages;
  };

  it('are full of what it takes, however much newer there is that it does not take', async () => {
    // Two kinds that are not taken: of another tag, and without a picture.
    await wire.bulk([
      ...Array.from({ length: 25 }, (_, n) => story(n, ['Ukraine'])),
      ...Array.from({ length: 60 }, (_, n) => story(25 + n, ['Sport'])),
      ...Array.from({ length: 60 }, (_, n) => story(85 + n, ['Ukraine'], { image: undefined })),
    ]);
    await feed({ only: 'ukraine' });
    const taken = Array.from({ length: 25 }, (_, n) => String(24 - n));
    for (const path of [
      '/feeds/all/for/msn.rss',
      MSN,
      '/feeds/ukraine+!poland/for/msn.rss',
      '/feeds/sport,ukraine/for/msn.rss',
    ]) {
      if (path.includes('poland')) await wire.story('poland', { tags: ['Poland'] });
      expect([path, await walk(path)]).toEqual([path, [taken.slice(0, 20), taken.slice(20)]]);
    }
    expect(await titles('/feeds/sport/for/msn.rss')).toEqual([]);
  });

  it('have what it takes under other settings and another vocabulary, with another ETag', async () => {
    await wire.bulk([
      ...Array.from({ length: 5 }, (_, n) => story(n, ['Ukraine'])),
      ...Array.from({ length: 30 }, (_, n) => story(5 + n, ['Sport'])),
    ]);
    const path = '/feeds/all/for/msn.rss';
    await feed({ only: 'ukraine' });
    expect((await titles(path)).length).toBe(5);
    const { headers } = await wire.fetch(path);
    const etag = headers.get('etag') as string;
    await feed({ only: 'sport' });
    const other = await wire.fetch(path, { headers: { 'if-none-match': etag } });
    expect([other.status, (await titles(path)).length]).toEqual([200, 20]);
    await wire.putTags([{ slug: 'games', label: 'Games', formerly: ['sport'] }]);
    await wire.tick();
    wire.pass(3);
    expect((await titles(path)).length).toBe(20);
    // A story that comes to be taken.
    await wire.story('n0', {
      ...FERRY,
      title: 'The ferry of Keltmouth: 0',
      tags: ['Games'],
      published: '2026-02-02T10:00:00Z',
    });
    expect((await titles(path))[0]).toBe('The ferry of Keltmouth: 0');
  });

  it('are of the same moment as the verdicts: while stories are judged anew, none is left out by what was', async () => {
    await wire.bulk(Array.from({ length: 3 }, (_, n) => story(n, ['Ukraine'])));
    await feed({ only: 'sport' });
    const path = '/feeds/all/for/msn.rss';
    expect(await titles(path)).toEqual([]);
    const etag = (await wire.fetch(path)).headers.get('etag') as string;
    // As a push leaves it that has more to judge than fits into a request.
    await wire.database
      .prepare(
        "UPDATE partners SET hash = '0123456789abcdef', upto = 0, judged = '', content = replace(content, 'sport', 'ukraine')",
      )
      .run();
    await wire.database.prepare("UPDATE sequence SET settings = 'another'").run();
    wire.pass(3);
    expect(await titles(path)).toHaveLength(3);
    const between = (await wire.fetch(path)).headers.get('etag');
    await wire.tick();
    wire.pass(3);
    expect(await titles(path)).toHaveLength(3);
    const after = (await wire.fetch(path)).headers.get('etag');
    expect(new Set([etag, between, after]).size).toBe(3);
  });
});

describe('the search of a partner', () => {
  it('has a correction among what has changed, however much newer there is that is not taken', async () => {
    await wire.api(
      'PUT',
      '/api/partners',
      JSON.stringify({ version: 1, partners: { flipboard: {} } }),
      'application/json',
    );
    await wire.story('taken', { ...FERRY, published: '2026-01-01T10:00:00Z' });
    await wire.bulk(
      Array.from({ length: 40 }, (_, n) =>
        JSON.stringify({
          ...FERRY,
          key: `n${n}`,
          image: undefined,
          tags: ['Sport'],
          published: '2026-02-01T10:00:00Z',
        }),
      ),
    );
    const path = '/feeds/search/for/flipboard.rss?q=keltmouth';
    expect(await titles(path)).toEqual([FERRY.title]);
    const etag = (await wire.fetch(path)).headers.get('etag') as string;
    await wire.story('taken', {
      ...FERRY,
      title: 'The ferry of Keltmouth is back again',
      published: '2026-01-01T10:00:00Z',
    });
    const delta = await wire.fetch(path, { headers: { 'if-none-match': etag, 'a-im': 'feed' } });
    expect([delta.status, await delta.text()]).toEqual([226, expect.stringContaining('back again')]);
  });
});

describe('a story that was published long ago', () => {
  const put = (partners: object) =>
    wire.api('PUT', '/api/partners', JSON.stringify({ version: 1, partners }), 'application/json');
  interface Report {
    passed: number;
    withheld: number;
    stories: { key: string; verdict: string; findings: { rule: string; message: string }[] }[];
  }
  const report = async () => (await (await wire.api('GET', '/api/partners/msn/report?channel=sport')).json()) as Report;
  const old = { rule: 'age', message: 'it was published 365 days ago, or earlier' };

  // The wire's clock stands at 2026-03-01, noon.
  it('is not in the feed of a partner that does not take it, on no page, and its answer says so', async () => {
    await put({ msn: {} });
    await wire.story('young', { ...FERRY, tags: ['Sport'], published: '2025-03-02T00:00:00Z' });
    const answer = await wire.putJson('old', { ...FERRY, tags: ['Sport'], published: '2025-03-01T23:59:59Z' });
    const { notes } = (await answer.json()) as { notes: { field: string; message: string }[] };
    expect(notes).toEqual([{ field: 'age', message: `MSN does not take it: ${old.message}` }]);
    for (const path of ['/feeds/sport/for/msn.rss', '/feeds/sport+!poland/for/msn.rss', '/feeds/all/for/msn.rss']) {
      if (path.includes('poland')) await wire.story('poland', { tags: ['Poland'] });
      expect([path, await titles(path)]).toEqual([path, [FERRY.title]]);
      expect(await text(path)).not.toContain('rel="next"');
    }
    expect(await titles('/feeds/sport/for/flipboard.rss')).toHaveLength(2);
    const { stories } = await report();
    expect(stories.map((it) => [it.key, it.verdict, it.findings])).toEqual([
      ['young', 'passed', []],
      ['old', 'withheld', [old]],
    ]);
  });

  it('grows old at midnight: the feed, its ETag and the report follow the clock', async () => {
    await put({ msn: {}, flipboard: {} });
    await wire.story('young', { ...FERRY, tags: ['Sport'], published: '2025-03-02T13:00:00Z' });
    expect(await report()).toMatchObject({ passed: 1, withheld: 0 });
    const overview = async () => {
      const page = await wire.fetch('/partners', { headers: { authorization: `Basic ${btoa('x:first-token')}` } });
      return [...(await page.text()).matchAll(/<\/th><td class="number">(\d+)/g)].map((it) => it[1]);
    };
    expect(await overview()).toEqual(['1', '1']);
    const path = '/feeds/sport/for/msn.rss';
    const { headers } = await wire.fetch(path);
    const etag = headers.get('etag') as string;
    wire.pass(12 * 3600 - 1);
    expect((await wire.fetch(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    wire.pass(1);
    expect((await wire.fetch(path, { headers: { 'if-none-match': etag } })).status).toBe(200);
    expect(await titles(path)).toEqual([]);
    expect(await report()).toMatchObject({ passed: 0, withheld: 1, stories: [{ findings: [old] }] });
    expect(await overview()).toEqual(['2', '1']);
  });

  it('is not among what has changed, either', async () => {
    await wire.story('young', { ...FERRY, tags: ['Sport'] });
    const path = '/feeds/sport/for/msn.rss';
    const etag = (await wire.fetch(path)).headers.get('etag') as string;
    await wire.story('old', {
      ...FERRY,
      title: 'The old ferry of Keltmouth',
      tags: ['Sport'],
      published: '2024-01-01T12:00:00Z',
    });
    const delta = await wire.fetch(path, { headers: { 'if-none-match': etag, 'a-im': 'feed' } });
    expect([delta.status, await delta.text()]).toEqual([226, expect.not.stringContaining('<item>')]);
    // Its end is.
    const now = delta.headers.get('etag') as string;
    await wire.api('DELETE', '/api/articles/old');
    const end = await wire.fetch(path, { headers: { 'if-none-match': now, 'a-im': 'feed' } });
    expect([end.status, await end.text()]).toEqual([226, expect.stringContaining('<title>Withdrawn</title>')]);
  });

  it('that is scheduled is told of as it will be', async () => {
    await put({ msn: {} });
    await wire.story('later', { ...FERRY, published: '2025-03-02T10:00:00Z', embargo: '2026-03-02T10:00:00Z' });
    const all = (await (await wire.api('GET', '/api/partners/msn/report')).json()) as { scheduled: object[] };
    expect(all.scheduled).toMatchObject([{ key: 'later', verdict: 'withheld', findings: [old] }]);
  });
});

describe('a story that is gone', () => {
  const ferry = (n: number) => ({
    ...FERRY,
    title: `The ferry of Keltmouth: ${n}`,
    published: `2026-02-01T10:${String(n).padStart(2, '0')}:00Z`,
  });

  it("is told on the first page of a partner's feed, however old it is, and on that of no other channel", async () => {
    for (let n = 0; n < 25; n++) await wire.story(`n${n}`, ferry(n));
    await wire.story('sport', { ...ferry(0), tags: ['Sport'] });
    const before = await wire.fetch(MSN);
    const combined = '/feeds/all+!sport/for/msn.rss';
    const other = await wire.fetch(combined);
    wire.pass(60);
    await wire.api('DELETE', '/api/articles/n1');
    wire.pass(1);
    await wire.story('n2', { ...ferry(2), status: 'retracted' });
    expect(await titles(MSN)).toEqual([
      ...Array.from({ length: 20 }, (_, n) => ferry(24 - n).title),
      'Retracted',
      'Withdrawn',
    ]);
    expect((await titles(combined)).slice(-2)).toEqual(['Retracted', 'Withdrawn']);
    expect((await wire.fetch(combined)).headers.get('etag')).not.toBe(other.headers.get('etag'));
    const etag = before.headers.get('etag') as string;
    expect((await wire.fetch(MSN, { headers: { 'if-none-match': etag } })).status).toBe(200);
    expect(await titles('/feeds/sport/for/msn.rss')).toEqual([ferry(0).title]);
    // An older page has them at their own place, and plain feeds as before.
    const next = /rel="next" href="[^"]*?(\/feeds[^"]*)"/.exec(await text(MSN))?.[1] ?? '';
    expect(await titles(next)).toEqual([ferry(4).title, ferry(3).title, 'Retracted', 'Withdrawn', ferry(0).title]);
    expect((await titles('/feeds/ukraine.rss?limit=10')).some((it) => /Withdrawn|Retracted/.test(it ?? ''))).toBe(
      false,
    );
    // It comes back.
    await wire.story('n2', ferry(2));
    expect((await titles(MSN)).slice(-1)).toEqual(['Withdrawn']);
  });

  it('is not pushed off the first page by those that the partner is not told of', async () => {
    const partners = JSON.stringify({ version: 1, partners: { msn: { only: 'sport' } } });
    await wire.api('PUT', '/api/partners', partners, 'application/json');
    await wire.story('mine', { ...FERRY, tags: ['Sport'] });
    for (let n = 0; n < 22; n++) await wire.story(`n${n}`, { ...FERRY, tags: ['Poland'] });
    await wire.api('DELETE', '/api/articles/mine');
    wire.pass(60);
    for (let n = 0; n < 22; n++) await wire.api('DELETE', `/api/articles/n${n}`);
    expect(await titles('/feeds/all/for/msn.rss')).toEqual(['Withdrawn']);
  });

  it('is not told to a partner that the newsroom did not give it', async () => {
    await wire.story('ferry', FERRY);
    await wire.story('sport', { ...FERRY, tags: ['Sport'] });
    const partners = JSON.stringify({ version: 1, partners: { msn: { only: 'sport' } } });
    await wire.api('PUT', '/api/partners', partners, 'application/json');
    await wire.api('DELETE', '/api/articles/ferry');
    expect(await titles('/feeds/all/for/msn.rss')).toEqual([FERRY.title]);
    await wire.api('DELETE', '/api/articles/sport');
    expect(await titles('/feeds/all/for/msn.rss')).toEqual(['Withdrawn']);
  });
});
