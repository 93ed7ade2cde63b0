import { env } from 'cloudflare:test';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { address, etagOf, find, searchableStories, text } from '../../support/search.ts';
import { freshWire, wire } from '../../support/wire.ts';

describe('a search', () => {
  beforeAll(searchableStories);

  it.each([
    ['a word of the title', 'opens', ['Humanitarian corridor opens']],
    ['a word of the summary', 'medicine', ['A convoy in the corridor']],
    ['a word of the text', 'sumy', ['Humanitarian corridor opens']],
    ['a tag', 'culture', ['Café Öztürk reopens']],
    ['an author', 'marchuk', ['Humanitarian corridor opens']],
    [
      'every word, wherever it stands',
      'humanitarian corridor',
      ['Humanitarian corridor opens', 'A convoy in the corridor'],
    ],
    ['words together', '"humanitarian corridor"', ['Humanitarian corridor opens']],
    ['words together across a link', '"city of poltava it held"', ['Humanitarian corridor opens']],
    ['what stands around a sign', 'r&d', ['Humanitarian corridor opens']],
    ['what has no other word', 'corridor -sumy', ['A convoy in the corridor']],
    ['what has no other phrase', 'corridor -"red cross" -zebra*', ['A convoy in the corridor']],
    ['beginnings of words', 'human* corr*', ['Humanitarian corridor opens', 'A convoy in the corridor']],
    ['no part of a word', 'corrid', []],
    ['no address', 'zhytomyr', []],
    ['no markup', 'strong', []],
    ['no name of an entity', 'amp', []],
    ['no operator', 'corridor or sumy', []],
    ['accents or none', 'cafe ozturk', ['Café Öztürk reopens']],
    ['accents where there are', 'café öztürk angstrom', ['Café Öztürk reopens']],
    ['Cyrillic', 'евакуація харків', ['Евакуація із Сум']],
    ['beginnings in Cyrillic', 'харк* україна', ['Евакуація із Сум']],
    ['a whole run of Chinese, or how it begins', '北京* 今天*', ['北京的新闻']],
    ['a tag in Chinese', '北京', ['北京的新闻']],
    ['nothing from the middle of a run', '走廊', []],
    ['whole words of Hindi, and how they begin', 'समाचार हिन्*', ['हिन्दी समाचार']],
    ['no part of a word of Hindi', 'सम', []],
    ['a run of Thai', 'ภาษาไทย', ['हिन्दी समाचार']],
    ['Arabic', 'إنساني سومي', ['ممر إنساني']],
  ])('finds %s: %s', async (_, q, expected) => {
    expect(await find(q)).toEqual(expected);
  });
});

describe('what a search finds', () => {
  beforeEach(async () => {
    await freshWire();
    await wire.story('other', { title: 'Other', body: 'Zebra crossing.', published: '2026-01-01T10:00:00Z' });
    wire.pass(60);
  });
  const zebra = (fields = {}) => wire.story('a', { title: 'Zebra', ...fields });

  it.each([
    ['a draft', { status: 'draft' }],
    ['a story under an embargo', { embargo: '2026-03-01T12:11:00Z' }],
    ['a story of the future', { published: '2026-03-01T12:11:00Z' }],
    ['an expired story', { expires: '2026-03-01T11:00:00Z' }],
    ['a withdrawn story', { status: 'withdrawn' }],
  ])('is never %s, whether it comes so or becomes so', async (_, fields) => {
    const etag = await etagOf(address('zebra'));
    await zebra(fields);
    expect([await find('zebra'), await etagOf(address('zebra'))]).toEqual([['Other'], etag]);
    await zebra();
    expect(await find('zebra')).toEqual(['Zebra', 'Other']);
    await zebra({ ...fields, body: 'Changed.' });
    expect([await find('zebra'), await etagOf(address('zebra'))]).toEqual([['Other'], etag]);
  });

  it('appears and disappears with the clock', async () => {
    await zebra({ embargo: '2026-03-01T12:11:00Z', expires: '2026-03-01T12:21:00Z' });
    wire.pass(600);
    expect(await find('zebra')).toEqual(['Other']);
    await wire.tick();
    expect(await find('zebra')).toEqual(['Zebra', 'Other']);
    expect((await wire.fetch(address('zebra'))).headers.get('cache-control')).toBe(
      'public, max-age=600, must-revalidate',
    );
    wire.pass(600);
    await wire.tick();
    expect(await find('zebra')).toEqual(['Other']);
  });

  it('is what a story says now: a former word no longer finds it', async () => {
    await zebra({ summary: 'Stripes.', body: 'Mane.', authors: ['Ann'], tags: ['Savanna'] });
    for (const it of ['zebra -crossing', 'stripes', 'mane', 'ann', 'savanna'])
      expect(await find(it)).toEqual(['Zebra']);
    await wire.story('a', { title: 'Horse', summary: 'Brown.', body: 'Tail.', authors: ['Bo'], tags: ['Farm'] });
    for (const it of ['zebra -crossing', 'stripes', 'mane', 'ann', 'savanna']) expect(await find(it)).toEqual([]);
    for (const it of ['horse', 'brown', 'tail', 'bo', 'farm']) expect(await find(it)).toEqual(['Horse']);
  });

  it('moves with its date', async () => {
    await zebra();
    await zebra({ published: '2025-01-01T10:00:00Z' });
    expect(await find('zebra')).toEqual(['Other', 'Zebra']);
  });

  it('goes at once when it is withdrawn, without a stub, and comes back', async () => {
    await zebra();
    await wire.api('DELETE', '/api/articles/a');
    expect(await find('zebra')).toEqual(['Other']);
    expect(await find('withdrawn')).toEqual([]);
    for (const format of ['rss', 'atom', 'json'])
      expect(await text(`/feeds/search.${format}?q=zebra`)).not.toMatch(/article\/a|deleted-entry/);
    await zebra();
    expect(await find('zebra')).toEqual(['Zebra', 'Other']);
  });

  it('may be retracted', async () => {
    await zebra({ status: 'retracted' });
    expect(await find('retracted zebra')).toEqual(['Retracted: Zebra']);
  });

  it('goes by what tags are called now', async () => {
    await zebra({ tags: ['Savanna'] });
    await wire.putTags([{ slug: 'savanna', label: 'Serengeti' }]);
    expect([await find('serengeti'), await find('savanna')]).toEqual([['Zebra'], []]);
  });

  it('is there after an upgrade, and after the index was made anew', async () => {
    await zebra({ body: 'A [link](https://news.example/x) & **more**.', tags: ['Savanna'], authors: ['Ann'] });
    await wire.story('b', { status: 'draft', title: 'Zebra' });
    const migration = env.TEST_MIGRATIONS.find((it) => it.name === '0006_search.sql');
    await wire.database.batch(['DROP TABLE search', 'DROP VIEW searchable'].map((it) => wire.database.prepare(it)));
    await wire.database.batch((migration?.queries ?? []).map((it) => wire.database.prepare(it)));
    expect(await find('zebra')).toEqual(['Zebra', 'Other']);
    expect(await find('"link more" savanna ann')).toEqual(['Zebra']);
    await wire.story('a', { title: 'Horse' });
    expect(await find('zebra')).toEqual(['Other']);
  });

  it('may be as long as a story can be', async () => {
    const words = (word: string, characters: number) => `${word} `.repeat(characters / (word.length + 1));
    await wire.story('long', {
      title: 'Long',
      body: `${words('<b>a</b>', 80_000)} ${words('язык', 900_000)} последнее`,
    });
    expect([await find('язык'), await find('последнее')]).toEqual([['Long'], []]);
  });
});
