import { atMost, pause, type Row, type Strain } from '../strain.ts';
import type { Answer, Wire } from '../wire.ts';

const REQUESTS_A_SECOND = 100;
const TIMES = 2;
/** Milliseconds. */
const PATIENCE = 10_000;

/** The dearest requests that rows.ts knows, no two the same. */
const HOSTILE: ((n: number) => string)[] = [
  (n) => `/feeds/left+right.rss?before=-zzzzzzzz.s${n}&limit=100`,
  (n) => `/channels/left+right?before=-zzzzzzzz.s${n}`,
  (n) => `/feeds/left+right+!topic-${n % 50}/1801-${String(1 + (n % 12)).padStart(2, '0')}.rss`,
  (n) => `/embed/left+right?limit=${n % 50}`,
  (n) => `/feeds/search.rss?limit=100&q=o+common+-nothing${n}`,
  (n) => `/feeds/search.rss?limit=100&q="common+of"+-nothing${n}`,
];

/** A hundred hostile requests a second, beside somebody who publishes and somebody who reads; and a burst of one client. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const wire = await start({ stories: long ? 200_000 : 20_000, vars: { RATE_LIMITS: 'on' } });
  const milliseconds = long ? 10_000 : 1500;
  try {
    await measure(wire, 300);
    const idle = await measure(wire, milliseconds);
    const rows: Row[] = [];
    for (const clients of [1, 40]) {
      const hostile = flood(wire, clients);
      if (long && clients > 1) {
        // Until each of them has spent its budget, all of them together keep the database busy.
        const slowest = await slowestBeside(pause(15_000), wire);
        rows.push(atMost(`the slowest read in the first 15 s of ${clients} hostile clients`, slowest, 2000, 'ms'));
      } else await pause(500);
      const strained = await measure(wire, milliseconds);
      await hostile.stop();
      for (const what of ['publishing', 'reading'] as const) {
        const [before, now] = [idle[what], strained[what]];
        const told = `${what} beside ${clients} hostile clients (${now.toFixed(1)} ms, idle ${before.toFixed(1)} ms), times idle`;
        const row = atMost(told, now / before, TIMES);
        rows.push(long ? row : { ...row, bound: `${row.bound}, not asserted in the short form`, holds: true });
      }
    }
    const slowest = await slowestBeside(burst(wire), wire);
    rows.push(atMost('the slowest read beside 500 requests of one client at once', slowest, 2000, 'ms'));
    return rows;
  } finally {
    await wire.stop();
  }
}

/** Median milliseconds of a PUT and of a read. */
async function measure(wire: Wire, milliseconds: number): Promise<{ publishing: number; reading: number }> {
  const until = performance.now() + milliseconds;
  const [puts, reads]: [number[], number[]] = [[], []];
  for (let n = 0; performance.now() < until; n++) {
    puts.push(await time(wire.put(`timed-${n % 5}`, { title: `Version ${until} ${n}` }, patient())));
    for (const path of ['/feeds/news.rss', '/feeds/world.atom', '/articles/story-5', '/feeds/news+world.json'])
      reads.push(await time(wire.ask(path, patient())));
    await pause(20);
  }
  const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
  return { publishing: median(puts), reading: median(reads) };
}

const patient = () => ({ signal: AbortSignal.timeout(PATIENCE) });

/** Milliseconds until an answer: all of our patience if there is none. */
const time = (asked: Promise<Answer>): Promise<number> => asked.then((it) => it.milliseconds).catch(() => PATIENCE);

/** The slowest of the reads of others while something goes on, in milliseconds. */
async function slowestBeside(work: Promise<unknown>, wire: Wire): Promise<number> {
  let goesOn = true;
  const end = work.finally(() => {
    goesOn = false;
  });
  let slowest = 0;
  while (goesOn) slowest = Math.max(slowest, await time(wire.ask('/articles/story-5', patient())));
  await end;
  return slowest;
}

/** The dearest request of all, five hundred times. */
function burst(wire: Wire): Promise<unknown> {
  const headers = { 'cf-connecting-ip': '198.51.100.1' };
  const dearest = (n: number) => `/feeds/search.rss?q="common+of"+"of+my"+"my+so"+-no${n}`;
  return Promise.all(Array.from({ length: 500 }, (_, n) => wire.ask(dearest(n), { headers }).catch(() => undefined)));
}

/** Requests at a steady rate, whatever comes of them. */
function flood(wire: Wire, clients: number): { stop(): Promise<void> } {
  const leaving = new AbortController();
  const under = new Set<Promise<unknown>>();
  let n = 0;
  const timer = setInterval(() => {
    const path = (HOSTILE[n % HOSTILE.length] as (n: number) => string)(n);
    const headers = { 'cf-connecting-ip': `203.0.113.${n % clients}`, 'user-agent': 'hostile' };
    n++;
    const asked = wire.ask(path, { headers, signal: leaving.signal }).catch(() => undefined);
    under.add(asked.finally(() => under.delete(asked)));
  }, 1000 / REQUESTS_A_SECOND);
  return {
    stop: async () => {
      clearInterval(timer);
      leaving.abort();
      await Promise.all(under);
    },
  };
}
