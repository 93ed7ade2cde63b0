import { beforeEach, describe, expect, it } from 'vitest';
import { roomInMinute } from '../../support/room-in-minute.ts';
import { withdraw } from '../../support/served.ts';
import { WatchedDatabase } from '../../support/watched-database.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const answer = async (path: string, init?: RequestInit) => {
  const response = await wire.fetch(path, init);
  return [response.status, response.headers.get('location')];
};
const NOTHING = [404, null];

describe('A story at an address that it had elsewhere', () => {
  beforeEach(() =>
    wire.story('ferry', {
      slug: 'ferry-late',
      formerUrls: [
        'https://old.example/2022/03/ferry/',
        '/новини/пором',
        'https://old.example/index.php?p=12',
        'http://older.example/story.asp?id=7#top',
      ],
    }),
  );

  it.each([
    '/2022/03/ferry/',
    '/2022/03/ferry',
    '/2022/03/ferry?utm_source=mail',
    '/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/%D0%BF%D0%BE%D1%80%D0%BE%D0%BC/',
    '/index.php?p=12',
    '/story.asp?id=7',
  ])('is where it is now: %s', async (path) => {
    expect(await answer(path)).toEqual([301, `${ORIGIN}/articles/ferry-late`]);
    expect(await answer(path, { method: 'HEAD' })).toEqual([301, `${ORIGIN}/articles/ferry-late`]);
  });

  it.each(['/2022/03', '/2022/03/ferry/2', '/index.php', '/index.php?p=13', '/story.asp', '/2022/03/Ferry'])(
    'is nowhere else: %s',
    async (path) => {
      expect(await answer(path)).toEqual(NOTHING);
    },
  );

  it('is looked for with one question, and only where nothing else is', async () => {
    await wire.story('clash', { formerUrls: ['/articles/ferry', '/feeds/all.rss', '/search'] });
    const database = new WatchedDatabase(wire.database);
    wire.database = database;
    wire.restart();
    await answer('/2022/03/ferry?a=b');
    expect(database.take()).toHaveLength(1);
    await answer('/nowhere');
    expect(database.take()).toHaveLength(1);
    expect((await answer('/feeds/all.rss'))[0]).toBe(200);
    expect(await answer('/articles/ferry')).toEqual([301, `${ORIGIN}/articles/ferry-late`]);
    database.take();
    expect((await answer('/2022/03/ferry', { method: 'POST' }))[0]).toBe(404);
    expect(database.take()).toEqual([]);
  });

  it('is found again after the record no longer names it', async () => {
    await wire.story('ferry', { slug: 'ferry-late' });
    expect(await answer('/2022/03/ferry')).toEqual([301, `${ORIGIN}/articles/ferry-late`]);
  });

  it('is gone if it was withdrawn', async () => {
    await withdraw('ferry');
    expect((await answer('/2022/03/ferry'))[0]).toBe(410);
  });

  it('is nothing that anybody else has', async () => {
    const response = await wire.putJson('other', { formerUrls: ['http://third.example/2022/03/ferry'] });
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({
        problems: [{ field: 'formerUrls', message: '"/2022/03/ferry" already belongs to article "ferry"' }],
      }),
    ]);
  });
});

describe('A story that nobody may read', () => {
  it.each([
    ['a draft', { status: 'draft' }],
    ['under an embargo', { embargo: '2027-01-01T00:00:00Z' }],
  ])('is nowhere, as if it did not exist: %s', async (_, fields) => {
    await wire.story('held', { ...fields, formerUrls: ['/held/back'] });
    const [held, none] = await Promise.all([wire.fetch('/held/back'), wire.fetch('/held/else')]);
    const body = async (response: Response) => (await response.text()).replaceAll('/held/back', '/held/else');
    expect([held.status, await body(held)]).toEqual([404, await body(none)]);
    wire.now = new Date('2027-01-02T00:00:00Z');
    await wire.tick();
    expect(await answer('/held/back')).toEqual('embargo' in fields ? [301, `${ORIGIN}/articles/held`] : NOTHING);
  });
});

it('A client that looks for addresses that are nobody’s has a budget of answers', async () => {
  wire.settings.RATE_LIMITS = 'on';
  wire.restart();
  await roomInMinute(20);
  const headers = { 'cf-connecting-ip': '192.0.2.170' };
  const statuses: number[] = [];
  for (let n = 0; n < 205; n++) statuses.push((await wire.fetch(`/old/${n}`, { headers })).status);
  expect(statuses).toEqual([...Array(201).fill(404), ...Array(4).fill(429)]);
});

it.each([
  '',
  '/',
  'https://old.example/',
  'ferry',
  '//old.example/ferry',
  'ftp://old.example/a',
  'https://a:b@old.example/a',
  `/${'a'.repeat(1000)}`,
])('An address is refused that no story can have had: %j', async (address) => {
  const response = await wire.putJson('ferry', { formerUrls: [address] });
  expect([response.status, ((await response.json()) as { problems: { field: string }[] }).problems[0]?.field]).toEqual([
    422,
    'formerUrls.0',
  ]);
});
