import { FEEDS, PAGES } from '../addresses.ts';
import type { Condition } from '../condition.ts';
import { atMost, none, pause, type Row, type Strain } from '../strain.ts';
import type { Answer, Asked, Wire } from '../wire.ts';

/** Longer than a process trusts what it has looked up. */
const FORGETTING = 2200;
const SHORT_SECONDS = 60;
const ANSWER_SECONDS = 12;
/** Milliseconds after which a request counts as hanging. */
const PATIENCE = 14_000;
const RECOVERY_SECONDS = 3;
const WARM = 0;
const COLD = 1;

/** The database goes away: for everybody, in the middle of requests, and between a write and its answer. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const wire = await start({ stories: 2000, processes: 2 });
  try {
    return [
      ...(await away(wire, 'error')),
      ...(await away(wire, 'hang')),
      ...(await inTheMiddle(wire)),
      ...(await writesAcross(wire, long ? 10_000 : 2000)),
    ];
  } finally {
    await wire.stop();
  }
}

async function away(wire: Wire, fail: NonNullable<Condition['fail']>): Promise<Row[]> {
  await wire.restart();
  const known = await Promise.all(
    FEEDS.map(async (path) => ({ path, etag: (await wire.ask(path)).headers.get('etag') ?? '' })),
  );
  await pause(FORGETTING);
  await wire.condition({ fail });
  const ask = (path: string, asked: Asked = {}) =>
    wire.ask(path, { signal: AbortSignal.timeout(PATIENCE), ...asked }).catch(hanging);
  const [warm, not, unknown, writes] = await Promise.all([
    Promise.all(FEEDS.map((path) => ask(path))),
    Promise.all(known.map(({ path, etag }) => ask(path, { headers: { 'if-none-match': etag } }))),
    Promise.all([...FEEDS, ...PAGES].map((path) => ask(path, { process: COLD }))),
    Promise.all(writesOf(wire)),
  ]);
  await wire.condition();
  const recovery = await recovered(wire);
  const slowest = Math.max(...[...warm, ...not, ...unknown, ...writes].map((it) => it.milliseconds));
  return [
    none(
      `${fail}: known feeds that are not served for a short time`,
      FEEDS.filter((_, n) => !isShort(warm[n], 200)).map((path, n) => `${warm[n]?.status} ${path}`),
    ),
    none(
      `${fail}: known feeds without 304`,
      FEEDS.filter((_, n) => !isShort(not[n], 304)),
    ),
    none(`${fail}: what is not known, without 503 and Retry-After`, unsaid([...FEEDS, ...PAGES], unknown)),
    none(`${fail}: writes without 503 and Retry-After`, unsaid(WRITES, writes)),
    atMost(`${fail}: the slowest answer`, slowest / 1000, ANSWER_SECONDS, 's'),
    atMost(`${fail}: everything is served again after`, recovery / 1000, RECOVERY_SECONDS, 's'),
  ];
}

const hanging = (error: Error): Answer => ({
  status: 0,
  headers: new Headers(),
  body: error.name,
  milliseconds: PATIENCE,
});

/** Caches are told to look again soon. */
function isShort(answer: Answer | undefined, status: number): boolean {
  const [, seconds] = /max-age=(\d+)/.exec(answer?.headers.get('cache-control') ?? '') ?? [];
  return answer?.status === status && Number(seconds ?? Number.POSITIVE_INFINITY) <= SHORT_SECONDS;
}

const saysNotNow = ({ status, headers }: Answer) => status === 503 && headers.has('retry-after');

const unsaid = (names: string[], answers: Answer[]) =>
  names.flatMap((name, n) => (saysNotNow(answers[n] as Answer) ? [] : [`${answers[n]?.status} ${name}`]));

const WRITES = ['PUT', 'POST', 'DELETE', 'PUT of tags'];

const BULK = { key: 'bulk', title: 'Bulk', body: 'O.', published: '2025-01-01T00:00:00Z' };
const TAGS = { version: 1, tags: [{ slug: 'news', label: 'Latest news' }] };

/** A write of each kind. */
export function writesOf(wire: Wire): Promise<Answer>[] {
  const asked = () => ({ signal: AbortSignal.timeout(PATIENCE) });
  return [
    wire.put('another', {}, asked()),
    wire.api('POST', '/api/articles', `${JSON.stringify(BULK)}\n`, asked()),
    wire.api('DELETE', '/api/articles/story-11', undefined, asked()),
    wire.api('PUT', '/api/tags', TAGS, asked()),
  ].map((it) => it.catch(hanging));
}

/** Milliseconds until everything is served. */
async function recovered(wire: Wire): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const answers = await Promise.all(
      [...FEEDS, ...PAGES].flatMap((path) => [WARM, COLD].map((process) => wire.ask(path, { process }).catch(hanging))),
    );
    const milliseconds = performance.now() - begun;
    if (answers.every((it) => it.status === 200) || milliseconds > 10_000) return milliseconds;
    await pause(100);
  }
}

/** The first calls of a request are answered, and the next is not: a whole answer or "not now", nothing between. */
async function inTheMiddle(wire: Wire): Promise<Row[]> {
  const wrong: string[] = [];
  for (const after of [1, 2]) {
    await wire.restart();
    for (const path of [...FEEDS, ...PAGES]) {
      await wire.condition({ fail: 'error', after });
      const answer = await wire.ask(path, { process: COLD });
      if (answer.status !== 200 && !saysNotNow(answer)) wrong.push(`${answer.status} ${path} after ${after}`);
    }
    await wire.condition();
  }
  return [none('error in the middle: neither a whole answer nor 503 with Retry-After', wrong)];
}

/** Somebody writes while the database comes and goes. */
async function writesAcross(wire: Wire, milliseconds: number): Promise<Row[]> {
  const acknowledged = new Map<string, number>();
  const wrong: string[] = [];
  const until = performance.now() + milliseconds;
  const writer = async (name: string) => {
    for (let version = 1; performance.now() < until; version++) {
      const key = `${name}-${version % 3}`;
      const answer = await wire.put(key, { title: `Version ${version}` });
      if (answer.status < 300) acknowledged.set(key, version);
      else if (!saysNotNow(answer)) wrong.push(`${answer.status}`);
    }
  };
  const flicker = async () => {
    for (let n = 0; performance.now() < until; n++) {
      await wire.condition(n % 2 === 0 ? { fail: 'error', after: n % 5 } : {});
      await pause(60);
    }
    await wire.condition();
  };
  await Promise.all([flicker(), ...['a', 'b', 'c', 'd'].map(writer)]);
  const lost: string[] = [];
  for (const [key, version] of acknowledged) {
    const { body } = await wire.api('GET', `/api/articles/${key}`);
    // A write that was refused may have been stored nevertheless: a later one is none that was lost.
    if (Number(/Version (\d+)/.exec(body)?.[1] ?? 0) < version) lost.push(`${key}: version ${version}`);
  }
  return [
    none(`acknowledged writes that are lost, of ${acknowledged.size} stories`, lost),
    none('refused writes without 503 and Retry-After, while the database comes and goes', wrong),
  ];
}
