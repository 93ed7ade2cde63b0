import { parseFeed as parseWithFeedParser } from '@rowanmanning/feed-parser';
import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { TestWire } from '../support/wire.ts';

let wire: TestWire;
beforeAll(async () => {
  wire = await TestWire.fresh();
});

/** Texts that break documents: each is a fault that somebody's feed has had. */
const NASTY = [
  ']]>',
  ']]>]]>',
  '<![CDATA[',
  '\u0000',
  '\u0001',
  '\u0002 0\u0003',
  '\u0002' + '0' + '\u0003',
  '\u0008\u000b\u001f',
  '\u0085\u009f',
  '\ufffe\uffff',
  '\ud800',
  '\udfff',
  '\u202e\u200f\u061c',
  '\ufeff',
  '😀👩‍👩‍👧',
  '&',
  '&amp;lt;',
  '&nbsp;&bogus;&#0;',
  '3 < 5 > 2',
  '"\'`',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg><script>1</script></svg>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<iframe src="//evil.example"></iframe>',
  '<math><mtext></math><style><img src=x onerror=1>',
  '<p style="position:fixed" class=x id=y onclick=z>p',
  '<b><i></b></i><p><div></p></table><td>',
  '<!-- --!> <![endif]--> <?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>',
  '</item></channel></rss>',
  '</entry></feed>',
  '"}],"items":[]',
  '<img src="a b.png" srcset="x.png 1x, javascript:1 2x, //e.example/y.png 3x">',
  '[x](javascript:alert(1)) ![y](/images/z.png) <https://ok.example/?a=1&b=2>',
  '\n---\ntitle: other\n---\n',
  '\r\n\t ',
  "$& $1 $$ $` $'",
  '__proto__',
  'constructor',
];

const nastyText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
      fc.lorem({ maxCount: 4 }),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((it) => it.join(' '));

const date = fc
  .date({ min: new Date('1995-01-01'), max: new Date('2026-02-28'), noInvalidDate: true })
  .map((it) => it.toISOString());
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constant('/images/x.png?a=1&b="<>\''),
);

const article = fc.record(
  {
    title: fc.oneof(
      nastyText.map((it) => `T${it}`),
      fc.constant('A plain title'),
    ),
    body: fc.oneof(
      nastyText.map((it) => `Words ${it}`),
      nastyText.map((it) => `Words ${it.repeat(1 + Math.floor(100_000 / (it.length + 1)))}`),
    ),
    bodyType: fc.constantFrom('markdown', 'html', 'text'),
    published: date,
    summary: nastyText.map((it) => it.slice(0, 200)),
    tags: fc.oneof(
      fc.array(
        nastyText.map((it) => it.slice(0, 150)),
        { maxLength: 6 },
      ),
      fc.constant([]),
      fc.constant(Array.from({ length: 100 }, (_, index) => `tag ${index}`)),
    ),
    authors: fc.array(
      fc.oneof(
        nastyText,
        fc.record({ name: nastyText, email: fc.emailAddress(), url: fc.webUrl({ withQueryParameters: true }) }),
      ),
      { maxLength: 3 },
    ),
    image: fc.record(
      { url, alt: nastyText, credit: nastyText, width: fc.nat(9999), height: fc.nat(9999), length: fc.nat() },
      { requiredKeys: ['url'] },
    ),
    url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
    language: fc.constantFrom('uk', 'ar', 'zh-Hant'),
    corrections: fc.array(fc.record({ date, text: nastyText }), { maxLength: 2 }),
  },
  { requiredKeys: ['title', 'body', 'published'] },
);

function assertWellFormed(xml: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}

async function read(path: string): Promise<string> {
  const response = await wire.fetch(path);
  expect(response.status).toBe(200);
  return response.text();
}

const LIVE_TAG = /<(script|iframe|svg|math|object|form|style)\b|<[a-z][^>]*\s(on\w+|style|class)\s*=/i;
const LIVE_ADDRESS = /<[a-z][^>]*\b(href|src|srcset)="[^"]*(javascript|data):/i;

/** Markup that our own page has around the story. */
const OWN = [
  /<script src="\/site\/[0-9a-f]{16}\.js" defer=""><\/script>/g,
  /<script type="application\/ld\+json">[^<]*<\/script>/g,
  /<form action="\/search" method="get">/g,
  / class="(skip|top|brand|meta|unsized|story|tags|notice)"/g,
];

/** Looks at what is left of a page without our own parts of it. */
function assertNoLiveMarkup(html: string): void {
  const content = OWN.reduce((rest, own) => rest.replace(own, ''), html);
  expect(content).not.toMatch(LIVE_ADDRESS);
  expect(content.replace(/"[^"]*"/g, '""')).not.toMatch(LIVE_TAG);
}

describe('hostile articles', () => {
  it('are published or refused with a reason, and every document can be read by parsers that are not ours', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(article, async (fields) => {
        const response = await wire.api('PUT', '/api/articles/hostile', JSON.stringify(fields), 'application/json');
        if (response.status === 422) {
          const { problems } = (await response.json()) as { problems: { field: string; message: string }[] };
          expect(problems.length).toBeGreaterThan(0);
          for (const it of problems) expect([it.field, it.message].every((text) => text.length > 0)).toBe(true);
          return;
        }
        expect([200, 201]).toContain(response.status);
        accepted++;

        const rss = await read('/feeds/all.rss');
        const atom = await read('/feeds/all.atom');
        const json = await read('/feeds/all.json');
        assertWellFormed(rss);
        assertWellFormed(atom);
        const item = (JSON.parse(json) as { items: Record<string, string & string[]>[] }).items[0];
        expect(item?.id).toBe('tag:tagwire.example,2022-02-24:article/hostile');
        assertNoLiveMarkup(item?.content_html ?? '');

        const [rssItem] = parseRssFeed(rss).items ?? [];
        const [atomEntry] = parseAtomFeed(atom).entries ?? [];
        const [jsonItem] = parseJsonFeed(json).items ?? [];
        expect(rssItem?.guid?.value).toBe(item?.id);
        expect(atomEntry?.id).toBe(item?.id);
        expect(jsonItem?.id).toBe(item?.id);
        expect((atomEntry?.categories ?? []).length).toBe((item?.tags ?? []).length);
        for (const text of [rss, atom]) {
          const feed = parseWithFeedParser(text);
          expect(feed.items.length).toBe(1);
          expect(feed.items[0]?.id).toBe(item?.id);
          expect(feed.items[0]?.url).toBe(item?.url);
        }
        const page = await wire.fetch('/articles/hostile');
        if (page.status === 200) assertNoLiveMarkup(await page.text());
      }),
      { numRuns: 120, seed: 20260301, endOnFailure: false },
    );
    expect(accepted).toBeGreaterThan(60);
  });

  it('keep their plain text: titles, names and labels read back as they were written', async () => {
    const fields = {
      title: 'A & B <i>not markup</i> ]]> "quoted" 3 < 5 &amp; &#x26;',
      body: 'Text with ]]> twice ]]> and a <b>tag</b>.',
      published: '2026-02-01T10:00:00Z',
      tags: ['R&D <x>', 'Ünïcode'],
      authors: ['Ann & Bob <x>', 'Zoë ]]>'],
      summary: 'S & T <u>',
      image: { url: '/images/x.png?a=1&b=2', alt: 'Alt "&" <x>', credit: 'C & D', type: 'image/png', length: 12 },
    };
    await wire.api('PUT', '/api/articles/hostile', JSON.stringify(fields), 'application/json');
    const rss = parseRssFeed(await read('/feeds/all.rss'));
    const [item] = rss.items ?? [];
    expect(item?.title).toBe(fields.title);
    expect(item?.description).toBe('S &amp; T &lt;u&gt;');
    expect(item?.categories?.map((it) => it.name)).toEqual(fields.tags);
    expect(item?.dc?.creators).toEqual(['Ann & Bob <x> and Zoë ]]>']);
    expect(item?.content?.encoded).toBe(
      '<figure><img src="http://127.0.0.1:8787/images/x.png?a=1&amp;b=2" alt="Alt &quot;&amp;&quot; &lt;x&gt;" /><figcaption>C &amp; D</figcaption></figure>\n' +
        '<p>Text with ]]&gt; twice ]]&gt; and a <b>tag</b>.</p>',
    );
    expect(item?.media?.contents?.[0]).toMatchObject({
      url: 'http://127.0.0.1:8787/images/x.png?a=1&b=2',
      type: 'image/png',
      fileSize: 12,
      title: { value: 'Alt "&" <x>' },
    });
    const [entry] = parseAtomFeed(await read('/feeds/all.atom')).entries ?? [];
    expect(entry?.authors?.map((it) => it.name)).toEqual(fields.authors);
    expect(entry?.categories?.map((it) => it.label)).toEqual(fields.tags);
    const json = JSON.parse(await read('/feeds/all.json'));
    expect(json.items[0]).toMatchObject({
      title: fields.title,
      summary: fields.summary,
      tags: fields.tags,
      authors: fields.authors.map((name) => ({ name })),
    });
  });

  it('answers in bounded time to a megabyte of anything', async () => {
    for (const piece of [
      '[',
      '<b>',
      '*_',
      '<a href="',
      '> ',
      '`',
      '![',
      '<!--',
      '&',
      '\\',
      '- ',
      '|a',
      '<p>',
      'a\u0300',
    ]) {
      const body = `Words ${piece.repeat(900_000 / JSON.stringify(piece).length)}`;
      for (const bodyType of ['markdown', 'html']) {
        const response = await wire.api(
          'PUT',
          '/api/articles/long',
          JSON.stringify({ title: 'Long', body, bodyType, published: '2020-01-01T00:00:00Z' }),
          'application/json',
        );
        expect([200, 201, 422]).toContain(response.status);
      }
    }
  });
});
