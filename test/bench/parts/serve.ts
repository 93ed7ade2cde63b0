import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Server, startWorkerd } from '../../support/workerd/workerd.ts';
import type { Bench } from '../bench.ts';
import { type Chapter, ratioGoal, times, whole } from '../report.ts';
import { interleave, median, ratio } from '../statistics.ts';
import { configOf } from '../wire/config.ts';
import { type Answer, ask, type Question, requestsPerSecond } from '../wire/generator.ts';
import { Wire } from '../wire/wire.ts';

const STORIES = 60;
const BODY_CHARACTERS = 600;
const PATH = '/feeds/all.rss';
const GZIP = { 'accept-encoding': 'gzip' };

type Asked = Pick<Question, 'headers' | 'status'>;

/** A channel's feed from memory, against a worker that does nothing but answer the same bytes. */
export async function measureServing(bench: Bench): Promise<Chapter> {
  const wire = await Wire.start(bench, 'serve');
  await wire.publishNext(STORIES, BODY_CHARACTERS);
  const { port } = wire.server;
  const plain = await ask({ port, path: PATH, status: 200 });
  const gzipped = await ask({ port, path: PATH, status: 200, headers: GZIP });
  const hello = await startHello(bench, plain, gzipped);
  const cases: Record<string, Asked> = {
    gzipped: { status: 200, headers: GZIP },
    plain: { status: 200 },
    'not modified (304)': { status: 304, headers: { 'if-none-match': plain.headers.get('etag') ?? '' } },
  };
  for (const [name, asked] of Object.entries(cases)) await expectSame(name, wire.server, hello, asked);
  const { measured, generator } = await measure(wire.server, hello, cases, bench.quick);
  await Promise.all([wire.stop(), hello.stop()]);

  const ratioOf = (name: string) => ratio(measured[`${name} ours`] ?? [], measured[`${name} hello`] ?? []);
  const sizes: Record<string, number> = {
    gzipped: gzipped.body.length,
    plain: plain.body.length,
    'not modified (304)': 0,
  };
  const rows = Object.keys(cases).map((name) => [
    name,
    whole(sizes[name] ?? 0),
    whole(median(measured[`${name} ours`] ?? [])),
    whole(median(measured[`${name} hello`] ?? [])),
    times(ratioOf(name)),
  ]);
  return {
    title: 'Serving',
    text: `${TEXT} The load generator used ${Math.round(generator * 100)}% of a core.`,
    table: { head: ['', 'bytes', 'ours, requests/s', 'hello world, requests/s', 'ours / hello'], rows },
    goals: [
      ratioGoal('Gzipped, against hello world', ratioOf('gzipped'), '>=', 0.85),
      ratioGoal('304, against hello world', ratioOf('not modified (304)'), '>=', 0.8),
    ],
    note: NOTE,
  };
}

async function startHello({ folder, bundles }: Bench, plain: Answer, gzipped: Answer): Promise<Server> {
  const files = { PLAIN: join(folder, 'feed'), GZIPPED: join(folder, 'feed.gz') };
  await writeFile(files.PLAIN, plain.body);
  await writeFile(files.GZIPPED, gzipped.body);
  const vars = { TYPE: plain.headers.get('content-type') ?? '', ETAG: plain.headers.get('etag') ?? '' };
  return startWorkerd(folder, 'hello', await configOf(folder, { module: bundles.hello, vars, files }));
}

/** @throws {Error} unless both answer with the status, and with the same bytes under the same headers that matter */
async function expectSame(name: string, ours: Server, hello: Server, asked: Asked): Promise<void> {
  const answers = await Promise.all([ours, hello].map(({ port }) => ask({ port, path: PATH, ...asked })));
  const [left = '', right] = answers.map(({ status, headers, body }) => {
    const compared = ['content-type', 'content-encoding', ...(status === 304 ? ['etag'] : [])];
    return JSON.stringify([
      status,
      compared.map((it) => headers.get(it)),
      createHash('sha256').update(body).digest('hex'),
    ]);
  });
  if (left !== right || !left.startsWith(`[${asked.status},`)) {
    throw new Error(`${name}: ours answers ${left}, hello world ${right}`);
  }
}

async function measure(ours: Server, hello: Server, cases: Record<string, Asked>, quick: boolean) {
  const round = quick ? 500 : 3000;
  const contestants = Object.entries(cases).flatMap(([name, asked]) => [
    [`${name} ours`, () => requestsPerSecond({ port: ours.port, path: PATH, ...asked }, round)] as const,
    [`${name} hello`, () => requestsPerSecond({ port: hello.port, path: PATH, ...asked }, round)] as const,
  ]);
  const start = performance.now();
  const used = process.cpuUsage();
  const measured = await interleave(Object.fromEntries(contestants), { rounds: quick ? 3 : 7, warmUp: 1 });
  const { user, system } = process.cpuUsage(used);
  return { measured, generator: (user + system) / 1000 / (performance.now() - start) };
}

const TEXT = `\`${PATH}\` with fifty of ${STORIES} stories, from memory, under bare workerd (no wrangler). *Ours* is the worker as it is
deployed, with its database. *Hello world* has no router and answers the same bytes with the same \`Content-Type\` and
\`Content-Encoding\`, in another process with the same configuration. There are sixteen connections on the loopback
interface, with one request at a time on each. Status and body are compared before measuring, and the status and length
of every answer afterwards.`;

const NOTE = `The plain row has no goal, because it flatters ours. Hello world makes so little garbage that V8 seldom collects it, and
until then workerd cannot free the bodies that it has sent. Large ones pile up, and fresh memory costs more than our code
does.`;
