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
    // What a newsroom has in wrangler.toml and .dev.vars is not what the tests expect.
    bindings: {
      ORIGIN: 'http://127.0.0.1:8787',
      SITE_TITLE: 'Tagwire',
      SITE_DESCRIPTION: 'A news wire for every tag',
      SITE_LANGUAGE: 'en',
      SITE_TIME_ZONE: 'UTC',
      SITE_COLOR: '',
      INDEXNOW_KEY: '',
      TAG_AUTHORITY: 'tagwire.example,2022-02-24',
      NOTICES: 'off',
      PUBLISH_TOKEN: 'first-token second-token',
      RATE_LIMITS: 'off',
      HUB_ALLOW_LOOPBACK: 'false',
      TEST_MIGRATIONS: await readD1Migrations('./src/migrations'),
    },
    // Names below subscriber.example and bystander.example lead to a server of the tests (test/support/subscribers.ts), all others nowhere.
    outboundService: async ({ url, method, headers, body }: Request) => {
      const { hostname, pathname, search } = new URL(url);
      if (!/\.(subscriber|bystander)\.example$/.test(hostname))
        return new Response('no network in tests', { status: 599 });
      const sent = body && (await new Response(body).arrayBuffer());
      const target = `http://${process.env.SUBSCRIBERS}${pathname}${search}`;
      return fetch(target, { method, headers: Object.fromEntries(headers), body: sent, redirect: 'manual' });
    },
  },
}));

/** A busy machine is no failure. */
const PATIENT = { testTimeout: 60_000, hookTimeout: 60_000 };

/** Projects by the length of their files: nothing long is left to run alone at the end. */
const ORDER = ['strain', 'workers', 'browser', 'cli', 'edge', 'node'];

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
          // Tests leave nothing behind; a process for each file would cost half a second each.
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/edge/**',
            'test/cli/**',
            'test/workers/**',
            'test/browser/**',
            'test/strain/**',
            'test/bench/**',
          ],
          restoreMocks: true,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'strain',
          include: ['test/strain/**/*.test.ts'],
          // Scenarios wait more than they work.
          maxConcurrency: 2,
          ...PATIENT,
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'workers',
          include: ['test/workers/**/*.test.ts'],
          globalSetup: ['./test/support/built.ts'],
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['./test/support/built.ts'],
          ...PATIENT,
        },
      },
      {
        logLevel: 'error',
        plugins: [worker],
        test: {
          name: 'edge',
          // Tests begin with an empty database and a new app (TestWire.fresh); a runtime for each file would cost a second each.
          isolate: false,
          include: ['test/edge/**/*.test.ts'],
          globalSetup: ['./test/support/subscribers.ts'],
          setupFiles: ['./test/support/migrate.ts'],
          restoreMocks: true,
          ...PATIENT,
        },
      },
    ],
  },
});
