/** Returns a number of things in words: "1 line", "2 lines". */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
