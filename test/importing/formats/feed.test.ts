import { describe, expect, it } from 'vitest';
import { atom } from '../../../src/feeds/formats/atom.ts';
import { json } from '../../../src/feeds/formats/json.ts';
import { rss } from '../../../src/feeds/formats/rss.ts';
import { feed } from '../../../src/importing/formats/feed/feed.ts';
import type { FoundStory } from '../../../src/importing/story.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { codes, fixture, storiesIn } from '../../support/import-input.ts';
import { documentOf, entry, STORIES } from '../../support/specimen.ts';

const RSS = fixture('rss.xml');
const ENTRIES = STORIES.map(entry);

/** The specimens in a feed, read back. */
const EVERYTHING: FoundStory = {
  name: 'everything',
  id: 'tag:wire.example,2022-02-24:article/everything',
  address: 'https://wire.example/articles/everything',
  title: 'R&D <b>costs</b>: 3 < 5 ]]> "so" & more',
  summary: 'A summary with <i>no</i> markup & an ampersand.',
  body: {
    type: 'html',
    text: [
      '<p>First <em>paragraph</em> with a <a href="https://wire.example/about?a=1&amp;b=2">link</a>.</p>',
      '<figure><img src="https://wire.example/images/a.png" alt="A &amp; B" /></figure>',
      '<p>]]&gt; ]]&gt;</p>',
    ].join('\n'),
  },
  published: '2022-03-03T18:40:00Z',
  updated: '2022-03-05T08:00:00Z',
  tags: ['Ukraine', 'R&D <x>'],
  authors: [
    { name: 'Ann "A" Berg', url: 'https://wire.example/ann?x=1&y=2', email: 'ann@wire.example' },
    { name: 'Ivo & Klym' },
  ],
  image: {
    url: 'https://wire.example/images/a.png?w=1&h=2',
    alt: 'A "picture" & more',
    credit: 'C <D>',
    width: 1200,
    height: 675,
    type: 'image/png',
    length: 4321,
  },
  language: 'en',
  corrections: [{ date: '2022-03-05T08:00:00.000Z', text: 'It said 4 < 5.' }],
  notes: [],
};
const ELSEWHERE: FoundStory = {
  name: 'elsewhere',
  id: 'tag:wire.example,2022-02-24:article/elsewhere',
  url: 'https://news.example/a?b=1&c=2',
  title: 'Its home is elsewhere',
  summary: 'Text.',
  body: { type: 'html', text: '<p>Text.</p>' },
  published: '2022-03-02T10:00:00Z',
  image: { url: 'https://cdn.example/no-length.jpg', type: 'image/jpeg' },
  language: 'en',
  notes: [],
};
const UKRAINIAN: FoundStory = {
  name: 'ukrainian',
  id: 'tag:wire.example,2022-02-24:article/ukrainian',
  address: 'https://wire.example/articles/ukrainian',
  title: 'Евакуація із Сум: «зелений коридор»',
  summary: 'Перше речення. Друге речення.',
  body: { type: 'html', text: '<p>Перше речення. Друге речення.</p>' },
  published: '2022-03-01T08:00:00Z',
  tags: ['Україна'],
  language: 'uk',
  status: 'retracted',
  notes: [],
};
const [ANN, IVO] = EVERYTHING.authors ?? [];

describe('our own feeds', () => {
  it('come back from RSS, but for the addresses of authors', async () => {
    const authors = [{ name: ANN?.name }, { name: IVO?.name }];
    expect(await storiesIn(feed, documentOf(rss, ENTRIES))).toEqual([{ ...EVERYTHING, authors }, ELSEWHERE, UKRAINIAN]);
  });

  it('come back from Atom as they were', async () => {
    expect(await storiesIn(feed, documentOf(atom, ENTRIES))).toEqual([EVERYTHING, ELSEWHERE, UKRAINIAN]);
  });

  it('come back from JSON Feed, but for the mail addresses of authors', async () => {
    const authors = [{ name: ANN?.name, url: ANN?.url }, { name: IVO?.name }];
    expect(await storiesIn(feed, documentOf(json, ENTRIES))).toEqual([
      { ...EVERYTHING, authors },
      ELSEWHERE,
      UKRAINIAN,
    ]);
  });

  it.each([
    ['rss', rss],
    ['atom', atom],
    ['json', json],
  ])('give the same of a summary in %s', async (_, format) => {
    const [story] = await storiesIn(feed, documentOf(format, ENTRIES.slice(0, 1), 'summary'));
    expect(story).toMatchObject({
      name: 'everything',
      title: EVERYTHING.title,
      summary: undefined,
      body: { type: 'html', text: '<p>A summary with &lt;i&gt;no&lt;/i&gt; markup &amp; an ampersand.</p>' },
      notes: [{ code: 'summary-only', message: 'the feed has only a summary, which becomes the body' }],
    });
  });

  it.each([
    ['rss', rss],
    ['atom', atom],
    ['json', json],
  ])('lose nothing of many corrections in %s, nor of text that looks like references', async (_, format) => {
    const corrections = [1, 2, 3].map((day) => ({ date: `2022-03-0${day}T10:00:00Z`, text: `&amp; ${day} <b>` }));
    const written = entry({ title: 'Write &amp; and &lt;', summary: '&#60; is <', tags: ['&amp;'], corrections });
    const [story] = await storiesIn(feed, documentOf(format, [written]));
    expect(story).toMatchObject({
      title: 'Write &amp; and &lt;',
      summary: '&#60; is <',
      tags: ['&amp;'],
      body: { type: 'html', text: '<p>b</p>' },
      corrections: corrections.map((it) => ({ ...it, date: it.date.replace('Z', '.000Z') })),
    });
  });
});

describe('sounds and videos', () => {
  const media = [
    { url: 'https://cdn.example/talk.mp3', length: 1234, duration: 62, title: 'The talk & more' },
    { url: '/film', type: 'video/mp4' },
  ];
  const [talk, film] = [
    { url: 'https://cdn.example/talk.mp3', type: 'audio/mpeg', length: 1234, duration: 62, title: 'The talk & more' },
    { url: 'https://wire.example/film', type: 'video/mp4' },
  ];

  it.each([
    ['rss', rss, [talk, film]],
    ['atom', atom, [{ ...talk, duration: undefined }, film]],
    ['json', json, [talk, film]],
  ])('come back from our own feeds: %s', async (_, format, expected) => {
    const [story] = await storiesIn(feed, documentOf(format, [entry({ media })]));
    expect(story?.media).toEqual(expected);
  });

  it('come from a podcast, with their length in time', async () => {
    const item =
      '<item><title>E1</title><guid>e1</guid><description>About it.</description><itunes:duration>1:02</itunes:duration><enclosure url="https://p.example/e1.mp3" length="0" type="audio/mpeg"/></item>';
    const podcast = `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>P</title>${item}</channel></rss>`;
    const [story] = await storiesIn(feed, podcast);
    expect(story?.media).toEqual([{ url: 'https://p.example/e1.mp3', type: 'audio/mpeg', duration: 62 }]);
  });
});

describe('RSS', () => {
  it('is read with what is encoded twice, and keeps 007', async () => {
    expect(await storiesIn(feed, RSS)).toEqual([
      {
        name: '007',
        id: '007',
        address: 'https://coast.example/fish?a=1&b=2',
        title: 'Fish & chips cost more & more',
        summary: 'Prices & more.',
        body: { type: 'html', text: '<p>Prices &amp; more, 3 &lt; 5.</p>' },
        published: '2022-03-03T13:40:00-05:00',
        tags: ['Food', '007'],
        authors: [{ name: 'Ann Berg', email: 'ann@coast.example' }],
        image: { url: 'https://coast.example/fish.jpg', type: 'image/jpeg', length: 4321 },
        media: [{ url: 'https://coast.example/talk.mp3', type: 'audio/mpeg', length: 99 }],
        language: 'de',
        notes: [{ code: 'unreadable', message: 'item 3: has neither a title nor a body' }],
      },
      {
        id: 'https://coast.example/2',
        address: 'https://coast.example/2',
        title: 'Only a summary',
        body: { type: 'html', text: '<p>Prices &amp; fish</p>' },
        language: 'de',
        notes: [{ code: 'summary-only', message: 'the feed has only a summary, which becomes the body' }],
      },
    ]);
  });

  it.each([
    ['several paragraphs', '<p>The tide was high.</p><p>The wharf flooded.</p>', []],
    ['several lines', 'The tide was high.<br><br>The wharf flooded.<br/> <br/>Nobody was hurt.', []],
    ['one long paragraph', `${'The tide was high again. '.repeat(20)}`, []],
    ['one sentence', 'The tide was high.', ['summary-only']],
    ['what ends in dots', '<p>The tide was high.</p><p>The wharf [...]</p>', ['summary-only']],
    ['what ends in a link', '<p>The tide was high.</p><p>So.</p><a href="/x">Read more »</a>', ['summary-only']],
    ['what ends so in Ukrainian', '<p>Вода піднялася.</p><p>Причал затопило. Читати далі →</p>', ['summary-only']],
    ['a story that says so inside', '<p>“Read more,” she said.</p><p>They did.</p>', []],
  ])('takes a description for the whole story, or for a summary, by its form: %s', async (_, html, expected) => {
    const [story] = await storiesIn(
      feed,
      `<rss version="2.0"><channel><title>Coast</title><item><title>Tide</title><description><![CDATA[${html}]]></description></item></channel></rss>`,
    );
    expect(story?.notes.map((it) => it.code)).toEqual(expected);
  });

  it('of version 1.0 is read', async () => {
    expect(await storiesIn(feed, fixture('rdf.xml'))).toEqual([
      {
        id: 'https://coast.example/1',
        address: 'https://coast.example/1',
        title: 'Pier rebuilt',
        summary: 'A pier.',
        body: { type: 'html', text: '<p>The pier was rebuilt.</p>' },
        published: '2022-03-03T19:40:00+01:00',
        tags: ['Piers'],
        authors: [{ name: 'Ann Berg' }],
        language: 'fr',
        notes: [],
      },
    ]);
  });

  it('of version 0.91 is read', async () => {
    const text =
      '<rss version="0.91"><channel><title>C</title><item><title>A</title><link>https://a.example/</link></item></channel></rss>';
    const [story] = await storiesIn(feed, text);
    expect(story).toMatchObject({ title: 'A', address: 'https://a.example/' });
    expect(codes(story as FoundStory)).toEqual(['no-body']);
  });

  it('refuses what is not well-formed, with its line', async () => {
    await expect(storiesIn(feed, RSS.replace('Food', 'Fish & more'))).rejects.toThrow(
      /^line 15: is not well-formed XML: /,
    );
  });

  it('refuses declared entities before they cost anything', async () => {
    const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const text = RSS.replace('<rss', `<!DOCTYPE rss [<!ENTITY l0 "ha">${laughs}]><rss`).replace('Food', '&l9;');
    expect(feed.recognises(text)).toBe(true);
    const started = cpuSeconds();
    await expect(storiesIn(feed, text)).rejects.toThrow(
      'line 2: the DOCTYPE declares entities, which are not allowed; remove them',
    );
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });

  it('refuses a feed without items', async () => {
    await expect(storiesIn(feed, '<rss version="2.0"><channel><title>C</title></channel></rss>')).rejects.toThrow(
      'the feed has no items',
    );
  });
});

describe('Atom', () => {
  it('is read with what an entry inherits', async () => {
    expect(await storiesIn(feed, fixture('atom.xml'))).toEqual([
      {
        name: 'urn:uuid:1',
        id: 'urn:uuid:1',
        address: 'https://coast.example/wall',
        title: 'Sea wall <b> raised',
        summary: 'A wall.',
        body: { type: 'html', text: '<p>The wall &amp; more.</p>' },
        published: '2022-03-03T18:40:00Z',
        updated: '2022-03-04T08:00:00Z',
        tags: ['walls'],
        authors: [{ name: 'Coast Desk' }],
        language: 'de',
        notes: [],
      },
      {
        name: 'urn:uuid:2',
        id: 'urn:uuid:2',
        title: 'Plain',
        body: { type: 'html', text: '<p>3 &lt; 5</p>' },
        published: '2022-03-04T08:00:00Z',
        authors: [{ name: 'Ann Berg', url: 'https://ann.example' }],
        language: 'en',
        notes: [],
      },
    ]);
  });
});

it('makes drafts of entries of Atom that are drafts, or answer something', async () => {
  const of = (more: string) =>
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app" xmlns:thr="http://purl.org/syndication/thread/1.0"><entry><id>urn:x:1</id><title>T</title><updated>2021-06-01T09:00:00Z</updated><content>Text.</content>${more}</entry></feed>`;
  const told = async (more: string) => {
    const [story] = await storiesIn(feed, of(more));
    return [story?.status, story?.notes.map((it) => it.code)];
  };
  expect(await told('<app:control><app:draft>yes</app:draft></app:control>')).toEqual(['draft', ['draft']]);
  expect(await told('<app:control><app:draft>no</app:draft></app:control>')).toEqual([undefined, []]);
  expect(await told('<thr:in-reply-to ref="urn:x:0"/>')).toEqual(['draft', ['not-a-post']]);
});

describe('JSON Feed', () => {
  it('is read, around a broken item, with the author of version 1', async () => {
    expect(await storiesIn(feed, fixture('feed.json'))).toEqual([
      {
        name: '007',
        id: '007',
        address: 'https://coast.example/7',
        title: 'Beach & dunes',
        summary: 'A beach.',
        body: { type: 'html', text: '<p>First.</p>\n<p>Second &lt; third.</p>' },
        published: '2022-03-03T19:40:00+01:00',
        tags: ['Beaches'],
        authors: [{ name: 'Coast Desk' }],
        image: { url: 'https://coast.example/b.jpg' },
        notes: [{ code: 'unreadable', message: 'item 2: expected fields and values' }],
      },
    ]);
  });

  it('refuses what is not JSON', async () => {
    await expect(storiesIn(feed, fixture('feed.json').slice(0, -4))).rejects.toThrow(/^is not JSON: /);
  });
});

describe('an item of a feed that is not public', () => {
  const NAMESPACES = `xmlns:app="http://www.w3.org/2007/app" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"
    xmlns:dcterms="http://purl.org/dc/terms/" xmlns:wp="http://wordpress.org/export/1.2/"`;
  const item = (title: string, inside = '') =>
    `<item><title>${title}</title><description>It rained.</description>${inside}</item>`;
  const rssOf = (items: string) =>
    `<rss version="2.0" ${NAMESPACES}><channel><title>Harl</title>${items}</channel></rss>`;
  const read = async (inside: string) =>
    (await storiesIn(feed, rssOf(item('Rain', inside) + item('Sun'))))[0] as FoundStory;
  const told = async (inside: string) => codes(await read(inside));

  it.each([
    ['<app:control><app:draft>yes</app:draft></app:control>', ['draft']],
    ['<dcterms:accessRights>members</dcterms:accessRights>', ['visibility']],
    ['<wp:status>draft</wp:status>', ['status']],
    ['<wp:status>private</wp:status>', ['status']],
    ['<wp:post_password>rain</wp:post_password>', ['visibility']],
    ['<premium>true</premium>', ['visibility']],
    ['<private/>', ['visibility']],
    ['<v:membersOnly xmlns:v="urn:v">true</v:membersOnly>', ['visibility']],
    ['<v:visibility xmlns:v="urn:v">private</v:visibility>', ['visibility']],
    ['<media:status state="deleted" xmlns:media="http://search.yahoo.com/mrss/"/>', ['status']],
    [
      '<v:note xmlns:v="urn:v">Restricted views of the dam.</v:note><media:restriction xmlns:media="http://search.yahoo.com/mrss/" relationship="allow">us</media:restriction>',
      [],
    ],
    ['<premium>false</premium><published>yes</published>', []],
    ['<itunes:block xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">yes</itunes:block>', []],
    ['<wp:status>publish</wp:status><wp:post_password></wp:post_password>', []],
    ['<app:control><app:draft>no</app:draft></app:control>', []],
    ['<dcterms:accessRights>Open Access</dcterms:accessRights>', []],
  ])('says so with %s: %j', async (inside, expected) => {
    expect((await told(inside)).filter((it) => it !== 'summary-only')).toEqual(expected);
    const [, other] = await storiesIn(feed, rssOf(item('Rain', inside) + item('Sun')));
    expect(other && codes(other)).toEqual(['summary-only']);
  });

  it.each([
    ['<prism:embargoDate>2099-01-01T00:00:00Z</prism:embargoDate>', '2099-01-01T00:00:00Z'],
    ['<dcterms:available>2099-01-01T00:00:00Z</dcterms:available>', '2099-01-01T00:00:00Z'],
    ['<embargo_until>2099-01-01T00:00:00Z</embargo_until>', '2099-01-01T00:00:00Z'],
    ['<embargo until="2099-01-01T00:00:00Z"/>', '2099-01-01T00:00:00Z'],
    ['<dcterms:available>start=2099-01-01T00:00:00Z;end=2100-01-01</dcterms:available>', '2099-01-01T00:00:00Z'],
    ['', undefined],
  ])('is public from the moment in %s', async (inside, embargo) => {
    expect((await read(inside)).embargo).toBe(embargo);
  });

  it('is found in RSS 1.0, too', async () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ${NAMESPACES}>
      <channel rdf:about="/"><title>Harl</title></channel>
      ${item('Sun')}${item('Rain', '<dcterms:accessRights>members</dcterms:accessRights>')}</rdf:RDF>`;
    expect((await storiesIn(feed, rdf)).map((it) => codes(it).includes('visibility'))).toEqual([false, true]);
  });

  it('may be any where the feed has empty items', async () => {
    const stories = await storiesIn(
      feed,
      rssOf(`<item/>${item('Rain', '<wp:status>draft</wp:status>')}${item('Sun')}`),
    );
    expect(stories.map((it) => codes(it).includes('status'))).toEqual([true, true]);
  });

  it('tells each reason once where the feed has empty items', async () => {
    const drafts = Array.from({ length: 300 }, (_, at) => item(`Rain ${at}`, '<wp:status>draft</wp:status>'));
    const stories = await storiesIn(feed, rssOf(`<item/>${drafts.join('')}`));
    expect(stories.every((it) => codes(it).filter((code) => code === 'status').length === 1)).toBe(true);
  });

  it('is public from the moment that a field of JSON Feed names', async () => {
    const whole = { id: '1', title: 'Rain', content_html: '<p>It rained.</p>', date_published: '2022-03-01T10:00:00Z' };
    const text = (fields: object) =>
      JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Harl', items: [{ ...whole, ...fields }] });
    const embargoOf = async (fields: object) => (await storiesIn(feed, text(fields)))[0]?.embargo;
    expect(await embargoOf({ _embargo: '2099-01-01T00:00:00Z' })).toBe('2099-01-01T00:00:00Z');
    expect(await embargoOf({ _harl: { publish_at: '2099-01-01T00:00:00Z' } })).toBe('2099-01-01T00:00:00Z');
    expect(await embargoOf({ _embargo: '2020-01-01T00:00:00Z' })).toBeUndefined();
  });

  it.each([
    [{ status: { name: 'draft' } }, ['status']],
    [{ status: ['published', 'private'] }, ['status']],
    [{ _draft: true }, ['status']],
    [{ _harl: { abonnenten: 'ja' } }, ['visibility']],
    [{ _members: { only: true } }, ['visibility']],
    [{ status: 'draft' }, ['status']],
    [{ status: 'published', _draft: false }, ['unread-fields']],
    [{ _harl: { depth: 3 } }, ['unread-fields']],
    [{}, []],
  ])('says so in JSON Feed with %j: %j', async (fields, expected) => {
    const whole = { id: '1', title: 'Rain', content_html: '<p>It rained.</p>', ...fields };
    const text = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Harl', items: [whole] });
    expect((await storiesIn(feed, text)).map(codes)).toEqual([expected]);
  });
});
