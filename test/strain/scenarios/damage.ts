import { linkOf } from '../documents.ts';
import { ORIGIN } from '../processes.ts';
import { ndjson, story } from '../stories.ts';
import { inParallel, none, publish, type Row, type Strain } from '../strain.ts';
import type { Wire } from '../wire.ts';

const WIRES = 2;
const STORIES = 60;
/** The process that has seen nothing before the damage. */
const COLD = 1;
/** Of the stories that are whole, the one that every listing has. */
const WHOLE = 'whole';

const VOCABULARY = { version: 1, tags: ['news', 'world'].map((slug) => ({ slug, label: slug })) };

interface Damage {
  what: string;
  sql: string[];
  /** What the doctor has to name; undefined for a row of the hub, which logs it. */
  named?: RegExp;
}

const article = (what: string, set: string): Damage => ({
  what: `articles: ${what}`,
  sql: [`UPDATE articles SET ${set} WHERE key = 'broken'`],
  named: /broken/,
});

const DAMAGES: Damage[] = [
  article('entry is not JSON', "entry = 'not JSON'"),
  article('entry has no fields', "entry = '{}'"),
  article('entry is null', "entry = 'null'"),
  article('channels is not JSON', "channels = 'not JSON'"),
  article('channels is no list', "channels = '{}'"),
  article('a status that nobody knows', "status = 'lost'"),
  {
    what: 'records: not JSON',
    sql: ["UPDATE records SET record = '{' WHERE number = (SELECT number FROM articles WHERE key = 'broken')"],
    named: /broken/,
  },
  {
    what: 'records: no fields',
    sql: ["UPDATE records SET record = '{}' WHERE number = (SELECT number FROM articles WHERE key = 'broken')"],
    named: /broken/,
  },
  {
    what: 'records: missing',
    sql: ["DELETE FROM records WHERE number = (SELECT number FROM articles WHERE key = 'broken')"],
    named: /broken/,
  },
  {
    what: 'vocabulary: not JSON',
    sql: ["UPDATE vocabulary SET content = 'not JSON', hash = 'other'"],
    named: /tags.yaml/,
  },
  { what: 'vocabulary: stale is not JSON', sql: ["UPDATE vocabulary SET stale = 'not JSON'"], named: /tags.yaml/ },
  {
    what: 'listings: no article',
    sql: [
      "INSERT INTO listings (channel, rank, key, seq) SELECT channel, rank - 1, 'ghost', seq FROM listings WHERE key = 'broken'",
    ],
    named: /ghost/,
  },
  { what: 'articles: missing', sql: ["DELETE FROM articles WHERE key = 'broken'"], named: /broken/ },
  { what: 'channels: missing', sql: ["DELETE FROM channels WHERE slug = 'topic-40'"], named: /topic-40/ },
  { what: 'slugs: no article', sql: ["INSERT INTO slugs (slug, key) VALUES ('ghost', 'ghost')"], named: /ghost/ },
  {
    what: 'history: not JSON',
    sql: ["UPDATE history SET fields = 'not JSON' WHERE number = (SELECT number FROM articles WHERE key = 'broken')"],
    named: /broken.*history/,
  },
  { what: 'topics: an unreadable path', sql: [...topic('/feeds/%E0%A4%A.nothing')] },
  { what: 'subscriptions: an unreadable callback', sql: [...topic('/feeds/news.rss')] },
  {
    what: 'other_hubs: an unreadable address',
    sql: ["INSERT INTO other_hubs VALUES ('nowhere', 0, '', 0, NULL, 0)"],
  },
];

function topic(path: string): string[] {
  return [
    `INSERT INTO topics (id, path, checked, target, changed) VALUES (77, '${path}', 0, 1, 0)`,
    "INSERT INTO topic_channels (channel, topic) VALUES ('news', 77), ('all', 77)",
    `INSERT INTO subscriptions (topic, callback, host, requested_topic, algorithm, expires, delivered)
     VALUES (77, 'nowhere', 'nowhere', '${path}', 'sha256', 99999999999999, 0)`,
  ];
}

/** Where the whole story must be found, although another row is broken. */
const LISTINGS = [
  ...['all', 'news', 'news+world', 'left,news'].flatMap((it) =>
    ['rss', 'atom', 'json'].map((format) => `/feeds/${it}.${format}`),
  ),
  ...['/feeds/news/2025-12.rss', '/feeds/news+world/2025-12.json', '/feeds/search.rss?q=common', '/search?q=common'],
  ...[
    '/channels/news',
    '/channels/news+world',
    '/embed/news',
    '/sitemaps/stories-2025-12.xml',
    `/articles/${WHOLE}`,
    `/embed/articles/${WHOLE}`,
  ],
];
/** What else must answer. */
const OTHERS = [
  '/',
  '/?q=o',
  '/feeds.opml',
  '/sitemap.xml',
  '/sitemaps/channels.xml',
  `/oembed?url=${ORIGIN}/articles/${WHOLE}`,
];

/** One row of a table is broken, written with SQL past the wire: everything else is served, and the doctor tells. */
export async function run({ start }: Strain): Promise<Row[]> {
  const rows: Row[][] = [];
  await inParallel(WIRES, DAMAGES.entries(), async ([number, damage]) => {
    const wire = await start({ processes: 2 });
    try {
      rows[number] = await suffer(wire, damage);
    } finally {
      await wire.stop();
    }
  });
  return rows.flat();
}

async function suffer(wire: Wire, { what, sql, named }: Damage): Promise<Row[]> {
  const tags = await wire.api('PUT', '/api/tags', VOCABULARY);
  if (tags.status !== 200) throw new Error(`the vocabulary was refused: ${tags.body}`);
  await publish(wire, ndjson(Array.from({ length: STORIES }, (_, index) => story(index, STORIES))));
  await wire.put('broken', { title: 'O broken common story', tags: ['News', 'World', 'Left', 'Topic 40'] });
  await wire.put(WHOLE, {
    title: 'O whole common story',
    tags: ['News', 'World', 'Left'],
    published: '2025-12-31T19:00:00Z',
  });
  for (const it of sql) if ((await wire.sql(it)).written === 0) throw new Error(`it breaks no row: ${it}`);
  const lacking: string[] = [];
  for (const path of [...LISTINGS, ...OTHERS]) {
    const { status, body } = await wire.ask(path, { process: COLD });
    if (status !== 200) lacking.push(`${status} ${path}`);
    else if (LISTINGS.includes(path) && !/whole/.test(body)) lacking.push(`without the story: ${path}`);
  }
  const archives = await wire.ask('/feeds/news.rss?limit=1', { process: COLD });
  if (linkOf(archives.body, 'prev-archive') === undefined && archives.status === 200) lacking.push('no prev-archive');
  const told = await examine(wire);
  await wire.tick();
  const { status } = await wire.put('later', { title: 'O later story', tags: ['News'] }, { process: COLD });
  const { body } = await wire.ask('/feeds/news.json', { process: COLD });
  return [
    none(`${what}: addresses that do not answer, or without the other stories`, lacking),
    none(`${what}: writes of other stories`, status === 201 && body.includes('later') ? [] : [`status ${status}`]),
    ...(named
      ? [
          {
            what: `${what}: the doctor says`,
            figure: told.slice(0, 200),
            bound: `names ${named.source}`,
            holds: named.test(told),
          },
        ]
      : []),
  ];
}

/** All that the doctor says, part by part. */
async function examine(wire: Wire): Promise<string> {
  const told: string[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const { body } = await wire.api('GET', `/api/doctor?after=${after}`);
    const { faults, next } = JSON.parse(body) as { faults: { key: string; problem: string }[]; next: number | null };
    told.push(...faults.map((it) => `${it.key}: ${it.problem}`));
    after = next;
  }
  return told.join('; ');
}
