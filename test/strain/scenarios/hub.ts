import { until } from '../../support/tagwire.ts';
import { Callbacks } from '../callbacks.ts';
import { ORIGIN } from '../processes.ts';
import { atMost, pause, type Row, type Strain } from '../strain.ts';
import type { Wire } from '../wire.ts';

const CLIENTS = 40;
const HOSTS = 20;
const DELAY_SECONDS = 1;
const CHANGES = 6;
/** Requests that the hub refuses, so many at once. */
const REFUSED = { count: 1000, atOnce: 20 };
/** Two minutes' worth, since a minute may end in the middle: 200 and those under way, of five statements each. */
const REFUSED_STATEMENTS = 2 * (200 + REFUSED.atOnce) * 5;

/** Forty clients flood the hub, half of them with callbacks that never answer. Beside them stands a plain subscriber. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const callbacks = await Callbacks.listen(HOSTS);
  const wire = await start({ stories: 2000, vars: { HUB_ALLOW_LOOPBACK: 'true', RATE_LIMITS: 'on' } });
  try {
    await subscribe(wire, callbacks.address('/plain'), '/feeds/news.atom', '198.51.100.1');
    await until(
      () => callbacks.verified > 0,
      () => 'nobody verified the plain subscriber',
    );
    const idle = await delays(wire, callbacks, 'idle');
    const flood = new Flood(wire, callbacks, long ? 200 : 100);
    await pause(long ? 10_000 : 2000);
    const flooded = await delays(wire, callbacks, 'flooded');
    await flood.stop();
    // Beside other tests, whoever is not flooded waits long as well.
    const bound = long ? DELAY_SECONDS : Math.max(DELAY_SECONDS, (10 * median(idle)) / 1000);
    const answers = [...flood.answers].map(([status, count]) => `${count} of ${status}`).join(', ');
    return [
      atMost('a change reaches the plain subscriber after (median)', median(idle) / 1000, bound, 's'),
      atMost(`the same in a flood (answered: ${answers})`, median(flooded) / 1000, bound, 's'),
      atMost(`the slowest of ${CHANGES} changes in the flood`, Math.max(...flooded) / 1000, 2 * bound, 's'),
      await refusals(wire, callbacks),
    ];
  } finally {
    await wire.stop();
    callbacks.close();
  }
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

async function subscribe(wire: Wire, callback: string, topic: string, client: string): Promise<number> {
  const form = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.callback': callback, 'hub.topic': ORIGIN + topic });
  const { status } = await wire.ask('/hub', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'cf-connecting-ip': client },
    body: form.toString(),
  });
  return status;
}

/** One client asks for what does not exist, and for more than it may have. */
async function refusals(wire: Wire, callbacks: Callbacks): Promise<Row> {
  const client = '198.51.100.2';
  await wire.calls();
  for (let n = 0; n < REFUSED.count; n += REFUSED.atOnce) {
    const topic = n % 200 < 100 ? '/feeds/unknown.rss' : '/feeds/news.rss';
    const ask = (index: number) => subscribe(wire, callbacks.address(`/mute/refused-${n + index}`, 0), topic, client);
    await Promise.all(Array.from({ length: REFUSED.atOnce }, (_, index) => ask(index)));
  }
  const statements = (await wire.calls()).reduce((sum, it) => sum + it.sql.length, 0);
  return atMost(`statements for ${REFUSED.count} requests of one client, most refused`, statements, REFUSED_STATEMENTS);
}

/** Publishes some changes, and waits for each. @returns milliseconds from the request to the delivery */
async function delays(wire: Wire, callbacks: Callbacks, name: string): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < CHANGES; n++) {
    const begun = performance.now();
    await wire.put(`${name}-${n}`, { tags: ['News'] });
    const delivery = () =>
      callbacks.deliveries.find((it) => it.path === '/plain' && it.body.includes(`article/${name}-${n}<`));
    await until(
      () => delivery() !== undefined || performance.now() - begun > 20_000,
      () => '',
    );
    all.push((delivery()?.at ?? performance.now()) - begun);
  }
  return all;
}

/** Requests at a steady rate, whatever comes of them. */
class Flood {
  /** How many had each status. */
  readonly answers = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;
  readonly #under = new Set<Promise<void>>();
  #sent = 0;

  constructor(wire: Wire, callbacks: Callbacks, requestsPerSecond: number) {
    this.#timer = setInterval(() => {
      const n = this.#sent++;
      const callback = callbacks.address(`/${n % 2 === 0 ? 'mute' : 'taking'}/${n}`, n);
      const topic = n % 3 === 0 ? '/feeds/news.rss' : `/feeds/left+topic-${n % 50}.json`;
      const asked: Promise<void> = subscribe(wire, callback, topic, `203.0.113.${n % CLIENTS}`)
        .catch(() => 0)
        .then((status) => {
          this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
          this.#under.delete(asked);
        });
      this.#under.add(asked);
    }, 1000 / requestsPerSecond);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#under);
  }
}
