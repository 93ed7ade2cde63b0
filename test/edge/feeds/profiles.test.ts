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
