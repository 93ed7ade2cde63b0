import { get } from 'node:http';
import { atMost, pause, type Row, type Strain } from '../strain.ts';
import type { Wire } from '../wire.ts';

/** So many requests of a client are answered at once. */
const AT_ONCE = 20;
/**
 * More than twice a client's budget of answers in a minute: a busy machine may not have read a request when its client goes,
 * and a minute may end in the middle.
 */
const MAX_REQUESTS = 500;
const LATE = 300;
const GONE_AFTER = 100;
const MEGABYTE = 1_000_000;

/** Clients that hang up before they have their answer. */
export async function run({ start, long }: Strain): Promise<Row[]> {
  const wire = await start({ stories: 100, vars: { RATE_LIMITS: 'on' } });
  try {
    return [await budget(wire), await next(wire), await memory(wire, long ? 4000 : 1000)];
  } finally {
    await wire.stop();
  }
}

/** Whoever hangs up has asked the database all the same. */
async function budget(wire: Wire): Promise<Row> {
  let status = 200;
  let requests = 0;
  while (status !== 429 && requests <= MAX_REQUESTS) {
    await wire.condition({ late: LATE });
    const path = (n: number) => `/feeds/news.rss?x=${requests + n}`;
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => hangUp(wire, path(n), '10.0.0.1')));
    requests += AT_ONCE;
    await pause(2 * LATE);
    await wire.condition();
    ({ status } = await wire.ask('/channels/world', { headers: { 'cf-connecting-ip': '10.0.0.1' } }));
  }
  return atMost('requests of one client that hangs up, until its next is refused with 429', requests, MAX_REQUESTS);
}

/** Nobody waits for somebody who has gone long ago. */
async function next(wire: Wire): Promise<Row> {
  await wire.restart();
  await wire.ask('/feeds/news.rss');
  await pause(2100);
  await wire.condition({ late: LATE });
  await hangUp(wire, '/feeds/news.atom', '10.0.0.2');
  await wire.condition();
  await pause(3000);
  const { milliseconds } = await wire.ask('/feeds/news.atom');
  return atMost('the next reader of an address, 3 s after somebody hung up', milliseconds, 500, 'ms');
}

/** What was begun for them is forgotten. */
async function memory(wire: Wire, count: number): Promise<Row> {
  await wire.restart();
  await wire.ask('/feeds/news.rss');
  const before = await wire.residentBytes();
  await wire.condition({ late: LATE });
  const long = 'y'.repeat(12_000);
  for (let batch = 0; batch < count / 200; batch++)
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        hangUp(wire, `/feeds/news.rss?x=${long}${batch}-${n}`, `10.1.${batch}.${n}`),
      ),
    );
  await wire.condition();
  await pause(2000);
  const grown = ((await wire.residentBytes()) - before) / MEGABYTE;
  return atMost(`resident memory after ${count} who hung up, with 12 KB of address each, more`, grown, 130, 'MB');
}

function hangUp(wire: Wire, path: string, address: string): Promise<void> {
  return new Promise((resolve) => {
    const request = get(wire.url() + path, { headers: { 'cf-connecting-ip': address, host: 'news.example' } });
    request.on('error', () => {});
    request.on('response', (it) => it.resume());
    setTimeout(() => {
      request.socket?.resetAndDestroy();
      resolve();
    }, GONE_AFTER);
  });
}
