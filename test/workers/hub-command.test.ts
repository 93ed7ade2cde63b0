import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Subscriber, Subscribers, status } from '../support/subscriber.ts';
import { tagwire, until } from '../support/tagwire.ts';
import { TOKEN, Worker } from '../support/worker.ts';

// On `wrangler dev`, as `npm start` runs it; other files take the worker that was built for all.

let worker: Worker;
let subscribers: Subscribers;

beforeAll(async () => {
  worker = await Worker.start({ HUB_RETRY_SECONDS: '600' });
  subscribers = await Subscribers.listen();
  await worker.story('first');
});

afterAll(async () => {
  await worker.stop();
  await subscribers.goAway();
});

const run = (...parameters: string[]) => tagwire([...parameters, '--to', worker.url], { PUBLISH_TOKEN: TOKEN });

describe('tagwire hub', () => {
  let failing: Subscriber;

  it('says that nobody is subscribed', async () => {
    expect(await run('hub')).toEqual({ code: 0, out: 'No subscriptions.\n', err: '' });
  });

  it('shows topics, hosts, leases and failing deliveries', async () => {
    const well = subscribers.add();
    failing = subscribers.add(status(500));
    for (const it of [well, failing]) await it.subscribe(worker, `${worker.url}/feeds/ukraine.rss`);
    await until(
      async () => (await worker.subscriptions('/feeds/ukraine.rss')) === 2,
      () => worker.output(),
    );
    await worker.story('second');
    await until(
      async () => (await worker.report()).failing === 1 && (await worker.report()).pending === 0,
      () => worker.output(),
    );
    const { code, out } = await run('hub');
    const shown = out.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'THEN').replaceAll(failing.callback, 'CALLBACK');
    expect([code, shown]).toEqual([
      0,
      `2 subscriptions: 1 up to date, 0 waiting, 1 failing, 0 given up.

topic               subscribers  waiting  failing  given up
/feeds/ukraine.rss            2        0        1         0

host       subscribers  waiting  failing  given up
127.0.0.1            2        0        1         0

2  failing since THEN, 1 attempt, next at THEN
    /feeds/ukraine.rss -> CALLBACK
    expected a 2xx status, got 500

\`tagwire hub retry ID\` tries again, \`tagwire hub drop ID\` drops what was missed.
`,
    ]);
  });

  it('prints what the API says as JSON', async () => {
    const { out } = await run('hub', '--json');
    expect(JSON.parse(out)).toMatchObject({ subscriptions: 2, failing: 1, deliveries: [{ id: 2, state: 'failing' }] });
  });

  it('has a delivery tried again', async () => {
    const before = failing.deliveries.length;
    expect(await run('hub', 'retry', '2')).toEqual({ code: 0, out: '1 subscription: trying again\n', err: '' });
    await until(
      () => failing.deliveries.length === before + 1,
      () => worker.output(),
    );
    // Its result is stored a moment later.
    await until(
      async () => (await worker.report()).deliveries[0]?.attempts === 2,
      () => worker.output(),
    );
  });

  it('drops a delivery', async () => {
    expect((await run('hub', 'drop', '2')).out).toBe('1 subscription: dropped what was missed\n');
    expect((await run('hub')).out).toMatch(/^2 subscriptions: 2 up to date, 0 waiting, 0 failing, 0 given up\.\n/);
  });

  it.each([
    [['hub', 'explode'], 'tagwire: hub: expected retry or drop, got "explode"\n'],
    [['hub', 'drop', 'all'], 'tagwire: hub drop: expected the ID of a subscription, got "all"\n'],
  ])('does not know %o', async (parameters, err) => {
    expect(await run(...parameters)).toEqual({ code: 2, out: '', err });
  });

  it('says what is wrong with a token', async () => {
    const { code, err } = await tagwire(['hub', '--to', worker.url], { PUBLISH_TOKEN: 'wrong' });
    expect([code, err]).toEqual([2, expect.stringContaining('/api/hub: 401')]);
  });
});

describe('npm run demo:subscriber', () => {
  it.each(['rss', 'atom', 'json'])(
    'prints a change of a feed in %s and a withdrawal, and unsubscribes',
    async (format) => {
      await worker.story('demo', { tags: ['Demo'], title: `Before ${format}` });
      const child = spawn(process.execPath, ['src/cli/subscriber.ts', `${worker.url}/feeds/demo.${format}`]);
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
      const ended = new Promise((resolve) => child.on('close', resolve));
      const printed = (text: string) =>
        until(
          () => output.includes(text),
          () => output,
        );
      await printed('subscribed; publish something');
      await worker.story('demo', { tags: ['Demo'], title: `A change in ${format}` });
      await printed(`A change in ${format}  ${worker.url}/articles/demo`);
      await worker.withdraw('demo');
      await printed(format === 'atom' ? 'withdrawn: tag:' : 'Withdrawn  ');
      child.kill('SIGINT');
      expect(await ended).toBe(0);
      expect(output).toContain('unsubscribed');
      // The hub stores it once the subscriber's answer is read.
      await until(
        async () => (await worker.subscriptions(`/feeds/demo.${format}`)) === 0,
        () => worker.output(),
      );
    },
  );
});
