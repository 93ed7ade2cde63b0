import type { Place } from './listing-store.ts';
import type { Position } from './position.ts';

const MONTH = /^[1-9]\d{3}-(0[1-9]|1[0-2])$/;
/** No month is longer, in milliseconds; the day after the shortest one and so many is still of the next. */
const LONGEST = 31 * 24 * 3600_000;

/** Whether a text is a month as archives are named after: `yyyy-mm`, in UTC. Such texts sort by time. */
export const isMonth = (text: string): boolean => MONTH.test(text);

/** The month of a moment, in milliseconds since 1970. */
export const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 'yyyy-mm'.length);

/** The month in which an article was published. */
export const monthOfRank = (rank: number): string => monthOf(0 - rank);

/** When a month begins, in milliseconds since 1970. */
export const startOf = (month: string): number => Date.parse(`${month}-01T00:00:00Z`);

/** When a month is over: the first moment of the next one, in milliseconds since 1970. */
export const endOf = (month: string): number => startOf(monthOf(startOf(month) + LONGEST));

/** The place in every listing between what was published at a moment or after it, and what was published before. */
export const placeOf = (time: number): Position => ({ rank: 1 - time, key: '' });

/** The cache tag of a channel's archives of one month. */
export const monthTag = (channel: string, month: string): string => `${channel}:${month}`;

/** The cache tag of all archives of a channel. */
export const archivesTag = (channel: string): string => `${channel}:archives`;

/**
 * Cache tags of the archives that change with these places in listings: those of the same month and, unless that is the
 * current one, every other one of the channel. Any of them may be its neighbour and link to it, or cease to do so.
 */
export function changedArchives(places: Place[], now: Date): string[] {
  const thisMonth = monthOf(now.getTime());
  const tags = places.flatMap(({ channel, rank }) => {
    const month = monthOfRank(rank);
    return month < thisMonth ? [monthTag(channel, month), archivesTag(channel)] : [monthTag(channel, month)];
  });
  return [...new Set(tags)];
}
