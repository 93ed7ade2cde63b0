import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleForNode } from '../../src/cli/bundle.ts';
import { projectPath } from '../../src/cli/local.ts';
import { SqliteDatabase } from '../support/sqlite-database.ts';
import type * as WholeWire from '../support/whole-wire.ts';

const BUNDLE = 'dist/node-test/wire.js';
const ORIGIN = 'http://127.0.0.1:8787';
const NOW = new Date('2026-03-01T12:00:00Z');

let fetchWire: ReturnType<typeof WholeWire.fetchOf>;

beforeAll(async () => {
  await bundleForNode('test/support/whole-wire.ts', BUNDLE);
  const { createWire, fetchOf } = (await import(projectPath(BUNDLE))) as typeof WholeWire;
  const jobs = { put: async () => {} };
  const platform = {
    database: new SqliteDatabase(),
    ...{ verifications: jobs, deliveries: jobs, combinations: jobs, retries: jobs, releases: jobs },
    limiters: undefined,
    cache: () => undefined,
    background: () => {},
    clientAddress: () => null,
  };
  const settings = {
    ORIGIN,
    SITE_TITLE: 'Tagwire',
    SITE_DESCRIPTION: 'A news wire for every tag',
    SITE_LANGUAGE: 'en',
    TAG_AUTHORITY: 'tagwire.example,2022-02-24',
    PUBLISH_TOKEN: 'token',
  };
  const surroundings = {
    clock: () => new Date(NOW),
    sleep: async () => {},
    random: () => 0.5,
    challenge: () => 'challenge',
    log: () => {},
  };
  fetchWire = fetchOf(createWire(platform, settings, surroundings));
  return () => rm(projectPath(BUNDLE));
});

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetchWire(new Request(ORIGIN + path, { headers }));
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('the wire in Node, over Node’s own SQLite', () => {
  it('publishes a story into its channels', async () => {
    const response = await fetchWire(
      new Request(`${ORIGIN}/api/articles/corridors`, {
        method: 'PUT',
        headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
        body: JSON.stringify({
          title: 'Corridors open',
          body: 'Two corridors opened.',
          published: '2026-02-01T10:00:00Z',
          tags: ['Ukraine', 'Humanitarian corridors'],
        }),
      }),
    );
    expect([response.status, await response.json()]).toEqual([
      201,
      {
        key: 'corridors',
        id: 'tag:tagwire.example,2022-02-24:article/corridors',
        result: 'created',
        channels: ['all', 'ukraine', 'humanitarian-corridors'],
        notes: [],
      },
    ]);
  });

  it.each([
    ['/feeds/ukraine.rss', 'application/rss+xml; charset=utf-8', '<title>Corridors open</title>'],
    [
      '/feeds/humanitarian-corridors+ukraine.atom',
      'application/atom+xml; charset=utf-8',
      '<title type="text">Corridors',
    ],
    ['/feeds/all.json', 'application/feed+json; charset=utf-8', '"title":"Corridors open"'],
    ['/feeds/search.rss?q=corridors', 'application/rss+xml; charset=utf-8', '<title>Corridors open</title>'],
    ['/', 'text/html; charset=utf-8', 'Humanitarian corridors'],
    ['/channels/ukraine', 'text/html; charset=utf-8', '<h1>Ukraine</h1>'],
    ['/articles/corridors', 'text/html; charset=utf-8', '<h1>Corridors open</h1>'],
    ['/embed/ukraine', 'text/html; charset=utf-8', 'Corridors open'],
    ['/embed.js', 'text/javascript; charset=utf-8', 'customElements.define'],
    ['/feed.css', 'text/css; charset=utf-8', 'display'],
  ])('serves %s', async (path, type, part) => {
    const { status, headers, text } = await get(path);
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(text).toContain(part);
  });

  it('answers 304 to whoever has it, and 404 to a tag that is not there', async () => {
    const { headers } = await get('/feeds/ukraine.rss');
    expect((await get('/feeds/ukraine.rss', { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304);
    expect((await get('/feeds/nowhere.rss')).status).toBe(404);
  });
});
