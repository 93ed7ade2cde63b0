import { beforeEach, describe, expect, it, vi } from 'vitest';
import { history, openDesk, put } from '../../support/desk.ts';
import { STORY, wire } from '../../support/wire.ts';

beforeEach(openDesk);

describe('a token', () => {
  const REQUESTS: [string, string, BodyInit?, string?][] = [
    ['PUT', '/api/articles/a', JSON.stringify(STORY), 'application/json'],
    ['GET', '/api/articles/a'],
    ['GET', '/api/articles'],
    ['POST', '/api/articles', '', 'application/x-ndjson'],
    ['PUT', '/api/tags', '{"version":1,"tags":[]}', 'application/json'],
    ['GET', '/api/tags'],
    ['DELETE', '/api/articles/a'],
  ];
  const statuses = async (token: string) => {
    const all = [];
    for (const [method, path, body, type] of REQUESTS)
      all.push((await wire.api(method, path, body, type, token)).status);
    return all;
  };

  it.each(['desk-token', 'chief-token', 'bare-token'])('that may publish passes everywhere: %s', async (token) => {
    expect(await statuses(token)).toEqual([201, 200, 200, 200, 200, 200, 204]);
  });

  it('that may only operate is refused with 403 and the scope that is needed (RFC 6750 §3.1)', async () => {
    expect(await statuses('ops-token')).toEqual(REQUESTS.map(() => 403));
    const response = await put('a', {}, {}, 'ops-token');
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="tagwire", error="insufficient_scope", scope="publish"',
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not allowed',
      status: 403,
      detail: 'expected a token with the scope publish, got operate',
      instance: '/api/articles/a',
    });
    expect((await wire.api('GET', '/api/articles/a', undefined, undefined, 'desk-token')).status).toBe(404);
  });

  it('that may only publish is refused at the hub’s own API, and those that operate pass', async () => {
    const report = (token: string) => wire.api('GET', '/api/hub', undefined, undefined, token);
    const response = await report('desk-token');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer realm="tagwire", error="insufficient_scope", scope="operate"',
    ]);
    for (const token of ['ops-token', 'chief-token', 'bare-token']) expect((await report(token)).status).toBe(200);
  });

  it('of any scope reads a history', async () => {
    await put('a');
    for (const token of ['desk-token', 'ops-token', 'chief-token', 'bare-token'])
      expect((await history('a', token)).status).toBe(200);
    expect((await wire.fetch('/api/articles/a/history')).status).toBe(401);
  });

  it.each([
    ['is unknown', 'nope', 'Bearer realm="tagwire", error="invalid_token"'],
    ['is a whole entry of the secret', 'desk:publish:desk-token', 'Bearer realm="tagwire"'],
    ['is only the end of one', 'token', 'Bearer realm="tagwire", error="invalid_token"'],
  ])('that %s is answered with 401', async (_, token, challenge) => {
    const response = await history('a', token);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, challenge]);
  });

  it('may be one of two with the same name, while one replaces the other', async () => {
    wire.settings.PUBLISH_TOKEN = 'desk:publish:old desk:publish:new';
    wire.restart();
    await put('a', {}, {}, 'old');
    await put('a', { title: 'New' }, {}, 'new');
    expect((await (await history('a', 'new')).json()) as object).toMatchObject({
      changes: [{ by: 'desk' }, { by: 'desk' }],
    });
  });

  it.each([
    [
      'an unknown scope',
      'ok desk:admin:secret',
      'entry 2 (desk): expected the scopes publish, operate or publish+operate',
    ],
    ['no scope', 'desk::secret', 'entry 1 (desk): expected the scopes publish, operate or publish+operate'],
    ['two parts', 'desk:secret', 'entry 1 (desk): expected a token or name:scopes:token, got 2 parts'],
    [
      'an empty name',
      ':publish:secret',
      'entry 1: expected a name like "desk", of at most 20 letters, digits, ".", "_" and "-"',
    ],
    [
      'a token for a name',
      `${'secret'.repeat(6)}:publish:desk`,
      'entry 1: expected a name like "desk", of at most 20 letters, digits, ".", "_" and "-"',
    ],
    ['the clock’s name', 'clock:publish:secret', 'entry 1 (clock): "clock" is the wire\'s own name'],
    [
      'an empty token',
      'desk:publish:',
      'entry 1 (desk): expected a token of letters, digits and -._~+/ (RFC 6750 §2.1)',
    ],
    [
      'a token that no header can carry',
      'sec$ret',
      'entry 1 (publisher): expected a token of letters, digits and -._~+/ (RFC 6750 §2.1)',
    ],
    [
      'a token twice',
      'secret desk:operate:secret',
      'entry 2 (desk): expected a token of its own, got that of an earlier entry',
    ],
  ])(
    'that is one of a secret with %s is answered with 500, and the log says why without it',
    async (_, secret, reason) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => {});
      wire.settings.PUBLISH_TOKEN = secret;
      wire.restart();
      const response = await history('a', 'secret');
      expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
        500,
        'Internal error. It has been logged.',
      ]);
      expect(log.mock.calls.map(([error]) => (error as Error).message)).toEqual([`PUBLISH_TOKEN: ${reason}`]);
    },
  );

  it('is none when the secret is empty or missing', async () => {
    for (const secret of ['', ' \n', undefined]) {
      wire.settings.PUBLISH_TOKEN = secret as string;
      wire.restart();
      expect((await history('a', 'secret')).status).toBe(401);
    }
  });
});
