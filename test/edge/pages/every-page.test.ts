import { beforeAll, describe, expect, it, vi } from 'vitest';
import { get, someStories, text } from '../../support/pages.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

const alternates = (page: string) =>
  [...page.matchAll(/<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)"/g)].map((it) => it.slice(1));
const feedsOf = (name: string, label: string) => [
  ['application/rss+xml', `${label} (RSS)`, `${ORIGIN}/feeds/${name}.rss`],
  ['application/atom+xml', `${label} (Atom)`, `${ORIGIN}/feeds/${name}.atom`],
  ['application/feed+json', `${label} (JSON Feed)`, `${ORIGIN}/feeds/${name}.json`],
];

describe('every page', () => {
  beforeAll(someStories);

  it.each(['/', '/channels/ukraine', '/articles/a', '/nowhere'])(
    'runs and styles nothing but our files: %s',
    async (path) => {
      const { response, text } = await get(path);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src * data:; media-src *; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'x-content-type-options': 'nosniff',
      });
      expect(text).not.toMatch(/\sstyle=|<style|\son[a-z]+=/);
      expect(text).toMatch(/^<!doctype html><html lang="en" dir="ltr">/);
      expect(text.match(/<h1[ >]/g)).toHaveLength(1);
    },
  );

  it.each([
    ['/', 'Tagwire'],
    ['/channels/ukraine', 'Ukraine - Tagwire'],
  ])('that is no story tells other sites what it is, with a picture: %s', async (path, title) => {
    const page = await text(path);
    for (const element of [
      '<meta property="og:type" content="website"/>',
      '<meta property="og:site_name" content="Tagwire"/>',
      `<meta property="og:title" content="${title}"/>`,
      `<meta property="og:url" content="${ORIGIN}${path}"/>`,
      `<meta property="og:image" content="${ORIGIN}/icon-512.png"/>`,
    ])
      expect(page).toContain(element);
  });

  it('has a stylesheet and a script that are kept for good', async () => {
    const page = await text('/');
    for (const [pattern, type] of [
      [/<link rel="stylesheet" href="(\/site\/[0-9a-f]{16}\.css)"/, 'text/css; charset=utf-8'],
      [/<script src="(\/site\/[0-9a-f]{16}\.js)" defer/, 'text/javascript; charset=utf-8'],
    ] as const) {
      const { response } = await get(pattern.exec(page)?.[1] as string);
      expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
        200,
        type,
        'public, max-age=31536000, immutable',
      ]);
      const again = await get(pattern.exec(page)?.[1] as string, {
        'if-none-match': response.headers.get('etag') as string,
      });
      expect([again.response.status, again.text]).toEqual([304, '']);
    }
  });

  it("has the publication's colour, if the settings give one", async () => {
    const own = /<link rel="stylesheet" href="(\/site\/accent-[^"]*)"\/><meta name="theme-color" content="([^"]*)"/;
    expect(await (await wire.fetch('/')).text()).not.toMatch(own);
    wire.settings.SITE_COLOR = '#0B5FA5';
    wire.restart();
    const [, path = '', theme] = own.exec(await (await wire.fetch('/')).text()) ?? [];
    expect([path, theme]).toEqual(['/site/accent-0b5fa5.css', '#0b5fa5']);
    const response = await wire.fetch(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(await response.text()).toMatch(/^:root\{--accent:#0b5fa5;/);
    expect((await wire.fetch('/site/accent-red.css')).status).toBe(200);
  });

  it('finds the stylesheet of another deployment at the address of an earlier one, for a day', async () => {
    const { response } = await get('/site/0123456789abcdef.css');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=86400']);
    expect((await get('/site/0123456789abcdef.map')).response.status).toBe(404);
  });

  it.each([
    ['/', feedsOf('all', 'Tagwire')],
    ['/channels/all', feedsOf('all', 'Tagwire')],
    ['/channels/ukraine', [...feedsOf('ukraine', 'Ukraine'), ...feedsOf('all', 'Tagwire')]],
    ['/channels/lviv+!sport', [...feedsOf('lviv+!sport', 'Lviv but not Sport'), ...feedsOf('all', 'Tagwire')]],
    ['/articles/b', [...feedsOf('ukraine', 'Ukraine'), ...feedsOf('all', 'Tagwire')]],
  ])('names its own channel’s feeds first: %s', async (path, expected) => {
    expect(alternates(await text(path))).toEqual(expected);
  });

  it.each(['/', '/channels/ukraine', '/articles/a'])(
    'has an ETag and is purged with what it shows: %s',
    async (path) => {
      const { response } = await get(path);
      const etag = response.headers.get('etag') as string;
      expect(response.headers.get('cache-tag')).toBe(
        { '/': 'all', '/channels/ukraine': 'ukraine', '/articles/a': 'article-a' }[path],
      );
      expect((await get(path, { 'if-none-match': etag })).response.status).toBe(304);
    },
  );
});

describe('a mistake', () => {
  beforeAll(async () => {
    await someStories();
    await wire.api('DELETE', '/api/articles/b');
  });

  it.each([
    ['/nowhere', 404, 'There is nothing here', 'There is nothing at this address.'],
    ['/channels/nowhere', 404, 'There is nothing here', 'There is no tag &quot;nowhere&quot;.'],
    ['/feeds/nowhere.rss', 404, 'There is nothing here', 'There is no tag &quot;nowhere&quot;.'],
    ['/articles/b', 410, 'This story is gone', 'This story has been withdrawn.'],
  ])('is a page for people, and problem details for programs: %s', async (path, status, heading, message) => {
    const person = await get(path);
    expect([person.response.status, person.response.headers.get('vary')]).toEqual([status, 'Accept']);
    expect(person.response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(person.text).toContain(`<h1>${heading}</h1><p><bdi>${message}</bdi></p>`);
    for (const accept of ['*/*', 'application/json', 'application/rss+xml, */*;q=0.1']) {
      const program = await get(path, { accept });
      expect([program.response.status, program.response.headers.get('content-type')]).toEqual([
        status,
        'application/problem+json',
      ]);
    }
  });

  it('of an API is always problem details', async () => {
    const { response } = await get('/api/articles/none');
    expect([response.status, response.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
  });
});

describe('a mistake of ours', () => {
  it('is a page for people, problem details for programs, and told to the log alone', async () => {
    await someStories();
    await wire.database.prepare('DROP TABLE channels').run();
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const page = await get('/channels/sport');
    expect([page.response.status, page.response.headers.get('content-type')]).toEqual([
      500,
      'text/html; charset=utf-8',
    ]);
    expect(page.response.headers.get('cache-control')).toBe('no-store');
    expect(page.text).toContain('<h1>Something went wrong</h1><p><bdi>Internal error. It has been logged.</bdi></p>');
    const answer = await wire.fetch('/channels/refugees');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 500, detail: 'Internal error. It has been logged.' });
    expect(log.mock.calls.map(([error]) => String(error))).toEqual([
      expect.stringContaining('no such table: channels'),
      expect.stringContaining('no such table: channels'),
    ]);
    log.mockRestore();
  });
});
