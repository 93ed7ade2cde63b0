import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HAS_SAMPLES } from '../support/samples.ts';
import { tagwire } from '../support/tagwire.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-check-'));
});
afterEach(() => rm(folder, { recursive: true }));

const STORY = '---\ntitle: T\npublished: 2022-03-03T19:40:00Z\ntags: [Ukraine]\n---\nText.\n';
const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
const lines = (text: string) => text.replaceAll(`${folder}/`, '').trim().split('\n');

describe('tagwire check', () => {
  it.skipIf(!HAS_SAMPLES)(
    'finds nothing to say about the sample stories but the tag outside the vocabulary',
    async () => {
      // A copy: in the checkout, what is not committed yet is noted as well.
      await cp('articles', folder, { recursive: true });
      const { code, out } = await tagwire(['check', folder]);
      expect([code, lines(out)]).toEqual([
        0,
        [
          'world-population-eight-billion.md: tags: note: "Demography" is not in the vocabulary; it becomes the channel "demography" (line 5)',
          '48 articles, 0 problems, 1 note',
        ],
      ]);
    },
  );

  it.skipIf(!HAS_SAMPLES)('checks "articles" unless told otherwise', async () => {
    const { code, out } = await tagwire(['check']);
    expect([code, out]).toEqual([0, expect.stringContaining('48 articles, 0 problems, ')]);
  });

  it('notes pictures in a text without alt text, and refuses public files that cannot or must not be served', async () => {
    await put('a.md', STORY.replace('Text.', 'Text. ![](/images/a.png) ![Tents](/images/b.png)'));
    await mkdir(join(folder, 'public', 'images'), { recursive: true });
    await put('secret.txt', 'a secret');
    await put('public/images/big.png', new Uint8Array(25 * 1024 * 1024 + 1));
    await symlink(join(folder, 'secret.txt'), join(folder, 'public', 'images', 'leak.png'));
    const { code, out } = await tagwire(['check', folder]);
    expect([code, lines(out).filter((it) => !it.includes(': tags: '))]).toEqual([
      1,
      [
        'a.md: body: shows "/images/a.png", and public/images/a.png does not exist; put it there, or let the story go without it: --allow-missing-pictures of check, push and start',
        'a.md: body: shows "/images/b.png", and public/images/b.png does not exist; put it there, or let the story go without it: --allow-missing-pictures of check, push and start',
        'a.md: body: note: the picture /images/a.png has no alt text: say what it shows',
        'public/images/big.png: file: is 26214401 bytes long; at most 26214400 can be served',
        'public/images/leak.png: file: links to a file outside the public folder, which everybody could then read',
        '1 article, 4 problems, 1 note',
      ],
    ]);
  });

  it('reads a record behind a link', async () => {
    await mkdir(join(folder, 'elsewhere'));
    await put('elsewhere/real.txt', STORY);
    await symlink(join(folder, 'elsewhere', 'real.txt'), join(folder, 'linked.md'));
    expect(lines((await tagwire(['check', folder])).out).at(-1)).toBe('1 article, 0 problems, 0 notes');
  });

  it('does not read a record behind a link out of the folder', async () => {
    const other = await mkdtemp(join(tmpdir(), 'tagwire-other-'));
    await writeFile(join(other, 'secret.md'), STORY);
    await mkdir(join(folder, 'sub'));
    await put('a.md', STORY);
    await put('sub/b.md', STORY.replace('title: T', 'title: U'));
    await symlink(join(other, 'secret.md'), join(folder, 'leak.md'));
    await symlink(other, join(folder, 'sub', 'old'));
    await symlink(join(other, 'secret.md'), join(folder, 'leak.txt'));
    await symlink('sub', join(folder, 'same'));
    await symlink(join(folder, 'nowhere'), join(folder, 'lost.md'));
    const { code, out } = await tagwire(['check', folder]);
    const refused = 'file: is a link out of the folder, and is not followed; put what it leads to into the folder';
    expect([code, lines(out).filter((it) => !it.includes(': tags: '))]).toEqual([
      1,
      [`leak.md: ${refused}`, `sub/old: ${refused}`, '4 articles, 2 problems, 0 notes'],
    ]);
    const link = `${folder}-link`;
    await symlink(folder, link);
    expect((await tagwire(['check', link])).out.trim().split('\n').at(-1)).toBe('4 articles, 2 problems, 0 notes');
    await rm(link);
    await rm(other, { recursive: true });
  });

  it('refuses a public folder that is a link out of the articles, and nothing is served or deployed with one', async () => {
    const other = await mkdtemp(join(tmpdir(), 'tagwire-other-'));
    await writeFile(join(other, 'secret.txt'), 'a secret');
    await put('a.md', STORY);
    await symlink(other, join(folder, 'public'));
    const refused = 'file: links to a file outside the public folder, which everybody could then read';
    expect(lines((await tagwire(['check', folder])).out)).toContain(`public: ${refused}`);
    for (const command of [
      ['deploy', '--dry-run'],
      ['start', '--state', join(folder, 'state')],
    ]) {
      const { code, out, err } = await tagwire([...command, folder]);
      expect([code, out, lines(err)]).toEqual([1, '', [`tagwire: public: ${refused}`]]);
    }
    await rm(join(folder, 'public'));
    await mkdir(join(folder, 'public'));
    await symlink(join(other, 'secret.txt'), join(folder, 'public', 'a.png'));
    const { code, out, err } = await tagwire(['deploy', '--dry-run', folder]);
    expect([code, out, lines(err)]).toEqual([1, '', [`tagwire: public/a.png: ${refused}`]]);
    await rm(other, { recursive: true });
  });

  it('prints "path: field: problem" for everything that would be refused, and exits with 1', async () => {
    await mkdir(join(folder, '2022'));
    await put('2022/a.md', STORY);
    await put('a.md', STORY.replace('Text.', 'Another text.'));
    await put('b.md', STORY.replace('title: T', 'title: T\ntitle: U'));
    await put('c.md', 'No front matter.');
    await put('d.md', new Uint8Array([0xff, 0xfe]));
    await put('e.md', STORY.replace('[Ukraine]', '["!!!"]').replace('title: T', 'title: E'));
    await put('f.md', STORY.replace('Text.', '<script>x</script>'));
    await put('g.md', STORY.replace('title: T', 'title: G\nslug: a'));
    await put(
      'h.md',
      STORY.replace('[Ukraine]', '[Ukraine, New tag]\nimage: /images/x.png').replace('title: T', 'title: H\u0001'),
    );
    await put('i.md', STORY.replace('title: T', 'title: A <em>bold</em> move').replace('[Ukraine]', '[]'));
    await put('j.md', STORY.replace('title: T', 'title: 3 < 5 and 7 > 6').replace('[Ukraine]', '[]'));
    await put('big.md', STORY + 'x'.repeat(5_000_000));
    await put('tags.yaml', 'version: 1\ntags:\n  - { slug: ukraine, label: Ukraine, broader: nowhere }\n');
    const { code, out } = await tagwire(['check', folder]);
    expect(code).toBe(1);
    expect(lines(out)).toEqual([
      'tags.yaml: tags.ukraine.broader: "nowhere" is not in the vocabulary (line 3)',
      'a.md: key: "a" is also the key of 2022/a.md',
      'b.md: title: is given twice (line 3)',
      'big.md: record: is 5000071 bytes long; at most 2000000',
      'c.md: front matter: expected a first line of "---", then the fields, then another "---" (docs/mistakes.md#dashes)',
      'd.md: record: is not valid UTF-8: save the file in UTF-8',
      'e.md: tags.0: "!!!" has no letter or digit to make an address of; give it a slug in tags.yaml (line 4)',
      'f.md: body: has nothing left after unsafe HTML was taken out',
      'g.md: slug: "a" is also the address of 2022/a.md (line 3)',
      'h.md: image.url: public/images/x.png does not exist; put it there, or let the story go without it: --allow-missing-pictures of check, push and start (line 5)',
      'h.md: title: note: control characters or broken letters are left out: 1 (line 2)',
      'h.md: image.alt: note: is missing: say what the picture shows (line 5)',
      'i.md: title: note: contains HTML tags; feeds and pages show them as text (line 2)',
      '12 articles, 10 problems, 3 notes',
    ]);
  });

  it('tells of files whose names are nearly those of records', async () => {
    await mkdir(join(folder, 'public'));
    await put('a.md', STORY);
    for (const it of ['b.MD', 'c.markdown', 'd.md.txt', 'notes.txt', 'public/e.markdown', '.f.MD'])
      await put(it, STORY);
    const { code, out } = await tagwire(['check', folder]);
    const refused = (name: string) =>
      `file: is not read: the name of a record ends in ".md"; rename it to ${name} (docs/mistakes.md#file-name)`;
    expect([code, lines(out).filter((it) => !it.includes(': tags: ') && !it.startsWith('public/'))]).toEqual([
      1,
      [
        `b.MD: ${refused('b.md')}`,
        `c.markdown: ${refused('c.md')}`,
        `d.md.txt: ${refused('d.md')}`,
        expect.stringMatching(/^4 articles, \d problems, 0 notes$/),
      ],
    ]);
  });

  it('finds a permanent id that two records have', async () => {
    const withId = (title: string, id: string) =>
      STORY.replace('title: T', `title: ${title}\nid: ${id}`).replace('[Ukraine]', '[]');
    await put('a.md', withId('A', 'https://oster.example/?p=1'));
    await put('b.md', withId('B', 'https://oster.example/?p=1'));
    await put('c.md', withId('C', 'https://oster.example/?p=2'));
    await put('d.md', withId('D\nstatus: draft', 'https://oster.example/?p=1'));
    await put('e.md', STORY.replace('[Ukraine]', '[]'));
    const { code, out } = await tagwire(['check', folder]);
    const message = 'id: "https://oster.example/?p=1" is also the id of a.md';
    expect([code, lines(out)]).toEqual([
      1,
      [`b.md: ${message} (line 3)`, `d.md: ${message} (line 4)`, '5 articles, 2 problems, 0 notes'],
    ]);
  });

  it('notes a story whose title and text are those of another one', async () => {
    const untagged = STORY.replace('[Ukraine]', '[]');
    await put('a.md', untagged);
    await put('b.md', untagged.replace('Text.', ' Text.\n').replace('2022-03-03', '2022-03-04'));
    await put('c.md', untagged.replace('Text.', 'Other text.'));
    await put('d.md', untagged.replace('title: T', 'title: Other'));
    await put('e.md', untagged.replace('title: T', 'title: T\nstatus: withdrawn'));
    const { code, out } = await tagwire(['check', folder]);
    expect([code, lines(out)]).toEqual([
      0,
      [
        'b.md: title: note: is that of a.md, whose text is the same, too: readers get the story twice (line 2; docs/mistakes.md#twice)',
        '5 articles, 0 problems, 1 note',
      ],
    ]);
  });

  it('notes a year that is so far away that a digit of it may be wrong', async () => {
    const dated = (title: string, more: string) =>
      put(`${title}.md`, `---\ntitle: ${title}\ntags: []\n${more}\n---\nText.\n`);
    await dated('a', 'published: 2206-03-03T19:40:00Z');
    await dated('b', 'published: 1222-03-03T19:40:00Z');
    await dated('c', 'published: 2022-03-03T19:40:00Z\nexpires: 2922-03-03T19:40:00Z');
    await dated('d', 'published: 1912-04-15T02:20:00Z\nexpires: 2099-01-01T00:00:00Z');
    const { code, out } = await tagwire(['check', folder]);
    expect([code, lines(out)]).toEqual([
      0,
      [
        'a.md: published: note: is in the year 2206: nobody sees the story until then; is a digit wrong? (line 4; docs/mistakes.md#year)',
        'b.md: published: note: is in the year 1222; is a digit wrong? (line 4; docs/mistakes.md#year)',
        'c.md: expires: note: is in the year 2922; is a digit wrong? (line 5; docs/mistakes.md#year)',
        '4 articles, 0 problems, 3 notes',
      ],
    ]);
  });

  it('notes pictures that many readers cannot see, or wait for', async () => {
    await put('a.md', STORY.replace('[Ukraine]', '[]'));
    await mkdir(join(folder, 'public'));
    const heic = new TextEncoder().encode('\0\0\0\x24ftypheic\0\0\0\0mif1');
    const avif = new TextEncoder().encode('\0\0\0\x20ftypavif\0\0\0\0mif1');
    await put('public/a.HEIC', heic);
    await put('public/b.jpg', heic);
    await put('public/c.avif', avif);
    await put('public/d.png', new Uint8Array(1_000_000));
    await put('public/e.png', new Uint8Array(4_240_000));
    await put('public/f.mp3', new Uint8Array(4_240_000));
    await put('public/g.tif', new Uint8Array(9));
    await put('public/empty.jpg', '');
    const { code, out } = await tagwire(['check', folder]);
    const shown = (kind: string) =>
      `file: note: is a ${kind} picture, which most browsers do not show: save it as JPEG or WebP (docs/mistakes.md#picture)`;
    expect([code, lines(out)]).toEqual([
      0,
      [
        `public/a.HEIC: ${shown('HEIC')}`,
        `public/b.jpg: ${shown('HEIC')}`,
        'public/e.png: file: note: is 4.2 MB long, which takes seconds on a phone: make it smaller than 1 MB (docs/mistakes.md#picture)',
        `public/g.tif: ${shown('TIF')}`,
        '1 article, 0 problems, 4 notes',
      ],
    ]);
  });

  it.each(['check', 'push'])('%s says that a folder is empty or does not exist, and exits with 1', async (command) => {
    const env = { PUBLISH_TOKEN: 'x' };
    expect(await tagwire([command, folder], env)).toEqual({
      code: 1,
      out: '',
      err: `tagwire: ${folder}: folder: contains no articles (*.md); \`tagwire new "Title"\` begins one\n`,
    });
    expect(await tagwire([command, `${folder}/none`], env)).toEqual({
      code: 1,
      out: '',
      err: `tagwire: ${folder}/none: folder: does not exist\n`,
    });
  });

  it('does not look into public/', async () => {
    await put('a.md', STORY);
    await mkdir(join(folder, 'public'));
    await put('public/readme.md', 'No record.');
    expect((await tagwire(['check', folder])).code).toBe(0);
  });
});

describe('tagwire', () => {
  it('explains itself', async () => {
    const { code, out } = await tagwire(['--help']);
    expect(code).toBe(0);
    for (const command of ['check', 'push', 'start', 'deploy']) expect(out).toContain(`  tagwire ${command} [DIR]`);
    expect(await tagwire([])).toEqual({ code: 2, out, err: '' });
  });

  it.each([[['push', '--help']], [['push', '.', '-h']], [['help', 'push']]])(
    '%j explains the command and its options, and does nothing',
    async (parameters) => {
      const { code, out, err } = await tagwire(parameters);
      expect([code, err]).toEqual([0, '']);
      for (const option of ['--to URL', '--delete', '--revive KEY']) expect(out).toContain(`\n  ${option} `);
    },
  );

  it('says that a folder is a file, and exits with 1', async () => {
    const { code, err } = await tagwire(['check', 'README.md']);
    expect([code, err]).toEqual([1, 'tagwire: README.md: folder: expected a folder, got a file\n']);
  });

  it.each([
    [['frobnicate'], 'tagwire: unknown command "frobnicate"; see `tagwire --help`\n'],
    [['check', 'a', 'b'], 'tagwire: check: expected one folder, also got "b"\n'],
    [['push', '--to', 'nowhere'], 'tagwire: --to: expected an address such as https://news.example, got "nowhere"\n'],
    [
      ['push', '--to', 'https://news.example'],
      'tagwire: PUBLISH_TOKEN: not set in the environment; expected a publishing token of news.example\n',
    ],
    [['push', '--nope'], "tagwire: push: Unknown option '--nope'; see `tagwire push --help`\n"],
  ])('%j exits with 2 and says why', async (parameters, err) => {
    expect(await tagwire(parameters)).toEqual({ code: 2, out: '', err });
  });

  it('says that a wire cannot be reached', async () => {
    const { code, err } = await tagwire(['push', '--to', 'http://127.0.0.1:1'], { PUBLISH_TOKEN: 'x' });
    expect([code, err]).toEqual([2, expect.stringMatching(/^tagwire: http:\/\/127\.0\.0\.1:1: cannot be reached: /)]);
  });
});
