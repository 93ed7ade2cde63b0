import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestWire } from '../../support/wire.ts';

/** Requests a delta with these ETags. */
async function ask(wire: TestWire, path: string, etags: string, headers: Record<string, string> = {}) {
  const response = await wire.fetch(path, { headers: { 'a-im': 'feed', 'if-none-match': etags, ...headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const titlesIn = (text: string) => (JSON.parse(text) as { items: { title: string }[] }).items.map((it) => it.title);

describe('A delta feed (RFC 3229, A-IM: feed)', () => {
  let wire: TestWire;
  const etagOf = async (path: string) => (await wire.fetch(path)).headers.get('etag') as string;

  beforeAll(async () => {
    wire = await TestWire.fresh();
    for (let n = 1; n <= 6; n++) await publish(n);
  });

  let n = 200;
  const publish = (number = ++n, fields = {}) =>
    wire.story(`s${number}`, {
      title: `Story ${number}`,
      published: new Date(Date.UTC(2026, 0, 1) + number * 3_600_000).toISOString(),
      ...fields,
    });

  it('is a 226 with only what is new or changed, newest first, and the ETag of the whole document', async () => {
    const etag = await etagOf('/feeds/ukraine.json');
    await publish(2, { body: 'Changed.' });
    await publish(101);
    const delta = await ask(wire, '/feeds/ukraine.json', etag);
    const whole = await wire.fetch('/feeds/ukraine.json');
    const { 'cache-tag': _, ...headers } = Object.fromEntries(whole.headers);
    expect([delta.status, titlesIn(delta.text)]).toEqual([226, ['Story 101', 'Story 2']]);
    expect(Object.fromEntries(delta.headers)).toEqual({
      ...headers,
      im: 'feed',
      vary: 'Accept-Encoding, A-IM, Sec-Fetch-Dest, If-None-Match',
      'cache-control': (whole.headers.get('cache-control') as string).replace('public', 'private'),
    });
    expect((await ask(wire, '/feeds/ukraine.json', whole.headers.get('etag') as string)).status).toBe(304);
  });

  it.each([
    ['rss', '<rss ', '</rss>\n'],
    ['atom', '<feed ', '</feed>\n'],
  ])('is a whole document of its format: %s', async (format, start, end) => {
    const path = `/feeds/ukraine.${format}`;
    const etag = await etagOf(path);
    await publish();
    const { status, text } = await ask(wire, path, etag);
    expect([status, text.includes(start), text.endsWith(end)]).toEqual([226, true, true]);
    expect(text.match(/<(item|entry)[ >]/g)?.length).toBe(1);
    expect(text).toContain(`${path}"`);
    expect(text).not.toMatch(/rel="(next|previous)"/);
  });

  it('has a tombstone in Atom and a stub in RSS and JSON for what was withdrawn', async () => {
    await publish(60, { title: 'Secret words' });
    const etags = await Promise.all(['atom', 'rss', 'json'].map((it) => etagOf(`/feeds/ukraine.${it}`)));
    await wire.api('DELETE', '/api/articles/s60');
    const [atom, rss, json] = await Promise.all(
      ['atom', 'rss', 'json'].map((it, index) => ask(wire, `/feeds/ukraine.${it}`, etags[index] as string)),
    );
    expect(atom?.text).toMatch(/<at:deleted-entry ref="tag:[^"]+article\/s60" when="[^"]+"\/>/);
    expect(atom?.text.match(/<title type="text">[^<]*/g)).toEqual(['<title type="text">Withdrawn']);
    expect(rss?.text.match(/<guid[^>]*>[^<]*article\/s60<\/guid>/g)?.length).toBe(1);
    expect(titlesIn(json?.text ?? '')).toEqual(['Withdrawn']);
    for (const it of [atom, rss, json]) expect([it?.status, it?.text.includes('Secret')]).toEqual([226, false]);
  });

  it('has a change of a story that the page does not list any more', async () => {
    const path = '/feeds/ukraine.json?limit=2';
    const etag = await etagOf(path);
    await publish(1, { body: 'A correction of an old story.' });
    const delta = await ask(wire, path, etag);
    expect([delta.status, titlesIn(delta.text)]).toEqual([226, ['Story 1']]);
  });

  it('is never cut: where more has changed than a page holds, the answer is the 200', async () => {
    const path = '/feeds/ukraine.json?limit=2';
    const etag = await etagOf(path);
    await publish();
    await publish();
    expect((await ask(wire, path, etag)).status).toBe(226);
    await publish();
    const response = await ask(wire, path, etag);
    expect([response.status, titlesIn(response.text).length, response.headers.get('im')]).toEqual([200, 2, null]);
  });

  it('goes by the newest of several ETags', async () => {
    const first = await etagOf('/feeds/ukraine.json');
    await publish();
    const second = await etagOf('/feeds/ukraine.json');
    await publish();
    const delta = await ask(wire, '/feeds/ukraine.json', `"other", ${second}, ${first.slice(2)}`);
    expect([delta.status, titlesIn(delta.text)]).toEqual([226, [`Story ${n}`]]);
  });

  describe('of an expression', () => {
    const path = '/feeds/refugees+ukraine.json';

    beforeEach(() => publish(undefined, { tags: ['Ukraine', 'Refugees'] }));

    it('has what came into it, and stays a 304 when only its tags have changed', async () => {
      const etag = await etagOf(path);
      await publish();
      expect((await ask(wire, path, etag)).status).toBe(304);
      await publish(3, { tags: ['Ukraine', 'Refugees'] });
      const delta = await ask(wire, path, etag);
      expect([delta.status, titlesIn(delta.text)]).toEqual([226, ['Story 3']]);
      expect(delta.headers.get('etag')).toBe(await etagOf(path));
    });

    it('holds nothing when a story has only left it', async () => {
      const etag = await etagOf(path);
      await publish(n, { tags: ['Ukraine'] });
      const delta = await ask(wire, path, etag);
      expect([delta.status, titlesIn(delta.text)]).toEqual([226, []]);
      expect(delta.headers.get('etag')).not.toBe(etag);
    });
  });

  it.each([
    ['one that we never gave', 'W/"000000000000000000000000"'],
    [
      'one of ours with another number',
      (etag: string) => etag.replace(/..(?="$)/, (it) => (it === '00' ? '01' : '00')),
    ],
    ['one of ours with another seal', (etag: string) => etag.replace(/"../, '"zz')],
    ['nonsense', '"x"'],
    ['an empty one', '""'],
  ])('is the 200 for an unknown ETag: %s', async (_, tag) => {
    const etag = await etagOf('/feeds/ukraine.json');
    await publish();
    const unknown = typeof tag === 'string' ? tag : tag(etag);
    const response = await ask(wire, '/feeds/ukraine.json', unknown);
    expect([response.status, response.headers.get('im')]).toEqual([200, null]);
  });

  it('is the 200 for the ETag of another channel, format or parameter: they all differ', async () => {
    const paths = ['ukraine.json', 'all.json', 'ukraine.rss', 'ukraine.json?limit=7', 'ukraine.json?content=summary'];
    const etags = await Promise.all(paths.map((it) => etagOf(`/feeds/${it}`)));
    expect(new Set(etags).size).toBe(paths.length);
    await publish();
    const others = etags.slice(1).join(', ');
    expect((await ask(wire, '/feeds/ukraine.json', others)).status).toBe(200);
    expect((await ask(wire, '/feeds/ukraine.json', `${others}, ${etags[0]}`)).status).toBe(226);
  });

  it.each([
    ['feed', 226],
    ['vcdiff, Feed;q=0.5', 226],
    ['gzip,feed', 226],
    ['feed;q=0', 200],
    ['feed;q=0.0', 200],
    ['feeds', 200],
    ['vcdiff', 200],
    ['', 200],
  ])('is given to A-IM: %s or not: %i', async (manipulations, status) => {
    const etag = await etagOf('/feeds/ukraine.json');
    await publish();
    await wire.fetch('/feeds/ukraine.json');
    expect((await ask(wire, '/feeds/ukraine.json', etag, { 'a-im': manipulations })).status).toBe(status);
  });

  it.each([
    ['rss2email/3.14 (https://github.com/rss2email/rss2email)', 200],
    ['feedparser/6.0.11 +https://github.com/kurtmckee/feedparser/', 200],
    ['UniversalFeedParser/5.2.1 +https://code.google.com/p/feedparser/', 200],
    ['NetNewsWire (RSS Reader; https://netnewswire.com/)', 226],
  ])('is not given to programs that ask for it and refuse it: %s gets %i', async (userAgent, status) => {
    const etag = await etagOf('/feeds/ukraine.json');
    await publish();
    expect((await ask(wire, '/feeds/ukraine.json', etag, { 'user-agent': userAgent })).status).toBe(status);
  });

  it('is the 200 without If-None-Match, and for older pages', async () => {
    const response = await wire.fetch('/feeds/ukraine.json', { headers: { 'a-im': 'feed' } });
    expect(response.status).toBe(200);
    const older = ((await (await wire.fetch('/feeds/ukraine.json?limit=2')).json()) as { next_url: string }).next_url;
    const etag = await etagOf(older);
    await publish();
    expect((await ask(wire, older, etag)).status).toBe(200);
  });

  it.each(['a client that takes the whole', 'nobody'])(
    'is gzipped for those that take it, after %s has',
    async (who) => {
      const etag = await etagOf('/feeds/ukraine.json');
      await publish();
      const headers = { 'accept-encoding': 'gzip' };
      if (who !== 'nobody') await wire.fetch('/feeds/ukraine.json', { headers });
      const plain = await ask(wire, '/feeds/ukraine.json', etag);
      const response = await wire.fetch('/feeds/ukraine.json', {
        headers: { 'a-im': 'feed', 'if-none-match': etag, ...headers },
      });
      expect([response.status, response.headers.get('content-encoding')]).toEqual([226, 'gzip']);
      const text = await new Response(response.body?.pipeThrough(new DecompressionStream('gzip'))).text();
      expect(text).toBe(plain.text);
      expect(titlesIn(text)).toEqual([`Story ${n}`]);
    },
  );
});
