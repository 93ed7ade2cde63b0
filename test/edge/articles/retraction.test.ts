import { beforeEach, describe, expect, it } from 'vitest';
import { feed, ID, items, withdraw } from '../../support/served.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

beforeEach(freshWire);

describe('a retraction', () => {
  const dates = async () =>
    (await items('all')).map((it) => [it.title, it.date_published, it.date_modified])[0] as string[];

  it('moves the story’s date to its moment, for good', async () => {
    await wire.story('a', { updated: '2026-02-02T10:00:00Z' });
    wire.pass(60);
    const retracted = ['Retracted: A story', '2026-02-01T10:00:00.000Z', '2026-03-01T12:01:00.000Z'];
    await wire.story('a', { updated: '2026-02-02T10:00:00Z', status: 'retracted' });
    expect(await dates()).toEqual(retracted);
    expect(await feed('all', 'atom')).toContain('<updated>2026-03-01T12:01:00.000Z</updated>');
    wire.pass(60);
    await wire.story('a', { updated: '2026-02-02T10:00:00Z', status: 'retracted' });
    await wire.putTags([{ slug: 'ukraine', label: 'UKRAINE' }]);
    await wire.story('a', { updated: '2026-02-02T10:00:00Z', status: 'retracted', body: 'A typo mended.' });
    expect(await dates()).toEqual(retracted);
  });

  it.each([
    [
      'its own date, if that is later than what was served',
      { updated: '2026-02-20T10:00:00Z' },
      '2026-02-20T10:00:00.000Z',
    ],
    [
      'a correction’s date, if that is later than what was served',
      { corrections: [{ date: '2026-02-21T10:00:00Z', text: 'All of it.' }] },
      '2026-02-21T10:00:00.000Z',
    ],
    [
      'its moment, if its own date is the one that was served',
      { updated: '2026-02-02T10:00:00Z' },
      '2026-03-01T12:01:00.000Z',
    ],
    ['its moment, if its own date is earlier', {}, '2026-03-01T12:01:00.000Z'],
  ])('has %s', async (_, fields, modified) => {
    await wire.story('a', { updated: '2026-02-02T10:00:00Z' });
    wire.pass(60);
    await wire.story('a', { ...fields, status: 'retracted' });
    expect((await dates())[2]).toBe(modified);
  });

  it('moves on with a later correction', async () => {
    await wire.story('a');
    await wire.story('a', { status: 'retracted' });
    wire.pass(3600);
    await wire.story('a', { status: 'retracted', corrections: [{ date: '2026-03-01T12:30:00Z', text: 'Why.' }] });
    expect((await dates())[2]).toBe('2026-03-01T12:30:00.000Z');
  });

  it.each(['retracted', 'withdrawn'])('or a withdrawal that is undone moves the date again: %s', async (status) => {
    await wire.story('a');
    wire.pass(60);
    await wire.story('a', { status });
    wire.pass(60);
    await wire.story('a');
    const back = ['A story', '2026-02-01T10:00:00.000Z', '2026-03-01T12:02:00.000Z'];
    expect(await dates()).toEqual(back);
    wire.pass(60);
    await wire.story('a', { tags: ['Sport'] });
    expect(await dates()).toEqual(back);
  });

  it('or a withdrawal that is undone takes a later date from the record', async () => {
    await wire.story('a');
    await wire.story('a', { status: 'withdrawn' });
    wire.pass(3600);
    await wire.story('a', { updated: '2026-03-01T12:30:00Z' });
    expect((await dates())[2]).toBe('2026-03-01T12:30:00.000Z');
  });

  it.each([
    ['comes retracted', async () => {}],
    ['was a draft before', () => wire.story('a', { status: 'draft' })],
    ['was under an embargo before', () => wire.story('a', { embargo: '2026-03-01T13:00:00Z' })],
  ])('leaves the dates of a story alone that %s', async (_, before) => {
    await before();
    await wire.story('a', { status: 'retracted' });
    expect(await dates()).toEqual(['Retracted: A story', '2026-02-01T10:00:00.000Z', '2026-02-01T10:00:00.000Z']);
  });
});

describe('a correction', () => {
  it('is shown in the content and moves the story’s date and its feeds’', async () => {
    await wire.story('a', { corrections: [{ date: '2026-02-11T10:00:00+01:00', text: 'It was 4 < 5.' }] });
    const [item] = await items('all');
    expect(item?.content_html).toContain(
      '<strong>Correction (<time datetime="2026-02-11T09:00:00.000Z">February 11, 2026</time>):</strong> It was 4 &lt; 5.',
    );
    expect(item?.date_modified).toBe('2026-02-11T09:00:00.000Z');
    expect(await feed('all', 'atom')).toContain('<updated>2026-02-11T09:00:00.000Z</updated>');
  });
});

describe('a changed slug', () => {
  it('redirects from every earlier one without being told, and keeps the id', async () => {
    await wire.story('a');
    for (const slug of ['second', 'third']) await wire.story('a', { slug });
    for (const path of ['/articles/a', '/articles/second']) {
      const response = await wire.fetch(path);
      expect([path, response.status, response.headers.get('location')]).toEqual([
        path,
        301,
        `${ORIGIN}/articles/third`,
      ]);
    }
    const [item] = await items('all');
    expect([item?.id, item?.url]).toEqual([ID, `${ORIGIN}/articles/third`]);
  });

  it('is gone at every address once the story is withdrawn', async () => {
    await wire.story('a');
    await wire.story('a', { slug: 'second' });
    await withdraw('a');
    for (const path of ['/articles/a', '/articles/second']) expect((await wire.fetch(path)).status).toBe(410);
    expect((await items('all'))[0]?.url).toBe(`${ORIGIN}/articles/second`);
  });
});
