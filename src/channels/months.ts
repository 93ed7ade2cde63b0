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
