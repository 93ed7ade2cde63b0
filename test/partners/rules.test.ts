import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import RssParser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/articles/entry.ts';
import { Vocabulary } from '../../src/channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../../src/channels/vocabulary-file.ts';
import { servedEntries } from '../../src/feeds/render.ts';
import { flipboard } from '../../src/partners/flipboard.ts';
import { NO_SETTINGS, PARTNERS, profileOf } from '../../src/partners/index.ts';
import { judge } from '../../src/partners/judge.ts';
import { msn } from '../../src/partners/msn.ts';
import { newsbreak } from '../../src/partners/newsbreak.ts';
import type { Partner } from '../../src/partners/partner.ts';
import { cutAtWord } from '../../src/partners/rules.ts';
import { smartnews } from '../../src/partners/smartnews.ts';
import { documentOf, entry, SITE, STUB } from '../support/specimen.ts';

const AS_SET = { site: SITE, settings: {}, vocabulary: new Vocabulary(EMPTY_VOCABULARY, 'en') };

const SENTENCE = 'The ferry of Keltmouth left at nine with two hundred people and eleven cars on board. ';
const FINE = {
  title: 'The ferry of Keltmouth is back',
  body: SENTENCE.repeat(8),
  authors: ['Ann Berg'],
  summary: SENTENCE.repeat(3).trim(),
  image: { url: '/images/ferry.jpg', alt: 'A ferry', width: 1200, height: 800, length: 90_000 },
};
const served = (fields: Record<string, unknown>) => servedEntries(entry({ ...FINE, ...fields }), SITE)[0] as Entry;

/** What a partner makes of a story: "passed", or each finding. */
function verdict(partner: Partner, fields: Record<string, unknown>): string[] {
  const made = judge(partner, served(fields), AS_SET);
  const findings = made.kind === 'withheld' ? made.withheld : made.adapted;
  return findings.length === 0 ? [made.kind] : findings.map((it) => `${made.kind}: ${it.rule}: ${it.message}`);
}
const without = (name: keyof typeof FINE) => ({ [name]: undefined });

describe('MSN', () => {
  it.each<[string, Record<string, unknown>, unknown[]]>([
    ['a story that is as it should be', {}, ['passed']],
    [
      'a title of 20 characters',
      { title: 'x'.repeat(20) },
      ['withheld: title: the title has 20 characters, of at least 21: write a longer one'],
    ],
    ['a title of 21 characters', { title: 'x'.repeat(21) }, ['passed']],
    ['a title of 150 characters', { title: 'x'.repeat(150) }, ['passed']],
    [
      'a title of 500 characters',
      { title: 'ferry '.repeat(90).trim().slice(0, 300) },
      ['adapted: title: the title is cut, from 299 to at most 150 characters'],
    ],
    [
      'a title that is one word',
      { title: `Hi ${'z'.repeat(297)}` },
      ['adapted: title: the title is cut, from 300 to at most 150 characters'],
    ],
    [
      'a title of which nothing can be left',
      { title: `Hi ${'. '.repeat(140)}ferry` },
      ['withheld: title: the title has 288 characters, and cannot be cut to 150: write a shorter one'],
    ],
    [
      'a text of 9 characters',
      { body: 'Ferry now' },
      ['withheld: text: the text has 9 characters, of at least 450: write more'],
    ],
    [
      'a text that is long enough only with what is struck out',
      { body: `<p>${'word '.repeat(80)}</p><p><del>${'gone '.repeat(80)}</del></p>`, bodyType: 'html' },
      ['withheld: text: the text has 399 characters, of at least 450: write more'],
    ],
    [
      'no picture',
      without('image'),
      [
        'withheld: picture: there is no lead picture: give "image: { url: /images/NAME.jpg, alt: ... }", at least 720 pixels wide or high',
      ],
    ],
    [
      'a picture of unknown size',
      { image: { url: '/images/ferry.jpg' } },
      [
        'withheld: picture: the lead picture has no known size: give its width and height, or push the story with its file in articles/public/',
      ],
    ],
    [
      'a picture that is too small',
      { image: { ...FINE.image, width: 719, height: 600 } },
      ['withheld: picture: the lead picture is 719 by 600 pixels: it has to be at least 720 pixels wide or high'],
    ],
    ['a picture that is high enough', { image: { ...FINE.image, width: 480, height: 720 } }, ['passed']],
    [
      'a drawing',
      { image: { ...FINE.image, url: '/images/ferry.svg' } },
      [
        'withheld: picture: the lead picture is image/svg+xml: partners take JPEG, PNG, GIF and WebP; `tagwire pictures` makes a JPEG of it',
      ],
    ],
    [
      'a drawing with a size that fits',
      {
        image: {
          ...FINE.image,
          url: '/images/ferry.svg',
          variants: [
            { url: '/sizes/small.jpg', width: 300, height: 200 },
            { url: '/sizes/ferry.jpg', width: 1600, height: 1000 },
          ],
        },
      },
      [
        'adapted: picture: the picture is https://wire.example/sizes/ferry.jpg: the lead picture itself is image/svg+xml: partners take JPEG, PNG, GIF and WebP',
      ],
    ],
    [
      'a drawing whose other sizes are too small',
      { image: { ...FINE.image, url: '/a.svg', variants: [{ url: '/b.jpg', width: 300, height: 200 }] } },
      [
        'withheld: picture: the lead picture is image/svg+xml: partners take JPEG, PNG, GIF and WebP; and none of its "variants" fits',
      ],
    ],
    [
      'a drawing elsewhere',
      { image: { ...FINE.image, url: 'https://cdn.example/a.svg' } },
      [
        'withheld: picture: the lead picture is image/svg+xml: partners take JPEG, PNG, GIF and WebP; give another one, or name it in "variants"',
      ],
    ],
    [
      'a picture that is too large',
      { image: { ...FINE.image, length: 15_100_000 } },
      ['withheld: picture: the lead picture has 15.1 MB, at most 15 MB; `tagwire pictures` makes a JPEG of it'],
    ],
    [
      'a picture whose description has an address',
      { body: `${FINE.body}\n\n<img src="https://cdn.example/a.png" alt="See http://x.example/">`, bodyType: 'html' },
      ['passed'],
    ],
    [
      'a picture in the text with another size that is not https',
      {
        body: `${FINE.body}\n\n<img src="https://cdn.example/a.png" srcset="http://cdn.example/b.png 2x" alt="A">`,
        bodyType: 'html',
      },
      ['withheld: https: http://cdn.example/b.png is not https: give an https address'],
    ],
    [
      'another language than that of the feed',
      { language: 'uk' },
      ['withheld: language: it is in uk, and the feed is in en: this partner takes one language a feed'],
    ],
    ['another form of the same language', { language: 'en-GB' }, ['passed']],
    [
      'an address that is not https',
      { url: 'http://news.example/ferry' },
      ['withheld: https: http://news.example/ferry is not https: give an https address'],
    ],
    [
      'a short title, a short text and no picture',
      { title: 'Ferry', body: 'Ferry now', image: undefined },
      [
        'withheld: title: the title has 5 characters, of at least 21: write a longer one',
        'withheld: picture: there is no lead picture: give "image: { url: /images/NAME.jpg, alt: ... }", at least 720 pixels wide or high',
        'withheld: text: the text has 9 characters, of at least 450: write more',
      ],
    ],
    [
      'elements that lie too deep',
      { body: `${'<blockquote>'.repeat(10)}${FINE.body}${'</blockquote>'.repeat(10)}`, bodyType: 'html' },
      [expect.stringMatching(/^withheld: nesting: elements lie 1\d deep in each other, of at most 9: /)],
    ],
  ])('answers %s', (_, fields, expected) => {
    expect(verdict(msn, fields)).toEqual(expected);
  });

  it('shows the size that fits in the text, too, once', () => {
    const variants = [{ url: '/sizes/ferry.jpg', width: 1600, height: 1000 }];
    const image = { ...FINE.image, url: '/images/ferry.svg', credit: 'C. D.', variants };
    const made = judge(msn, served({ image }), AS_SET);
    if (made.kind === 'withheld') throw new Error('withheld');
    expect(made.entry.html.match(/<img [^>]*>/g)).toEqual([
      '<img src="https://wire.example/sizes/ferry.jpg" alt="A ferry" width="1600" height="1000" />',
    ]);
    expect([made.entry.image?.url, made.entry.image?.credit]).toEqual([
      'https://wire.example/sizes/ferry.jpg',
      'C. D.',
    ]);
    const plain = documentOf(profileOf(msn), [entry({ ...FINE, image })]);
    expect(plain).toContain(
      '<media:content url="https://wire.example/sizes/ferry.jpg" type="image/jpeg" width="1600" height="1000" medium="image">',
    );
    expect(plain).not.toContain('ferry.svg');
  });

  it('gets elements that it takes, with all their words', () => {
    const body = `<h6>Boats</h6><dl><dt>Ferry</dt><dd>Nine</dd></dl><p>A <q>quay</q><br><br><br>and a <kbd>key</kbd>.</p><ul><li>x</li></ul><p>${FINE.body}</p>`;
    const made = judge(msn, served({ body, bodyType: 'html', image: FINE.image }), AS_SET);
    expect(made.kind === 'withheld' ? made.withheld : made.entry.html.replace(FINE.body, 'TEXT')).toBe(
      '<div><img src="https://wire.example/images/ferry.jpg" alt="A ferry" width="1200" height="800" /></div>\n<h5>Boats</h5><div><p>Ferry</p><div>Nine</div></div><p>A “quay”<br />and a key.</p><ul><li>x</li></ul><p>TEXT</p>',
    );
  });
});

describe('MSN', () => {
  const made = (body: string) => {
    const verdict = judge(
      msn,
      served({ body: `${body}<p>${FINE.body}</p>`, bodyType: 'html', image: undefined }),
      AS_SET,
    );
    const rule = msn.rules.find((it) => it.id === 'markup');
    const outcome = rule?.apply(served({ body, bodyType: 'html', image: undefined }), AS_SET);
    expect(verdict.kind).toBe('withheld');
    return outcome && 'entry' in outcome ? [outcome.entry.html, outcome.adapted] : [undefined, undefined];
  };

  it.each([
    ['a rule in a line', '<ul><li>one<hr>two</li></ul>', '<ul><li>one<br />two</li></ul>', 'hr'],
    ['a rule between blocks', '<p>a</p><hr><p>b</p>', '<p>a</p><p>b</p>', 'hr'],
    ['a quotation', '<p>He said <q>go home</q>.</p>', '<p>He said “go home”.</p>', 'q'],
    ['lines of code', '<pre>a = 1\nb = 2</pre>', '<p>a = 1<br />b = 2</p>', 'pre'],
    [
      'blocks in a term',
      '<dl><dt>a</dt><dd><p>b</p><p>c</p></dd></dl>',
      '<div><p>a</p><div><p>b</p><p>c</p></div></div>',
      'dl, dt, dd',
    ],
    ['a reading', '<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>', '<p>漢(kan)</p>', 'ruby, rp, rt'],
    ['a reading without brackets', '<p><ruby>漢<rt>kan</rt></ruby></p>', '<p>漢(kan)</p>', 'ruby, rt'],
  ])('gets the words of %s apart', (_, body, html, names) => {
    const [written, adapted] = made(body);
    expect(String(written).replaceAll('\n', '')).toBe(html);
    expect(adapted?.split('; ')[0]).toBe(`elements that are not taken are replaced: ${names}`);
  });

  it('does not get what is struck out', () => {
    expect(made('<p>It cost <del>5</del> 10, <s>or <b>six</b></s>.</p>')).toEqual([
      '<p>It cost  10, .</p>',
      'what is struck out is left out',
    ]);
    expect(made('<p>It cost 10.</p>')).toEqual([undefined, undefined]);
  });

  it.each([
    ['<p><b>a<br></b><br>y</p>', '<p><b>a</b><br />y</p>'],
    ['<p>a<br><br><br>b</p>', '<p>a<br />b</p>'],
  ])('gets no empty line of breaks: %s', (body, html) => {
    expect(made(body)).toEqual([html, 'empty lines made of <br> are left out']);
  });

  it('gets a short title of at least half its length', () => {
    const shortTitle = (title: string) =>
      /<mi:shortTitle>(.*)<\/mi:shortTitle>/.exec(documentOf(profileOf(msn), [entry({ ...FINE, title })]))?.[1];
    expect(shortTitle(`Ja ${'東京都'.repeat(26)}`)).toBe(`Ja ${'東京都'.repeat(16)}東京…`);
    expect(shortTitle('The ferry of Keltmouth is back, and so is the bridge over the river')).toBe(
      'The ferry of Keltmouth is back, and so is the bridge…',
    );
  });
});

describe('Flipboard', () => {
  it('gets a summary of 300 characters, made of whole sentences', () => {
    const made = judge(flipboard, served({ summary: 'Short.' }), AS_SET);
    if (made.kind === 'withheld') throw new Error('withheld');
    expect(made.entry.summary).toBe(SENTENCE.repeat(4).trim());
    expect(made.adapted).toEqual([
      { rule: 'summary', message: "the summary is the beginning of the text: the story's own has 6 characters" },
    ]);
  });

  it('takes no story of which neither the summary nor the text has 300 characters', () => {
    expect(verdict(flipboard, { body: SENTENCE, summary: 'Short.' })).toEqual([
      'withheld: summary: neither the summary nor the text (85 characters) has 300 characters: write more',
    ]);
    const text = SENTENCE.repeat(4).trim().slice(0, 300);
    expect(verdict(flipboard, { body: text, summary: 'Short.' })).toEqual([
      "adapted: summary: the summary is the beginning of the text: the story's own has 6 characters",
    ]);
  });

  it('takes no picture below 500 pixels on its shorter side', () => {
    expect(verdict(flipboard, { image: { ...FINE.image, height: 499 } })).toEqual([
      'withheld: picture: the lead picture is 1200 by 499 pixels: it has to be at least 500 pixels on its shorter side',
    ]);
  });
});

describe('NewsBreak', () => {
  it('takes a picture of any size, in the text, too, and names the publication where nobody is named', () => {
    expect(verdict(newsbreak, { image: { url: '/images/a.png' } })).toEqual(['passed']);
    expect(verdict(newsbreak, { image: undefined, body: `![A](/a.png)\n\n${FINE.body}` })).toEqual(['passed']);
    expect(verdict(newsbreak, without('image'))).toEqual([
      'withheld: picture: there is no picture: give "image", or show one in the text',
    ]);
    expect(verdict(newsbreak, without('authors'))).toEqual([
      'adapted: author: the author is "Tagwire & Sons": the story names none',
    ]);
  });
});

describe('a story that is gone', () => {
  it.each(PARTNERS.map((it) => [it.name, it] as const))('reaches %s without any of its words', (_, partner) => {
    const format = profileOf(partner);
    const retracted = documentOf(format, [entry({ ...FINE, key: 'r', status: 'retracted', title: 'Secret words' })]);
    expect(retracted).not.toMatch(/Secret|Keltmouth|ferry\.jpg|Berg/);
    expect(retracted).toContain('Retracted');
    expect(retracted).toContain('This story has been retracted.');
    // By its id, or where the partner wants that, by its address.
    expect(documentOf(format, [STUB])).toContain('withdrawn');
  });

  it('expires at MSN two hours after its change, or at once where the newsroom wants that', () => {
    const gone = { ...FINE, status: 'retracted', published: '2026-03-01T09:00:00Z', updated: '2026-03-02T09:00:00Z' };
    const validity = (expires?: 'later' | 'now') =>
      /<dcterms:valid>(.*)<\/dcterms:valid>/.exec(
        documentOf(profileOf(msn, { ...NO_SETTINGS, settings: { expires } }), [entry(gone)]),
      )?.[1];
    const later = 'start=2026-03-01T09:00:00.000Z;end=2026-03-02T11:00:00.000Z;scheme=W3C-DTF';
    expect([validity(), validity('later'), validity('now')]).toEqual([
      later,
      later,
      'start=2026-03-01T09:00:00.000Z;end=2026-03-02T09:00:00.000Z;scheme=W3C-DTF',
    ]);
  });
});

describe('the feed of a partner', () => {
  const words = fc.oneof(fc.stringMatching(/^[a-zéñ漢]{1,12}$/), fc.stringMatching(/^[a-z漢.]{1,280}$/));
  const story = fc.record(
    {
      title: fc.array(words, { minLength: 1, maxLength: 40 }).map((it) => it.join(' ').slice(0, 300)),
      summary: fc.array(words, { minLength: 1, maxLength: 20 }).map((it) => it.join(' ').slice(0, 280)),
      body: fc.array(words, { minLength: 1, maxLength: 200 }).map((it) => it.join(' ')),
      language: fc.constantFrom('en', 'en-GB', 'uk'),
      url: fc.constantFrom('https://news.example/a', 'http://news.example/a'),
      authors: fc.array(words, { maxLength: 2 }),
      image: fc.record(
        {
          url: fc.constantFrom('/images/a.jpg', 'https://cdn.example/a.jpg', 'http://cdn.example/a.jpg'),
          width: fc.integer({ min: 100, max: 2000 }),
          height: fc.integer({ min: 100, max: 2000 }),
          length: fc.integer({ min: 1, max: 30_000_000 }),
        },
        { requiredKeys: ['url'] },
      ),
      status: fc.constantFrom('ready', 'ready', 'retracted'),
    },
    { requiredKeys: ['title', 'body'] },
  );

  /** The elements that the parser is asked for besides its own. */
  interface ItemFields {
    'content:encoded'?: string;
    'dc:creator'?: string;
    'media:content'?: { $: Record<string, string> };
    'media:status'?: string;
    'media:thumbnail'?: { $: Record<string, string> };
    'mi:shortTitle'?: string;
  }
  const ITEM_FIELDS: (keyof ItemFields)[] = [
    'content:encoded',
    'dc:creator',
    'media:content',
    'media:status',
    'media:thumbnail',
    'mi:shortTitle',
  ];

  /** The items of a document, read by a parser that is not ours. */
  async function itemsOf(partner: Partner, stories: Record<string, unknown>[]) {
    const entries = stories.map((it, at) => entry({ ...it, key: `s${at}` }));
    const xml = documentOf(profileOf(partner), entries);
    const { items } = await new RssParser<object, ItemFields>({ customFields: { item: ITEM_FIELDS } }).parseString(xml);
    return items.map((item) => {
      const html = String(item['content:encoded'] ?? '');
      return {
        title: String(item.title),
        text: parseHTML(`<body>${html}</body>`).document.body.textContent ?? '',
        html,
        summary: String(item.contentSnippet ?? item.content ?? ''),
        link: String(item.link),
        guid: String(item.guid),
        creator: item['dc:creator'],
        shortTitle: item['mi:shortTitle'],
        picture: item['media:content']?.$,
        isGone: ['Retracted', 'Відкликано'].includes(String(item.title)),
      };
    });
  }
  const lengthOf = (text: string) => [...text].length;

  it('never holds an item that MSN would refuse', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(story, { maxLength: 4 }), async (stories) => {
        for (const it of await itemsOf(msn, stories)) {
          if (it.isGone) continue;
          expect(lengthOf(it.title)).toBeGreaterThan(20);
          expect(lengthOf(it.title)).toBeLessThanOrEqual(150);
          expect(lengthOf(it.shortTitle ?? '')).toBeLessThanOrEqual(54);
          expect(lengthOf(it.text.trim())).toBeGreaterThanOrEqual(450);
          expect(Math.max(Number(it.picture?.width), Number(it.picture?.height))).toBeGreaterThanOrEqual(720);
          expect(Number(it.picture?.fileSize ?? 0)).toBeLessThanOrEqual(15_000_000);
          expect([it.link, it.picture?.url]).toEqual([
            expect.stringMatching(/^https:/),
            expect.stringMatching(/^https:/),
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never holds an item that SmartNews would refuse', async () => {
    const settings = { logo: '/logo.png', darkLogo: '/dark.png' };
    const smart = profileOf(smartnews, { ...NO_SETTINGS, settings });
    await fc.assert(
      fc.asyncProperty(fc.array(story, { maxLength: 4 }), async (stories) => {
        const xml = documentOf(
          smart,
          stories.map((it, at) => entry({ ...it, key: `s${at}` })),
        );
        const parser = new RssParser<object, ItemFields>({ customFields: { item: ITEM_FIELDS } });
        const { description, items } = await parser.parseString(xml);
        expect(lengthOf(description ?? '')).toBeLessThanOrEqual(30);
        for (const it of items) {
          if (it['media:status'] === 'deleted') continue;
          const { url = '', width, height } = it['media:thumbnail']?.$ ?? {};
          expect([url.slice(0, 8), it['media:status'], it.link?.slice(0, 8)]).toEqual([
            'https://',
            'active',
            'https://',
          ]);
          expect(Math.min(Number(width), Number(height))).toBeGreaterThanOrEqual(200);
          expect(it['dc:creator']).toBeTruthy();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never holds an item that Flipboard or NewsBreak would refuse', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(story, { maxLength: 4 }), async (stories) => {
        for (const it of await itemsOf(flipboard, stories)) {
          if (it.isGone) continue;
          expect(Math.min(Number(it.picture?.width), Number(it.picture?.height))).toBeGreaterThanOrEqual(500);
          expect(lengthOf(it.summary)).toBeGreaterThanOrEqual(300);
          expect(it.creator).toBeTruthy();
        }
        for (const it of await itemsOf(newsbreak, stories)) {
          if (it.isGone) continue;
          expect(it.html).toContain('<img ');
          expect([it.guid, typeof it.creator]).toEqual([it.link, 'string']);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a text that is cut at a word', () => {
  it.each([
    ['The ferry is back', 17, 'The ferry is back'],
    ['The ferry is back', 16, 'The ferry is…'],
    ['The ferry, however', 11, 'The ferry…'],
    ['Unbreakable', 5, 'Unbr…'],
    ['漢字漢字漢字', 4, '漢字漢…'],
    ['😀😀😀😀', 3, '😀😀…'],
  ])('%s, at %i', (text, most, expected) => {
    expect(cutAtWord(text, most)).toBe(expected);
  });
});
