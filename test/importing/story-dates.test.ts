import { describe, expect, it } from 'vitest';
import { datesOf } from '../../src/importing/story-dates.ts';

const OPTION = '2024-05-03T08:00:00Z';
const dates = (published: string) =>
  datesOf(
    { published, body: { type: 'html', text: '' }, notes: [] },
    { published: undefined, updated: undefined },
    { published: OPTION },
  );

describe('--published for a date that cannot be read', () => {
  it.each([
    ['03/04/2022', 'unreadable-date'],
    ['03/04/2022 10:15', 'unreadable-date'],
    ['March 8, 2022 10:00 AEST', 'unreadable-date'],
    ['soon', 'published-given'],
  ])('is used for %s with the note %s', (written, code) => {
    const { value, notes } = dates(written);
    expect(value.published).toBe(OPTION);
    expect(notes.map((it) => it.code)).toEqual([code]);
  });
});

describe('an embargo', () => {
  const embargoOf = (embargo: string) => {
    const { value, notes } = datesOf(
      { published: OPTION, embargo, body: { type: 'html', text: '' }, notes: [] },
      { published: undefined, updated: undefined },
      {},
    );
    return [value.embargo, notes.map((it) => it.code)];
  };

  it('may be none', () => {
    for (const it of ['none', 'No', 'False', 'nie']) expect(embargoOf(it)).toEqual([undefined, []]);
  });

  it('that cannot be read holds the story back', () => {
    expect(embargoOf('Friday')).toEqual([undefined, ['embargo']]);
    expect(embargoOf('2099-01-01T00:00:00Z')).toEqual(['2099-01-01T00:00:00Z', []]);
  });
});
