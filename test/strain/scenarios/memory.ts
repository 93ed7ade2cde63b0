import { heapBytes } from '../inspector.ts';
import { atMost, inParallel, none, type Row, type Strain } from '../strain.ts';
import type { Wire } from '../wire.ts';

const LANES = 8;
const MEGABYTE = 1_000_000;

/** Addresses that somebody may invent, no two the same. */
const INVENTED: ((number: number) => string)[] = [
  (n) => `/feeds/news.rss?before=-${(1_500_000_000_000 + n * 7_919_000).toString(36)}.s${n}&limit=3`,
  (n) => `/feeds/${combination(n)}.atom?limit=${1 + (n % 9)}&content=summary`,
  (n) => `/feeds/search.json?limit=2&q=o+story-${n}`,
  (n) => `/feeds/topic-${n % 50}.json?limit=${1 + (n % 100)}&before=0.s${n}`,
  (n) => `/feeds/no-such-${n}.rss`,
  (n) => `/search?q=common+${n}`,
  (n) => `/channels/${combination(n)}?before=0.s${n}`,
  (n) => `/articles/nothing-${n}`,
  (n) => `/feeds/left/${1900 + (n % 150)}-0${1 + (n % 9)}.rss?x=${n}`,
  (n) => `/nowhere/${n}`,
];

const combination = (n: number) =>
  `topic-${n % 50}+!topic-${Math.floor(n / 50) % 50},odd-${n % 5}+!topic-${Math.floor(n / 7) % 50}`;

/** What a process keeps of addresses that are asked for once, beside what it keeps of one that is asked for as often. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const requests = long ? 60_000 : 2000;
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
  return [
    atMost(
      `heap after ${requests} invented addresses, more than after one`,
      (many.heap - one.heap) / MEGABYTE,
      64,
      'MB',
    ),
    atMost(
      `resident memory (${Math.round(many.resident / MEGABYTE)} MB), times that`,
      many.resident / one.resident,
      1.5,
    ),
    none('answers of 500 and above', [...one.failed, ...many.failed]),
  ];
}

async function memoryAfter(wire: Wire, requests: number, path: (n: number) => string) {
  const failed: string[] = [];
  await inParallel(LANES, Array(requests).keys(), async (n) => {
    const { status } = await wire.ask(path(n), { headers: { 'accept-encoding': 'gzip' } });
    if (status >= 500) failed.push(`${status} ${path(n)}`);
  });
  return { failed, heap: await heapBytes(wire), resident: await wire.residentBytes() };
}
