import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as miniflare from 'miniflare';
import { parse } from 'smol-toml';

// Runs the built worker, with the local D1 and queues that `wrangler dev` has as well, in a quarter of its time: no
// bundling, no proxy, no watching. Its parameter is one JSON object.

interface Options {
  /** Of the configuration. */
  folder: string;
  /** Absolute path of the built worker. */
  bundle: string;
  state: string;
  port: number;
  variables: Record<string, string>;
}

interface Configuration {
  compatibility_date: string;
  vars: Record<string, string>;
  assets: { directory: string };
  queues: {
    producers: { binding: string; queue: string }[];
    consumers: { queue: string; max_batch_size: number; max_batch_timeout: number }[];
  };
}

const { folder, bundle, state, port, variables } = JSON.parse(process.argv[2] ?? '') as Options;
// What wrangler itself reads, and has checked when it built the worker.
const config = parse(await readFile(join(folder, 'wrangler.toml'), 'utf8')) as unknown as Configuration;

const texts = (await readdir(dirname(bundle))).filter((it) => /^[0-9a-f]{40}-/.test(it));

// The one that comes with wrangler.
const { Miniflare, convertV4MiniflareOptions } = createRequire(import.meta.resolve('wrangler'))(
  'miniflare',
) as typeof miniflare;

const runtime = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    cf: false,
    unsafeTriggerHandlers: true,
    resourcePersistencePath: join(state, 'v3'),
    rootPath: dirname(bundle),
    name: 'tagwire',
    modules: [
      { type: 'ESModule', path: bundle },
      // What the worker imports as text stands beside it, with a hash before its name.
      ...texts.map((it) => ({ type: 'Text' as const, path: join(dirname(bundle), it) })),
    ],
    // Pictures.
    assets: {
      directory: config.assets.directory,
      routerConfig: { has_user_worker: true },
    },
    compatibilityDate: config.compatibility_date,
    bindings: { ...config.vars, ...variables },
    d1Databases: { DB: 'DB' },
    queueProducers: Object.fromEntries(config.queues.producers.map((it) => [it.binding, it.queue])),
    queueConsumers: Object.fromEntries(
      config.queues.consumers.map((it) => [
        it.queue,
        { maxBatchSize: it.max_batch_size, maxBatchTimeout: it.max_batch_timeout },
      ]),
    ),
  }),
);
await runtime.ready;

// Whoever started it is gone.
process.stdin.resume().on('end', () => process.exit());
