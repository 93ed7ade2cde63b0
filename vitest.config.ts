import { availableParallelism } from 'node:os';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// A zone that nobody's dates are written in: what depends on the machine's shows.
process.env.TZ = 'America/New_York';

const worker = cloudflareTest(async () => ({
  wrangler: { configPath: './wrangler.toml' },
  remoteBindings: false,
  miniflare: {
    cf: false,
    bindings: {
      PUBLISH_TOKEN: 'first-token second-token',
      RATE_LIMITS: 'off',
      HUB_ALLOW_LOOPBACK: 'false',
      TEST_MIGRATIONS: await readD1Migrations('./src/migrations'),
    },
    // Names below subscriber.example lead to a server of the tests (test/support/subscribers.ts), all others nowhere.
    outboundService: async ({ url, method, headers, body }: Request) => {
      const { hostname, pathname, search } = new URL(url);
      if (!hostname.endsWith('.subscriber.example')) return new Response('no network in tests', { status: 599 });
      const sent = body && (await new Response(body).arrayBuffer());
      const target = `http://${process.env.SUBSCRIBERS}${pathname}${search}`;
      return fetch(target, { method, headers: Object.fromEntries(headers), body: sent, redirect: 'manual' });
    },
  },
}));

/** What waits for other processes comes first: at the end, one long file would run alone. */
const ORDER = ['workers', 'browser', 'edge', 'node'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => ORDER.indexOf(a.project.name) - ORDER.indexOf(b.project.name));
  }
}

export default defineConfig({
  // Two packages come without the source maps that they name; nothing else is worth a warning here.
  logLevel: 'error',
  test: {
    // Many tests wait for other processes, so there are more of them than cores.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/edge/**', 'test/workers/**', 'test/browser/**', 'test/bench/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'workers',
          include: ['test/workers/**/*.test.ts'],
          globalSetup: ['./test/support/built.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['./test/support/built.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        logLevel: 'error',
        plugins: [worker],
        test: {
          name: 'edge',
          // A runtime of its own costs each file a second. Tests begin with an empty database and a new app (TestWire.fresh).
          isolate: false,
          include: ['test/edge/**/*.test.ts'],
          globalSetup: ['./test/support/subscribers.ts'],
          setupFiles: ['./test/support/migrate.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
