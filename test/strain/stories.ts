/** The news of a strained wire, the same in every run. */
export interface Record {
  key: string;
  title: string;
  body: string;
  bodyType: 'text';
  published: string;
  tags: string[];
  status?: 'draft' | 'withdrawn';
  embargo?: string;
}

const TEN_YEARS = 10 * 365 * 24 * 3_600_000;
const NEWEST = Date.UTC(2025, 11, 31, 12);

/** A month in the middle of all that was published. */
export const MONTH = '2020-06';

/**
 * Story number `index` of so many. Sixty tags: `news` and `world` on almost all, `politics` on half, `left` and `right`
 * share all stories and have none in common, fifty topics, and five that are odd. Every story has "o" and "common". Some
 * are drafts, under an embargo, or withdrawn (see `withdrawals`).
 */
export function story(index: number, count: number): Record {
  return {
    key: `story-${index}`,
    title: `O story ${index} of the common wire`,
    body: `O common words of story ${index}, o my. ${'Oh no, so much of the common good to report. '.repeat(3)}`,
    bodyType: 'text',
    published: new Date(NEWEST - Math.floor((index / count) * TEN_YEARS)).toISOString(),
    tags: [
      ...(index % 20 === 3 ? [] : ['News']),
      ...(index % 20 === 4 ? [] : ['World']),
      ...(index % 4 < 2 ? ['Politics'] : []),
      index % 2 === 0 ? 'Left' : 'Right',
      `Topic ${index % 50}`,
      ...(index % 401 < 5 ? [`Odd ${index % 401}`] : []),
    ],
    ...(index % 101 === 7 && { status: 'draft' }),
    ...(index % 103 === 9 && { embargo: '2099-01-01T00:00:00Z' }),
  };
}

/** Withdrawals of stories that were published before: only these leave a notice behind. */
export function withdrawals(count: number): Record[] {
  const all = Array.from({ length: Math.floor(count / 97) }, (_, index) => story(index * 97, count));
  return all
    .filter((it) => it.status === undefined && it.embargo === undefined)
    .map((it) => ({ ...it, status: 'withdrawn' }));
}

/** Records as the API takes many at once. */
export const ndjson = (records: Record[]): string => records.map((it) => `${JSON.stringify(it)}\n`).join('');
