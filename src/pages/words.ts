/** A number of stories in words. */
export function stories(count: number, atLeast = false): string {
  return `${count.toLocaleString('en')}${atLeast ? ' or more' : ''} ${count === 1 && !atLeast ? 'story' : 'stories'}`;
}

/** The message of a problem as a sentence. */
export const sentence = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

const DAY = 24 * 3600_000;
const MONTH_DAYS = 30;
const YEAR_DAYS = 365;

/**
 * Says how often a channel publishes.
 * @param published when its newest stories were published, in milliseconds since 1970, newest first
 * @param more true if it has older ones, too
 */
export function frequency(published: number[], more: boolean, now: Date): string | undefined {
  const oldest = published.at(-1);
  if (oldest === undefined) return undefined;
  const within = (days: number) => published.filter((it) => it > now.getTime() - days * DAY).length;
  // The stories that are known may all be younger than a month.
  const known = more ? (now.getTime() - oldest) / DAY : Number.POSITIVE_INFINITY;
  const month = within(MONTH_DAYS) / Math.min(MONTH_DAYS, Math.max(1, known));
  if (month >= 1.5) return `about ${Math.round(month)} stories a day`;
  if (month * 7 >= 1.5) return `about ${Math.round(month * 7)} stories a week`;
  const year = within(YEAR_DAYS);
  if (year >= 18) return `about ${Math.round(year / 12)} stories a month`;
  return `${year === 0 ? 'none' : year} in the last 12 months`;
}
