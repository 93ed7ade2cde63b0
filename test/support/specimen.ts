import type { Entry } from '../../src/articles/entry.ts';
import { type ArticleRecord, checkRecord } from '../../src/articles/record.ts';
import { toStub } from '../../src/articles/stub.ts';
import { Vocabulary } from '../../src/channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../../src/channels/vocabulary-file.ts';
import { renderEntry } from '../../src/feeds/render.ts';
import type { Content, Format, Head } from '../../src/feeds/types.ts';
import { derive } from '../../src/publishing/derive.ts';
import type { Site } from '../../src/site.ts';

export const SITE: Site = {
  title: 'Tagwire & Sons',
  description: 'News <for> every tag',
  language: 'en',
  timeZone: 'Europe/Kyiv',
  origin: 'https://wire.example',
  copyright: '© 2026 Tagwire & Sons',
  editor: { name: 'Ann & Bob', email: 'desk@wire.example' },
  color: undefined,
  indexNow: undefined,
  tagAuthority: 'wire.example,2022-02-24',
  hubs: ['https://wire.example/hub', 'https://hub.example/?a=1&b=2'],
  icon: 'https://wire.example/icon.png',
  logo: 'https://wire.example/icon-512.png',
  cover: 'https://wire.example/icon-1400.png',
  favicon: 'https://wire.example/favicon.ico',
  terms: undefined,
  webfeeds: false,
  notices: false,
};

/** A record with its defaults, and these fields. */
export function record(fields: Record<string, unknown>): ArticleRecord {
  const checked = checkRecord({ key: 'a', title: 'T', body: 'b', published: '2022-03-03T19:40:00+01:00', ...fields });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

/** The entry that is served of such a record. */
export function entry(fields: Record<string, unknown>): Entry {
  const derived = derive(record(fields), SITE, new Vocabulary(EMPTY_VOCABULARY, 'en'), new Map());
  if (!derived.ok) throw new Error(JSON.stringify(derived.problems));
  return derived.value.entry;
}

/** Three stories that between them have every field. */
export const STORIES: Record<string, unknown>[] = [
  {
    key: 'everything',
    title: 'R&D <b>costs</b>: 3 < 5 ]]> "so" & more',
    summary: 'A summary with <i>no</i> markup & an ampersand.',
    body: 'First *paragraph* with a [link](/about?a=1&b=2).\n\n<figure><img src="/images/a.png" alt="A &amp; B"></figure>\n\n]]> ]]>',
    published: '2022-03-03T19:40:00+01:00',
    updated: '2022-03-04T08:00:00+01:00',
    tags: ['Ukraine', 'R&D <x>'],
    authors: [
      { name: 'Ann "A" Berg', url: 'https://wire.example/ann?x=1&y=2', email: 'ann@wire.example' },
      'Ivo & Klym',
    ],
    image: {
      url: '/images/a.png?w=1&h=2',
      alt: 'A "picture" & more',
      credit: 'C <D>',
      width: 1200,
      height: 675,
      length: 4321,
    },
    corrections: [{ date: '2022-03-05T09:00:00+01:00', text: 'It said 4 < 5.' }],
  },
  {
    key: 'elsewhere',
    title: 'Its home is elsewhere',
    url: 'https://news.example/a?b=1&c=2',
    body: 'Text.',
    published: '2022-03-02T10:00:00Z',
    image: { url: 'https://cdn.example/no-length.jpg' },
  },
  {
    key: 'ukrainian',
    title: 'Евакуація із Сум: «зелений коридор»',
    body: 'Перше речення. Друге речення.',
    language: 'uk',
    published: '2022-03-01T10:00:00+02:00',
    tags: ['Україна'],
    status: 'retracted',
  },
];

/** The stub that is served of a story that was withdrawn. */
export const STUB: Entry = toStub(
  entry({ key: 'withdrawn', title: 'Never to be said again', updated: '2022-03-05T09:30:00+01:00' }),
  {
    link: 'https://wire.example/articles/gone?a=1&b=2',
    published: '2022-02-28T10:00:00.000Z',
    language: null,
    tags: ['Ukraine'],
  },
  SITE.language,
);

/** A whole document of these entries, as the document store puts it together. */
export function documentOf(
  format: Format,
  entries: Entry[],
  content: Content = 'full',
  head: Partial<Head> = {},
): string {
  const frame = format.renderEnds({
    site: SITE,
    id: 'tag:wire.example,2022-02-24:channel/r-and-d+ukraine',
    title: 'R&D <x> and Ukraine - Tagwire & Sons',
    description: 'R&D <x> and Ukraine: News <for> every tag',
    self: `https://wire.example/feeds/r-and-d+ukraine.${format.extension}`,
    channelPage: 'https://wire.example/channels/r-and-d+ukraine',
    hubs: SITE.hubs,
    next: `https://wire.example/feeds/r-and-d+ukraine.${format.extension}?before=y&limit=2`,
    previous: `https://wire.example/feeds/r-and-d+ukraine.${format.extension}?limit=2`,
    stubs: entries.some((it) => it.withdrawn !== undefined),
    updated: new Date('2022-03-05T08:00:00Z'),
    published: new Date('2022-03-03T18:40:00Z'),
    ...head,
  });
  return frame.head + entries.map((it) => renderEntry(it, format, content, SITE)).join(format.separator) + frame.tail;
}

/** The same as an archive of a month, with neighbours. */
export function archiveOf(format: Format, entries: Entry[]): string {
  const address = (month: string, query = '') =>
    `https://wire.example/feeds/r-and-d+ukraine${month}.${format.extension}${query}`;
  return documentOf(format, entries, 'full', {
    self: address('/2022-03'),
    hubs: [],
    next: undefined,
    previous: undefined,
    current: address(''),
    prevArchive: address('/2022-03', '?before=x&content=summary'),
    nextArchive: address('/2022-05'),
  });
}
