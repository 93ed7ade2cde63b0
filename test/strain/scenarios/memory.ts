import { heapBytes } from '../inspector.ts';
import { atMost, inParallel, none, type Row, type Strain } from '../strain.ts';
import type { Wire } from '../wire.ts';

const LANES = 8;
const MEGABYTE = 1_000_000;

/** A place in a channel, with as long a name as one may have. */
const cursor = (n: number) => `-${(1_500_000_000_000 + n * 3_919_000).toString(36)}.s${n}${'-long'.repeat(20)}`;
const combination = (n: number) =>
  `odd-${n % 5}+!topic-${Math.floor(n / 7) % 50},topic-${n % 50}+!topic-${(n + 1 + (Math.floor(n / 50) % 49)) % 50}`;
const format = (n: number) => ['rss', 'atom', 'json'][n % 3];
const content = (n: number) => (n % 2 === 0 ? '&content=summary' : '');

/** Addresses that somebody may invent, no two the same. */
const INVENTED: ((number: number) => string)[] = [
  (n) => `/feeds/news.rss?before=${cursor(n)}&limit=3`,
  (n) => `/feeds/${combination(n)}.${format(n)}?limit=${1 + (n % 9)}${content(n)}`,
  (n) => `/feeds/search.json?limit=2&q=o+-${'nothing'.repeat(20)}${n}`,
  (n) => `/feeds/topic-${n % 50}.${format(n)}?before=${cursor(n)}${content(n)}&limit=${1 + (n % 100)}`,
  (n) => `/feeds/no-such-${n}.rss`,
  (n) => `/search?q=common+${n}`,
  (n) => `/channels/${combination(n)}`,
  (n) => `/articles/nothing-${n}`,
  (n) => `/feeds/${combination(n)}/20${16 + (n % 9)}-0${1 + (n % 9)}.rss`,
  (n) => `/feeds/${combination(n)}.${format(n)}?before=${cursor(n)}&limit=2`,
];

/** What a process keeps of addresses that are asked for once, beside what it keeps of one that is asked for as often. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const requests = long ? 60_000 : 1500;
  const options = { stories: long ? 20_000 : 2000, inspected: true };
  const measured = async (path: (n: number) => string) => {
    const wire = await start(options);
    try {
      return await memoryAfter(wire, requests, path);
    } finally {
      await wire.stop();
    }
  };
  const one = await measured(() => '/feeds/news.rss?limit=10');
  const many = await measured((n) => (INVENTED[n % INVENTED.length] as (n: number) => string)(n));
  const answers = [...many.answers].map(([status, count]) => `${count} of ${status}`).join(', ');
  const failed = [...one.answers.keys(), ...many.answers.keys()].filter((it) => it >= 500);
  const heap = (many.heap - one.heap) / MEGABYTE;
  const resident = `resident memory (${Math.round(many.resident / MEGABYTE)} MB), times that`;
  return [
    atMost(`heap after ${requests} invented addresses (${answers}), more than after one`, heap, 64, 'MB'),
    atMost(resident, many.resident / one.resident, 1.5),
    none('answers of 500 and above', failed.map(String)),
  ];
}

async function memoryAfter(wire: Wire, requests: number, path: (n: number) => string) {
  const answers = new Map<number, number>();
  await inParallel(LANES, Array(requests).keys(), async (n) => {
    const { status } = await wire.ask(path(n), { headers: { 'accept-encoding': 'gzip' } });
    answers.set(status, (answers.get(status) ?? 0) + 1);
  });
  return { answers, heap: await heapBytes(wire), resident: await wire.residentBytes() };
}
