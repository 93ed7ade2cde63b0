import { describe, expect, it } from 'vitest';
import { dateProblem } from '../../src/articles/dates.ts';
import { offerZone } from '../../src/articles/zones.ts';

const offered = (value: string, zone: string) =>
  offerZone({ field: 'published', message: dateProblem(value) ?? '' }, zone).message;

describe('a date without a zone', () => {
  it.each([
    ['2026-03-01T09:00:00', 'Europe/Oslo', '2026-03-01T09:00:00+01:00'],
    ['2026-07-01T09:00', 'Europe/Oslo', '2026-07-01T09:00:00+02:00'],
    ['2026-07-01 09:00', 'Asia/Kathmandu', '2026-07-01T09:00:00+05:45'],
    ['2026-07-01T09:00:00', 'America/Los_Angeles', '2026-07-01T09:00:00-07:00'],
    // The hour that is left out in spring is read as the one after it.
    ['2026-03-29T02:30:00', 'Europe/Oslo', '2026-03-29T03:30:00+02:00'],
  ])('is offered in the zone of the newsroom: %s, %s', (value, zone, own) => {
    const inUtc = `${value.replace(' ', 'T')}:00`.slice(0, '2026-07-01T09:00:00'.length);
    expect(offered(value, zone)).toBe(
      `needs a time zone ("${value}" has none): write ${own} if it is in ${zone}, ${inUtc}Z if it is in UTC (docs/mistakes.md#zone)`,
    );
  });

  it.each([
    ['2026-11-28', '2026-11-28T09:00:00'],
    ['28.11.2026', '2026-11-28T09:00:00'],
    ['28.11.2026 9:30', '2026-11-28T09:30:00'],
    ['8. 1. 2026 kl. 19.05', '2026-01-08T19:05:00'],
    ['2026-1-8 19:05:07', '2026-01-08T19:05:07'],
  ])('is offered in the form that dates have: %s', (value, meant) => {
    expect(offered(value, 'Europe/Oslo')).toBe(
      `expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got "${value}": write ${meant}+01:00 if it is in Europe/Oslo, ${meant}Z if it is in UTC (docs/mistakes.md#zone)`,
    );
  });

  it.each([
    ['where the newsroom has UTC', '2026-03-01T09:00:00', 'UTC'],
    ['of a day that there is not', '2026-02-30T09:00:00', 'Europe/Oslo'],
    ['of which the month may come first', '11/28/2026', 'Europe/Oslo'],
    ['with another mistake', '1 March 2026', 'Europe/Oslo'],
  ])('is left as it is %s', (_, value, zone) => {
    expect(offered(value, zone)).toBe(dateProblem(value));
  });
});
