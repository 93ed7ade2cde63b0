/** The longest pause between two attempts, and the longest that a subscriber can ask for, in seconds. */
const MAX_PAUSE = 6 * 3600;

/**
 * Returns the seconds until the next attempt: exponential back-off, and up to half as much again at random, so that
 * subscribers who failed together do not come back together.
 * @param failures attempts in a row that failed, 1 or more
 * @param first seconds after the first of them
 * @param retryAfter seconds that the subscriber asked for: it is left alone for as long
 * @param random from 0 to 1
 */
export function pauseAfter(failures: number, first: number, retryAfter: number | undefined, random: number): number {
  const pause = Math.min(MAX_PAUSE, first * 2 ** (failures - 1)) * (1 + random / 2);
  return Math.max(pause, Math.min(retryAfter ?? 0, MAX_PAUSE));
}
