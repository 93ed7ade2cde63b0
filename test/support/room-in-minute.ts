/**
 * Waits until so many seconds are left of a minute of the clock. The local limiter counts by the minute: a test that comes to
 * its end while it counts would see the count begin anew.
 */
export async function roomInMinute(seconds: number): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < seconds * 1000) await new Promise((resolve) => setTimeout(resolve, left + 100));
}
