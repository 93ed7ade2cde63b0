import { beforeEach, describe, expect, it } from 'vitest';
import { address, etagOf, find, text } from '../../support/search.ts';
import { freshWire, TestWire, wire } from '../../support/wire.ts';

describe('the versions of a search', () => {
  beforeEach(async () => {
    await freshWire();
    for (let n = 1; n <= 3; n++)
      await wire.story(`z${n}`, { title: `Zebra ${n}`, published: `2026-02-0${n}T10:00:00Z` });
    wire.pass(60);
  });
  const path = '/feeds/search.json?q=zebra';
  const ask = async (etag: string, of = path) => {
    const response = await wire.fetch(of, { headers: { 'a-im': 'feed', 'if-none-match': etag } });
    const body = await response.text();
    const items = body === '' ? [] : (JSON.parse(body) as { items: { title: string }[] }).items;
    return [response.status, items.map((it) => it.title)];
  };

  it('change with what is listed and with nothing else', async () => {
    const [found, nothing] = [await etagOf(path), await etagOf(address('unicorn'))];
    const [body, empty] = [await text(path), await text(address('unicorn'))];
    await wire.story('other', { title: 'Other' });
    await wire.putTags([{ slug: 'else', label: 'Else' }]);
    expect([await etagOf(path), await text(path)]).toEqual([found, body]);
    expect([await etagOf(address('unicorn')), await text(address('unicorn'))]).toEqual([nothing, empty]);
    await wire.story('z2', { title: 'Zebra 2', body: 'Changed.', published: '2026-02-02T10:00:00Z' });
    const changed = await etagOf(path);
    await wire.api('DELETE', '/api/articles/z1');
    expect(new Set([found, changed, await etagOf(path), nothing]).size).toBe(4);
    await wire.story('unicorn', { title: 'Unicorn' });
    expect(await etagOf(address('unicorn'))).not.toBe(nothing);
  });

  it('differ by words, format and parameters', async () => {
    const paths = [
      path,
      '/feeds/search.json?q=zebra*',
      '/feeds/search.rss?q=zebra',
      '/feeds/search.json?limit=7&q=zebra',
    ];
    expect(new Set(await Promise.all(paths.map(etagOf))).size).toBe(4);
  });

  it('are seen by another process within two seconds, and by this one at once', async () => {
    const second = new TestWire();
    second.now = wire.now;
    const titles = () => second.titles('search', '?q=zebra');
    expect((await titles()).length).toBe(3);
    await wire.story('z4', { title: 'Zebra 4' });
    expect((await find('zebra')).length).toBe(4);
    second.pass(2);
    expect((await titles()).length).toBe(4);
  });

  it('have deltas: what is new or changed on the first page', async () => {
    const etag = await etagOf(path);
    expect(await ask(etag)).toEqual([304, []]);
    await wire.story('other', { title: 'Other' });
    expect(await ask(etag)).toEqual([304, []]);
    await wire.story('z1', { title: 'Zebra one', published: '2026-02-01T10:00:00Z' });
    await wire.story('z4', { title: 'Zebra 4', published: '2026-02-04T10:00:00Z' });
    expect(await ask(etag)).toEqual([226, ['Zebra 4', 'Zebra one']]);
    await wire.api('DELETE', '/api/articles/z4');
    expect(await ask(etag)).toEqual([226, ['Zebra one']]);
    expect(await ask('W/"3-000000000000-000000000000"')).toEqual([200, ['Zebra 3', 'Zebra 2', 'Zebra one']]);
  });

  it('have no delta that is cut, and one from nothing', async () => {
    const [small, nothing] = ['/feeds/search.json?limit=2&q=zebra', '/feeds/search.json?q=unicorn'];
    const [etag, none] = [await etagOf(small), await etagOf(nothing)];
    for (const n of [4, 5]) await wire.story(`z${n}`, { title: `Zebra ${n}`, published: `2026-02-0${n}T10:00:00Z` });
    expect(await ask(etag, small)).toEqual([226, ['Zebra 5', 'Zebra 4']]);
    await wire.story('z6', { title: 'Zebra 6', published: '2026-02-06T10:00:00Z' });
    expect(await ask(etag, small)).toEqual([200, ['Zebra 6', 'Zebra 5']]);
    await wire.story('unicorn', { title: 'Unicorn' });
    expect(await ask(none, nothing)).toEqual([226, ['Unicorn']]);
  });
});

describe('a tag that would be at the address of searches', () => {
  beforeEach(async () => {
    await freshWire();
  });
  const problems = async (response: Response) => [response.status, JSON.stringify(await response.json())];
  const REASON = 'is reserved for searches; give the tag another slug in tags.yaml';

  it('is refused in a story and in the vocabulary', async () => {
    expect(await problems(await wire.putJson('a', { tags: ['Search'] }))).toEqual([
      422,
      expect.stringContaining(JSON.stringify(`"Search" ${REASON}`)),
    ]);
    expect(await problems(await wire.putTags([{ slug: 'search', label: 'Search' }]))).toEqual([
      422,
      expect.stringContaining(JSON.stringify(`"search" ${REASON}`)),
    ]);
  });

  it('has another one by the vocabulary, which cannot be taken away while it is in use', async () => {
    await wire.putTags([{ slug: 'searching', label: 'Search' }]);
    await wire.story('a', { title: 'Found', tags: ['Search'] });
    expect([await wire.titles('searching'), await find('search')]).toEqual([['Found'], ['Found']]);
    expect(await problems(await wire.putTags([]))).toEqual([422, expect.stringContaining('would have no address')]);
  });

  it('that was there before moves with its stories when the vocabulary gives it one', async () => {
    await wire.story('a', { title: 'Found', tags: ['Hunt'] });
    // As it was before there were searches.
    await wire.database.batch(
      [
        "UPDATE channels SET slug = 'search', label = 'Search' WHERE slug = 'hunt'",
        "UPDATE listings SET channel = 'search' WHERE channel = 'hunt'",
        `UPDATE articles SET channels = '["all","search"]'`,
        "UPDATE records SET record = json_set(record, '$.tags', json_array('Search'))",
      ].map((it) => wire.database.prepare(it)),
    );
    wire.pass(10);
    expect((await wire.putTags([{ slug: 'searching', label: 'Search' }])).status).toBe(200);
    expect(await wire.titles('searching')).toEqual(['Found']);
  });
});
