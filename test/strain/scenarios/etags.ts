import { createHash } from 'node:crypto';
import { none, type Row, type Strain } from '../strain.ts';
import type { Wire } from '../wire.ts';

/** The month in which the stories of this scenario are published. */
const MONTH = '2025-12';
const PATHS = [
  ...['all', 'news', 'news+world', 'left,right', 'left+!right'].flatMap((it) =>
    ['rss', 'atom', 'json'].map((format) => `/feeds/${it}.${format}`),
  ),
  `/feeds/news/${MONTH}.rss`,
  `/feeds/news+world/${MONTH}.atom`,
  '/feeds/search.rss?q=common',
  '/feeds/news.json?limit=3&content=summary',
  ...[
    '/channels/news',
    '/channels/left%2C%20right',
    '/',
    '/?q=o',
    '/feeds.opml',
    '/sitemap.xml',
    '/sitemaps/channels.xml',
  ],
  ...['/sitemaps/stories-2025-12.xml', '/articles/moving-1', '/embed/news', '/search?q=common'],
];

/** Two processes, one of which publishes all the time: an ETag belongs to the same bytes wherever and whenever it is seen. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const wire = await start({ processes: 2 });
  try {
    const seen = new Map<string, string>();
    const broken: string[] = [];
    const until = performance.now() + (long ? 15_000 : 3000);
    await Promise.all([
      write(wire, until),
      ...[0, 1, 0, 1].map((process, lane) => read(wire, process, lane, until, seen, broken)),
    ]);
    return [none(`ETags that two different documents had, of ${seen.size}`, broken)];
  } finally {
    await wire.stop();
  }
}

async function write(wire: Wire, until: number): Promise<void> {
  for (let n = 0; performance.now() < until; n++) {
    const tags = ['News', n % 3 === 0 ? 'World' : 'Sport', n % 2 === 0 ? 'Left' : 'Right'];
    const published = `2025-12-${String(1 + (n % 28)).padStart(2, '0')}T10:00:00Z`;
    await wire.put(`moving-${n % 12}`, { title: `O common version ${n}`, tags, published });
    if (n % 7 === 6) await wire.api('DELETE', `/api/articles/moving-${(n * 5) % 12}`);
  }
}

async function read(
  wire: Wire,
  process: number,
  lane: number,
  until: number,
  seen: Map<string, string>,
  broken: string[],
): Promise<void> {
  for (let n = lane; performance.now() < until; n++) {
    const path = PATHS[(n * 7) % PATHS.length] as string;
    const { status, headers, body } = await wire.ask(path, { process });
    const etag = headers.get('etag')?.replace(/^W\//, '');
    if (status !== 200 || !etag) continue;
    const name = `${path} ${etag}`;
    const hash = createHash('sha256').update(body).digest('hex');
    if ((seen.get(name) ?? hash) !== hash) broken.push(name);
    seen.set(name, hash);
  }
}
