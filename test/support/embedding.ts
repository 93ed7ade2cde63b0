import { expect } from 'vitest';
import { siteOf } from './inside.ts';
import { freshWire, wire } from './wire.ts';

export const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)> & 'quotes'`;

export async function digest(algorithm: string, text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest(algorithm, new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes));
}

export const headersOf = (response: Response, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, response.headers.get(name)]));

/** Opens a wire with stories of every kind that can be embedded. */
export async function embeddedStories(): Promise<void> {
  await freshWire();
  await wire.putTags([{ label: 'Ukraine' }, { label: 'Sport' }]);
  for (let n = 1; n <= 7; n++) {
    await wire.story(`s${n}`, {
      title: `Story ${n}`,
      tags: n % 2 === 0 ? ['Ukraine', 'Sport'] : ['Ukraine'],
      authors: ['Olena Marchuk'],
      published: `2026-02-0${n}T10:00:00Z`,
    });
  }
  await wire.story('gone', { title: 'Never again', tags: ['Ukraine'], published: '2026-02-09T10:00:00Z' });
  await wire.api('DELETE', '/api/articles/gone');
  await wire.story('hostile', {
    title: HOSTILE,
    summary: HOSTILE,
    authors: [HOSTILE],
    tags: ['Hostile'],
    language: 'ar',
    image: { url: 'https://cdn.example/a.png', alt: HOSTILE, width: 400, height: 300 },
  });
  await wire.story('elsewhere', { title: 'Elsewhere', url: 'https://news.example/a?b=1&c=2', tags: ['Else'] });
  wire.pass(3600);
}

export const site = () => siteOf(wire.settings);
export const read = async (path: string) => {
  const response = await wire.fetch(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
};
