import { beforeEach, describe, expect, it } from 'vitest';
import { live, MINUTE, openHub, publish, report, Subscriber } from '../../support/hub.ts';
import { TimedJobs } from '../../support/jobs.ts';
import { wire } from '../../support/wire.ts';

const BYSTANDER = 'a.bystander.example';
const PATH = '/feeds/ukraine.json';

/** The queue for retries, apart from all others. */
let retries: TimedJobs;

beforeEach(async () => {
  await openHub();
  retries = new TimedJobs(() => wire.now);
  wire.platform = { retries };
  wire.settings.HUB_TIMEOUT_SECONDS = '0.3';
  wire.restart();
});

/** Hosts of the deliveries that have been tried since the last time, and what became of them. */
const attempts = () =>
  wire.log
    .splice(0)
    .filter((it) => it.event === 'delivery')
    .map((it) => `${it.host}: ${it.result}`);

async function workOnRetries(): Promise<void> {
  await wire.jobs.put(retries.take().map((job) => ({ job, delay: 0 })));
  await wire.work();
}

async function subscribe(count: number, hostOf: (n: number) => string, hangs: boolean): Promise<Subscriber[]> {
  const all = Array.from({ length: count }, (_, n) => new Subscriber(hostOf(n)));
  for (const it of all) {
    await it.behave({ hangs });
    await it.subscribe(PATH);
  }
  return all;
}

describe('A domain whose subscribers hang', () => {
  it('holds up a healthy subscriber for one timeout on six connections, and then no more', async () => {
    const hanging = await subscribe(15, (n) => `h${n}.subscriber.example`, true);
    const [healthy] = await subscribe(1, () => BYSTANDER, false);
    await publish('one');
    const first = attempts();
    expect(first.filter((it) => it.endsWith('failed')).length).toBe(6);
    expect(first.filter((it) => !it.endsWith('failed'))).toEqual([`${BYSTANDER}: delivered`]);
    expect(await healthy?.titles()).toEqual([['one']]);
    expect(await report()).toMatchObject({ pending: 9, failing: 6 });

    // Not even those who subscribe again, nor in a process that knows nothing of it.
    for (const it of hanging) await it.subscribe(PATH);
    wire.restart();
    attempts();
    await publish('two');
    expect(attempts()).toEqual([`${BYSTANDER}: delivered`]);
    expect(await healthy?.titles()).toEqual([['two']]);
    expect(await report()).toMatchObject({ pending: 15, failing: 0 });
  });

  it('has its deliveries from the queue for retries, at once if somebody there is well', async () => {
    await subscribe(6, () => 'h.subscriber.example', true);
    const [well] = await subscribe(1, () => 'w.subscriber.example', false);
    await publish('one');
    expect(await well?.titles()).toEqual([]);
    await workOnRetries();
    expect(await well?.titles()).toEqual([['one']]);
    expect(await report()).toMatchObject({ pending: 0, failing: 6 });
    await publish('two');
    expect(await well?.titles()).toEqual([]);
    await workOnRetries();
    expect(await well?.titles()).toEqual([['two']]);
  });

  it('has them by the clock if that message is lost, and as everybody else after five minutes', async () => {
    await subscribe(6, () => 'h.subscriber.example', true);
    const [well] = await subscribe(1, () => 'w.subscriber.example', false);
    await publish('one');
    retries.lose();
    wire.pass(MINUTE);
    await wire.tick();
    await workOnRetries();
    expect(await well?.titles()).toEqual([['one']]);
    retries.lose();
    await live(6 * MINUTE);
    retries.lose();
    await publish('two');
    expect(await well?.titles()).toEqual([['two']]);
  });

  it('is not one whose subscribers answer with errors', async () => {
    const [bad] = await subscribe(1, () => 'h.subscriber.example', false);
    const [well] = await subscribe(1, () => 'w.subscriber.example', false);
    await bad?.behave({ status: 500 });
    for (const key of ['one', 'two']) {
      await publish(key);
      expect(await well?.titles()).toEqual([[key]]);
    }
  });
});
