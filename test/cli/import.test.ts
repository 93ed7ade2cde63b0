import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readArticle } from '../../src/articles/source.ts';
import { check } from '../../src/cli/check.ts';
import { importFiles } from '../../src/cli/import.ts';
import type { ImportOptions } from '../../src/importing/options.ts';
import type { ImportResult } from '../../src/importing/result.ts';
import { importOptions } from '../support/import-input.ts';
import { zip } from '../support/zip.ts';

const DATE = '2022-03-03T19:00:00-05:00';
const PROSE = 'The bridge over the river opened on Monday after two years of work, the council said.';
const MORE = 'Traffic was light in the morning. Buses run every hour.';
const LAST =
  'Engineers of three countries had rebuilt its northern half, and tested each cable for a month before the first train was let over it.';
const STORY = `Bridge reopens\n\n${PROSE}\n\n${MORE}\n`;
const TAGS = `version: 1
tags:
  - { slug: bridges, label: Bridges, match: [bridge*] }
  - { slug: floods, label: Floods, match: [flood*], broader: water }
  - { slug: water, label: Water }
`;

let folder: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwire-import-'));
  out = join(folder, 'articles');
  mkdirSync(join(folder, 'in'));
  mkdirSync(out);
  writeFileSync(join(out, 'tags.yaml'), TAGS);
});

function give(name: string, content: string | Uint8Array): string {
  const path = join(folder, 'in', name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function run(paths: string[], options: Partial<ImportOptions> = {}, stdin = '') {
  const lines: string[] = [];
  const warnings: string[] = [];
  const code = await importFiles(paths, importOptions({ out, json: true, published: DATE, ...options }), {
    write: (line) => lines.push(line),
    warn: (line) => warnings.push(line),
    stdin: async () => new TextEncoder().encode(stdin),
    clock: () => 0,
  });
  return {
    code,
    lines,
    warnings,
    results: options.json === false ? [] : lines.map((it) => JSON.parse(it) as ImportResult),
  };
}

const importOne = async (content: string | Uint8Array, options: Partial<ImportOptions> = {}) =>
  (await run([give('story.txt', content)], options)).results[0] as ImportResult;
const codes = (result: ImportResult) => result.notes.map((it) => it.code);
const recordOf = (key: string) => {
  const checked = readArticle(readFileSync(join(out, `${key}.md`)), 'text/markdown', { fallback: key });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
};

describe('tagwire import', () => {
  it('tells everything about a story in one line of JSON', async () => {
    const scraped = `Bridge reopens after the flood\nBy Ann Berg\n\n${PROSE}\n\nMAYOR WARNS OF ‘LONG WINTER’ AFTER CALL TO THE NORTH\n\nThe bridge is wide. ${MORE}\n\n${LAST}\n\nCLICK HERE TO READ MORE\n\nRelated Content\n`;
    expect(await importOne(scraped)).toEqual({
      file: join(folder, 'in', 'story.txt'),
      format: 'plain text',
      outcome: 'ok',
      error: null,
      duplicateOf: null,
      record: join(out, 'story.md'),
      previous: null,
      article: {
        key: 'story',
        slug: 'bridge-reopens-after-the-flood',
        title: 'Bridge reopens after the flood',
        summary: `${PROSE} The bridge is wide. ${MORE}`,
        body: [PROSE, `The bridge is wide. ${MORE}`, LAST],
        authors: ['Ann Berg'],
        tags: ['bridges', 'floods'],
        published: DATE,
        updated: null,
        language: null,
        status: 'ready',
      },
      lines: [
        { line: 2, action: 'extracted', rule: 'byline', text: 'By Ann Berg' },
        {
          line: 6,
          action: 'dropped',
          rule: 'caps-headline',
          text: 'MAYOR WARNS OF ‘LONG WINTER’ AFTER CALL TO THE NORTH',
        },
        {
          line: 12,
          action: 'dropped',
          rule: 'call-to-action',
          text: 'CLICK HERE TO READ MORE',
        },
        { line: 14, action: 'dropped', rule: 'related-head', text: 'Related Content' },
      ],
      notes: [],
      doubts: [],
      tagging: [
        { tag: 'bridges', where: 'title', text: 'Bridge' },
        { tag: 'bridges', where: 'paragraph 1', text: 'bridge' },
        { tag: 'bridges', where: 'paragraph 2', text: 'bridge' },
        { tag: 'floods', where: 'title', text: 'flood' },
      ],
      ms: 0,
    });
  });

  it('writes a record that check accepts and that says where it comes from', async () => {
    await importOne(STORY, { author: ['Ann Berg'], tag: ['Roads'], language: 'en' });
    expect(recordOf('story')).toEqual({
      key: 'story',
      slug: 'bridge-reopens',
      formerSlugs: [],
      title: 'Bridge reopens',
      published: DATE,
      language: 'en',
      authors: [{ name: 'Ann Berg' }],
      tags: ['Roads', 'bridges'],
      corrections: [],
      status: 'ready',
      bodyType: 'markdown',
      body: `\n\n${PROSE}\n\n${MORE}\n`,
    });
    expect(readFileSync(join(out, 'story.md'), 'utf8').split('\n').slice(0, 3)).toEqual([
      '---',
      expect.stringMatching(
        /^# Imported from story\.txt \([0-9a-f]{8}\)\. Edited by hand if the SHA-256 of the rest no longer begins with [0-9a-f]{16}\.$/,
      ),
      '# unknown-tag: not in the vocabulary: "Roads"',
    ]);
    const lines: string[] = [];
    expect(
      await check(out, {
        now: new Date('2026-03-01T12:00:00Z'),
        allowMissing: false,
        partners: [],
        json: false,
        write: (line) => lines.push(line),
      }),
    ).toBe(0);
    expect(lines.at(-1)).toBe('1 article, 0 problems, 1 note');
  });

  it('makes a draft of a story that nothing dates, and never takes now or the file’s time', async () => {
    const result = await importOne(STORY, { published: undefined });
    expect([result.outcome, codes(result), result.article?.published, result.article?.status]).toEqual([
      'needs-review',
      ['missing-date'],
      null,
      'draft',
    ]);
    expect([recordOf('story').status, recordOf('story').published]).toEqual(['draft', undefined]);
  });

  it('prefers the date that a story has to the option', async () => {
    const result = await importOne(`Bridge reopens\nMarch 1, 2022 10:00 UTC\n\n${PROSE}\n`);
    expect(result.article?.published).toBe('2022-03-01T10:00:00Z');
  });

  it('keeps the words of a text that means something in Markdown', async () => {
    const tricky = '* 2 < 3 & [a](b) _c_ `d` <b>e</b> # f\n\n1. First\n\n    indented';
    const result = await importOne(`Bridge reopens\n\n${tricky}\n`);
    expect(result.article?.body).toEqual(['* 2 < 3 & [a](b) _c_ `d` <b>e</b> # f', '1. First', 'indented']);
    expect((await importOne(`${'Bridge reopens'}\n\n${tricky}\n`)).outcome).toBe('ok');
    const lines: string[] = [];
    await check(out, {
      now: new Date('2026-03-01T12:00:00Z'),
      allowMissing: false,
      partners: [],
      json: false,
      write: (line) => lines.push(line),
    });
    expect(lines).toEqual(['1 article, 0 problems, 0 notes']);
  });

  it('writes nothing on a dry run', async () => {
    const result = await importOne(STORY, { 'dry-run': true });
    expect([result.outcome, result.record]).toEqual(['ok', join(out, 'story.md')]);
    expect(readdirSync(out)).toEqual(['tags.yaml']);
  });

  it('imports again over its own record, and leaves one that an editor has changed', async () => {
    const path = give('story.txt', STORY);
    await run([path]);
    const [again] = (await run([path], { tag: ['Roads'] })).results as [ImportResult];
    expect([again.outcome, recordOf('story').tags]).toEqual(['ok', ['Roads', 'bridges']]);
    writeFileSync(join(out, 'story.md'), readFileSync(join(out, 'story.md'), 'utf8').replace('Bridge', 'The bridge'));
    const [edited] = (await run([path])).results as [ImportResult];
    expect([edited.outcome, edited.duplicateOf, codes(edited).at(-1)]).toEqual([
      'duplicate',
      join(out, 'story.md'),
      'edited',
    ]);
    expect(recordOf('story').title).toBe('The bridge reopens');
  });

  it('tells the same story twice, in a run and against the folder, by its words', async () => {
    const [first, second] = [give('a/story.txt', STORY), give('b/other.txt', STORY.replaceAll(' ', '  '))];
    const { results } = await run([first, second]);
    expect(results.map((it) => [it.outcome, it.duplicateOf])).toEqual([
      ['ok', null],
      ['duplicate', first],
    ]);
    const [later] = (await run([second])).results as [ImportResult];
    expect([later.outcome, later.duplicateOf]).toEqual(['duplicate', join(out, 'story.md')]);
    expect(readdirSync(out).sort()).toEqual(['story.md', 'tags.yaml']);
  });

  it('recognises a story whose quotation marks and punctuation differ, and tells of one that is nearly the same', async () => {
    const text = `${PROSE}\n\n"${MORE}"\n\n${LAST}`;
    const first = give('a.txt', `Bridge reopens\n\n${text}\n`);
    const quoted = give('b.txt', `Bridge reopens\n\n${text.replaceAll('"', '”').replace('day after', 'day, after')}\n`);
    const scraped = give('c.txt', `Bridge reopens\n\n${text}\n\nOur reporters stay on it.\n`);
    const { results } = await run([first, quoted, scraped]);
    expect(results.map((it) => [it.outcome, it.duplicateOf])).toEqual([
      ['ok', null],
      ['duplicate', first],
      ['needs-review', null],
    ]);
    expect(results[2]?.notes).toEqual([
      {
        code: 'near-duplicate',
        message: expect.stringMatching(/^is 9\d % like .*a\.md; check that it is not the same story$/),
      },
    ]);
  });

  it('tells of a record in the folder that it cannot compare with, and goes on with the others', async () => {
    const known = `---\ntitle: Known\npublished: 2022-03-03T19:00:00Z\n---\n${LAST}\n`;
    writeFileSync(join(out, 'known.md'), known);
    writeFileSync(join(out, 'tags-in-it.md'), known.replace(LAST, '<b>'.repeat(20_001)));
    writeFileSync(join(out, 'broken.md'), known.replace('Z', ''));
    writeFileSync(join(out, 'huge.md'), known + 'x'.repeat(2_000_000));
    const { code, results, warnings } = await run([give('new.txt', STORY), give('other.txt', `Known\n\n${LAST}\n`)]);
    expect([code, ...results.map((it) => [it.outcome, it.duplicateOf])]).toEqual([
      0,
      ['ok', null],
      ['duplicate', join(out, 'known.md')],
    ]);
    const advice = 'mend it, or a story with the same words is imported again';
    expect(warnings).toEqual([
      `${join(out, 'broken.md')}: published: needs a time zone ("2022-03-03T19:00:00" has none): write 2022-03-03T19:00:00Z if it is in UTC (line 3; docs/mistakes.md#zone); ${advice}`,
      `${join(out, 'huge.md')}: record: is ${known.length + 2_000_000} bytes long; at most 2000000; ${advice}`,
      `${join(out, 'tags-in-it.md')}: body: has 20001 HTML tags; at most 20000; ${advice}`,
    ]);
  });

  it('asks for a look at a story that publishing would refuse for its markup', async () => {
    const story = await importOne(`---\ntitle: Many\n---\n\n${'*a* '.repeat(10_001)}\n`);
    expect([story.outcome, story.notes.filter((it) => it.code === 'invalid')]).toEqual([
      'needs-review',
      [{ code: 'invalid', message: 'body: has 20004 HTML tags; at most 20000' }],
    ]);
  });

  it('gives two stories of one file name, or one title, names of their own', async () => {
    const { results } = await run([
      give('a/story.txt', STORY),
      give('b/story.txt', `Bridge reopens\n\n${MORE} ${PROSE}\n`),
    ]);
    expect(results.map((it) => [it.outcome, it.article?.key, it.article?.slug, codes(it)])).toEqual([
      ['ok', 'story', 'bridge-reopens', []],
      ['needs-review', 'story-2', 'bridge-reopens-2', ['same-title']],
    ]);
  });

  it('never overwrites another story that an earlier import gave the same name', async () => {
    await run([give('monday/story.txt', STORY)]);
    const [other] = (await run([give('tuesday/story.txt', `Station reopens\n\n${LAST}\n`)])).results as [ImportResult];
    expect([other.outcome, other.article?.key]).toEqual(['ok', 'story-2']);
    expect([recordOf('story').title, recordOf('story-2').title]).toEqual(['Bridge reopens', 'Station reopens']);
    writeFileSync(join(out, 'own.md'), '---\ntitle: Written by hand\nstatus: draft\n---\nText.\n');
    const [third] = (await run([give('own.txt', `Ferry stops\n\n${MORE}\n`)])).results as [ImportResult];
    expect([third.outcome, third.article?.key, recordOf('own').title]).toEqual(['ok', 'own-2', 'Written by hand']);
  });

  it('reads a record’s mark whatever git has made of its line ends', async () => {
    const path = give('story.txt', STORY);
    await run([path]);
    writeFileSync(join(out, 'story.md'), readFileSync(join(out, 'story.md'), 'utf8').replaceAll('\n', '\r\n'));
    const [again] = (await run([path], { tag: ['Roads'] })).results as [ImportResult];
    expect([again.outcome, recordOf('story').tags]).toEqual(['ok', ['Roads', 'bridges']]);
  });

  it('reads the mark of a record whose words are those of an earlier version', async () => {
    const path = give('story.txt', STORY);
    await run([path]);
    const words = 'Edited by hand if the SHA-256 of the rest no longer';
    const file = readFileSync(join(out, 'story.md'), 'utf8');
    expect(file).toContain(words);
    writeFileSync(join(out, 'story.md'), file.replace(words, 'Unchanged since while its SHA-256'));
    const [again] = (await run([path], { tag: ['Roads'] })).results as [ImportResult];
    expect([again.outcome, recordOf('story').tags]).toEqual(['ok', ['Roads', 'bridges']]);
  });

  it('follows links, and says that a folder is empty and a link leads nowhere', async () => {
    symlinkSync(give('real.txt', STORY), join(folder, 'in', 'link.txt'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'in', 'lost.txt'));
    mkdirSync(join(folder, 'empty'));
    const { code, results } = await run([join(folder, 'in'), join(folder, 'empty')]);
    expect([code, ...results.map((it) => [it.file.slice(folder.length + 1), it.outcome, it.error])]).toEqual([
      1,
      ['in/link.txt', 'ok', null],
      ['in/lost.txt', 'error', 'does not exist'],
      ['in/real.txt', 'duplicate', null],
      ['empty', 'error', 'is a folder without files'],
    ]);
  });

  it('does not follow links out of a folder, tells of each once, and ends where links go round', async () => {
    mkdirSync(join(folder, 'secret', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'secret', 'deep', 'a.txt'), STORY);
    give('sub/real.txt', STORY);
    const link = (target: string, name: string) => symlinkSync(target, join(folder, 'in', name));
    link(join(folder, 'secret', 'deep', 'a.txt'), 'out-file.txt');
    link('../../secret/deep/a.txt', 'sub/out-relative.txt');
    link(join(folder, 'secret'), 'out-folder');
    link('..', 'out-parent');
    link('out-file.txt', 'out-twice.txt');
    link('sub', 'within-folder');
    link('.', 'round');
    link('itself.txt', 'itself.txt');
    const all = await run([join(folder, 'in')]);
    const refused = 'is a link out of the folder, and is not followed; name what it leads to, to import that';
    expect([all.code, ...all.results.map((it) => [it.file.slice(folder.length + 4), it.outcome, it.error])]).toEqual([
      1,
      ['itself.txt', 'error', expect.stringContaining('ELOOP')],
      ['out-file.txt', 'error', refused],
      ['out-folder', 'error', refused],
      ['out-parent', 'error', refused],
      ['out-twice.txt', 'error', refused],
      ['sub/out-relative.txt', 'error', refused],
      ['sub/real.txt', 'ok', null],
    ]);
    // Whoever names a link means what it leads to.
    for (const [named, found] of [
      ['out-file.txt', 'out-file.txt'],
      ['out-folder', 'out-folder/deep/a.txt'],
    ] as const) {
      const { results } = await run([join(folder, 'in', named)], { 'dry-run': true });
      expect(results.map((it) => [it.file, it.outcome])).toEqual([[join(folder, 'in', found), 'duplicate']]);
    }
  });

  it('goes on with the others where a record cannot be written, and refuses a folder that cannot', async () => {
    mkdirSync(join(out, 'story.md'));
    const { results } = await run([give('story.txt', STORY), give('other.txt', `Station reopens\n\n${MORE}\n`)]);
    expect(results.map((it) => it.outcome)).toEqual(['error', 'ok']);
    await expect(run([give('a.txt', STORY)], { out: give('file', '') })).rejects.toThrow(
      /^--out: .*\/file is a file; expected a folder$/,
    );
  });

  it('tells of lines that were dropped from an input of which nothing is left', async () => {
    const result = await importOne('Bridge reopens\n\nAdvertisement\n');
    expect([result.outcome, result.error, result.lines.map((it) => it.rule)]).toEqual([
      'error',
      'has a headline but no text',
      ['advertisement'],
    ]);
  });

  it('takes a headline that looks like a scraped line for the headline, and asks for a look', async () => {
    const result = await importOne(`Photos: Kherson residents return\n\n${PROSE}\n\n${MORE}\n`);
    expect([result.outcome, result.article?.title, result.lines.map((it) => [it.action, it.rule])]).toEqual([
      'needs-review',
      'Photos: Kherson residents return',
      [['flagged', 'photo-credit']],
    ]);
  });

  it('reads standard input, and names its story by the title', async () => {
    const { results } = await run(['-'], {}, STORY);
    expect([results[0]?.file, results[0]?.article?.key]).toEqual(['-', 'bridge-reopens']);
  });

  it('takes a bundle’s name from its folder', async () => {
    const { results } = await run([give('bridge-story/index.txt', STORY)]);
    expect(results[0]?.article?.key).toBe('bridge-story');
  });

  it('reads a folder in the order of paths, and a bad file never stops the others', async () => {
    give('1.txt', STORY);
    give('2.txt', '');
    give('3.txt', new Uint8Array([0x50, 0x4b, 3, 4]));
    give('4.txt', `Station reopens\n\n${MORE}\n`);
    give('.hidden', 'no');
    const { code, results } = await run([join(folder, 'in'), join(folder, 'nowhere.txt')]);
    expect(code).toBe(1);
    expect(results.map((it) => [it.file.split('/').at(-1), it.outcome, it.error])).toEqual([
      ['1.txt', 'ok', null],
      ['2.txt', 'error', 'is empty'],
      ['3.txt', 'error', expect.stringMatching(/^is a ZIP archive that cannot be read: /)],
      ['4.txt', 'ok', null],
      ['nowhere.txt', 'error', 'does not exist'],
    ]);
  });

  describe('a ZIP archive', () => {
    const ofPost = (name: string, text: string) => ({ name, content: `---\ntitle: ${name}\n---\n${text}\n` });

    it('stands for every file in it, by its path there, also in a folder', async () => {
      give(
        'export.zip',
        zip([ofPost('posts/a.md', PROSE), ofPost('b.md', MORE), { name: '__MACOSX/._b.md', content: 'x' }]),
      );
      const { results } = await run([join(folder, 'in')]);
      expect(results.map((it) => [it.file.slice(folder.length + 4), it.outcome, it.article?.key])).toEqual([
        ['export.zip/b.md', 'ok', 'b'],
        ['export.zip/posts/a.md', 'ok', 'a'],
      ]);
      const again = await run([join(folder, 'in', 'export.zip')], { tag: ['Roads'] });
      expect(again.results.map((it) => it.outcome)).toEqual(['ok', 'ok']);
      expect(recordOf('b').tags).toContain('Roads');
    });

    it('may hold others, and leaves nothing behind', async () => {
      const before = readdirSync(tmpdir()).filter((it) => it.startsWith('tagwire-import-'));
      give('outer.zip', zip([{ name: 'inner.zip', content: zip([ofPost('a.md', PROSE)]) }]));
      const { results } = await run([join(folder, 'in')]);
      expect(results.map((it) => it.file.slice(folder.length + 4))).toEqual(['outer.zip/inner.zip/a.md']);
      const after = readdirSync(tmpdir()).filter((it) => it.startsWith('tagwire-import-'));
      expect(after.filter((it) => !before.includes(it) && !folder.endsWith(it))).toEqual([]);
    });

    it.each([
      [
        'a path out of it',
        zip([{ name: '../out.md', content: 'x' }]),
        /^is a ZIP archive that cannot be read: invalid relative path/,
      ],
      [
        'a password',
        zip([{ name: 'a.md', content: 'x', isEncrypted: true }]),
        /^is a ZIP archive with a password; unpack it first$/,
      ],
      ['no end', zip([{ name: 'a.md', content: PROSE }]).subarray(0, 60), /^is a ZIP archive that cannot be read: /],
    ])('is refused with %s, and the others are read', async (_, archive, error) => {
      give('bad.zip', archive);
      give('good.md', `---\ntitle: Good\n---\n${PROSE}\n`);
      const { code, results } = await run([join(folder, 'in')]);
      expect([code, ...results.map((it) => [it.outcome, it.error])]).toEqual([
        1,
        ['error', expect.stringMatching(error)],
        ['ok', null],
      ]);
    });

    it('that is an office document stands for itself', async () => {
      give(
        'letter.odt',
        zip([
          { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
          { name: 'content.xml', content: '<a/>' },
        ]),
      );
      const { results } = await run([join(folder, 'in')]);
      expect(results.map((it) => [it.file.slice(folder.length + 4), it.outcome])).toEqual([['letter.odt', 'error']]);
    });
  });

  describe('the texts of a table', () => {
    const HEAD = 'post_id,title,post_date,audience\n';
    const row = (id: string, audience = 'everyone') => `${id},Bridge ${id},2022-03-03T19:00:00Z,${audience}\n`;
    const texts = (...ids: string[]) => {
      for (const it of ids) give(`posts/${it}.html`, `<p>${PROSE} ${it}</p><p>${MORE}</p>`);
    };
    const told = async () => {
      const { results } = await run([join(folder, 'in')]);
      return results.map((it) => [it.file.split('/').at(-1), it.outcome, it.error]);
    };

    it('are no pages where it cannot be understood', async () => {
      give('posts.csv', 'post_id,Kopf,audience\n1.bridge,Bridge,only_paid\n2.flood,Flood,everyone\n');
      texts('1.bridge', '2.flood', 'about');
      expect(await told()).toEqual([
        ['posts.csv', 'error', expect.stringMatching(/not those of stories.*; left out, .*: 2 files in posts\/$/s)],
        ['about.html', expect.any(String), null],
      ]);
    });

    it('are no pages where some of its rows cannot be read', async () => {
      give('posts.csv', `${HEAD}${row('1.bridge')}2.flood,Flood\n${row('3.quay')}`);
      texts('1.bridge', '2.flood', '3.quay');
      expect(await told()).toEqual([
        ['posts.csv', 'ok', null],
        ['posts.csv', 'ok', null],
        [
          'posts.csv',
          'error',
          'not all of its rows could be read; left out, as only its rows say for whom they were: 1 file in posts/',
        ],
      ]);
    });

    it.each([
      [
        'in letters that nobody knows',
        new Uint8Array(Buffer.from(`${HEAD}1.bridge,\x81\x8d\n2.flood,\xff\n`, 'latin1')),
        0,
      ],
      ['with a quote that is not closed', `${HEAD}${row('1.bridge')}2.flood,"Flood,x,y\n`, 1],
    ])('are no pages of one %s', async (_, table, ok) => {
      give('posts.csv', table);
      texts('1.bridge', '2.flood');
      expect((await told()).map(([, outcome]) => outcome)).toEqual([...Array(ok).fill('ok'), 'error']);
    });

    it('are counted only if there are any: other files in the folder of a table are pages', async () => {
      give('posts.csv', 'month,visits\nMay,3\nJune,4\nJuly,5\nAugust,6\n');
      texts('bridge');
      expect((await told()).map(([file, outcome]) => [file, outcome])).toEqual([
        ['posts.csv', 'error'],
        ['bridge.html', expect.not.stringMatching('error')],
      ]);
    });
  });

  it('tells of a text in other letters whose language nothing says', async () => {
    const arabic = 'فتح الجسر فوق النهر أبوابه يوم الاثنين بعد عامين من العمل، كما قال المجلس.';
    const told = (result: ImportResult) => result.notes.filter((it) => it.code === 'no-language').map((it) => it.names);
    expect(told(await importOne(`الجسر\n\n${arabic}\n`))).toEqual([['Arabic']]);
    expect(told(await importOne(`الجسر\n\n${arabic}\n`, { language: 'ar' }))).toEqual([]);
    expect(told(await importOne(`${STORY}\nThe word is “الجسر”.\n`))).toEqual([]);
  });

  it('says in the record which lines were left out', async () => {
    await importOne(`Bridge reopens\n\nAdvertisement\n\n${PROSE}\n\nClick here to read more\n`);
    expect(readFileSync(join(out, 'story.md'), 'utf8').split('\n').slice(2, 4)).toEqual([
      '# line 3, left out as advertisement: Advertisement',
      '# line 7, left out as call-to-action: Click here to read more',
    ]);
    const many = Array.from({ length: 40 }, () => 'Advertisement').join('\n\n');
    await importOne(`Bridge reopens again\n\n${many}\n\n${MORE}\n`);
    expect(readFileSync(join(out, 'story.md'), 'utf8')).toContain('\n# and 10 more lines that are left out\n');
  });

  it('takes no records for an export', async () => {
    give('story.txt', STORY);
    await run([join(folder, 'in')]);
    const record = readFileSync(join(out, 'story.md'), 'utf8');
    for (const it of [out, join(out, 'story.md')])
      await expect(run([it])).rejects.toThrow(
        `import: ${it} is in the --out folder (${out}): what is there has been imported, or is a record`,
      );
    const { lines } = await run([folder], { plan: true, json: false });
    expect(lines.filter((it) => it.includes('records of the --out folder'))).toEqual([
      '  Left out as no stories: records of the --out folder: 2',
    ]);
    expect(readFileSync(join(out, 'story.md'), 'utf8')).toBe(record);
  });

  it('leaves out what stands beside the stories of a folder, and counts it', async () => {
    give('a.txt', STORY);
    for (const it of ['a.JPG', 'b.png', 'talk.mp3', 'theme/main.css', 'theme/main.js']) give(it, 'x');
    const { code, lines } = await run([join(folder, 'in')], { json: false, plan: true });
    expect([code, lines.at(-2)]).toEqual([
      0,
      '  Left out as no stories: pictures: 2, sounds and videos: 1, parts of a theme: 2',
    ]);
    const named = await run([join(folder, 'in', 'b.png')], { plan: true });
    expect(named.code).toBe(1);
  });

  it('reports for people, with a summary', async () => {
    const { lines } = await run([give('story.txt', `${STORY}\nAdvertisement\n`), give('empty.txt', '')], {
      json: false,
      'dry-run': true,
    });
    expect(lines).toEqual([
      'The plan for 2 stories:',
      '  1 plain text',
      '  1 to publish, 0 drafts of the source, 0 for an editor,',
      '  0 duplicates, 1 error; 1 line dropped',
      '',
      `${join(folder, 'in', 'story.txt')}: ok -> ${join(out, 'story.md')}`,
      '  title     Bridge reopens',
      `  published ${DATE}`,
      '  tags      bridges (title, 1 paragraph)',
      '  body      2 paragraphs',
      '  dropped   line 7, advertisement: Advertisement',
      '',
      `${join(folder, 'in', 'empty.txt')}: error: is empty`,
      '',
      '2 stories: 1 to publish, 0 drafts of the source, 0 for an editor, 0 duplicates, 1 error; 1 line dropped; nothing written (--dry-run)',
    ]);
  });

  describe('the plan', () => {
    const posts = () => {
      for (const name of ['a', 'b', 'c'])
        give(
          `${name}.md`,
          `---\ntitle: ${name}\nmood: calm\n${name === 'a' ? 'weather: fog\n' : ''}---\n${PROSE} {{< map >}} ${name}\n`,
        );
      give('d.md', `---\ntitle: d\naccess: members\n---\n${MORE}\n`);
      give('e.md', `---\ntitle: e\ndraft: true\n---\n${LAST}\n`);
      give('f.txt', STORY);
      give('g.txt', STORY);
      give('h.txt', '');
      return [join(folder, 'in')];
    };

    it('counts formats, drafts, duplicates and doubts, and writes nothing', async () => {
      const { code, lines } = await run(posts(), { json: false, plan: true });
      expect([code, ...lines]).toEqual([
        1,
        'The plan for 8 stories:',
        '  5 Markdown, 2 plain text',
        '  1 to publish, 1 draft of the source, 4 for an editor,',
        '  1 duplicate, 1 error; 0 lines dropped',
        '  Drafts for an editor because of',
        '    template    3  {{< map >}} (3); --accept template publishes them as they are',
        '    visibility  1  held back; publish each by hand',
        '  Noted besides',
        '    no-address     4',
        '    unread-fields  3  mood (3), weather (1)',
        '  Errors',
        `    ${join(folder, 'in', 'h.txt')} is empty`,
        '',
      ]);
      expect(readdirSync(out)).toEqual(['tags.yaml']);
    });

    it('is one object for programs', async () => {
      const { lines } = await run(posts(), { plan: true });
      expect(lines.map((it) => JSON.parse(it))).toEqual([
        {
          stories: 8,
          formats: { Markdown: 5, 'plain text': 2 },
          outcomes: { ok: 2, 'needs-review': 4, duplicate: 1, error: 1 },
          drafts: 1,
          previous: 0,
          droppedLines: 0,
          errors: [{ file: join(folder, 'in', 'h.txt'), error: 'is empty' }],
          doubts: {
            template: { stories: 3, names: { '{{< map >}}': 3 }, acceptable: true },
            visibility: { stories: 1, names: {}, acceptable: false },
          },
          told: {
            'no-address': { stories: 4, names: {} },
            'unread-fields': { stories: 3, names: { mood: 3, weather: 1 } },
          },
          leftOut: {},
        },
      ]);
    });

    it('comes before the stories, of which each has one line if there are many', async () => {
      for (let n = 0; n < 21; n++) give(`${n}.md`, `---\ntitle: T${n}\n---\n${PROSE} {{ x }} ${n}\n`);
      const { lines } = await run([join(folder, 'in')], { json: false });
      expect([lines.length, lines[0], lines[9], lines.at(-1)]).toEqual([
        31,
        'The plan for 21 stories:',
        `${join(folder, 'in', '0.md')}: needs review -> ${join(out, '0.md')}: template, 0 lines dropped, 0 tags`,
        `21 stories: 0 to publish, 0 drafts of the source, 21 for an editor, 0 duplicates, 0 errors; 0 lines dropped; records are in ${out}`,
      ]);
    });

    it('is what becomes of the stories', async () => {
      const paths = posts();
      const [plan] = (await run(paths, { plan: true })).lines.map((it) => JSON.parse(it));
      const { results } = await run(paths);
      const outcomes = results.map((it) => it.outcome);
      for (const it of ['ok', 'needs-review', 'duplicate', 'error'] as const)
        expect(outcomes.filter((other) => other === it).length).toBe(plan.outcomes[it]);
    });
  });

  describe('the addresses that stories had', () => {
    const page = (name: string, more: string, text: string) =>
      give(`${name}.md`, `---\ntitle: ${name}\nurl: https://old.example/2022/${name}/\n${more}---\n${text}\n`);
    const old = (name: string) => `https://old.example/2022/${name}/`;

    it('are kept, and links between stories lead to where they are now', async () => {
      page('fog', 'aliases: [/nebel/]\n', `${PROSE} See [the tide](${old('tide')}) and [fog](/nebel).`);
      page('tide', '', `${MORE} Before: [fog](http://www.old.example/2022/fog#map), [all](https://old.example/2022/).`);
      const { results } = await run([join(folder, 'in')]);
      expect(results.map((it) => it.notes)).toEqual([
        [{ code: 'links', message: '2 links to other stories now lead to their pages here' }],
        [
          { code: 'links', message: '1 link to another story now leads to its page here' },
          {
            code: 'links-left',
            message: 'links to the old site that lead to no story of this import: https://old.example/2022/',
            names: ['https://old.example/2022/'],
          },
        ],
      ]);
      expect([recordOf('fog').formerUrls, recordOf('tide').formerUrls]).toEqual([
        [old('fog'), '/nebel/'],
        [old('tide')],
      ]);
      expect(recordOf('fog').body).toContain('[the tide](/articles/tide) and [fog](/articles/fog).');
      expect(recordOf('tide').body).toContain('[fog](/articles/fog#map), [all](https://old.example/2022/).');
    });

    it('may be paths, of the sites that the user names', async () => {
      give('fog.md', `---\ntitle: Fog\nurl: /fog/\n---\n${PROSE} [Tide](https://gull.example/tide/)\n`);
      give('tide.md', `---\ntitle: Tide\nurl: /tide/\n---\n${MORE} [Fog](https://older.example/fog)\n`);
      await run([join(folder, 'in')], { site: ['https://gull.example', 'https://older.example'] });
      expect(recordOf('fog').body).toContain('[Tide](/articles/tide)');
      expect(recordOf('tide').body).toContain('[Fog](/articles/fog)');
      await run([join(folder, 'in')], { site: ['https://gull.example'], canonical: true });
      expect(recordOf('fog')).toMatchObject({ url: 'https://gull.example/fog/' });
    });

    it('are made from a pattern where nothing says them, and told as unknown without it', async () => {
      const paths = [
        give('2022-03-03-fog.md', `---\ntitle: Dense fog\n---\n${PROSE}\n`),
        give('tide.md', `---\ntitle: High tide\nslug: springs\ndate: 2022-03-04T00:30:00+02:00\n---\n${MORE}\n`),
        give('rope.md', `---\ntitle: Rope\nurl: /r/\n---\n${LAST}\n`),
        give('undated.md', `---\ntitle: Undated\n---\n${LAST} ${LAST} ${MORE}\n`),
      ];
      const { results } = await run(paths, { address: '/:year/:month/:day/:slug.html', timezone: 'Europe/Kyiv' });
      expect(['fog', 'tide', 'rope', 'undated'].map((it) => recordOf(it).formerUrls)).toEqual([
        ['/2022/03/03/fog.html'],
        ['/2022/03/04/springs.html'],
        ['/r/'],
        undefined,
      ]);
      expect(results.map((it) => codes(it).includes('no-address'))).toEqual([false, false, false, true]);
    });

    it.each([
      [{ site: ['old.example'] }, '--site: expected an address such as https://old.example, got "old.example"'],
      [{ address: '/news/' }, '--address: expected a path with :slug, such as /:year/:month/:day/:slug/; got "/news/"'],
      [{ address: '/:title/:slug' }, '--address: expected :slug, :year, :month or :day; got ":title"'],
    ])('are not made of what is none: %j', async (options, message) => {
      await expect(run([give('a.txt', STORY)], options)).rejects.toThrow(message);
    });

    it('are not known of drafts, of records and of texts that were no pages', async () => {
      const { results } = await run([
        give('a.txt', STORY),
        give('b.md', `# B\n\n${MORE}\n`),
        give('c.md', `---\ntitle: C\ndraft: true\n---\n${LAST}\n`),
      ]);
      expect(results.flatMap(codes)).not.toContain('no-address');
    });

    it('may be the files of stories, also if those have other names here', async () => {
      give('posts/fog/index.md', `---\ntitle: Fog\nslug: dense-fog\n---\n${PROSE}\n`);
      give('posts/tide.md', `---\ntitle: Tide\n---\n${MORE} [Fog]({{< relref "posts/fog" >}})\n`);
      give('posts/rope.md', `---\ntitle: Rope\n---\n${LAST} [Gone]({filename}/posts/gone.md)\n`);
      const { lines } = await run([join(folder, 'in')], { plan: true });
      expect(JSON.parse(lines[0] as string).doubts).toEqual({
        template: { stories: 1, names: { '/posts/gone.md': 1 }, acceptable: true },
      });
      const { results } = await run([join(folder, 'in')]);
      expect(recordOf('tide').body).toContain('[Fog](/articles/dense-fog)');
      expect(results.map((it) => [it.article?.key, it.outcome, it.doubts])).toEqual([
        ['fog', 'ok', []],
        ['rope', 'needs-review', ['template']],
        ['tide', 'ok', []],
      ]);
    });

    it('are named below many stories where links still lead there', async () => {
      for (let n = 0; n < 21; n++)
        page(`t${n}`, '', `${PROSE} ${n} ${n < 2 ? '[Gone](https://old.example/gone)' : ''}`);
      const { lines } = await run([join(folder, 'in')], { json: false });
      expect(lines.at(-2)).toBe('Links that still lead to the old site, in 2 stories: https://old.example/gone (2)');
    });

    it('stay the homes of stories with --canonical, and links lead there', async () => {
      page('fog', '', `${PROSE} See [the tide](${old('tide')}).`);
      page('tide', '', MORE);
      await run([join(folder, 'in')], { canonical: true });
      expect([recordOf('fog').url, recordOf('fog').formerUrls]).toEqual([old('fog'), undefined]);
      expect(recordOf('fog').body).toContain(`[the tide](${old('tide')})`);
    });

    it('are known of records that are there already', async () => {
      await run([page('fog', '', PROSE)]);
      await run([page('tide', '', `${MORE} [Fog](${old('fog')})`)]);
      expect(recordOf('tide').body).toContain('[Fog](/articles/fog)');
    });

    it('are none of the wire’s own', async () => {
      give('fog.md', `---\ntitle: Fog\naliases: [/articles/tide, /feeds/all.rss, /hub, /feedback]\n---\n${PROSE}\n`);
      const { results } = await run([join(folder, 'in')]);
      expect([recordOf('fog').formerUrls, results[0]?.notes.map((it) => it.message)]).toEqual([
        ['/feedback'],
        ['/articles/tide', '/feeds/all.rss', '/hub'].map(
          (it) => `the earlier address "${it}" is left out: no story can have had it`,
        ),
      ]);
    });

    it('belong to one story each', async () => {
      page('fog', '', PROSE);
      give('other.md', `---\ntitle: Other\naliases: [/2022/fog]\n---\n${MORE}\n`);
      const { results } = await run([join(folder, 'in')]);
      expect(results[1]?.notes).toEqual([
        { code: 'alias', message: 'the earlier address "/2022/fog" is left out: another story has it' },
      ]);
      expect(recordOf('other').formerUrls).toBeUndefined();
    });
  });

  describe('a doubt that is accepted', () => {
    const post = (more: string) => give('a.md', `---\ntitle: A\n${more}---\n${PROSE} {{< map >}}\n`);

    it('makes no draft of a story, which still tells of it', async () => {
      const [result] = (await run([post('')], { accept: ['template'] })).results as [ImportResult];
      expect([result.outcome, result.doubts, codes(result), recordOf('a').status]).toEqual([
        'ok',
        [],
        ['template', 'no-address'],
        'ready',
      ]);
    });

    it('leaves other doubts', async () => {
      const [result] = (await run([post('access: members\n')], { accept: ['template'] })).results as [ImportResult];
      expect([result.outcome, result.doubts, recordOf('a').status]).toEqual(['needs-review', ['visibility'], 'draft']);
    });

    it('leaves drafts of the source', async () => {
      await run([post('draft: true\n')], { accept: ['template'] });
      expect(recordOf('a').status).toBe('draft');
    });

    it('may be lines that are not the story’s', async () => {
      const story = `Photos: Kherson residents return\n\n${PROSE}\n\n${MORE}\n`;
      expect((await importOne(story)).doubts).toEqual(['flagged-line']);
      expect((await importOne(story, { accept: ['flagged-line'] })).outcome).toBe('ok');
    });

    it.each([
      ['visibility', '"visibility" cannot be accepted for all stories: each of them was held back'],
      ['missing-date', '"missing-date" cannot be accepted for all stories'],
      ['body-changed', 'expected one of '],
      ['constructor', 'got "constructor"'],
    ])('cannot be %s', async (code, message) => {
      await expect(run([post('')], { accept: [code] })).rejects.toThrow(message);
    });
  });

  it('fails on what needs review only with --strict', async () => {
    const path = give('story.txt', STORY);
    expect((await run([path], { published: undefined })).code).toBe(0);
    expect((await run([path], { published: undefined, strict: true })).code).toBe(1);
  });

  it.each([
    [
      { published: '2022-03-03' },
      '--published: expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got "2022-03-03"',
    ],
    [{ timezone: 'Mars' }, '--timezone: expected a name such as Europe/Kyiv, got "Mars"'],
    [{ encoding: 'ebcdic' }, '--encoding: expected a name such as windows-1251, got "ebcdic"'],
    [{ language: 'klingon!' }, '--language: expected a tag such as uk or pt-BR, got "klingon!"'],
    [{ columns: 'head=Headline' }, '--columns: "head" is not one of key, title, summary, body, published,'],
    [{ columns: 'title' }, '--columns: expected FIELD=NAME, got "title"'],
    [{ tags: 'nowhere.yaml' }, 'nowhere.yaml: tags: does not exist'],
  ])('refuses %j', async (options, message) => {
    await expect(run([give('story.txt', STORY)], options)).rejects.toThrow(message);
  });
});

describe('bad plain text', () => {
  it.each([
    ['an empty file', '', 'is empty', 'empty'],
    ['only white space', ' \n\t\n\u00a0\n', 'has no text', 'empty'],
    ['a headline alone', 'Bridge reopens\n', 'has a headline but no text', 'empty'],
  ])('%s is an error', async (_, content, error, code) => {
    const result = await importOne(content);
    expect([result.outcome, result.error, codes(result)]).toEqual(['error', error, [code]]);
  });

  it('without a headline becomes a draft that asks for one', async () => {
    const result = await importOne(
      `${PROSE} It had been closed since the flood, and nobody knew for how long.\n\n${MORE}\n`,
    );
    expect([result.outcome, result.article?.title, codes(result)]).toEqual(['needs-review', '', ['missing-title']]);
    expect([recordOf('story').title, recordOf('story').status]).toEqual(['(needs a title)', 'draft']);
  });

  it.each([
    ['a byte order mark', `\ufeff${STORY}`],
    ['Windows line ends', STORY.replaceAll('\n', '\r\n')],
    ['old Macintosh line ends', STORY.replaceAll('\n', '\r')],
    [
      'wrapped lines',
      `Bridge reopens\n\nThe bridge over the river opened on Monday after two years\nof work, the council said.\n\nTraffic was light in the morning. Buses run every\nhour.\n\nA third paragraph that is wrapped stands here, so that\nit can be told.\n`,
    ],
  ])('with %s is read as if without', async (_, content) => {
    const { article } = await importOne(content);
    expect([article?.title, article?.body[0], article?.body[1]]).toEqual(['Bridge reopens', PROSE, MORE]);
  });

  it('loses NUL and control characters, and says how many', async () => {
    const result = await importOne(STORY.replace('Bridge', 'Bri\u0000dge').replace('Monday', 'Mon\u0007day'));
    expect([result.article?.title, result.article?.body[0], result.outcome]).toEqual([
      'Bridge reopens',
      PROSE,
      'needs-review',
    ]);
    expect(result.notes).toEqual([
      { code: 'control-characters', message: 'control characters or broken letters that are left out: 2' },
    ]);
  });

  it.each([
    ['once', 'Bridge &amp; tunnel\n\nR&amp;D &lt;costs&gt; &quot;rose&quot;'],
    ['twice', 'Bridge &amp;amp; tunnel\n\nR&amp;amp;D &amp;lt;costs&amp;gt; &amp;quot;rose&amp;quot;'],
  ])('with references encoded %s is decoded', async (times, text) => {
    const result = await importOne(`${text}\n`);
    expect([result.article?.title, result.article?.body]).toEqual(['Bridge & tunnel', ['R&D <costs> "rose"']]);
    expect(result.notes[0]?.message).toContain(times);
  });

  it('keeps a reference that it shows, where others are encoded once', async () => {
    const result = await importOne('Write &amp;lt; for a sign\n\nThe page said &amp;lt;, Ann &amp; Ivo said.\n');
    expect([result.article?.title, result.article?.body]).toEqual([
      'Write &lt; for a sign',
      ['The page said &lt;, Ann & Ivo said.'],
    ]);
  });

  it('of one huge line, or of ten thousand short ones, is read', async () => {
    const huge = await importOne(`Bridge reopens\n\n${'word '.repeat(80_000)}\n`);
    expect([huge.outcome, huge.article?.body[0]?.length]).toEqual(['ok', 399_999]);
    const many = await importOne(
      `Bridge reopens\n\n${Array.from({ length: 10_000 }, (_, index) => `Line ${index}.`).join('\n')}\n`,
    );
    expect([many.outcome, many.article?.body.length]).toEqual(['ok', 10_000]);
  });
});

describe('exports of other systems', () => {
  it.each(['a folder', 'a ZIP archive'])(
    'in several files of %s are imported once: texts beside a table are a part of it',
    async (kind) => {
      const files = [
        {
          name: 'posts.csv',
          content: 'post_id,title,post_date,is_published\n1.dam,Dam holds,2024-03-01T08:00:00Z,TRUE\n',
        },
        { name: 'posts/1.dam.html', content: '<p>The dam held through the night.</p>' },
        { name: 'posts/2.other.html', content: '<p>No row is about it.</p>' },
      ];
      if (kind === 'a folder') for (const { name, content } of files) give(`export/${name}`, content);
      else give('export', zip(files));
      const { results } = await run([join(folder, 'in')]);
      expect(results.map((it) => [it.file.slice(folder.length), it.outcome, it.article?.body])).toEqual([
        ['/in/export/posts.csv', 'ok', ['The dam held through the night.']],
        ['/in/export/posts/2.other.html', 'needs-review', ['No row is about it.']],
      ]);
    },
  );

  const wxr = (items: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>${items}</channel></rss>`;
  const post = (id: number, body: string) =>
    `<item><title>Post ${id}</title><guid isPermaLink="false">https://old.example/?p=${id}</guid><content:encoded><![CDATA[${body}]]></content:encoded><wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2022-03-0${id} 10:00:00</wp:post_date_gmt><wp:post_name>post-${id}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`;

  it('give a result for each story, in their order', async () => {
    const { results } = await run([give('export.txt', wxr(post(1, 'One.') + post(2, 'Two.')))]);
    expect(results.map((it) => [it.outcome, it.article?.key, it.article?.slug, it.article?.published])).toEqual([
      ['ok', 'p-1', 'post-1', '2022-03-01T10:00:00Z'],
      ['ok', 'p-2', 'post-2', '2022-03-02T10:00:00Z'],
    ]);
  });

  it('are read without the control characters that WordPress leaves in them, which is noted once', async () => {
    const { results } = await run([give('export.xml', wxr(post(1, 'On\u000be.') + post(2, 'Tw\u001bo.')))]);
    expect(results.map((it) => [it.outcome, it.article?.body, codes(it)])).toEqual([
      ['needs-review', ['One.'], ['control-characters']],
      ['ok', ['Two.'], []],
    ]);
  });

  it('lose scraped blocks of their HTML, and keep the rest of it as it was', async () => {
    const body = `<p>${PROSE}</p>\n<p>Advertisement</p>\n<p>${MORE} <a href="/about">More</a>.</p>\n<p>${LAST}</p>\n<h3>Related Stories</h3>\n<ul><li><a href="/a">Station closes</a></li><li><a href="/b">Ferry stops</a></li></ul>`;
    const { results } = await run([give('export.xml', wxr(post(1, body)))]);
    expect(results[0]?.lines.map((it) => [it.line, it.action, it.rule, it.text])).toEqual([
      [2, 'dropped', 'advertisement', 'Advertisement'],
      // A heading may be the story's own.
      [5, 'flagged', 'related-head', 'Related Stories'],
    ]);
    expect(
      recordOf('p-1')
        .body.trim()
        .split('\n')
        .filter((it) => it !== ''),
    ).toEqual([
      `<p>${PROSE}</p>`,
      `<p>${MORE} <a href="/about">More</a>.</p>`,
      `<p>${LAST}</p>`,
      '<h3>Related Stories</h3>',
      '<ul><li><a href="/a">Station closes</a></li><li><a href="/b">Ferry stops</a></li></ul>',
    ]);
  });

  it('that declare entities are refused unread, and so is XML of no format', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>';
    const outside =
      '<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body>&x;</body></nitf>';
    const { results } = await run([
      give('a.xml', bomb),
      give('b.xml', outside),
      give('c.txt', '<?xml version="1.0"?><opml/>'),
    ]);
    expect(results.map((it) => [it.outcome, it.error])).toEqual([
      ['error', 'line 1: the DOCTYPE declares entities, which are not allowed; remove them'],
      ['error', 'line 1: the DOCTYPE declares entities, which are not allowed; remove them'],
      ['error', 'is XML with the root element <opml>, which cannot be imported'],
    ]);
  });
});
