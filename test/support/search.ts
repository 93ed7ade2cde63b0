import { freshWire, wire } from './wire.ts';

export const query = (q: string, others = {}) => new URLSearchParams({ ...others, q });
/** The address of a search's JSON Feed. */
export const address = (q: string, others = {}) => {
  const parameters = query(q, others);
  parameters.sort();
  return `/feeds/search.json?${parameters}`;
};
/** Titles of what a search in its canonical form finds, newest first. */
export const find = async (q: string): Promise<string[]> => {
  const response = await wire.fetch(address(q));
  if (response.status !== 200) throw new Error(`${q}: ${response.status} ${response.headers.get('location')}`);
  const { items } = (await response.json()) as { items: { title: string }[] };
  return items.map((it) => it.title);
};
export const etagOf = async (path: string) => (await wire.fetch(path)).headers.get('etag') as string;
export const text = async (path: string) => (await wire.follow(path)).text();

const STORIES: Record<string, Record<string, unknown>> = {
  corridor: {
    title: 'Humanitarian corridor opens',
    body: 'Buses left **Sumy** for [the city of Poltava](https://news.example/zhytomyr).\n\n> It held, R&D said.',
    tags: ['Ukraine', 'Red Cross'],
    authors: ['Olena Marchuk'],
  },
  convoy: { title: 'A convoy in the corridor', summary: 'It carries medicine.', body: 'It is humanitarian.' },
  cafe: { title: 'Café Öztürk reopens', body: 'In the Ångström straße.', tags: ['Culture'] },
  kyiv: { title: 'Евакуація із Сум', body: 'Перше речення про Харків.', language: 'uk', tags: ['Україна'] },
  beijing: { title: '北京的新闻', body: '人道主义走廊，今天开放。', language: 'zh', tags: ['北京'] },
  hindi: { title: 'हिन्दी समाचार', body: 'ภาษาไทย', language: 'hi' },
  arabic: { title: 'ممر إنساني', body: 'من سومي', language: 'ar' },
};

/** Opens a wire with these stories. */
export async function searchableStories(): Promise<void> {
  await freshWire();
  await wire.putTags([{ slug: 'beijing', label: '北京' }]);
  for (const [index, [key, fields]] of Object.entries(STORIES).entries())
    await wire.story(key, { ...fields, published: `2026-02-${20 - index}T10:00:00Z` });
  wire.pass(7);
}
