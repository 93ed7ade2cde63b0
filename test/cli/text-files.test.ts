import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArticle } from '../../src/articles/source.ts';
import { filesInText } from '../../src/cli/text-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-text-'));
  await mkdir(join(folder, 'images'));
  await writeFile(join(folder, 'images/quay.png'), '');
  await writeFile(join(folder, 'images/old quay.png'), '');
});
afterAll(() => rm(folder, { recursive: true }));

async function missingIn(body: string, fields = ''): Promise<string[]> {
  const text = `---\ntitle: Quay\npublished: 2026-03-01T09:00:00Z\n${fields}---\n${body}\n`;
  const article = readArticle(new TextEncoder().encode(text), 'text/markdown', { fallback: 'quay' });
  if (!article.ok) throw new Error(JSON.stringify(article.problems));
  const { missing } = await filesInText(article.value, folder);
  return missing.map((it) => `${it.field}: ${it.message.replace(`${folder}/`, '')}`);
}

describe('a picture, sound or video in a text', () => {
  it.each([
    ['![The quay](/images/gone.png)', '/images/gone.png', 'images/gone.png'],
    ['Text ![The quay](</images/gone.png> "title") and more', '/images/gone.png', 'images/gone.png'],
    ['<img alt="" src="/images/gone.png?a=1&amp;b=2">', '/images/gone.png?a=1&b=2', 'images/gone.png'],
    ["<video controls src='/media/gone.mp4'></video>", '/media/gone.mp4', 'media/gone.mp4'],
    ['<audio><source src=/media/gone.mp3></audio>', '/media/gone.mp3', 'media/gone.mp3'],
    // Relative to the page of the story.
    ['![The quay](gone.png)', 'gone.png', 'articles/gone.png'],
  ])('that is not there is told: %s', async (body, address, file) => {
    expect(await missingIn(body)).toEqual([`body: shows "${address}", and ${file} does not exist`]);
  });

  it.each([
    ['![The quay](images/quay.png)', '/images/quay.png'],
    ['![The quay](/articles/public/images/quay.png)', '/images/quay.png'],
    ['![The quay](/images/Quay.PNG)', '/images/quay.png'],
    ['![The quay](old%20quay.png)', '/images/old%20quay.png'],
  ])('that is somewhere else is told with where it is: %s', async (body, meant) => {
    expect((await missingIn(body))[0]).toMatch(new RegExp(` does not exist; did you mean ${meant}\\?$`));
  });

  it.each([
    ['![The quay](/images/quay.png)'],
    ['![The quay](/images/old%20quay.png)'],
    ['![The quay](https://cdn.example/gone.png) <img src="//cdn.example/gone.png" alt="">'],
    ['<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'],
    ['A [link](/images/gone.png), and `![code](/images/gone.png)`.\n\n```\n<img src="/images/gone.png">\n```'],
  ])('that is there or elsewhere, a link and code are none: %s', async (body) => {
    expect(await missingIn(body)).toEqual([]);
  });

  it('of a story whose home is elsewhere is looked for there', async () => {
    expect(await missingIn('![The quay](/images/gone.png)', 'url: https://harbour.example/quay\n')).toEqual([]);
  });
});
