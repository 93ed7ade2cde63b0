import { freshWire, wire } from './wire.ts';

export const PERSON = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const VOCABULARY = [
  { slug: 'europe', label: { en: 'Europe', uk: 'Європа' } },
  { slug: 'ukraine', label: 'Ukraine', description: 'The war, its people', broader: 'europe', formerly: ['kyiv-war'] },
  { slug: 'lviv', label: 'Lviv', broader: 'ukraine' },
  { slug: 'sport', label: 'Sport' },
];

export const get = async (path: string, headers: Record<string, string> = PERSON) => {
  const response = await wire.fetch(path, { headers });
  return { response, text: await response.text() };
};
export const text = async (path: string) => (await get(path)).text;
export const location = async (path: string) => {
  const { response } = await get(path);
  return [response.status, response.headers.get('location')];
};

/** Opens a wire with three stories under a small vocabulary. */
export async function someStories(): Promise<void> {
  await freshWire();
  await wire.putTags(VOCABULARY);
  await wire.story('a', { title: 'In Lviv', tags: ['Lviv', 'Refugees'], published: '2026-02-01T10:00:00Z' });
  await wire.story('b', { title: 'A match', tags: ['Ukraine', 'Sport'], published: '2025-12-24T10:00:00Z' });
  await wire.story('c', { title: 'Long ago', tags: ['Ukraine'], published: '2024-05-01T10:00:00Z' });
  wire.pass(60);
}
