import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, ORIGIN, TestWire, wire } from '../../support/wire.ts';

beforeEach(async () => {
  await freshWire();
  await wire.story('first');
});

const SENTENCE = 'The ferry of Keltmouth left at nine with two hundred people and eleven cars on board. ';
const FERRY = {
  title: 'The ferry of Keltmouth is back',
  body: SENTENCE.repeat(8),
  image: { url: '/images/ferry.jpg', alt: 'A ferry', width: 1200, height: 800 },
};
const put = (partners: object) =>
  wire.api('PUT', '/api/partners', JSON.stringify({ version: 1, partners }), 'application/json');
/** Another process, with the same clock. */
function otherProcess(): TestWire {
  const other = new TestWire();
  other.now = wire.now;
  return other;
}
const text = async (path: string) => (await wire.fetch(path)).text();
const items = async (path: string) => [...(await text(path)).matchAll(/<item>\s*<title>([^<]*)</g)].map((it) => it[1]);
interface Report {
  isBeingMade: boolean;
  stories: { key: string; verdict: string; findings: { rule: string; message: string }[]; since: string }[];
  scheduled: { key: string; verdict: string; appears: string }[];
}
const report = async (name: string, channel?: string) =>
  (await (
    await wire.api('GET', `/api/partners/${name}/report${channel ? `?channel=${channel}` : ''}`)
  ).json()) as Report & Record<string, unknown>;
/** A page for the newsroom. */
const show = (path: string) =>
  wire.fetch(path, { headers: { accept: 'text/html', authorization: `Basic ${btoa('anybody:first-token')}` } });
const verdicts = async (name: string, channel?: string) =>
  (await report(name, channel)).stories.map(
    (it) => `${it.key}: ${[it.verdict, ...it.findings.map((f) => f.rule)].join(' ')}`,
  );

describe('/api/partners', () => {
  it('takes YAML or JSON and gives the settings back', async () => {
    const yaml = 'version: 1\npartners:\n  msn: { items: 5 }\n';
    expect(await (await wire.api('PUT', '/api/partners', yaml, 'application/yaml')).json()).toEqual({
      result: 'updated',
      judged: 1,
      notes: [],
    });
    expect(await (await put({ msn: { items: 5 } })).json()).toEqual({ result: 'unchanged', judged: 0, notes: [] });
    expect(await (await wire.api('GET', '/api/partners')).json()).toEqual({
      version: 1,
      partners: { msn: { items: 5 } },
    });
    const refused = await put({ msn: { logo: '/l.png' }, yahoo: {} });
    expect([
      refused.status,
      ((await refused.json()) as { problems: { field: string }[] }).problems.map((it) => it.field),
    ]).toEqual([422, ['partners.yahoo', 'partners.msn.logo']]);
    expect((await wire.fetch('/api/partners')).status).toBe(401);
    expect((await wire.fetch('/api/partners/msn/report')).status).toBe(401);
  });

  it('notes tags that no story has', async () => {
    const { notes } = (await (
      await put({ msn: { only: 'all+!ukrane', categories: { ukraine: 'World', moon: 'Space' } } })
    ).json()) as {
      notes: unknown;
    };
    expect(notes).toEqual([
      { field: 'partners.msn.only', message: 'no story has the tag "ukrane"; did you mean "ukraine"?' },
      { field: 'partners.msn.categories', message: 'no story has the tag "moon"' },
    ]);
  });
});

describe('settings that go wrong later', () => {
  it('never stop publishing, and are refused where they are wrong at once', async () => {
    expect((await put({ msn: { only: 'Sport+!sport' } })).status).toBe(422);
    const lists = [{ msn: [] }, [], { msn: { categories: ['a'] } }, { msn: { tracking: ['a'] } }];
    for (const file of [...lists, { msn: { tracking: { 'utm source': 'x' } } }])
      expect([file, (await put(file)).status]).toEqual([file, 422]);
    const logos = ['https://[', 'https://news.example:99999/l.png', '/\\evil.example/x.png', '//evil.example/x.png'];
    for (const logo of logos) expect([logo, (await put({ smartnews: { logo } })).status]).toEqual([logo, 422]);
    await wire.story('kyiv', { ...FERRY, tags: ['Kyiv', 'Kiev'] });
    await put({ msn: { only: 'kyiv+!kiev' } });
    await wire.putTags([{ slug: 'kyiv', label: 'Kyiv', formerly: ['kiev'] }]);
    await wire.story('ferry', { ...FERRY, tags: ['Kyiv'] });
    await wire.tick();
    expect((await report('msn')).stories.find((it) => it.key === 'ferry')?.findings).toEqual([
      { rule: 'only', message: 'articles/partners.yaml gives it only kyiv+!kiev, which no story can match' },
    ]);
    expect(await items('/feeds/all/for/msn.rss')).toEqual([]);
  });

  it('mean what their tags mean now, in feeds, ETags and reports', async () => {
    await wire.story('ferry', { ...FERRY, tags: ['Conflict'] });
    await put({ msn: { only: 'krieg', categories: { KRIEG: 'War' } } });
    const path = '/feeds/all/for/msn.rss';
    const before = await wire.fetch(path);
    expect(await verdicts('msn', 'conflict')).toEqual(['ferry: withheld only']);
    await wire.putTags([{ slug: 'conflict', label: 'Conflict', formerly: ['krieg'] }]);
    const after = await wire.fetch(path, { headers: { 'if-none-match': before.headers.get('etag') as string } });
    expect([after.status, (await after.text()).includes('>War<')]).toEqual([200, true]);
    await wire.tick();
    expect(await verdicts('msn', 'conflict')).toEqual(['ferry: passed']);
  });

  it('are no part of what every object has', async () => {
    await wire.story('ferry', { ...FERRY, tags: ['Ukraine', 'Constructor'] });
    for (const name of ['msn', 'flipboard', 'newsbreak'])
      expect(await items(`/feeds/ukraine/for/${name}.rss`)).toContain(FERRY.title);
    expect(await text('/feeds/ukraine/for/nitf.atom')).toContain('<keyword key="Constructor"/>');
  });

  it('cannot make a feed ill-formed', async () => {
    await wire.story('ferry', FERRY);
    await put({ newsbreak: { analytics: '<script>\u0001\ufffe</script>' } });
    expect(await text('/feeds/ukraine/for/newsbreak.rss')).toContain(
      '<nb:scripts><![CDATA[<script></script>]]></nb:scripts>',
    );
  });
});

describe("a partner's settings", () => {
  it('choose its stories, by their tags and what is broader', async () => {
    await wire.putTags([
      { slug: 'ukraine', label: 'Ukraine', broader: 'europe' },
      { slug: 'europe', label: 'Europe' },
    ]);
    await wire.story('ferry', { ...FERRY, tags: ['Ukraine'] });
    await wire.story('quay', { ...FERRY, title: 'The quay of Keltmouth is closed', tags: ['Sport'] });
    await put({ msn: { only: 'europe' } });
    expect(await items('/feeds/all/for/msn.rss')).toEqual([FERRY.title]);
    expect(await items('/feeds/all/for/flipboard.rss')).toHaveLength(2);
    await put({ msn: { only: 'all+!europe' } });
    expect(await items('/feeds/all/for/msn.rss')).toEqual(['The quay of Keltmouth is closed']);
    expect((await report('msn')).stories.find((it) => it.key === 'ferry')?.findings).toEqual([
      { rule: 'only', message: 'articles/partners.yaml gives it only all+!europe' },
    ]);
  });

  it('change its addresses, categories, guids and length, and no other feed', async () => {
    await wire.story('ferry', FERRY);
    await wire.story('quay', { ...FERRY, title: 'The quay of Keltmouth is closed' });
    const plain = await text('/feeds/ukraine.rss');
    await put({ msn: { items: 1, categories: { ukraine: 'World' }, tracking: { utm_source: 'msn' } } });
    const xml = await text('/feeds/ukraine/for/msn.rss');
    expect(xml.match(/<item>/g)).toHaveLength(1);
    expect(xml).toContain('rel="next"');
    expect(/<link>([^<]*\/articles\/[^<]*)/.exec(xml)?.[1]).toBe(`${ORIGIN}/articles/ferry?utm_source=msn`);
    expect(/<category [^>]*>([^<]*)/.exec(xml)?.[1]).toBe('World');
    expect(/<guid isPermaLink="([^"]*)">([^<]*)/.exec(xml)?.slice(1)).toEqual([
      'false',
      'tag:tagwire.example,2022-02-24:article/ferry',
    ]);
    expect(await text('/feeds/ukraine.rss')).toBe(plain);
    await put({ msn: { guid: 'permalink' }, flipboard: { content: 'summary' } });
    expect(await text('/feeds/ukraine/for/msn.rss')).toContain(`isPermaLink="true">${ORIGIN}/articles/ferry<`);
    expect(await text('/feeds/ukraine/for/flipboard.rss')).not.toContain('content:encoded>');
    expect((await wire.fetch('/feeds/ukraine/for/flipboard.rss')).status).toBe(200);
  });

  it('make its feed another one at once, in every process', async () => {
    await wire.story('ferry', FERRY);
    const other = otherProcess();
    const path = '/feeds/ukraine/for/msn.rss';
    const first = await other.fetch(path);
    const etag = first.headers.get('etag') as string;
    expect(first.headers.get('cache-tag')).toBe('ukraine,:profiles');
    await put({ msn: { categories: { ukraine: 'World' } } });
    const here = await wire.fetch(path, { headers: { 'if-none-match': etag } });
    expect([here.status, (await here.text()).includes('>World<')]).toEqual([200, true]);
    other.pass(3);
    // The feed of the channel itself is looked at in between: that must not make the profile look up to date.
    await other.fetch('/feeds/ukraine.rss');
    const there = await other.fetch(path);
    expect((await there.text()).includes('>World<')).toBe(true);
    expect(there.headers.get('etag')).toBe(here.headers.get('etag'));
    const delta = await other.fetch(path, { headers: { 'if-none-match': etag, 'a-im': 'feed' } });
    expect(delta.status).toBe(200);
  });

  it('give SmartNews the logos that it needs, and its counting', async () => {
    await wire.story('ferry', FERRY);
    const path = '/feeds/ukraine/for/smartnews.rss';
    expect(await items(path)).toEqual([]);
    await put({ smartnews: { logo: '/logo.png' } });
    expect((await report('smartnews')).stories[0]?.findings[0]).toEqual({
      rule: 'settings',
      message: 'the feed has no darkLogo: give it in articles/partners.yaml',
    });
    const analytics = '<script>count("a" < "b" && "]]>")</script>';
    await put({ smartnews: { logo: '/logo.png', darkLogo: 'https://cdn.example/dark.png', analytics } });
    const xml = await text(path);
    expect(xml).toContain(`<snf:logo><url>${ORIGIN}/logo.png</url></snf:logo>`);
    expect(xml).toContain('<snf:darkModeLogo><url>https://cdn.example/dark.png</url></snf:darkModeLogo>');
    expect(xml).toContain('<media:status>active</media:status>');
    expect(xml).toContain(
      '<snf:analytics><![CDATA[<script>count("a" < "b" && "]]]]><![CDATA[>")</script>]]></snf:analytics>',
    );
    await wire.api('DELETE', '/api/articles/ferry');
    expect(await text(path)).toContain('<media:status>deleted</media:status>');
    expect(await text(path)).not.toMatch(/Keltmouth|count\(/);
  });
});

describe("a partner's report", () => {
  it('says what became of each story, why, and since when', async () => {
    await wire.story('ferry', FERRY);
    await put({ msn: {} });
    const put1 = wire.now.toISOString();
    wire.pass(3600);
    const answer = await wire.putJson('short', { ...FERRY, title: 'Ferry' });
    expect(((await answer.json()) as { notes: unknown }).notes).toEqual([
      {
        field: 'title',
        message: 'MSN does not take it: the title has 5 characters, of at least 21: write a longer one',
      },
    ]);
    const { stories, ...totals } = await report('msn');
    expect(totals).toEqual({
      partner: 'msn',
      title: 'MSN',
      feed: `${ORIGIN}/feeds/all/for/msn.rss`,
      passed: 1,
      adapted: 0,
      withheld: 2,
      gone: 0,
      isBeingMade: false,
      scheduled: [],
    });
    expect(stories.map((it) => [it.key, it.verdict, it.since])).toEqual([
      ['ferry', 'passed', put1],
      ['first', 'withheld', put1],
      ['short', 'withheld', wire.now.toISOString()],
    ]);
    wire.pass(3600);
    await wire.story('short', { ...FERRY, title: 'Ferry' });
    await wire.story('short', { ...FERRY, title: 'Ferry', summary: 'Another one.' });
    expect((await report('msn')).stories.find((it) => it.key === 'short')?.since).toBe(stories[2]?.since);
    await wire.story('short', { ...FERRY, title: 'The short one is long enough' });
    expect(await verdicts('msn', 'ukraine')).toEqual([
      'ferry: passed',
      'first: withheld title picture text',
      'short: passed',
    ]);
  });

  it('is of the stories of a channel, and of what people see', async () => {
    await put({ flipboard: {} });
    await wire.story('ferry', { ...FERRY, tags: ['Sport'] });
    await wire.story('draft', { ...FERRY, status: 'draft', tags: ['Sport'] });
    expect(await verdicts('flipboard', 'sport')).toEqual(['ferry: adapted summary author']);
    expect(await verdicts('flipboard', 'all+!sport')).toEqual(['first: withheld picture summary']);
    await wire.api('DELETE', '/api/articles/ferry');
    expect(await verdicts('flipboard', 'sport')).toEqual(['ferry: gone']);
    expect((await report('flipboard', 'sport+')).detail).toContain('expected a tag before and after');
  });

  it('has what is to appear by itself, apart from what people see', async () => {
    await put({ msn: {} });
    await wire.story('later', { ...FERRY, title: 'Ferry', embargo: '2026-03-02T09:00:00Z' });
    await wire.story('dated', { ...FERRY, published: '2027-01-01T09:00:00Z' });
    await wire.story('draft', { ...FERRY, status: 'draft' });
    const { scheduled, stories, passed } = await report('msn');
    expect([passed, stories.map((it) => it.key)]).toEqual([0, ['first']]);
    expect(scheduled.map((it) => [it.key, it.verdict, it.appears])).toEqual([
      ['dated', 'passed', '2027-01-01T09:00:00.000Z'],
      ['later', 'withheld', '2026-03-02T09:00:00.000Z'],
    ]);
    expect((await report('msn', 'ukraine')).scheduled).toEqual([]);
    const page = await (await show('/partners/msn')).text();
    expect(page).toMatch(/Not public yet.*withheld, appears Mar 2, 2026/s);
    wire.pass(24 * 3600);
    await wire.tick();
    expect((await report('msn')).stories.map((it) => it.key)).toContain('later');
  });

  it('is kept for the partners of partners.yaml alone', async () => {
    const detail = async (name: string) => (await report(name)).detail;
    expect(await detail('msn')).toBe('msn is not in articles/partners.yaml: name it there, and its report is kept');
    expect(await detail('yahoo')).toBe('no partner is called "yahoo"; articles/partners.yaml names none');
    await put({ msn: {} });
    await put({ flipboard: {} });
    expect(await detail('msn')).toContain('is not in articles/partners.yaml');
    expect(await detail('yahoo')).toBe('no partner is called "yahoo"; articles/partners.yaml names flipboard');
  });

  it('goes on by the clock, where there are more stories than are judged at once', async () => {
    const line = (n: number) =>
      JSON.stringify({
        ...FERRY,
        key: `n${n}`,
        title: `The ferry of Keltmouth: ${n}`,
        tags: ['Ukraine'],
        published: '2026-02-01T10:00:00Z',
      });
    await wire.bulk(Array.from({ length: 450 }, (_, n) => line(n)));
    const { judged } = (await (await put({ msn: {} })).json()) as { judged: number };
    expect([judged, (await report('msn')).passed]).toEqual([451, 450]);
    // As another release of Tagwire leaves it, whose rules were others.
    await wire.database.prepare("UPDATE partners SET judged = 'before', upto = NULL").run();
    await wire.database
      .prepare("UPDATE sequence SET settings = substr(settings, 1, instr(settings, '+')) || 'before'")
      .run();
    wire.restart();
    await wire.database.prepare("UPDATE verdicts SET verdict = 'adapted'").run();
    expect((await report('msn')).isBeingMade).toBe(true);
    await wire.tick();
    expect([(await report('msn')).passed, (await report('msn')).adapted, (await report('msn')).isBeingMade]).toEqual([
      450,
      0,
      false,
    ]);
  });
});

describe('partners.yaml that cannot be read back', () => {
  it('is named by /healthz, and mended by pushing it again', async () => {
    await wire.story('ferry', FERRY);
    await put({ msn: { items: 5 } });
    await wire.database.prepare("UPDATE partners SET content = '{'").run();
    const cold = otherProcess();
    // Nobody knows which feeds are closed.
    expect((await cold.fetch('/feeds/ukraine/for/msn.rss')).status).toBe(503);
    expect((await cold.fetch('/feeds/ukraine.rss')).status).toBe(200);
    await cold.story('quay', FERRY);
    expect(await (await cold.fetch('/healthz')).text()).toContain('partners.yaml');
    await put({ msn: { items: 5 } });
    expect(await (await wire.fetch('/healthz')).text()).not.toContain('partners.yaml');
  });
});

it('keeps what it counts on: a fresh wire has no partner', async () => {
  const fresh = await TestWire.fresh();
  expect(await (await fresh.api('GET', '/api/partners')).json()).toEqual({ version: 1, partners: {} });
});

describe("the newsroom's page of partners", () => {
  const asked = (path: string, credentials?: string) =>
    wire.fetch(path, {
      headers: { accept: 'text/html', ...(credentials && { authorization: `Basic ${btoa(credentials)}` }) },
    });

  it('asks a browser for the token, and tells nobody else anything', async () => {
    await put({ msn: {} });
    for (const path of ['/partners', '/partners/msn', '/partners/nobody'])
      for (const credentials of [undefined, 'desk:wrong', 'first-token:', ':first-token '] as const) {
        const refused = await asked(path, credentials);
        expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
          401,
          'Basic realm="tagwire", charset="UTF-8"',
        ]);
        expect(await refused.text()).not.toContain('MSN');
      }
    const { status, headers } = await asked('/partners', 'anybody:first-token');
    expect([status, headers.get('cache-control'), headers.get('etag')]).toEqual([200, 'no-store', null]);
    // The API does not take what a browser sends along with requests of other sites.
    const api = await wire.fetch('/api/partners', { headers: { authorization: `Basic ${btoa('x:first-token')}` } });
    expect([api.status, api.headers.get('www-authenticate')?.slice(0, 6)]).toEqual([401, 'Bearer']);
  });

  it('says how many stories each partner gets, and of each why not', async () => {
    const page = async (path: string) =>
      (await (await asked(path, 'x:first-token')).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    expect(await page('/partners')).toContain('The newsroom feeds no partner yet.');
    await wire.story('ferry', FERRY);
    await put({ msn: {}, flipboard: {} });
    expect(await page('/partners')).toContain('MSN 1 0 1 0 Flipboard 1 1 0 0');
    const withheld = await page('/partners/msn');
    expect(withheld).toContain('1 withheld 0 adapted 1 as they are 0 gone');
    expect(withheld).toContain('A story since');
    expect(withheld).toContain(
      'picture : there is no lead picture: give &quot;image: { url: /images/NAME.jpg, alt: ... }&quot;, at least 720 pixels wide or high',
    );
    expect(withheld).not.toContain(FERRY.title);
    expect(await page('/partners/msn?show=passed')).toContain(`${FERRY.title} since`);
    expect(await page('/partners/nobody')).toContain('No partner is called');
  });
});
