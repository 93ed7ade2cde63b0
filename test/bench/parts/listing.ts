import { formatCursor } from '../../../src/channels/position.ts';
import type { Bench } from '../bench.ts';
import { type Chapter, ratioGoal, times, whole } from '../report.ts';
import { interleave, median, milliseconds, ratio } from '../statistics.ts';
import { story } from '../stories.ts';
import { Wire } from '../wire/wire.ts';

const FEW = 1000;
const MANY = 200_000;
const BODY_CHARACTERS = 600;
const PAGE = 50;
/** Listings in one request: so the request itself hardly counts. */
const AT_ONCE = 20;

const CHANNELS: Record<string, string> = {
  'all: first page': 'all',
  'a tag of half the stories': 'world',
  'two tags of a sixth together': 'europe+world',
};
/** Pages for people: nothing of them is kept in memory. */
const PAGES: Record<string, string> = {
  'the start page, with 60 charts': '/',
  'the page of a channel of half the stories': '/channels/world',
  'a search for a word of most stories': '/search?q=corridor',
};

/** No story has both: nothing to find, so the lists of both are read to their ends. */
const DISJOINT = 'culture+world';

type Measured = { few: number[]; many: number[] };

/** The same channels among few and among many stories. @param archive a wire that is filled further, and stopped */
export async function measureListing(bench: Bench, archive: Wire): Promise<Chapter> {
  await archive.fillTo(bench.quick ? 8_000 : MANY, BODY_CHARACTERS);
  await archive.stop();
  const young = await Wire.start(bench, 'listing');
  await young.publishNext(FEW, BODY_CHARACTERS);
  await young.stop();
  // Both begin anew, so that neither keeps anything from its load.
  const few = await Wire.start(bench, 'listing', { worker: bench.bundles.listing });
  const many = await Wire.start(bench, 'archive', { worker: bench.bundles.listing });

  const rounds = bench.quick ? 5 : 30;
  const measured: Record<string, Measured> = {};
  for (const [name, channel] of Object.entries(CHANNELS))
    measured[name] = await measureDatabase(few, many, channel, AT_ONCE, rounds);
  const pages = await measurePages(few, many);
  const forPeople: Record<string, Measured> = {};
  for (const [name, path] of Object.entries(PAGES))
    forPeople[name] = await measurePaths(few, many, Array<string>(rounds).fill(path));
  const disjoint = await measureDatabase(few, many, DISJOINT, 1, bench.quick ? 3 : 10);
  await Promise.all([few.stop(), many.stop()]);

  const row = (name: string, it: Measured) => [
    name,
    median(it.few).toFixed(2),
    median(it.many).toFixed(2),
    times(ratio(it.many, it.few)),
  ];
  const total = whole(archive.stories);
  const goals = { ...measured, ...pages };
  return {
    title: 'Listing',
    text: TEXT,
    table: {
      head: ['', `ms at ${whole(FEW)}`, `ms at ${total}`, 'ratio'],
      rows: [
        ...Object.entries({ ...goals, ...forPeople }),
        ['two tags of half the stories that no story shares', disjoint] as const,
      ].map(([name, it]) => row(name, it)),
    },
    goals: Object.entries(goals).map(([name, it]) =>
      ratioGoal(`${name}, at ${total} against ${whole(FEW)}`, ratio(it.many, it.few), '<=', 1.3),
    ),
    note: NOTE,
  };
}

/** Milliseconds a listing: the SQL of a page and its entries, `count` times in one request. */
async function measureDatabase(
  few: Wire,
  many: Wire,
  channel: string,
  count: number,
  rounds: number,
): Promise<Measured> {
  const query = new URLSearchParams({ channel, times: String(count) });
  const measure = (wire: Wire) => async () => (await timeOf(wire, `/listing?${query}`)) / count;
  return interleave({ few: measure(few), many: measure(many) }, { rounds, warmUp: Math.ceil(rounds / 5) });
}

/** Whole requests for pages that are in nobody's memory; both wires hold the same newest stories. */
async function measurePages(few: Wire, many: Wire): Promise<Record<string, Measured>> {
  const pageAfter = (index: number, format: string, content = '') => {
    const { published, key } = story(index, 0);
    return `/feeds/all.${format}?before=${formatCursor({ rank: -Date.parse(published), key })}${content}`;
  };
  const firstOfPages = Array.from({ length: FEW / PAGE - 2 }, (_, page) => page * PAGE + PAGE - 1);
  const inFormats = (content?: string) =>
    ['rss', 'atom', 'json'].flatMap((it) => firstOfPages.map((index) => pageAfter(index, it, content)));
  const overlapping = Array.from({ length: FEW - 2 * PAGE }, (_, index) => pageAfter(index, 'rss')).filter(
    (it) => !inFormats().includes(it),
  );
  const forPartner = firstOfPages.map((index) => pageAfter(index, 'rss').replace('all.rss', 'all/for/flipboard.rss'));
  await measurePaths(few, many, inFormats('&content=summary'));
  return {
    'all: a page of which nothing is in memory': await measurePaths(few, many, inFormats()),
    'all: a page whose stories are in memory': await measurePaths(few, many, overlapping),
    'all: a page of a partner of which nothing is in memory': await measurePaths(few, many, forPartner),
  };
}

/** Each path once on both. */
async function measurePaths(few: Wire, many: Wire, paths: string[]): Promise<Measured> {
  const [left, right] = [[...paths], [...paths]];
  return interleave(
    { few: () => timeOf(few, left.pop() ?? ''), many: () => timeOf(many, right.pop() ?? '') },
    { rounds: paths.length },
  );
}

async function timeOf({ server }: Wire, path: string): Promise<number> {
  return milliseconds(async () => {
    const response = await fetch(server.origin + path, {
      headers: { 'accept-encoding': 'identity' },
      redirect: 'error',
    });
    await response.bytes();
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
  });
}

const TEXT = `The first page of a channel, in two wires under bare workerd. Both have the same newest stories, but one has many more in
all. The first rows are what a feed does in the database: its page of fifty and their entries, ${AT_ONCE} times a request. Then come
whole requests: for pages of \`all\` that were never requested before, with and without their stories in memory, and for pages
for people, with nothing in memory.`;

const NOTE = `The last row has no goal: the index of channels holds a list of stories for each tag, and to find nothing, both lists are read
to their ends, by blocks. Pages for people have no goal either. Caches keep such a page for a quarter of an hour.`;
