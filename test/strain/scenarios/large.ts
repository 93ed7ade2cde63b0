import { connect } from 'node:net';
import { linkOf } from '../documents.ts';
import { atMost, inParallel, none, pause, type Row, type Strain } from '../strain.ts';
import type { Wire } from '../wire.ts';

const CHARACTERS = 900_000;
const MOST_BYTES = 2_200_000;
const MEGABYTE = 1_000_000;
const SLOW_READERS = 200;
const FORMATS = ['rss', 'atom', 'json'];

/** Stories of nearly a megabyte: what documents of many of them weigh, and what readers cost who read them slowly. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const count = long ? 100 : 16;
  const wire = await start();
  try {
    const keys = Array.from({ length: count }, (_, n) => `large-${n}`);
    const before = await begin(wire);
    await inParallel(2, keys.entries(), async ([n, key]) => {
      const body = `O ${key}. ${'Common words. '.repeat(CHARACTERS / 14)}`;
      await wire.put(key, {
        body,
        published: `2025-${n % 2 === 0 ? 10 : 11}-11T10:00:${String(n % 60).padStart(2, '0')}Z`,
      });
    });
    const sizes: Record<string, number> = {};
    const failed: string[] = [];
    const look = async (path: string, headers: Record<string, string> = {}): Promise<string> => {
      const { status, body } = await wire.ask(path, { headers });
      sizes[path] = Buffer.byteLength(body);
      if (status !== 200 && status !== 226) failed.push(`${status} ${path}`);
      return body;
    };
    for (const path of FORMATS.flatMap((it) => [
      `/feeds/news.${it}`,
      `/feeds/news+world.${it}`,
      `/feeds/news/2025-10.${it}`,
    ]))
      await look(path);
    for (const [path, etag] of Object.entries(before)) await look(path, { 'a-im': 'feed', 'if-none-match': etag });
    for (const path of [
      '/',
      '/channels/news',
      '/articles/large-1',
      '/embed/news',
      '/search?q=common',
      '/feeds/search.rss?q=common',
      '/feeds/news.rss?content=summary',
      '/sitemaps/stories-2025-09.xml',
    ])
      await look(path);
    const byPages = await walk(wire, '/feeds/news.rss', 'next', keys);
    const byArchives = await walk(wire, '/feeds/news.rss', 'prev-archive', keys);
    const [[heaviest, bytes]] = Object.entries(sizes).toSorted((a, b) => b[1] - a[1]) as [[string, number]];
    const { status } = await wire.ask('/healthz');
    return [
      none(`not answered, of ${Object.keys(sizes).length} addresses with ${count} stories of 0.9 MB`, failed),
      atMost(`the heaviest document: ${heaviest}`, bytes / MEGABYTE, MOST_BYTES / MEGABYTE, 'MB'),
      none('stories that following next does not find', byPages),
      none('stories that following prev-archive does not find', byArchives),
      { what: 'the process afterwards', figure: `status ${status}`, bound: 'status 200', holds: status === 200 },
      await slowReaders(wire, long ? 4000 : 1500),
    ];
  } finally {
    await wire.stop();
  }
}

/** ETags of feeds before there were large stories. */
async function begin(wire: Wire): Promise<Record<string, string>> {
  await wire.put('small', { published: '2025-09-01T10:00:00Z' });
  const etags: Record<string, string> = {};
  for (const path of ['/feeds/all.rss', '/feeds/world.atom', '/feeds/all.json'])
    etags[path] = (await wire.ask(path)).headers.get('etag') ?? '';
  return etags;
}

/** Follows a link from document to document. @returns the keys that it did not come across, or what was in the way */
async function walk(wire: Wire, first: string, rel: string, keys: string[]): Promise<string[]> {
  const missing = new Set(keys);
  const visited = new Set<string>();
  for (let path: string | undefined = first; path !== undefined && !visited.has(path); ) {
    visited.add(path);
    const { status, body }: { status: number; body: string } = await wire.ask(path);
    if (status !== 200) return [`${path}: status ${status}`];
    for (const [, key] of body.matchAll(/article\/(large-\d+)</g)) missing.delete(key as string);
    path = linkOf(body, rel);
  }
  return [...missing];
}

/** Many that take a document of a megabyte hardly at all. */
async function slowReaders(wire: Wire, milliseconds: number): Promise<Row> {
  const path = '/feeds/news.rss?limit=1';
  await wire.restart();
  const { body } = await wire.ask(path);
  const before = await wire.residentBytes();
  const sockets = Array.from({ length: SLOW_READERS }, () => {
    const socket = connect({ port: Number(new URL(wire.url()).port), host: '127.0.0.1' });
    socket.on('error', () => {});
    socket.pause();
    socket.write(`GET ${path} HTTP/1.1\r\nhost: news.example\r\n\r\n`);
    return socket;
  });
  await pause(milliseconds);
  const grown = (await wire.residentBytes()) - before;
  for (const it of sockets) it.destroy();
  const size = (body.length / MEGABYTE).toFixed(1);
  return atMost(`resident memory for ${SLOW_READERS} slow readers of ${size} MB, more`, grown / MEGABYTE, 60, 'MB');
}
