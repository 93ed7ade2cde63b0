import { entriesIn, linkOf } from '../documents.ts';
import { ORIGIN } from '../processes.ts';
import { MONTH, ndjson, story } from '../stories.ts';
import { publish, type Row, type Strain } from '../strain.ts';
import type { Answer, Wire } from '../wire.ts';

const ROWS = 3000;
const STATEMENTS = 50;
/** Each is asked for one address, and then knows too much. */
const PROCESSES = 8;

interface Kind {
  path: string;
  headers?: Record<string, string>;
  /** `held`: what it lists is many, and may be read up to four times. `channels`: it lists every channel. */
  lists?: 'held' | 'channels';
  /** The entries that it must have. */
  entries?: number;
}

const negations = [0, 1, 2, 3, 4, 5].map((it) => `!topic-${it}`).join('+');
const topics = [10, 11, 12, 13, 14, 15, 16, 17].map((it) => `topic-${it}`).join(',');
const big = 'left,news,politics,right,topic-1,topic-2,topic-3,world';

/** Pairs that have more than a hundred stories in common, in a wire of 20,000. */
const PAIRS = ['news+world', 'left+politics', 'news+topic-7', 'politics+topic-4', 'left+topic-8'];
const FEEDS = [
  'all',
  'news',
  'odd-1',
  'left+right',
  'left+odd-1',
  `news+world+${negations}`,
  topics,
  'left+right,odd-1+odd-2',
  big,
];
const SEARCHES = ['o', 'common', 'o+common+-nothing', 'co*', '"of+the+common"', 'story-77'];
const CURSORS = ['0.a', '-zzzzzzzz.story', 'zzzzzzzzzzz.a', '-k8y8w7pa.story-9999'];

/** Every kind of public request: the most that one can be made to read. */
export const KINDS: Kind[] = [
  ...PAIRS.map((it) => ({ path: `/feeds/${it}.rss?limit=100`, entries: 100 })),
  ...FEEDS.map((it) => ({ path: `/feeds/${it}.atom?limit=100` })),
  ...CURSORS.flatMap((it) =>
    ['news', 'left+right', topics].map((name) => ({ path: `/feeds/${name}.json?before=${it}&limit=100` })),
  ),
  ...['news', 'left+right', 'left+politics', `news+${negations}`, big].map((it) => ({
    path: `/feeds/${it}/${MONTH}.rss`,
    lists: 'held' as const,
  })),
  ...SEARCHES.flatMap((it) => [`/feeds/search.rss?limit=100&q=${it}`, `/search?q=${it}`].map((path) => ({ path }))),
  ...CURSORS.map((it) => ({ path: `/feeds/search.json?before=${it}&q=o` })),
  ...['news', 'news+world', 'left+right', `news+${negations}`, topics].map((it) => ({ path: `/channels/${it}` })),
  ...['/', '/?q=o', '/feeds.opml', '/feeds.opml?expression=left+right'].map((path) => ({
    path,
    lists: 'channels' as const,
  })),
  ...['/sitemap.xml', '/sitemap.xml?x=1', '/sitemaps/stories-2020-06.xml', '/sitemaps/stories-2020-06.xml?x=1'].map(
    (path) => ({
      path,
      lists: 'held' as const,
    }),
  ),
  ...['/sitemaps/channels.xml', '/sitemaps/channels.xml?x=1', '/channels'].map((path) => ({
    path,
    lists: 'channels' as const,
  })),
  ...[
    '/articles/story-5',
    '/embed/left+right',
    '/embed/articles/story-5',
    `/oembed?url=${ORIGIN}/articles/story-5`,
  ].map((path) => ({ path })),
  ...['/articles/story-0', '/articles/no', '/feeds/no.rss', '/feeds/no+news.rss', '/channels/no', '/no'].map(
    (path) => ({ path }),
  ),
  ...[
    '/feeds/left+right/2031-01.rss',
    '/feeds/left+right/1801-01.rss',
    '/sitemaps/stories-2031-01.xml',
    '/embed/no',
  ].map((path) => ({ path })),
  { path: `/oembed?url=${ORIGIN}/channels/left%2Bright` },
];

const DELTAS = ['/feeds/all.rss', '/feeds/news+world.rss', '/feeds/left+right.rss', `/feeds/${topics}.rss`];

/** Rows read and statements of every kind of public request, in a process that knows nothing and again in the same. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const rows: Row[] = [];
  for (const stories of long ? [20_000, 200_000] : [20_000]) {
    const wire = await start({ stories, processes: PROCESSES });
    try {
      const { results } = await wire.sql('SELECT count(*) AS count FROM channels');
      const measured = [...KINDS, ...(await olderPages(wire)), ...(await deltas(wire, stories))];
      for (const [number, kind] of measured.entries()) {
        const process = number % PROCESSES;
        if (process === 0) await wire.restart();
        rows.push(await measure(wire, process, kind, Number(results[0]?.count), `${stories / 1000}k`));
      }
    } finally {
      await wire.stop();
    }
  }
  return rows;
}

const PAGED = ['/feeds/news.rss', '/feeds/left+politics.atom', `/feeds/${topics}.rss`, '/feeds/search.rss?q=o'];

/** The third page of some feeds. */
async function olderPages(wire: Wire): Promise<Kind[]> {
  const next = async (path: string) => linkOf((await wire.ask(path)).body, 'next') ?? path;
  return Promise.all(PAGED.map(async (it) => ({ path: await next(await next(it)) })));
}

/** Deltas since before a tenth of all stories changed. */
async function deltas(wire: Wire, stories: number): Promise<Kind[]> {
  const etags = await Promise.all(DELTAS.map(async (it) => (await wire.ask(it)).headers.get('etag') ?? ''));
  for (let first = 0; first < stories / 10; first += 500) {
    const records = Array.from({ length: 500 }, (_, index) => story(first + index, stories));
    await publish(wire, ndjson(records.map((it) => ({ ...it, title: `Changed: ${it.title}` }))));
  }
  return DELTAS.map((path, index) => ({ path, headers: { 'a-im': 'feed', 'if-none-match': etags[index] as string } }));
}

async function measure(wire: Wire, process: number, kind: Kind, channels: number, size: string): Promise<Row> {
  const costs = [await cost(wire, process, kind), await cost(wire, process, kind)];
  const { answer } = costs[0] as Cost;
  const entries = entriesIn(answer.body);
  const rows = Math.max(...costs.map((it) => it.rows));
  const statements = Math.max(...costs.map((it) => it.statements));
  const milliseconds = Math.max(...costs.map((it) => it.milliseconds));
  const bound = Math.max(ROWS, kind.lists === 'held' ? 7 * entries : 0) + (kind.lists === 'channels' ? channels : 0);
  const whole = kind.entries === undefined || entries === kind.entries;
  return {
    what: `${size} ${kind.headers ? 'delta ' : ''}${kind.path}`,
    figure: `${rows} rows, ${statements} statements, ${milliseconds} ms, status ${answer.status}, ${entries} entries`,
    bound: `${bound} rows, ${STATEMENTS} statements${kind.entries ? `, ${kind.entries} entries` : ''}`,
    holds: rows <= bound && statements <= STATEMENTS && answer.status < 500 && whole,
  };
}

interface Cost {
  answer: Answer;
  rows: number;
  statements: number;
  /** Of the database: SQLite does not count the rows of a search's index. */
  milliseconds: number;
}

async function cost(wire: Wire, process: number, { path, headers = {} }: Kind): Promise<Cost> {
  await wire.calls();
  const answer = await wire.ask(path, { process, headers });
  const calls = await wire.calls();
  const sum = (numbers: number[]) => numbers.reduce((total, it) => total + it, 0);
  return {
    answer,
    rows: sum(calls.map((it) => it.rows)),
    statements: sum(calls.map((it) => it.sql.length)),
    milliseconds: sum(calls.map(({ from, to = from }) => to - from)),
  };
}
