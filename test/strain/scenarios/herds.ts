import { MONTH } from '../stories.ts';
import { atMost, none, pause, type Row, type Strain } from '../strain.ts';
import type { Wire } from '../wire.ts';

const HERD = 50;
const LATE = 20;
const PATIENCE = 3000;

const PATHS = [
  `/feeds/news/${MONTH}.rss`,
  `/feeds/left+politics/${MONTH}.atom`,
  '/feeds/news+world.rss',
  '/feeds/search.json?q=common',
  '/healthz',
];

/** Many who ask for the same at once, in a process that knows nothing, of a database that is late. */
export async function run({ start }: Strain): Promise<Row[]> {
  // Three that know nothing for each address, and two for the delta.
  const wire = await start({ stories: 20_000, processes: 3 * PATHS.length + 2 });
  const rows: Row[] = [];
  try {
    for (const [number, path] of PATHS.entries()) rows.push(...(await herd(wire, path, 3 * number)));
    rows.push(await herdOfDeltas(wire, 3 * PATHS.length));
  } finally {
    await wire.stop();
  }
  return rows;
}

/** @param first of the three processes that have not been asked for anything */
async function herd(wire: Wire, path: string, first: number): Promise<Row[]> {
  await wire.condition({ late: LATE });
  await wire.calls();
  await wire.ask(path, { process: first });
  const alone = await statements(wire);
  await Promise.all(Array.from({ length: HERD }, () => wire.ask(path, { process: first + 1 })));
  const together = await statements(wire);
  const late = await withoutTheFirst(wire, path, first + 2);
  await wire.condition();
  return [
    atMost(`statements for ${HERD} at once: ${path} (alone ${alone})`, together, 2 * alone),
    none(`not answered in ${PATIENCE / 1000} s when the first of ${HERD} goes away: ${path}`, late),
  ];
}

/** Many readers who have the same, and ask for what has changed since. */
async function herdOfDeltas(wire: Wire, first: number): Promise<Row> {
  const path = '/feeds/news.json';
  const { headers } = await wire.ask(path);
  await wire.put('news-for-herds', { tags: ['News', 'World'] });
  const asked = { headers: { 'a-im': 'feed', 'if-none-match': headers.get('etag') ?? '' } };
  await wire.condition({ late: LATE });
  await wire.calls();
  const { status } = await wire.ask(path, { process: first, ...asked });
  const alone = await statements(wire);
  await Promise.all(Array.from({ length: HERD }, () => wire.ask(path, { process: first + 1, ...asked })));
  const together = await statements(wire);
  await wire.condition();
  return atMost(`statements for ${HERD} at once: ${status} of ${path} (alone ${alone})`, together, 2 * alone);
}

async function statements(wire: Wire): Promise<number> {
  return (await wire.calls()).reduce((sum, it) => sum + it.sql.length, 0);
}

/** The first goes away while the database is being asked. @returns what the others got instead of an answer */
async function withoutTheFirst(wire: Wire, path: string, process: number): Promise<string[]> {
  const first = new AbortController();
  const gone = wire.ask(path, { process, signal: first.signal }).catch(() => undefined);
  await pause(LATE / 4);
  const others = Array.from({ length: HERD - 1 }, () =>
    wire.ask(path, { process, signal: AbortSignal.timeout(PATIENCE) }).then(
      ({ status }) => `status ${status}`,
      (error: Error) => error.name,
    ),
  );
  await pause(LATE / 4);
  first.abort();
  await gone;
  return (await Promise.all(others)).filter((it) => it !== 'status 200');
}
