const MONTH = /^[1-9]\d{3}-(0[1-9]|1[0-2])$/;
/** The length of the longest month, in milliseconds. Added to the start of any month, it ends within the next one. */
const LONGEST = 31 * 24 * 3600_000;

/** True if a text is a month of an archive: `yyyy-mm`, in UTC. Sorted as texts, months are in the order of time. */
export const isMonth = (text: string): boolean => MONTH.test(text);

/** The month of a moment (milliseconds since 1970). */
export const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 'yyyy-mm'.length);

/** The month in which an article with this rank was published. */
export const monthOfRank = (rank: number): string => monthOf(0 - rank);

/** The first moment of a month, in milliseconds since 1970. */
export const startOf = (month: string): number => Date.parse(`${month}-01T00:00:00Z`);

/** The first moment after a month, in milliseconds since 1970. */
export const endOf = (month: string): number => startOf(monthOf(startOf(month) + LONGEST));

const CHARTED_MONTHS = 12;

/** The last twelve months with the present one, oldest first, as `yyyy-mm`. */
export function lastMonths(now: Date): string[] {
  const months = [monthOf(now.getTime())];
  while (months.length < CHARTED_MONTHS) months.unshift(monthOf(startOf(months[0] as string) - 1));
  return months;
}
