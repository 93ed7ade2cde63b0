import { expect } from 'vitest';
import { wire } from './wire.ts';

export const SECRET = {
  title: 'Zebra libel',
  body: 'Zebra text.',
  summary: 'Zebra summary.',
  authors: ['Zebra Author'],
};
export const ID = 'tag:tagwire.example,2022-02-24:article/a';

export const feed = async (channel: string, format: string, query = '') =>
  (await wire.fetch(`/feeds/${channel}.${format}${query}`)).text();
export const items = async (channel: string, query = '') =>
  (JSON.parse(await feed(channel, 'json', query)) as { items: Record<string, unknown>[] }).items;
export const withdraw = async (key: string) =>
  expect((await wire.api('DELETE', `/api/articles/${key}`)).status).toBe(204);
export const tombstones = async (channel: string, query = '') =>
  [...(await feed(channel, 'atom', query)).matchAll(/<at:deleted-entry ref="([^"]+)" when="([^"]+)"\/>/g)].map((it) => [
    it[1],
    it[2],
  ]);
export const counts = async () => {
  const { results } = await wire.database
    .prepare('SELECT slug, articles FROM channels ORDER BY slug')
    .all<{ slug: string; articles: number }>();
  return Object.fromEntries(results.map((it) => [it.slug, it.articles]));
};
