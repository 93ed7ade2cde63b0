import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readArticle } from '../../src/articles/source.ts';
import { importFiles } from '../../src/cli/import.ts';
import type { ImportOptions } from '../../src/importing/options.ts';
import type { ImportResult } from '../../src/importing/result.ts';
import { importOptions } from '../support/import-input.ts';

const MILL =
  'The mill on the Oster canal grinds again after eleven years, and its first flour goes to the schools of the town. Three bakers share the rest.';
const KILN =
  'Potters have lit the long kiln at Varnholt for the first time since the war. It burns for four days, and nobody who feeds it may leave the hill.';
const WEIR =
  'Engineers opened the lower weir before dawn, an hour ahead of the flood. By noon the water stood a hand below the market, where it stopped.';

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwire-again-'));
  out = join(folder, 'articles');
  mkdirSync(out);
});

function give(name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function print(paths: string[], options: Partial<ImportOptions> = {}): Promise<string[]> {
  const lines: string[] = [];
  await importFiles(paths, importOptions({ out, published: '2023-06-01T08:00:00Z', ...options }), {
    write: (line) => lines.push(line.replaceAll(`${folder}/`, '')),
    warn: () => {},
    stdin: async () => new Uint8Array(),
    clock: () => 0,
  });
  return lines;
}

const results = async (paths: string[], options: Partial<ImportOptions> = {}) =>
  (await print(paths, { json: true, ...options })).map((it) => JSON.parse(it) as ImportResult);
const told = async (paths: string[]) =>
  (await results(paths)).map((it) => [it.outcome, it.previous, it.record, it.notes.map((note) => note.code)]);
const files = () => readdirSync(out).sort();
const fileOf = (name: string) => readFileSync(join(out, name), 'utf8');
const recordOf = (name: string) => {
  const checked = readArticle(readFileSync(join(out, name)), 'text/markdown', { fallback: 'x' });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
};

interface Item {
  title: string;
  text: string;
  guid?: string;
  link?: string;
}

const feed = (items: Item[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Oster Post</title><link>https://oster.example/</link>${items
    .map(
      ({ title, text, guid, link }) =>
        `<item><title>${title}</title>${guid ? `<guid isPermaLink="false">${guid}</guid>` : ''}${link ? `<link>${link}</link>` : ''}<description><![CDATA[<p>${text}</p><p>More on Monday.</p>]]></description></item>`,
    )
    .join('')}</channel></rss>`;
const mill = { title: 'Mill grinds again', text: MILL, guid: 'https://oster.example/?p=101' };
const kiln = { title: 'Kiln is lit', text: KILN, guid: 'https://oster.example/?p=102' };
const table = (...rows: string[]) => `id,title,url,date,status,body\n${rows.join('\n')}\n`;
const row = (id: number, title: string, url: string, text: string) =>
  `post-${id},${title},${url},2023-06-01T08:00:00Z,published,"${text}"`;

describe('a later export, in a file with another name,', () => {
  it('updates the records of the same ids', async () => {
    await results([give('post.2023-06-01.xml', feed([mill, kiln]))]);
    const before = files();
    const later = give(
      'post.2023-07-01.xml',
      feed([{ ...mill, title: 'Mill grinds and sells', text: `${MILL} The price fell.` }, kiln]),
    );
    expect(await told([later])).toEqual([
      ['ok', 'replaced', 'articles/mill-grinds-again.md', []],
      ['ok', 'unchanged', 'articles/kiln-is-lit.md', []],
    ]);
    expect(files()).toEqual(before);
    expect(recordOf('mill-grinds-again.md').body).toContain('The price fell.');
    // It is the same text still, so it says what it said.
    expect(fileOf('kiln-is-lit.md')).toContain('# Imported from post.2023-06-01.xml (');
  });

  it('leaves a record that somebody has edited, and tells it', async () => {
    await results([give('a.xml', feed([mill]))]);
    const edited = fileOf('mill-grinds-again.md').replace('Three bakers', 'Four bakers');
    writeFileSync(join(out, 'mill-grinds-again.md'), edited);
    const later = give('b.xml', feed([{ ...mill, text: `${MILL} The price fell.` }]));
    expect(await told([later])).toEqual([['duplicate', null, 'articles/mill-grinds-again.md', ['edited']]]);
    expect([files(), fileOf('mill-grinds-again.md')]).toEqual([['mill-grinds-again.md'], edited]);
  });

  it('finds a record that was moved, and writes it there', async () => {
    await results([give('a.xml', feed([mill]))]);
    mkdirSync(join(out, '2023'));
    renameSync(join(out, 'mill-grinds-again.md'), join(out, '2023', 'mill.md'));
    const later = give('b.xml', feed([{ ...mill, text: `${MILL} The price fell.` }]));
    expect(await told([later])).toEqual([['ok', 'replaced', 'articles/2023/mill.md', []]]);
    expect([files(), recordOf('2023/mill.md').body.includes('The price fell.')]).toEqual([['2023'], true]);
  });

  it('leaves a record that somebody has written by hand under the same id', async () => {
    const own = `---\nid: ${mill.guid}\ntitle: Mill grinds again\nstatus: draft\n---\nOur own words.\n`;
    writeFileSync(join(out, 'own.md'), own);
    expect(await told([give('a.xml', feed([mill]))])).toEqual([['duplicate', null, 'articles/own.md', ['duplicate']]]);
    expect([files(), fileOf('own.md')]).toEqual([['own.md'], own]);
  });

  it.each(['https://oster.example/2023/mill', '/2023/mill'])(
    'updates records of the same name and address (%s) where there are no ids',
    async (url) => {
      await results([give('june.csv', table(row(7, 'Mill grinds again', url, MILL)))]);
      const later = give('july.csv', table(row(7, 'Mill grinds on', url, `${MILL} The price fell.`)));
      expect(await told([later])).toEqual([['ok', 'replaced', 'articles/post-7.md', []]]);
      expect(files()).toEqual(['post-7.md']);
    },
  );

  it('has other stories at the same address, by their names', async () => {
    const url = 'https://oster.example/2023/mill';
    await results([give('june.csv', table(row(7, 'Mill grinds again', url, MILL)))]);
    const later = give('july.csv', table(row(8, 'Mill grinds again', url, KILN)));
    expect(await told([later])).toEqual([['needs-review', null, 'articles/post-8.md', ['alias', 'same-title']]]);
    expect(files()).toEqual(['post-7.md', 'post-8.md']);
  });

  it('updates the records of a feed without guids by their addresses', async () => {
    const items = [{ title: 'Mill grinds again', text: MILL, link: 'https://oster.example/2023/mill' }];
    await results([give('a.xml', feed(items))]);
    const later = items.map((it) => ({ ...it, text: `${MILL} The price fell.` }));
    expect(await told([give('b.xml', feed(later))])).toEqual([['ok', 'replaced', 'articles/mill.md', []]]);
  });

  it('of another site, with the same numbers and paths, is other stories', async () => {
    await results([give('a/posts.csv', table(row(7, 'Mill grinds again', 'https://oster.example/7', MILL)))]);
    const other = table(row(7, 'Kiln is lit', 'https://varnholt.example/7', KILN));
    expect((await told([give('b/posts.csv', other)])).map(([outcome]) => outcome)).toEqual(['ok']);
    expect(files()).toHaveLength(2);
    // In the very place of the first, too.
    const third = table(row(7, 'Weir is open', 'https://weir.example/7', WEIR));
    expect((await told([give('a/posts.csv', third)])).map(([outcome, previous]) => [outcome, previous])).toEqual([
      ['ok', null],
    ]);
    expect(files().map((it) => recordOf(it).title)).toEqual(
      expect.arrayContaining(['Mill grinds again', 'Kiln is lit', 'Weir is open']),
    );
  });

  it('of another site, with other ids but the same title, is other stories', async () => {
    await results([give('a.xml', feed([{ ...mill, title: 'Hello world' }]))]);
    const other = { title: 'Hello world', text: KILN, guid: 'https://varnholt.example/?p=101' };
    expect((await told([give('b.xml', feed([other]))])).map(([outcome, , , notes]) => [outcome, notes])).toEqual([
      ['needs-review', ['same-title']],
    ]);
    expect(files()).toEqual(['hello-world-2.md', 'hello-world.md']);
  });

  it('without ids and addresses is other stories, as it was', async () => {
    await results([give('june/mill.txt', `Mill grinds again\n\n${MILL}\n`)]);
    await results([give('july/mill.txt', `Mill closes\n\n${WEIR}\n`)]);
    expect(files()).toEqual(['mill-2.md', 'mill.md']);
  });
});

describe('an id that two stories have', () => {
  const other = { ...kiln, guid: mill.guid };

  it('stays with the first, and the second is a draft without it, again and again', async () => {
    const path = give('a.xml', feed([mill, other]));
    const [, second] = await results([path]);
    const message = `the id "${mill.guid}" is left out: "Mill grinds again" (articles/mill-grinds-again.md) has it, with another text; check that it is not the same story`;
    expect([second?.outcome, second?.notes]).toEqual(['needs-review', [{ code: 'shared-id', message }]]);
    expect([recordOf('mill-grinds-again.md').id, recordOf('kiln-is-lit.md').id]).toEqual([mill.guid, undefined]);
    expect((await results([path])).map((it) => it.previous)).toEqual(['unchanged', 'unchanged']);
    // In another order, too.
    expect((await results([give('a.xml', feed([other, mill]))])).map((it) => it.previous)).toEqual([
      'unchanged',
      'unchanged',
    ]);
  });

  it.each(['a.xml', 'b.xml'])('does not overwrite the record of the other, from %s', async (name) => {
    await results([give('a.xml', feed([mill]))]);
    const before = fileOf('mill-grinds-again.md');
    expect((await told([give(name, feed([other]))])).map(([outcome, , , notes]) => [outcome, notes])).toEqual([
      ['needs-review', ['shared-id']],
    ]);
    expect([files(), fileOf('mill-grinds-again.md')]).toEqual([['kiln-is-lit.md', 'mill-grinds-again.md'], before]);
  });

  it('is a duplicate where the text is the same', async () => {
    const [first, second] = [give('a.xml', feed([mill])), give('b.xml', feed([mill]))];
    expect((await results([first, second])).map((it) => [it.outcome, it.duplicateOf])).toEqual([
      ['ok', null],
      ['duplicate', 'a.xml'],
    ]);
  });
});

describe('importing the same again', () => {
  const near = (text: string) => `${text} ${KILN} ${WEIR}`;
  const far =
    'Since spring the brass band of Hollen has practised in the empty depot, where the echo hides each wrong note.';

  it('tells of stories that are like each other as the first time', async () => {
    // The second is like the first, and more like the third.
    const alike = ['', ` ${far.slice(0, 70)}`, ` ${far.slice(0, 80)}`].map((it, at) => ({
      title: `Story ${'zyx'[at]}`,
      text: near(MILL) + it,
      guid: `https://oster.example/?p=${at}`,
    }));
    const path = give('a.xml', feed(alike));
    const outcomes = ['ok', 'needs-review', 'needs-review'];
    expect((await told([path])).map(([outcome]) => outcome)).toEqual(outcomes);
    const again = await told([path]);
    expect(again.map(([outcome, previous]) => [outcome, previous])).toEqual(outcomes.map((it) => [it, 'unchanged']));
  });

  it('tells of stories with one title as the first time, wherever their records are in the folder', async () => {
    const paths = [
      give('in/b.md', `---\ntitle: Weekly notes\n---\n${MILL}\n`),
      give('in/a.md', `---\ntitle: Weekly notes\n---\n${KILN}\n`),
      give('in/c.md', `---\ntitle: Weekly notes\n---\n${WEIR}\n`),
    ];
    const outcomes = ['ok', 'needs-review', 'needs-review'];
    expect((await results(paths)).map((it) => it.outcome)).toEqual(outcomes);
    expect((await results(paths)).map((it) => [it.outcome, it.previous])).toEqual(
      outcomes.map((it) => [it, 'unchanged']),
    );
  });

  it('tells of likeness that an update has brought about', async () => {
    await results([give('a.xml', feed([mill, { ...kiln, text: near('Two.') }]))]);
    const later = feed([{ ...mill, text: near('One.') }]);
    expect((await told([give('b.xml', later)])).map(([outcome, previous]) => [outcome, previous])).toEqual([
      ['needs-review', 'replaced'],
    ]);
  });

  it('says of each story in one line whether it is unchanged, kept or here already, and counts the same twice', async () => {
    const many = Array.from({ length: 21 }, (_, n) => `in/${String(n).padStart(2, '0')}.txt`);
    for (const it of many) give(it, `Story ${it}\n\n${it} ${MILL.slice(0, 60)}\n`);
    await print([join(folder, 'in')]);
    writeFileSync(join(out, '00.md'), fileOf('00.md').replace('The mill', 'A mill'));
    writeFileSync(join(folder, 'in', '02.txt'), `Story two\n\n${WEIR}\n`);
    give('in/99.txt', readFileSync(join(folder, 'in', '03.txt'), 'utf8'));
    give('later/01.txt', readFileSync(join(folder, 'in', '01.txt'), 'utf8'));
    const lines = await print([join(folder, 'later'), join(folder, 'in')]);
    const counts = '20 to publish, 0 drafts of the source, 0 for an editor, 3 duplicates, 0 errors';
    expect([lines.slice(0, 11), lines.slice(-2)]).toEqual([
      [
        'The plan for 23 stories:',
        '  23 plain text',
        '  20 to publish, 0 drafts of the source, 0 for an editor,',
        '  3 duplicates, 0 errors; 0 lines dropped',
        '  20 of them here already; what has changed in them is written again',
        '',
        'later/01.txt: already here: articles/01.md',
        'in/00.txt: kept: edited here since its import: articles/00.md',
        'in/01.txt: unchanged -> articles/01.md: 0 lines dropped, 0 tags',
        'in/02.txt: ok -> articles/02.md: 0 lines dropped, 0 tags',
        'in/03.txt: unchanged -> articles/03.md: 0 lines dropped, 0 tags',
      ],
      [
        'in/99.txt: duplicate of in/03.txt',
        `23 stories: ${counts}; 0 lines dropped; 19 unchanged since the last import; records are in articles`,
      ],
    ]);
  });

  it('does not touch a file that is unchanged, whatever its line ends', async () => {
    const path = give('a.xml', feed([mill]));
    await results([path]);
    const file = fileOf('mill-grinds-again.md').replaceAll('\n', '\r\n');
    writeFileSync(join(out, 'mill-grinds-again.md'), file);
    expect((await results([path])).map((it) => it.previous)).toEqual(['unchanged']);
    expect(fileOf('mill-grinds-again.md')).toBe(file);
  });
});

it('counts pictures in the summary where they are taken over', async () => {
  give('uploads/a/mill.gif', 'GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;');
  const pictures = ['/a/mill.gif', '/a/mill.gif', '/a/lost.gif'].map((it) => `![Mill](${it})`).join('\n\n');
  const paths = ['x', 'y'].map((it) => give(`in/${it}.md`, `---\ntitle: ${it}\n---\n${it} ${MILL}\n\n${pictures}\n`));
  const last = async (options: Partial<ImportOptions>) => (await print(paths, options)).at(-1);
  const counts = '0 to publish, 0 drafts of the source, 2 for an editor, 0 duplicates, 0 errors; 0 lines dropped';
  expect(await last({ pictures: [join(folder, 'uploads')] })).toBe(
    `2 stories: ${counts}; 1 picture taken over, 1 left; records are in articles`,
  );
});
