import { setTimeout as delay } from 'node:timers/promises';
import { Subscribers } from '../../support/subscriber.ts';
import { until } from '../../support/tagwire.ts';
import { accepted, Worker } from '../../support/worker.ts';
import type { Bench } from '../bench.ts';
import { type Chapter, times, whole } from '../report.ts';
import { median, milliseconds } from '../statistics.ts';
import { Wire } from '../wire/wire.ts';

const CHANNEL_STORIES = 50;
const BODY_CHARACTERS = 3000;
/** Each gets a hundred verifications in ten seconds. */
const HOSTS = Array.from({ length: 40 }, (_, index) => `127.0.0.${index + 1}`);
/** Subscriptions that are asked for, and not verified yet, at the same time: one client may have forty for one host. */
const AT_ONCE = 32;
/** Milliseconds after which a subscriber looks again if it was asked to confirm. */
const VERIFIED_PAUSE = 5;

/** The hub on the local runtime, and what a delta saves. */
export async function measureHub(bench: Bench): Promise<Chapter> {
  const hub = await measureDeliveries(bench.quick);
  const deltas = await measureDeltas(bench);
  return {
    title: 'Hub and deltas',
    text: TEXT,
    table: {
      head: ['', ''],
      rows: [
        ['change accepted to delivered, one subscriber: p50', `${hub.latency.p50.toFixed(0)} ms`],
        ['change accepted to delivered, one subscriber: p99', `${hub.latency.p99.toFixed(0)} ms`],
        [`deliveries of a change to ${whole(hub.subscribers)} subscribers`, `${whole(hub.perSecond)}/s`],
        ['subscriptions asked for and verified', `${whole(hub.requests)}/s`],
        [`a day of ${deltas.changes} changes, 200, gzipped`, `${whole(deltas.whole.bytes / 1024)} KB`],
        ['the same, 226', `${whole(deltas.delta.bytes / 1024)} KB`],
        ['226 against 200: bytes', times(deltas.delta.bytes / deltas.whole.bytes)],
        ['200, first after a change', `${deltas.whole.time.toFixed(2)} ms`],
        ['226, first after a change', `${deltas.delta.time.toFixed(2)} ms`],
        ['226 against 200: time', times(deltas.delta.time / deltas.whole.time)],
      ],
    },
    goals: [
      {
        goal: 'a change is at its subscriber within a second: p99',
        measured: `${hub.latency.p99.toFixed(0)} ms`,
        met: hub.latency.p99 <= 1000,
      },
    ],
    note: NOTE,
  };
}

async function measureDeliveries(quick: boolean) {
  const worker = await Worker.start({ HUB_TIMEOUT_SECONDS: '10', HUB_RETRY_SECONDS: '30' });
  const subscribers = await Subscribers.listen(HOSTS);
  try {
    await worker.story('first', { tags: ['Alone', 'Crowd'] });
    const latency = await measureLatency(worker, subscribers, quick ? 20 : 200);
    const count = quick ? 200 : 2000;
    const crowd = Array.from({ length: count }, () => subscribers.add());
    const topic = `${worker.url}/feeds/crowd.atom`;
    const waiting = [...crowd];
    const lane = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        await accepted(next.ask(worker, 'subscribe', topic));
        while (next.verifications.length === 0) await delay(VERIFIED_PAUSE);
      }
    };
    const asking = await milliseconds(async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      await until(
        async () => (await worker.subscriptions('/feeds/crowd.atom')) === count,
        () => worker.output().slice(-2000),
      );
    });
    const rates: number[] = [];
    for (let change = 1; change <= (quick ? 2 : 7); change++) {
      const took = await milliseconds(async () => {
        await worker.story(`crowd-${change}`, { tags: ['Crowd'] });
        await until(
          () => crowd.every((it) => it.deliveries.length >= change),
          () => worker.output().slice(-2000),
        );
      });
      rates.push((count / took) * 1000);
      await worker.settled();
    }
    return { latency, subscribers: count, perSecond: median(rates), requests: (count / asking) * 1000 };
  } finally {
    await worker.stop();
    await subscribers.goAway();
  }
}

async function measureLatency(worker: Worker, subscribers: Subscribers, changes: number) {
  const subscriber = subscribers.add();
  await subscriber.subscribe(worker, `${worker.url}/feeds/alone.json`);
  await worker.settled();
  const latencies: number[] = [];
  for (let change = 1; change <= changes; change++) {
    await worker.story(`alone-${change}`, { tags: ['Alone'] });
    const accepted = Date.now();
    await until(
      () => subscriber.deliveries.length >= change,
      () => worker.output().slice(-2000),
    );
    latencies.push(Math.max(0, (subscriber.deliveries.at(-1)?.at ?? Number.POSITIVE_INFINITY) - accepted));
    await worker.settled();
  }
  latencies.sort((a, b) => a - b);
  return { p50: median(latencies), p99: latencies[Math.ceil(latencies.length * 0.99) - 1] as number };
}

/** Two readers of one channel, each the first to ask after every other change: with and without A-IM. */
async function measureDeltas(bench: Bench) {
  const wire = await Wire.start(bench, 'deltas');
  try {
    await wire.publishNext(CHANNEL_STORIES, BODY_CHARACTERS);
    const address = `${wire.server.origin}/feeds/all.atom`;
    const etags = { whole: await etagOf(address), delta: await etagOf(address) };
    const changes = bench.quick ? 10 : 96;
    const bytes = { whole: 0, delta: 0 };
    const taken: Record<'whole' | 'delta', number[]> = { whole: [], delta: [] };
    for (let change = 0; change < changes; change++) {
      await wire.publishNext(1, BODY_CHARACTERS);
      for (const who of change % 2 === 0 ? (['whole', 'delta'] as const) : (['delta', 'whole'] as const)) {
        const isFirst = (who === 'whole') === (change % 2 === 0);
        const headers = { 'if-none-match': etags[who], ...(who === 'delta' && { 'a-im': 'feed' }) };
        const time = await milliseconds(async () => {
          const response = await fetch(address, { headers: { ...headers, 'accept-encoding': 'gzip' } });
          const expected = who === 'delta' ? 226 : 200;
          if (response.status !== expected) throw new Error(`${who}: expected ${expected}, got ${response.status}`);
          etags[who] = response.headers.get('etag') as string;
          bytes[who] += Number(response.headers.get('content-length'));
          await response.bytes();
        });
        if (isFirst) taken[who].push(time);
      }
    }
    return {
      changes,
      whole: { bytes: bytes.whole, time: median(taken.whole) },
      delta: { bytes: bytes.delta, time: median(taken.delta) },
    };
  } finally {
    await wire.stop();
  }
}

async function etagOf(address: string): Promise<string> {
  const response = await fetch(address);
  await response.bytes();
  return response.headers.get('etag') as string;
}

const TEXT = `The hub on the local runtime (\`wrangler dev\`, with its queues and database). The subscribers are in the load generator's
own process. *Accepted to delivered*: from the answer to a PUT to the arrival of the delivery. *Deliveries*: from sending a
change to its arrival at the last subscriber, as the median of several changes. *Subscriptions*: by one client, ${AT_ONCE}
at a time, each asked for when another is verified. *Deltas*, under bare workerd: a channel of ${CHANNEL_STORIES} stories of ${whole(BODY_CHARACTERS)} characters in Atom. After each new story
it is fetched by a reader that takes what has changed (226), and by one that takes the whole (200).`;

const NOTE = `The local runtime hands out one message of a queue at a time, with six connections each; Cloudflare runs up to 250 workers
on a queue. docs/scale.md calculates with these figures.`;
