import { accepted, type Worker } from './worker.ts';

const CORRIDORS = 'Humanitarian corridors';
const IMAGE = { url: '/images/corridor-route.png', alt: 'A map', credit: 'Tagwire', width: 1200, height: 675 };

const VOCABULARY = [
  { slug: 'europe', label: { en: 'Europe', uk: 'Європа' }, description: 'News from the countries of Europe' },
  { slug: 'ukraine', label: { en: 'Ukraine', uk: 'Україна' }, broader: 'europe', formerly: ['ukraine-war'] },
  { slug: 'mariupol', label: 'Mariupol', description: 'The port on the Sea of Azov', broader: 'ukraine' },
  { slug: 'lviv', label: { en: 'Lviv', uk: 'Львів' }, broader: 'ukraine' },
  { slug: 'humanitarian-aid', label: 'Humanitarian aid', description: 'Food, shelter and medicine for people in need' },
  {
    slug: 'humanitarian-corridors',
    label: CORRIDORS,
    description: 'Agreed routes out of besieged places',
    broader: 'humanitarian-aid',
  },
  { slug: 'refugees', label: 'Refugees', broader: 'humanitarian-aid' },
  { slug: 'sport', label: 'Sport' },
];

interface Story {
  title: string;
  /** Days before now at which it was published. */
  age: number;
  tags: string[];
  [field: string]: unknown;
}

const BODY = `Dozens of buses carried people out of the *besieged* city, in the first [evacuation](https://example.com/)
of its kind.

> Nobody was left behind.

- Sumy to Poltava
- Mariupol to Zaporizhzhia

| Day | People |
| --- | ---: |
| Tuesday | 5,000 |`;

const STORIES: Record<string, Story> = {
  'sumy-buses': {
    title: 'First buses leave Sumy by the agreed corridor',
    age: 1,
    tags: ['Ukraine', CORRIDORS],
    authors: [
      { name: 'Olena Marchuk', url: 'https://people.example/olena' },
      { name: 'Ingrid Solheim', url: 'https://people.example/ingrid' },
    ],
    body: BODY,
    image: IMAGE,
    corrections: [{ date: '2022-03-10T09:00:00Z', text: 'An earlier version named another road.' }],
  },
  'koridor-sumy': {
    title: 'Із Сум до Полтави запрацював гуманітарний коридор',
    age: 1.5,
    language: 'uk',
    tags: ['Ukraine', CORRIDORS],
    authors: ['Олена Марчук'],
    body: 'Дві колони автобусів вивезли із Сум мирних жителів та іноземних студентів.',
  },
  'arabic-corridor': {
    title: 'ممر إنساني يفتح من سومي',
    age: 2,
    language: 'ar',
    tags: [CORRIDORS, 'Refugees'],
    authors: ['ليلى حداد'],
    body: 'غادرت الحافلات المدينة صباح اليوم بعد الاتفاق على المسار.',
  },
  'mariupol-halted': {
    title: 'Mariupol evacuation halted hours after the ceasefire was due to begin, and both sides blame each other',
    age: 40,
    tags: ['Mariupol', CORRIDORS],
    body: 'Shelling was reported on the way.',
  },
  'lviv-shelter': {
    title: 'Lviv opens its theatres as shelters',
    age: 75,
    tags: ['Lviv', 'Refugees'],
    body: 'Beds and meals for those who arrive from the east.',
  },
  'cup-final': {
    title: 'A final of six goals',
    age: 200,
    tags: ['Sport', 'Europe'],
    body: 'Decided by penalties.',
  },
  'wrong-figures': {
    title: 'A hundred thousand cross in a day',
    age: 300,
    tags: ['Refugees'],
    body: 'That was not so.',
    status: 'retracted',
  },
  'longest-word': {
    title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    age: 310,
    tags: ['Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft', 'Sport'],
    authors: ['Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter'],
    body: 'A word of eighty letters.',
  },
  'never-was': { title: 'What never was', age: 20, tags: ['Ukraine'], body: 'A mistake.' },
};

/** Every kind of page of that newsroom, and of what it shows on other sites. */
export const PAGES = {
  front: '/',
  'front-nothing': '/?q=nothingofthekind',
  channel: '/channels/humanitarian-corridors',
  all: '/channels/all',
  'longest-word': '/channels/donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft',
  combination: '/channels/lviv,mariupol',
  article: '/articles/sumy-buses',
  ukrainian: '/articles/koridor-sumy',
  arabic: '/articles/arabic-corridor',
  retracted: '/articles/wrong-figures',
  withdrawn: '/articles/never-was',
  nothing: '/nowhere',
  search: '/search',
  found: '/search?q=corridor',
  frame: '/embed/humanitarian-corridors',
  'frame-article': '/embed/articles/sumy-buses',
};

const DAY = 24 * 3600_000;

/** Publishes a small newsroom's vocabulary and stories, of which `never-was` is withdrawn. */
export async function openNewsroom(wire: Worker, now: Date): Promise<void> {
  await accepted(wire.api('PUT', '/api/tags', { version: 1, tags: VOCABULARY }));
  for (const [key, { age, ...story }] of Object.entries(STORIES)) {
    const published = new Date(now.getTime() - age * DAY).toISOString();
    await accepted(wire.api('PUT', `/api/articles/${key}`, { published, ...story }));
  }
  await wire.withdraw('never-was');
}
