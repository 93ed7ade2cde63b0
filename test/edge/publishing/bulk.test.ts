import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, readNdjson, STORY, wire } from '../../support/wire.ts';

beforeEach(freshWire);

describe('POST /api/articles', () => {
  const record = (key: string, fields = {}) => JSON.stringify({ ...STORY, key, ...fields });

  it('stores nine of ten lines when line 7 is broken, and says so by line', async () => {
    const lines = Array.from({ length: 10 }, (_, index) =>
      index === 6 ? '{"key": "s7", broken' : record(`s${index + 1}`, { title: `Story ${index + 1}` }),
    );
    const results = await wire.bulk(lines);
    expect(results.map((it) => [it.line, it.key, it.result])).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((n) => [n, `s${n}`, 'created']),
      [7, null, 'refused'],
      ...[8, 9, 10].map((n) => [n, `s${n}`, 'created']),
    ]);
    expect(results[0]).toEqual({ line: 1, key: 's1', result: 'created', problems: [], notes: [] });
    expect(results[6]?.problems).toEqual([{ field: 'record', message: expect.stringMatching(/^is not JSON: /) }]);
    expect((await wire.titles('all')).length).toBe(9);
  });

  it('counts blank lines and answers none for them', async () => {
    const results = await wire.bulk(['', record('a'), '  ', record('b')]);
    expect(results.map((it) => [it.line, it.key])).toEqual([
      [2, 'a'],
      [4, 'b'],
    ]);
  });

  it('tells created, updated, unchanged and refused apart', async () => {
    await wire.bulk([record('a'), record('b')]);
    const results = await wire.bulk([
      record('a'),
      record('b', { title: 'New' }),
      record('c'),
      record('d', { published: 'soon' }),
    ]);
    expect(results.map((it) => it.result)).toEqual(['unchanged', 'updated', 'created', 'refused']);
    expect(results[3]?.problems).toEqual([
      { field: 'published', message: 'expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got "soon"' },
    ]);
  });

  it('refuses the second line of a key, a line without one, invalid UTF-8 and a line above 2 MB', async () => {
    const results = await wire.bulk([
      record('a', { title: 'First' }),
      record('a', { title: 'Second' }),
      JSON.stringify(STORY),
      new Uint8Array([0x7b, 0xff, 0x7d]),
      record('big', { body: 'x'.repeat(2_100_000) }),
      '[]',
    ]);
    expect(
      results.map((it) => [it.line, it.key, it.result, (it.problems as { message: string }[])[0]?.message]),
    ).toEqual([
      [1, 'a', 'created', undefined],
      [2, 'a', 'refused', '"a" is on line 1 already'],
      [3, null, 'refused', 'is required'],
      [4, null, 'refused', 'is not valid UTF-8: save the file in UTF-8'],
      [5, null, 'refused', 'expected at most 2000000 bytes'],
      [6, null, 'refused', 'expected a JSON object'],
    ]);
    expect(await wire.titles('all')).toEqual(['First']);
  });

  it('refuses the second of two records that want the same slug', async () => {
    const results = await wire.bulk([record('a', { slug: 'same' }), record('b', { slug: 'same' })]);
    expect(results[1]).toEqual({
      line: 2,
      key: 'b',
      result: 'refused',
      problems: [{ field: 'slug', message: '"same" already belongs to article "a"' }],
      notes: [],
    });
    const later = await wire.bulk([record('c', { slug: 'd' }), record('e', { slug: 'c' }), record('d', {})]);
    expect(later.map((it) => (it.problems as { message: string }[])[0]?.message)).toEqual([
      undefined,
      '"c" already belongs to article "c"',
      '"d" already belongs to article "c"',
    ]);
  });

  it('takes more than one transaction holds, and answers a line for each', async () => {
    const results = await wire.bulk(
      Array.from({ length: 600 }, (_, index) => record(`s${index}`, { title: `Story ${index}` })),
    );
    expect(results.filter((it) => it.result === 'created').length).toBe(600);
    expect((await wire.titles('all', '?limit=100')).length).toBe(100);
    const rows = await wire.database
      .prepare('SELECT count(*) AS n, count(DISTINCT seq) AS seqs, max(seq) AS top FROM articles')
      .first();
    expect(rows).toEqual({ n: 600, seqs: 600, top: 600 });
  });

  it('answers 415 to anything but NDJSON', async () => {
    expect((await wire.api('POST', '/api/articles', '{}', 'application/json')).status).toBe(415);
  });
});

describe('GET /api/articles', () => {
  it('lists keys, hashes and statuses in pages', async () => {
    for (const key of ['c', 'a', 'b']) await wire.story(key);
    await wire.api('DELETE', '/api/articles/b');
    const rows = await readNdjson(await wire.api('GET', '/api/articles?limit=2'));
    expect(rows.map((it) => [it.key, it.status])).toEqual([
      ['a', 'ready'],
      ['b', 'withdrawn'],
    ]);
    expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
    const rest = await readNdjson(await wire.api('GET', '/api/articles?limit=2&after=b'));
    expect(rest.map((it) => it.key)).toEqual(['c']);
  });

  it('says what readers have of each', async () => {
    await wire.story('draft', { status: 'draft' });
    await wire.story('expired', { expires: '2026-02-20T10:00:00Z' });
    await wire.story('live');
    await wire.story('retracted', { status: 'retracted' });
    await wire.story('scheduled', { embargo: '2026-03-02T10:00:00Z' });
    await wire.story('withdrawn');
    await wire.api('DELETE', '/api/articles/withdrawn');
    const rows = await readNdjson(await wire.api('GET', '/api/articles'));
    expect(rows.map((it) => [it.key, it.state])).toEqual(
      ['draft', 'expired', 'live', 'retracted', 'scheduled', 'withdrawn'].map((it) => [it, it]),
    );
  });
});
