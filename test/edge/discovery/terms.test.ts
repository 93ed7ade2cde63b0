import { beforeEach, describe, expect, it } from 'vitest';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const stated = async (path: string) => {
  const { status, headers } = await wire.fetch(path);
  const license =
    headers.get('link')?.includes(`<${ORIGIN}/license.xml>; rel="license"; type="application/rsl+xml"`) ?? false;
  return [status, license, headers.get('content-usage'), headers.get('tdm-reservation'), headers.get('tdm-policy')];
};
const text = async (path: string) => (await wire.fetch(path)).text();

describe('terms for machines', () => {
  it('are nowhere unless they are set', async () => {
    await wire.story('ferry');
    for (const path of ['/', '/feeds/all.rss', '/articles/ferry'])
      expect(await stated(path)).toEqual([200, false, null, null, null]);
    expect((await stated('/license.xml'))[0]).toBe(404);
    expect((await stated('/.well-known/tdmrep.json'))[0]).toBe(404);
    expect(await text('/feeds/all.rss')).not.toMatch(/rsl|webfeeds/);
    expect(await text('/robots.txt')).toBe(`User-agent: *\nAllow: /\n\nSitemap: ${ORIGIN}/sitemap.xml\n`);
  });

  it('are in the headers of every feed and page, in robots.txt, and at addresses of their own', async () => {
    wire.settings.TERMS = 'ai-train=no ai-input=no search=yes';
    wire.settings.TERMS_URL = 'https://news.example/terms';
    await wire.story('ferry');
    const all = [200, true, 'train-ai=n, search=y', '1', 'https://news.example/terms'];
    // The second time, a feed is answered from memory.
    for (const path of [
      '/feeds/all.rss',
      '/feeds/all.rss',
      '/feeds/ukraine.atom',
      '/feeds/all.json',
      '/',
      '/channels/ukraine',
      '/articles/ferry',
      '/embed/ukraine',
    ])
      expect([path, ...(await stated(path))]).toEqual([path, ...all]);
    expect((await wire.fetch('/feeds/all.rss')).headers.get('link')).toContain('rel="self"');
    expect(await text('/robots.txt')).toBe(
      `User-agent: *\nAllow: /\nContent-Usage: train-ai=n, search=y\n\nSitemap: ${ORIGIN}/sitemap.xml\nLicense: ${ORIGIN}/license.xml\n`,
    );
    const license = await wire.fetch('/license.xml');
    expect(license.headers.get('content-type')).toBe('application/rsl+xml; charset=utf-8');
    expect(await license.text()).toContain('<prohibits type="usage">ai-train ai-input</prohibits>');
    expect(JSON.parse(await text('/.well-known/tdmrep.json'))[0]['tdm-reservation']).toBe(1);
    expect(await text('/articles/ferry')).toContain('<meta name="tdm-reservation" content="1"/>');
  });

  it('are of each story on our own origin in RSS, and of a story where it has its own', async () => {
    wire.settings.TERMS = 'ai-train=no';
    await wire.story('ferry');
    await wire.story('open', { terms: 'ai-train=yes search=yes' });
    await wire.story('elsewhere', { url: 'https://other.example/a' });
    const items = [
      ...(await text('/feeds/all.rss')).matchAll(/<rsl:content [^>]*url="([^"]*)"><rsl:license>(.*?)<\/rsl:license>/g),
    ];
    expect(items.map((it) => it.slice(1)).sort()).toEqual([
      [`${ORIGIN}/articles/ferry`, '<rsl:prohibits type="usage">ai-train</rsl:prohibits>'],
      [`${ORIGIN}/articles/open`, '<rsl:permits type="usage">ai-train search</rsl:permits>'],
    ]);
    expect((await stated('/articles/open')).slice(2)).toEqual(['train-ai=y, search=y', '0', null]);
    expect(await text('/articles/open')).toContain('<meta name="tdm-reservation" content="0"/>');
    expect((await stated('/articles/ferry')).slice(2)).toEqual(['train-ai=n', '1', null]);
    const bad = await wire.putJson('bad', { terms: 'training=no' });
    expect(((await bad.json()) as { problems: unknown[] }).problems).toEqual([
      {
        field: 'terms',
        message:
          'expected uses such as ai-train=no (ai-train, ai-input, ai-index, search; yes or no), got "training=no"',
      },
    ]);
    const back = await (await wire.api('GET', '/api/articles/open')).text();
    const again = await wire.api('PUT', '/api/articles/open', back, 'application/json');
    expect(((await again.json()) as { result: string }).result).toBe('unchanged');
  });

  it('are of each channel whose tag has its own, and of its stories', async () => {
    wire.settings.TERMS = 'ai-train=no ai-input=yes';
    wire.settings.TERMS_URL = 'https://news.example/terms';
    const tags = [
      { slug: 'europe', label: 'Europe', terms: 'ai-train=yes' },
      { slug: 'ukraine', label: 'Ukraine', broader: 'europe', terms: 'ai-train=yes ai-input=no' },
      { slug: 'sport', label: 'Sport' },
    ];
    await wire.putTags(tags);
    await wire.story('ferry', { tags: ['Ukraine'] });
    await wire.story('match', { tags: ['Sport'] });
    await wire.story('own', { tags: ['Ukraine'], terms: 'search=no' });
    const page = 'https://news.example/terms';
    for (const [path, ...expected] of [
      ['/feeds/all.rss', 200, true, 'train-ai=n', '1', page],
      ['/feeds/sport.rss', 200, true, 'train-ai=n', '1', page],
      ['/channels/sport', 200, true, 'train-ai=n', '1', page],
      ['/feeds/europe.json', 200, false, 'train-ai=y', '0', null],
      // Of what its tag does not name, the publication's hold.
      ['/feeds/sport+!europe.json', 200, true, 'train-ai=n', '1', page],
      ['/feeds/ukraine.rss', 200, false, 'train-ai=y', '1', page],
      ['/feeds/ukraine.rss', 200, false, 'train-ai=y', '1', page],
      ['/feeds/ukraine/for/flipboard.rss', 200, false, 'train-ai=y', '1', page],
      ['/feeds/sport,ukraine.atom', 200, false, 'train-ai=y', '1', page],
      ['/feeds/sport+!ukraine.atom', 200, true, 'train-ai=n', '1', page],
      ['/channels/ukraine', 200, false, 'train-ai=y', '1', page],
      ['/articles/ferry', 200, false, 'train-ai=y', '1', page],
      ['/articles/match', 200, true, 'train-ai=n', '1', page],
      ['/articles/own', 200, false, 'train-ai=y, search=n', '1', page],
    ] as const)
      expect([path, ...(await stated(path))]).toEqual([path, ...expected]);
    const item = async (key: string) =>
      new RegExp(`url="${ORIGIN}/articles/${key}"><rsl:license>(.*?)</rsl:license>`).exec(
        await text('/feeds/all.rss'),
      )?.[1];
    expect([await item('ferry'), await item('match'), await item('own')]).toEqual([
      '<rsl:permits type="usage">ai-train</rsl:permits><rsl:prohibits type="usage">ai-input</rsl:prohibits>',
      '<rsl:permits type="usage">ai-input</rsl:permits><rsl:prohibits type="usage">ai-train</rsl:prohibits>',
      '<rsl:permits type="usage">ai-train</rsl:permits><rsl:prohibits type="usage">ai-input search</rsl:prohibits>',
    ]);
    await wire.putTags([...tags.slice(0, 2), { slug: 'sport', label: 'Sport', terms: 'search=no' }]);
    await wire.tick();
    expect(await stated('/articles/match')).toEqual([200, false, 'train-ai=n, search=n', '1', page]);
    // What is there already follows the vocabulary.
    await wire.putTags(tags.map(({ terms, ...it }) => it));
    await wire.tick();
    expect(await stated('/feeds/ukraine.rss')).toEqual([200, true, 'train-ai=n', '1', page]);
    expect(await stated('/articles/ferry')).toEqual([200, true, 'train-ai=n', '1', page]);
    const refused = await wire.putTags([{ slug: 'ukraine', label: 'Ukraine', terms: 'training=no' }]);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('expected uses such as')]);
  });

  it('that cannot be read stop the wire, naming the setting', async () => {
    wire.settings.TERMS = 'all=no';
    await expect(async () => wire.fetch('/')).rejects.toThrow('TERMS: expected uses such as ai-train=no');
  });
});

it('has icon, logo and colour for Feedly and Inoreader, where that is wanted', async () => {
  wire.settings.WEBFEEDS = 'on';
  wire.settings.SITE_COLOR = '#0B5FA5';
  for (const path of ['/feeds/all/for/msn.rss', '/feeds/all/for/nitf.atom'])
    expect(await text(path)).not.toContain('webfeeds');
  for (const path of ['/feeds/all.rss', '/feeds/all.atom'])
    expect(
      ((await text(path)).match(/<webfeeds:.*>/g) ?? []).map((it) =>
        it.replace(' xmlns:webfeeds="http://webfeeds.org/rss/1.0"', ''),
      ),
    ).toEqual([
      `<webfeeds:icon>${ORIGIN}/icon.png</webfeeds:icon>`,
      `<webfeeds:logo>${ORIGIN}/icon-512.png</webfeeds:logo>`,
      '<webfeeds:accentColor>0b5fa5</webfeeds:accentColor>',
    ]);
});
