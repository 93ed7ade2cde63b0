import { describe, expect, it } from 'vitest';
import { isTimezone, looksLikeDate, readDate } from '../../src/importing/dates.ts';

describe('reading a date', () => {
  it.each([
    ['2022-03-03T19:00:00-05:00', '2022-03-03T19:00:00-05:00'],
    ['2022-03-03 19:00:00 -0500', '2022-03-03T19:00:00-05:00'],
    ['Thu, 03 Mar 2022 19:00:00 GMT', '2022-03-03T19:00:00Z'],
    ['Thu, 3 Mar 2022 19:00:00 +0200', '2022-03-03T19:00:00+02:00'],
    ['March 3, 2022 7:00 PM EST', '2022-03-03T19:00:00-05:00'],
    ['Thursday, March 3, 2022 at 7 p.m. GMT', '2022-03-03T19:00:00Z'],
    ['12:30 a.m. is not first', undefined],
    ['March 3, 2022 12:30 a.m. UTC', '2022-03-03T00:30:00Z'],
    ['3 березня 2022, 19:00 EET', '2022-03-03T19:00:00+02:00'],
    ['03.03.2022 19:40 +02:00', '2022-03-03T19:40:00+02:00'],
    ['8. März 2022, 14:05 Uhr CET', '2022-03-08T14:05:00+01:00'],
    ['8. März 2022, 14:05 CET', '2022-03-08T14:05:00+01:00'],
    ['8. Jänner 2022, 14:05 CET', '2022-01-08T14:05:00+01:00'],
    ['8 mars 2022 à 14h05 CET', '2022-03-08T14:05:00+01:00'],
    ['1er mars 2022 14:05 CET', '2022-03-01T14:05:00+01:00'],
    ['8 de marzo de 2022 a las 14:05 CET', '2022-03-08T14:05:00+01:00'],
    ['8 marca 2022 o godz. 14:05 CET', '2022-03-08T14:05:00+01:00'],
    ['14:05 GMT, March 8, 2022', '2022-03-08T14:05:00Z'],
    ['1405 GMT (2205 HKT) March 8, 2022', '2022-03-08T14:05:00Z'],
    ['2:05 p.m. EST, 8 March 2022', '2022-03-08T14:05:00-05:00'],
    ['1405 people came on March 8, 2022', undefined],
    ['March 8, 2022 10:00 AEST', undefined],
    ['March 8, 2022 10:00 MEST', undefined],
    ['March 8, 2022 10:00am EST', '2022-03-08T10:00:00-05:00'],
  ])('%s is %s', (written, expected) => {
    const read = readDate(written);
    expect('date' in read ? read.date : undefined).toBe(expected);
  });

  it.each([
    ['2022-03-03', '"2022-03-03" has no time; give --timezone to read it as midnight'],
    ['March 3, 2022', '"March 3, 2022" has no time; give --timezone to read it as midnight'],
    ['2022-03-03T19:00', '"2022-03-03T19:00" has no time zone; give --timezone'],
    ['3 March 2022 19:00 CST', '"3 March 2022 19:00 CST" has an unknown or ambiguous time zone'],
    ['03/04/2022', '"03/04/2022" is ambiguous (day or month first)'],
    ['February 30, 2022 10:00 UTC', '"February 30, 2022 10:00 UTC" is not a date that exists'],
    ['last Thursday', '"last Thursday" cannot be read as a date'],
  ])('%s is none: nothing is guessed', (written, problem) => {
    expect(readDate(written)).toEqual({ problem });
  });

  it('reads a time without zone in the newsroom’s, summer time included, and a day as its midnight', () => {
    const read = (written: string) => readDate(written, 'Europe/Kyiv');
    expect(read('2022-03-03 19:00')).toEqual({ date: '2022-03-03T19:00:00+02:00' });
    expect(read('3 липня 2022, 19:00')).toEqual({ date: '2022-07-03T19:00:00+03:00' });
    expect(read('2022-03-03')).toEqual({ date: '2022-03-03T00:00:00+02:00' });
    expect(read('3 March 2022 19:00 CST')).toEqual({
      problem: '"3 March 2022 19:00 CST" has an unknown or ambiguous time zone',
    });
  });

  it('knows the names of time zones', () => {
    expect([isTimezone('Europe/Kyiv'), isTimezone('Europe/Atlantis')]).toEqual([true, false]);
  });

  it('tells a date from a sentence that begins with one', () => {
    expect([looksLikeDate('March 3, 2022'), looksLikeDate('March 3, 2022 was a Thursday')]).toEqual([true, false]);
  });

  it.each(['1970-01-01T00:00:00Z', 'Thu, 01 Jan 1970 00:00:00 +0000'])(
    'takes %s for no date, as systems write it where they have none',
    (written) => {
      expect(readDate(written)).toEqual({ problem: `"${written}" is how systems write that there is no date` });
    },
  );

  it('takes a day of 1970, and another second of it, for a date', () => {
    expect(readDate('1970-01-01', 'UTC')).toEqual({ date: '1970-01-01T00:00:00Z' });
    expect(readDate('1970-01-01T00:00:01Z')).toEqual({ date: '1970-01-01T00:00:01Z' });
  });
});
