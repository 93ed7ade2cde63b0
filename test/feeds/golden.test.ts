import { createHash } from 'node:crypto';
import { parseFeed as readWithFeedParser } from '@rowanmanning/feed-parser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { RENDERING } from '../../src/feeds/etag.ts';
import { formatOf } from '../../src/feeds/formats/index.ts';
import type { Format } from '../../src/feeds/types.ts';
import { archiveOf, documentOf, entry, SITE, STORIES, STUB } from '../support/specimen.ts';

const entries = [...STORIES.map(entry), STUB];
const idOf = (key: string) => `tag:wire.example,2022-02-24:article/${key}`;
const IDS = ['everything', 'elsewhere', 'ukrainian'].map(idOf);
const GONE = idOf('withdrawn');
const TITLES = [
  'R&D <b>costs</b>: 3 < 5 ]]> "so" & more',
  'Its home is elsewhere',
  'Відкликано: Евакуація із Сум: «зелений коридор»',
];
const document = (extension: string, content: 'full' | 'summary' = 'full') =>
  documentOf(formatOf(extension) as Format, entries, content);
const archive = (extension: string) => archiveOf(formatOf(extension) as Format, entries);

/** SHA-256 over all golden documents, by the number of the rendering that made them. */
const CHECKSUM = { rendering: 6, sha256: '64b0d0798518055e1acefbc3a062b29b02f5ac4117791f7a803752b1a845c2cf' };

describe('golden documents', () => {
  it.each(['rss', 'atom', 'json'])('are what %s renders to, byte for byte', async (extension) => {
    await expect(document(extension)).toMatchFileSnapshot(`../golden/full.${extension}`);
    await expect(document(extension, 'summary')).toMatchFileSnapshot(`../golden/summary.${extension}`);
    await expect(archive(extension)).toMatchFileSnapshot(`../golden/archive.${extension}`);
  });

  it('change only together with the rendering’s number, which is part of every ETag', () => {
    const hash = createHash('sha256');
    for (const extension of ['rss', 'atom', 'json'])
      hash.update(document(extension)).update(document(extension, 'summary')).update(archive(extension));
    expect({ rendering: RENDERING, sha256: hash.digest('hex') }).toEqual(CHECKSUM);
  });
});

describe('a feed of nothing but a withdrawn story', () => {
  const atom = documentOf(formatOf('atom') as Format, [STUB]);

  it('says which entry is gone, and since when (RFC 6721)', () => {
    const reader = new SaxesParser({ xmlns: true });
    const gone: unknown[] = [];
    reader.on('opentag', ({ uri, local, attributes }) => {
      if (local === 'deleted-entry') gone.push([uri, attributes.ref?.value, attributes.when?.value]);
    });
    reader.write(atom).close();
    expect(gone).toEqual([['http://purl.org/atompub/tombstones/1.0', GONE, '2022-03-05T08:30:00.001Z']]);
  });

  it('has a stub besides, older by a millisecond, for readers that do not know tombstones', async () => {
    expect(parseAtomFeed(atom).entries).toMatchObject([
      {
        id: GONE,
        title: { value: 'Withdrawn' },
        updated: '2022-03-05T08:30:00.000Z',
        authors: [{ name: 'Tagwire & Sons' }],
        content: { value: '<p>This story has been withdrawn.</p>' },
      },
    ]);
    expect((await new RssParser().parseString(atom)).items.map((it) => it.title)).toEqual(['Withdrawn']);
    expect(readWithFeedParser(atom).items.map((it) => it.title)).toEqual(['Withdrawn']);
  });
});

describe('an archive (RFC 5005 §4)', () => {
  const HISTORY = {
    self: '/2022-03',
    current: '',
    'prev-archive': '/2022-03?before=x&content=summary',
    'next-archive': '/2022-05',
  };

  it.each(['rss', 'atom'])('says so, links to its neighbours, and names no hub: %s', (extension) => {
    const reader = new SaxesParser({ xmlns: true });
    const links: [string, string][] = [];
    const marks: string[] = [];
    reader.on('opentag', ({ uri, local, attributes }) => {
      const { rel, href } = attributes;
      if (uri === 'http://www.w3.org/2005/Atom' && local === 'link') links.push([rel?.value ?? '', href?.value ?? '']);
      if (uri === 'http://purl.org/syndication/history/1.0') marks.push(local);
    });
    reader.write(archive(extension)).close();
    expect(marks).toEqual(['archive']);
    const feed = links.filter(([rel]) => !['alternate', 'enclosure'].includes(rel));
    const base = 'https://wire.example/feeds/r-and-d+ukraine';
    const href = (address: string) => base + address.replace(/(\?|$)/, `.${extension}$1`);
    expect(Object.fromEntries(feed)).toEqual(
      Object.fromEntries(Object.entries(HISTORY).map(([rel, address]) => [rel, href(address)])),
    );
  });

  it('leads on to the older one in JSON Feed', () => {
    const { next_url, feed_url, hubs } = JSON.parse(archive('json'));
    expect([next_url, feed_url, hubs]).toEqual([
      'https://wire.example/feeds/r-and-d+ukraine/2022-03.json?before=x&content=summary',
      'https://wire.example/feeds/r-and-d+ukraine/2022-03.json',
      undefined,
    ]);
  });

  it('is a feed like any other to parsers that are not ours', async () => {
    expect(parseRssFeed(archive('rss')).items?.map((it) => it.guid?.value)).toEqual([...IDS, GONE]);
    expect(parseAtomFeed(archive('atom')).entries?.map((it) => it.id)).toEqual([...IDS, GONE]);
    expect(readWithFeedParser(archive('atom')).items.map((it) => it.id)).toEqual([...IDS, GONE]);
    expect((await new RssParser().parseString(archive('rss'))).items.map((it) => it.guid)).toEqual([...IDS, GONE]);
  });
});

describe('parsers that are not ours', () => {
  it('feedsmith reads everything from RSS', () => {
    const feed = parseRssFeed(document('rss'));
    expect(feed).toMatchObject({
      title: 'R&D <x> and Ukraine - Tagwire & Sons',
      description: 'R&D <x> and Ukraine: News <for> every tag',
      language: 'en',
      copyright: '© 2026 Tagwire & Sons',
      managingEditor: { email: 'desk@wire.example', name: 'Ann & Bob' },
      webMaster: { email: 'desk@wire.example', name: 'Ann & Bob' },
      pubDate: 'Thu, 03 Mar 2022 18:40:00 GMT',
      lastBuildDate: 'Sat, 05 Mar 2022 08:00:00 GMT',
      ttl: 15,
      generator: 'Tagwire',
    });
    expect(feed.items?.map((it) => it.guid)).toEqual([...IDS, GONE].map((value) => ({ value, isPermaLink: false })));
    expect(feed.items?.map((it) => it.title)).toEqual([...TITLES, 'Withdrawn']);
    const [item] = feed.items ?? [];
    expect(item).toMatchObject({
      link: 'https://wire.example/articles/everything',
      description: 'A summary with &lt;i&gt;no&lt;/i&gt; markup &amp; an ampersand.',
      pubDate: 'Thu, 03 Mar 2022 18:40:00 GMT',
      categories: [
        { name: 'Ukraine', domain: 'https://wire.example/channels/' },
        { name: 'R&D <x>', domain: 'https://wire.example/channels/' },
      ],
      dc: { creators: ['Ann "A" Berg and Ivo & Klym'] },
      dcterms: { modified: ['2022-03-05T08:00:00.000Z'] },
    });
    expect(item?.content?.encoded).toContain('<a href="https://wire.example/about?a=1&amp;b=2">link</a>');
    expect(item?.content?.encoded).toContain(
      '<strong>Correction (<time datetime="2022-03-05T08:00:00.000Z">March 5, 2022</time>):</strong> It said 4 &lt; 5.',
    );
    expect(item?.media?.contents?.[0]).toMatchObject({
      url: 'https://wire.example/images/a.png?w=1&h=2',
      medium: 'image',
      width: 1200,
      height: 675,
    });
    expect(feed.items?.[2]?.dc?.languages).toEqual(['uk']);
    expect(feed.items?.[3]).toEqual({
      title: 'Withdrawn',
      link: 'https://wire.example/articles/gone?a=1&b=2',
      guid: { value: GONE, isPermaLink: false },
      pubDate: 'Mon, 28 Feb 2022 10:00:00 GMT',
      description: 'This story has been withdrawn.',
      content: { encoded: '<p>This story has been withdrawn.</p>' },
      dc: { creators: ['Tagwire & Sons'] },
      dcterms: { modified: ['2022-03-05T08:30:00.000Z'] },
    });
    expect(feed.items?.flatMap((it) => it.enclosures ?? [])).toEqual([]);
  });

  it('feedsmith reads everything from Atom', () => {
    const feed = parseAtomFeed(document('atom'));
    expect(feed).toMatchObject({
      id: 'tag:wire.example,2022-02-24:channel/r-and-d+ukraine',
      title: { value: 'R&D <x> and Ukraine - Tagwire & Sons' },
      updated: '2022-03-05T08:00:00.000Z',
      rights: { value: '© 2026 Tagwire & Sons' },
      icon: 'https://wire.example/icon.png',
      logo: 'https://wire.example/icon-512.png',
      authors: [{ name: 'Ann & Bob', email: 'desk@wire.example' }],
    });
    const links = Object.fromEntries(feed.links?.map((it) => [it.rel, it.href]) ?? []);
    expect(feed.links?.filter((it) => it.rel === 'hub').map((it) => it.href)).toEqual(SITE.hubs);
    expect(links).toMatchObject({
      alternate: 'https://wire.example/channels/r-and-d+ukraine',
      self: 'https://wire.example/feeds/r-and-d+ukraine.atom',
      next: 'https://wire.example/feeds/r-and-d+ukraine.atom?before=y&limit=2',
      previous: 'https://wire.example/feeds/r-and-d+ukraine.atom?limit=2',
    });
    expect(feed.entries?.map((it) => it.id)).toEqual([...IDS, GONE]);
    expect(feed.entries?.[0]).toMatchObject({
      published: '2022-03-03T18:40:00.000Z',
      updated: '2022-03-05T08:00:00.000Z',
      authors: [
        { name: 'Ann "A" Berg', uri: 'https://wire.example/ann?x=1&y=2', email: 'ann@wire.example' },
        { name: 'Ivo & Klym' },
      ],
      categories: [
        { term: 'ukraine', scheme: 'https://wire.example/channels/', label: 'Ukraine' },
        { term: 'r-and-d-x', scheme: 'https://wire.example/channels/', label: 'R&D <x>' },
      ],
    });
    expect(feed.entries?.[0]?.media?.contents).toEqual([
      {
        url: 'https://wire.example/images/a.png?w=1&h=2',
        type: 'image/png',
        fileSize: 4321,
        medium: 'image',
        width: 1200,
        height: 675,
        title: { value: 'A "picture" & more', type: 'plain' },
        description: { value: 'A "picture" & more', type: 'plain' },
        credits: [{ value: 'C <D>' }],
      },
    ]);
    expect(feed.entries?.flatMap((it) => it.links?.filter(({ rel }) => rel === 'enclosure') ?? [])).toEqual([]);
  });

  it('feedsmith reads everything from JSON Feed 1.1', () => {
    const feed = parseJsonFeed(document('json'));
    expect(JSON.parse(document('json')).version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed).toMatchObject({
      title: 'R&D <x> and Ukraine - Tagwire & Sons',
      home_page_url: 'https://wire.example/channels/r-and-d+ukraine',
      feed_url: 'https://wire.example/feeds/r-and-d+ukraine.json',
      next_url: 'https://wire.example/feeds/r-and-d+ukraine.json?before=y&limit=2',
      icon: 'https://wire.example/icon-512.png',
      favicon: 'https://wire.example/favicon.ico',
      language: 'en',
      authors: [{ name: 'Ann & Bob', url: 'https://wire.example' }],
    });
    expect(feed.items?.map((it) => [it.id, it.title])).toEqual([
      ...IDS.map((id, index) => [id, TITLES[index]]),
      [GONE, 'Withdrawn'],
    ]);
    expect(feed.items?.[0]).toMatchObject({
      tags: ['Ukraine', 'R&D <x>'],
      authors: [{ name: 'Ann "A" Berg', url: 'https://wire.example/ann?x=1&y=2' }, { name: 'Ivo & Klym' }],
      image: 'https://wire.example/images/a.png?w=1&h=2',
      date_published: '2022-03-03T18:40:00.000Z',
      date_modified: '2022-03-05T08:00:00.000Z',
    });
    const { items } = JSON.parse(document('json'));
    expect(items[0]).not.toHaveProperty('attachments');
    expect(items.map((it: { author?: object }) => it.author)).toEqual([
      { name: 'Ann "A" Berg and Ivo & Klym' },
      undefined,
      undefined,
      { name: 'Tagwire & Sons' },
    ]);
  });

  it.each(['rss', 'atom'])('rss-parser and feed-parser read %s', async (extension) => {
    const ids = [...IDS, GONE];
    const titles = [...TITLES, 'Withdrawn'];
    const parsed = await new RssParser().parseString(document(extension));
    expect(parsed.items.map((it) => it.title)).toEqual(titles);
    expect(parsed.items.map((it) => it.guid ?? it.id)).toEqual(ids);
    const feed = readWithFeedParser(document(extension));
    expect(feed.items.map((it) => [it.id, it.title])).toEqual(ids.map((id, index) => [id, titles[index]]));
    expect(feed.items[0]?.authors.map((it) => it.name)).toEqual(
      extension === 'rss' ? ['Ann "A" Berg and Ivo & Klym'] : ['Ann "A" Berg', 'Ivo & Klym'],
    );
    expect(feed.items[0]?.categories.map((it) => it.label)).toEqual(['Ukraine', 'R&D <x>']);
  });
});
