import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { tombstones } from '../../support/served.ts';
import { FORMATS, freshWire, wire } from '../../support/wire.ts';

beforeEach(freshWire);

/** The dates of a channel in JSON Feed: of publication and of the last change. */
async function datesIn(channel: string): Promise<string[][]> {
  const { items } = (await (await wire.fetch(`/feeds/${channel}.json`)).json()) as {
    items: { date_published: string; date_modified: string }[];
  };
  return items.map((it) => [it.date_published, it.date_modified]);
}

async function problems(fields: Record<string, unknown>): Promise<unknown> {
  const response = await wire.putJson('a', fields);
  return [response.status, ((await response.json()) as { problems?: unknown }).problems];
}

describe('a date', () => {
  it.each([
    [{ updated: '2206-02-02T10:00:00Z' }, 'updated', 'is later than the story appears: "2206-02-02T10:00:00Z"'],
    [
      { corrections: [{ date: '2026-03-01T12:06:00Z', text: 'A name.' }] },
      'corrections.0.date',
      'is later than the story appears: "2026-03-01T12:06:00Z"',
    ],
    [
      { published: '2026-03-02T10:00:00Z', updated: '2026-03-02T10:06:00Z' },
      'updated',
      'is later than the story appears: "2026-03-02T10:06:00Z"',
    ],
    [{ updated: '9999-12-31T23:59:59-05:00' }, 'updated', 'is after 9999 in UTC: "9999-12-31T23:59:59-05:00"'],
    [{ expires: '9999-12-31T23:59:59-00:01' }, 'expires', 'is after 9999 in UTC: "9999-12-31T23:59:59-00:01"'],
    [{ published: '1000-01-01T00:00:00+00:01' }, 'published', 'is before 1000: "1000-01-01T00:00:00+00:01"'],
    [
      { published: '2022-03-08T20:45:00+24:00' },
      'published',
      'expected an offset from -23:59 to +23:59, got "2022-03-08T20:45:00+24:00"',
    ],
    [
      { published: '2022-03-08T20:45:00-01:60' },
      'published',
      'expected an offset from -23:59 to +23:59, got "2022-03-08T20:45:00-01:60"',
    ],
    [
      { published: '2016-12-31T22:59:60Z' },
      'published',
      'is not a date that exists: "2016-12-31T22:59:60Z"; only the last minute of a day of UTC may have 61 seconds',
    ],
  ])('is refused with a reason: %o', async (fields, field, message) => {
    expect(await problems(fields)).toEqual([422, [{ field, message }]]);
  });

  it.each([
    [{ published: '2016-12-31T23:59:60Z' }, '2016-12-31T23:59:59.000Z'],
    [{ published: '2017-01-01T08:59:60+09:00' }, '2016-12-31T23:59:59.000Z'],
    [{ published: '2022-03-08T23:45:00+23:59' }, '2022-03-07T23:46:00.000Z'],
    [{ published: '2026-03-01T13:00:00+14:00' }, '2026-02-28T23:00:00.000Z'],
  ])('is read in UTC, a leap second as the second before: %o', async (fields, expected) => {
    await wire.story('a', fields);
    expect(await datesIn('all')).toEqual([[expected, expected]]);
  });

  it('of a clock that is a little ahead is served as the present', async () => {
    await wire.story('a', { updated: '2026-03-01T12:04:59Z' });
    expect(await datesIn('all')).toEqual([['2026-02-01T10:00:00.000Z', '2026-03-01T12:00:00.000Z']]);
  });

  it('of a story to come may be in the future, up to the moment at which it appears', async () => {
    await wire.story('a', { published: '2026-03-01T13:00:00Z', updated: '2026-03-01T13:00:00Z' });
    await wire.story('b', {
      published: '2026-02-01T10:00:00Z',
      embargo: '2026-03-01T14:00:00Z',
      updated: '2026-03-01T13:30:00Z',
    });
    wire.pass(2 * 3600);
    await wire.tick();
    expect(await datesIn('all')).toEqual([
      ['2026-03-01T13:00:00.000Z', '2026-03-01T13:00:00.000Z'],
      ['2026-02-01T10:00:00.000Z', '2026-03-01T13:30:00.000Z'],
    ]);
  });

  it('may be anything in a draft, until that is published', async () => {
    expect(await problems({ status: 'draft', updated: '2206-02-02T10:00:00Z' })).toEqual([201, undefined]);
    expect(await problems({ updated: '2206-02-02T10:00:00Z' })).toEqual([
      422,
      [{ field: 'updated', message: 'is later than the story appears: "2206-02-02T10:00:00Z"' }],
    ]);
  });
});

describe('a date to come that was stored before such dates were refused', () => {
  beforeEach(async () => {
    await wire.story('b', { published: '2026-02-02T10:00:00Z' });
    await wire.story('a');
    const updated = Date.parse('+010000-01-01T04:59:59Z');
    const statements = [
      env.DB.prepare(
        "UPDATE articles SET updated = ?, entry = json_set(entry, '$.updated', '+010000-01-01T04:59:59.000Z') WHERE key = 'a'",
      ).bind(updated),
      env.DB.prepare(
        "UPDATE records SET record = json_set(record, '$.updated', '9999-12-31T23:59:59-05:00') WHERE number = (SELECT number FROM articles WHERE key = 'a')",
      ),
    ];
    await env.DB.batch(statements);
    wire.restart();
    expect((await datesIn('all'))[1]).toEqual(['2026-02-01T10:00:00.000Z', '+010000-01-01T04:59:59.000Z']);
    wire.pass(60);
  });

  const isHealed = async () => {
    wire.restart();
    for (const format of FORMATS) {
      const text = await (await wire.fetch(`/feeds/all.${format}`)).text();
      expect([format, /10000|9999/.test(text)]).toEqual([format, false]);
    }
  };

  it('is healed by the clock', async () => {
    await wire.tick();
    await isHealed();
    expect(await datesIn('all')).toEqual([
      ['2026-02-02T10:00:00.000Z', '2026-02-02T10:00:00.000Z'],
      ['2026-02-01T10:00:00.000Z', '2026-03-01T12:01:00.000Z'],
    ]);
  });

  it('is healed by a PUT', async () => {
    await wire.story('a', { body: 'Mended.' });
    await isHealed();
    expect((await datesIn('all'))[1]).toEqual(['2026-02-01T10:00:00.000Z', '2026-02-01T10:00:00.000Z']);
  });

  it('is healed by a DELETE, also if that is stored so', async () => {
    expect((await wire.api('DELETE', '/api/articles/a')).status).toBe(204);
    await isHealed();
    expect((await tombstones('all')).map(([, when]) => when)).toEqual(['2026-03-01T12:01:00.001Z']);
  });

  it('is healed by a retraction', async () => {
    await wire.story('a', { status: 'retracted' });
    await isHealed();
    expect((await datesIn('all'))[1]).toEqual(['2026-02-01T10:00:00.000Z', '2026-03-01T12:01:00.000Z']);
  });

  it('is named by doctor', async () => {
    const examined = await wire.api('GET', '/api/doctor');
    expect(((await examined.json()) as { faults: unknown }).faults).toEqual([
      { what: 'article', key: 'a', problem: 'its date is in the future' },
    ]);
  });
});

describe('the date of a publication', () => {
  const notes = async (fields: Record<string, unknown>) =>
    ((await (await wire.putJson('a', fields)).json()) as { notes: unknown }).notes;

  it('that moves for readers who have the story is told', async () => {
    await wire.story('a', { published: '2026-02-01T10:00:00Z' });
    expect(await notes({ published: '2026-02-03T10:00:00Z' })).toEqual([
      {
        field: 'published',
        message:
          'moves from 2026-02-01T10:00:00.000Z to 2026-02-03T10:00:00.000Z: readers who have the story may show it as a new one, or not move it',
      },
    ]);
  });

  it('that stays in another zone, or that nobody has seen, is not', async () => {
    await wire.story('a', { published: '2026-02-01T10:00:00Z' });
    expect(await notes({ published: '2026-02-01T12:00:00+02:00' })).toEqual([]);
    await wire.story('b', { status: 'draft' });
    expect(await notes({ published: '2026-02-01T12:00:00+02:00', body: 'Other.' })).toEqual([]);
    await wire.api('DELETE', '/api/articles/a');
  });
});
