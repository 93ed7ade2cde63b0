import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tagwire } from '../support/tagwire.ts';

let root: string;
let folder: string;
const git = (...parameters: string[]) =>
  execFileSync(
    'git',
    ['-c', 'commit.gpgsign=false', '-c', 'user.name=Desk', '-c', 'user.email=desk@tagwire.example', ...parameters],
    {
      cwd: root,
      stdio: 'pipe',
    },
  );
const put = (name: string, content: string) => writeFile(join(folder, name), content);
const story = (body: string, fields = '') => `---\ntitle: T\npublished: 2022-03-03T19:40:00Z\n${fields}---\n${body}\n`;
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="3"/>';
const check = async (env: Record<string, string> = {}) => {
  const { code, out, err } = await tagwire(['check', folder], env);
  return [code, err, ...out.replaceAll(`${folder}/`, '').trim().split('\n')];
};
const NOTE =
  'updated: note: the text has changed since the last commit but "updated" has not; set it if the change is significant';
const NEXT_YEAR = `${new Date().getUTCFullYear() + 1}-06-01T00:00:00Z`;
const count = (articles: number, notes: number) =>
  `${articles} article${articles === 1 ? '' : 's'}, 0 problems, ${notes} note${notes === 1 ? '' : 's'}`;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tagwire-history-'));
  folder = join(root, 'articles');
  await mkdir(join(folder, 'public', 'images'), { recursive: true });
  git('init', '-q');
});
afterEach(() => rm(root, { recursive: true }));

describe('tagwire check in a git checkout', () => {
  it('notes a text that has changed since the last commit without a new date', async () => {
    await put('a.md', story('Old.'));
    await put('title.md', story('Text.'));
    await put('staged ü.md', story('Older.', 'key: staged\n'));
    await put('same.md', story('Same.'));
    await put('tags.md', story('Alike.'));
    git('add', '.');
    git('commit', '-qm', 'x');
    await put('a.md', story('New.'));
    await put('title.md', story('Text.').replace('title: T', 'title: U'));
    await put('staged ü.md', story('Newer.', 'key: staged\n'));
    git('add', 'articles/staged ü.md');
    await put('same.md', story('\nSame.\n'));
    await put('tags.md', story('Alike.', 'language: uk\n'));
    await put('added.md', story('Not committed yet.'));
    expect(await check()).toEqual([0, '', `a.md: ${NOTE}`, `staged ü.md: ${NOTE}`, `title.md: ${NOTE}`, count(6, 3)]);
  });

  it.each([
    ['says when it was updated', '', 'updated: 2022-03-05T00:00:00Z\n'],
    ['has a new correction', '', 'corrections: [{ date: 2022-03-05T00:00:00Z, text: Sorry. }]\n'],
    ['is a draft', 'status: draft\n', 'status: draft\n'],
    ['was a draft', 'status: draft\n', ''],
    ['is withdrawn', '', 'status: withdrawn\n'],
    ['is retracted, which has a date of its own', '', 'status: retracted\n'],
    ['is under an embargo', `embargo: ${NEXT_YEAR}\n`, `embargo: ${NEXT_YEAR}\n`],
  ])('notes nothing of a changed text that %s', async (_, before, after) => {
    await put('a.md', story('Old.', before));
    git('add', '.');
    git('commit', '-qm', 'x');
    await put('a.md', story('New.', after));
    expect(await check()).toEqual([0, '', count(1, 0)]);
  });

  it('notes an earlier date, and a date that was there before', async () => {
    const dated = 'updated: 2022-03-05T00:00:00Z\n';
    await put('a.md', story('Old.', dated));
    git('add', '.');
    git('commit', '-qm', 'x');
    await put('a.md', story('New.', dated));
    expect(await check()).toEqual([0, '', `a.md: ${NOTE} (line 4)`, count(1, 1)]);
  });

  it('notes a date of publication that moves, not one in another zone', async () => {
    await put('a.md', story('Text.'));
    await put('b.md', story('Other text.'));
    git('add', '.');
    git('commit', '-qm', 'x');
    await put('a.md', story('Text.').replace('2022-03-03T19', '2022-03-04T19'));
    await put('b.md', story('Other text.').replace('2022-03-03T19:40:00Z', '2022-03-03T21:40:00+02:00'));
    expect(await check()).toEqual([
      0,
      '',
      'a.md: published: note: moves from 2022-03-03T19:40:00Z to 2022-03-04T19:40:00Z: readers who have the story may show it as a new one, or not move it (line 3)',
      count(2, 1),
    ]);
  });

  it('notes a file that is another one under a new name', async () => {
    await put('a.md', story('Text.'));
    git('add', '.');
    git('commit', '-qm', 'x');
    git('mv', 'articles/a.md', 'articles/b.md');
    expect(await check()).toEqual([
      0,
      '',
      'b.md: file: note: is a.md under another name, and readers would get its story twice: give the file its old name back, or write "key: a" in it; for another address, give "slug" (docs/mistakes.md#rename)',
      '1 article, 0 problems, 1 note',
    ]);
    await put('b.md', story('Text.', 'key: a\n'));
    expect(await check()).toEqual([0, '', count(1, 0)]);
  });

  it('only notes that the picture of a committed story is missing', async () => {
    await put('a.md', story('Text.', 'image: { url: /images/x.svg, alt: Words }\n'));
    git('add', '.');
    git('commit', '-qm', 'x');
    await put('b.md', story('New.', 'image: { url: /images/x.svg, alt: Words }\n'));
    const missing = `image.url: ${join('public', 'images', 'x.svg')} does not exist`;
    expect(await check()).toEqual([
      1,
      '',
      `a.md: ${missing.replace(': ', ': note: ')} (line 4)`,
      `b.md: ${missing}; put it there, or let the story go without it: --allow-missing-pictures of check, push and start (line 4)`,
      '2 articles, 1 problem, 1 note',
    ]);
  });

  it('notes a picture that has changed under the same name, but no icon', async () => {
    await put('a.md', story('Text.'));
    for (const name of ['images/x.svg', 'images/y.svg', 'icon.png']) await put(`public/${name}`, PICTURE);
    git('add', '.');
    git('commit', '-qm', 'x');
    for (const name of ['images/x.svg', 'images/new.svg', 'icon.png'])
      await put(`public/${name}`, PICTURE.replace('5', '6'));
    expect(await check()).toEqual([
      0,
      '',
      'public/images/x.svg: image: note: has changed since the last commit under the same name, and caches keep the old one: give the new picture a new name',
      count(1, 1),
    ]);
  });

  it('is not misled by the environment of a git hook', async () => {
    await put('a.md', story('Old.'));
    git('add', '.');
    git('commit', '-qm', 'x');
    await put('a.md', story('New.'));
    expect(await check({ GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index' })).toEqual([
      0,
      '',
      `a.md: ${NOTE}`,
      count(1, 1),
    ]);
  });

  it.each([
    ['nothing is committed yet', {}, false],
    ['there is no git', { PATH: '/nowhere' }, true],
  ])('says nothing of it when %s', async (_, env, commit) => {
    await put('a.md', story('Old.'));
    if (commit) {
      git('add', '.');
      git('commit', '-qm', 'x');
    }
    await put('a.md', story('New.'));
    expect(await check(env)).toEqual([0, '', count(1, 0)]);
  });
});
