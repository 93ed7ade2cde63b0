/**
 * The CPU time of this process so far, in seconds. Hostile input must take time that grows with its length and no faster; the
 * clock of a shared machine says nothing of that.
 */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** What takes time that grows with the square of a hostile input takes minutes. */
export const MOST_SECONDS = 15;
