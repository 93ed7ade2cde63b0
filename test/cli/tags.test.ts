import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAlike } from '../../src/cli/alike.ts';
import { listTags, suggestTags } from '../../src/cli/tags.ts';
import { tagwire } from '../support/tagwire.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwire-tags-'));
  writeFileSync(
    join(folder, 'tags.yaml'),
    `version: 1
tags:
  - { slug: aid, label: Aid, match: [relief], formerly: [help] }
  - { slug: corridors, label: Corridors, match: [corridor*], broader: aid }
  - { slug: sport, label: Sport }
`,
  );
  record('a', 'Corridor opens', '[Corridors]', 'Buses left with relief. A second line.\n\nMore relief came.');
  record('b', 'Relief arrives', '[help, corridor]', 'A corridor opened.');
  record('c', 'Nothing', '[Corridors]', 'A story.\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function record(key: string, title: string, tags: string, body: string): void {
  writeFileSync(
    join(folder, `${key}.md`),
    `---\ntitle: ${title}\npublished: 2022-03-03T19:00:00Z\ntags: ${tags}\n---\n${body}\n`,
  );
}

const nothing = (line: string) => expect.unreachable(line);

async function lines(command: typeof listTags, options = {}): Promise<string[]> {
  const written: string[] = [];
  const write = (line: string) => written.push(line);
  expect(await command(folder, { json: false, write, warn: nothing, ...options })).toBe(0);
  return written;
}

describe('tagwire tags', () => {
  it('counts the stories of each tag and of its channel, and finds what there is to mend', async () => {
    expect(await lines(listTags)).toEqual([
      'tag        named  stories  label',
      'aid            1        3  Aid',
      'corridors      2        2  Corridors',
      'corridor       1        1  corridor',
      'sport          0        0  Sport',
      '',
      '"named" counts the stories that name the tag; "stories" adds those of narrower tags, as the channel does.',
      'unused: sport',
      'not in the vocabulary: corridor',
      'alike: corridor and corridors',
    ]);
  });

  it('prints the same as JSON', async () => {
    const [json = ''] = await lines(listTags, { json: true });
    expect(JSON.parse(json)).toEqual({
      tags: [
        { slug: 'aid', label: 'Aid', named: 1, stories: 3, known: true },
        { slug: 'corridors', label: 'Corridors', named: 2, stories: 2, known: true },
        { slug: 'corridor', label: 'corridor', named: 1, stories: 1, known: false },
        { slug: 'sport', label: 'Sport', named: 0, stories: 0, known: true },
      ],
      unused: ['sport'],
      unknown: ['corridor'],
      alike: [['corridor', 'corridors']],
    });
  });

  it('runs from the command line, and refuses what it does not know', async () => {
    const listed = await tagwire(['tags', folder]);
    expect([listed.code, listed.out.split('\n')[1]]).toEqual([0, 'aid            1        3  Aid']);
    const wrong = await tagwire(['tags', folder, 'more']);
    expect([wrong.code, wrong.err]).toEqual([2, 'tagwire: tags: expected one folder, also got "more"\n']);
  });
});

describe('tagwire tags suggest', () => {
  it('shows what the vocabulary would add and why, without what a narrower tag implies', async () => {
    expect(await lines(suggestTags)).toEqual(['0 tags to add to 0 of 3 articles']);
    record('d', 'Corridor opens', '[]', 'With relief.\n\nMore relief.\n');
    expect(await lines(suggestTags)).toEqual([
      `${join(folder, 'd.md')}: + aid: paragraph 1 "relief", paragraph 2 "relief"`,
      `${join(folder, 'd.md')}: + corridors: title "Corridor"`,
      '2 tags to add to 1 of 4 articles',
    ]);
  });
});

describe('tagwire tags and tags suggest', () => {
  it('name a record that they cannot read, go on with the others, and exit with 1', async () => {
    record('a-long', 'Corridor opens', '[]', '<b>'.repeat(20_001));
    record('b-long', 'Corridor opens', '[]', 'x'.repeat(2_000_000));
    writeFileSync(join(folder, 'c-broken.md'), 'No front matter.');
    record('d', 'Corridor opens', '[]', 'With relief.\n\nMore relief.');
    const path = (name: string) => join(folder, `${name}.md`);
    const long = `${path('a-long')}: body: has 20001 HTML tags; at most 20000; mend it: it is left out here`;
    const others = [
      `${path('b-long')}: record: is 2000072 bytes long; at most 2000000; mend it: it is left out here`,
      `${path('c-broken')}: front matter: expected a first line of "---", then the fields, then another "---" (docs/mistakes.md#dashes); mend it: it is left out here`,
    ];
    const suggested = await tagwire(['tags', 'suggest', folder]);
    expect([suggested.code, suggested.out.trim().split('\n'), suggested.err.trim().split('\n')]).toEqual([
      1,
      [
        `${path('d')}: + aid: paragraph 1 "relief", paragraph 2 "relief"`,
        `${path('d')}: + corridors: title "Corridor"`,
        '2 tags to add to 1 of 4 articles',
      ],
      [...others, long],
    ]);
    const listed = await tagwire(['tags', folder]);
    expect([listed.code, listed.out.split('\n')[1], listed.err.trim().split('\n')]).toEqual([
      1,
      'aid            1        3  Aid',
      others,
    ]);
  });
});

describe('tags that are alike', () => {
  it.each([
    ['corridor', 'corridors'],
    ['city', 'cities'],
    ['church', 'churches'],
    ['aid-humanitarian', 'humanitarian-aid'],
    ['humanitarain-aid', 'humanitarian-aid'],
    ['refugee', 'refugees'],
    ['zelenskiy', 'zelenskyy'],
  ])('%s and %s', (a, b) => {
    expect(findAlike([b, 'energy', a])).toEqual([[a, b].sort()]);
  });

  it.each([
    ['iran', 'iraq'],
    ['covid-19', 'covid-20'],
    ['news', 'new'],
    ['gas', 'ga'],
    ['austria', 'australia'],
    ['election-2022', 'election-2023'],
  ])('not %s and %s', (a, b) => {
    expect(findAlike([a, b])).toEqual([]);
  });
});
