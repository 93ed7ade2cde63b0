import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configOf } from '../bench/wire/config.ts';
import { VARS } from '../bench/wire/vars.ts';
import { buildWorker, joinMigrations, projectPath } from '../support/workerd/build.ts';
import { type Server, startWorkerd } from '../support/workerd/workerd.ts';

// The bare runtime puts scheme, Host and target together to `request.url` as they came: no proxy stands before it here, as
// one does in all other tests.

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-host-'));
  const store = {
    folder,
    module: await buildWorker(folder, 'd1', projectPath('test', 'bench', 'workers', 'd1.ts')),
    migrations: await joinMigrations(folder),
  };
  const module = join(process.env.BUILT_WORKER as string, 'bundle', 'worker.js');
  server = await startWorkerd(folder, 'host', await configOf(folder, { module, vars: VARS, store }));
  for (const tag of ['Sport', 'Ukraine']) {
    const response = await fetch(`${server.origin}/api/articles/${tag.toLowerCase()}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${VARS.PUBLISH_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: tag, body: 'Text.', published: '2026-03-01T10:00:00Z', tags: [tag] }),
    });
    expect(response.status).toBe(201);
  }
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Sends a request as it stands. @returns its status and its body */
function ask(target: string, host: string, method = 'GET'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), body });
    });
  });
}

/** The title of a feed's answer. */
const titleOf = ({ body }: { body: string }) => /<title>(.*?)<\/title>/.exec(body)?.[1];

describe('a Host header in the bare runtime', () => {
  it.each([
    ['a path', 'x/feeds/sport.rss?'],
    ['a query', 'x?'],
    ['a fragment', 'x#'],
    ['a backslash', 'x\\feeds\\sport.rss?'],
    ['a user', 'somebody@news.example'],
    ['a path after a user', '[::1]@x/feeds/sport.rss?'],
    ['a blank', 'x y'],
    ['a tab', 'x\t/feeds/sport.rss?'],
    ['a second host', 'news.example, x'],
    ['no end of its brackets', '[::1'],
    ['a port that cannot be', 'x:99999'],
    ['a number that is no address', '1.2.3.4.5'],
    ['an encoded slash', 'x%2Ffeeds'],
  ])('with %s is refused, whatever is asked for', async (_, host) => {
    const detail = `Host: expected the name of a host, with a port or without, got "${host}"`;
    for (const [method, target] of [
      ['GET', '/feeds/ukraine.rss'],
      ['GET', '/healthz'],
      ['POST', '/hub'],
    ] as const) {
      const { status, body } = await ask(target, host, method);
      expect([status, JSON.parse(body || 'null')]).toEqual([
        400,
        { type: 'about:blank', title: 'Bad request', status: 400, detail },
      ]);
    }
    expect(await ask('/feeds/ukraine.rss', host, 'HEAD')).toEqual({ status: 400, body: '' });
  });

  it.each([
    'news.example',
    'NEWS.example',
    'news.example:443',
    '127.0.0.1:8787',
    '[::1]:8787',
    'localhost',
    'a_b',
    'x:',
  ])('`%s` changes nothing in the answer', async (host) => {
    for (const tag of ['Ukraine', 'Sport']) {
      const response = await ask(`/feeds/${tag.toLowerCase()}.rss`, host);
      expect([response.status, titleOf(response)]).toEqual([200, `${tag} - Bench &#x26; Wire`]);
    }
  });

  it('stands before the host of a target in absolute form', async () => {
    expect(titleOf(await ask('http://other.example/feeds/ukraine.rss', 'news.example'))).toMatch(/^Ukraine - /);
    expect((await ask('http://news.example/feeds/ukraine.rss', 'x/feeds/sport.rss?')).status).toBe(400);
  });
});
