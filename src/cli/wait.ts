import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds, looking at it every so many milliseconds.
 * @returns false if it did not hold in time
 */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { within, every }: { within: number; every: number },
): Promise<boolean> {
  for (let waited = 0; waited < within; waited += every) {
    if (await condition()) return true;
    await sleep(every);
  }
  return false;
}
