import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tagwire } from '../support/tagwire.ts';

let folder: string;
const SENTENCE = 'The ferry of Keltmouth left at nine with two hundred people and eleven cars on board. ';
/** The command's own clock counts: MSN takes nothing that is old. */
const YESTERDAY = new Date(Date.now() - 24 * 3600_000).toISOString();
const story = (name: string, title: string, more = '') =>
  writeFile(
    join(folder, `${name}.md`),
    `---\ntitle: ${title}\npublished: ${YESTERDAY}\ntags: [Harbour]\n${more}---\n${SENTENCE.repeat(8)}\n`,
  );
const IMAGE = 'image: { url: https://cdn.example/a.jpg, alt: A, width: 900, height: 600 }\n';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tagwire-partners-'));
  await story('ferry', 'The ferry of Keltmouth is back', IMAGE);
  await story('bare', 'The quay of Keltmouth is closed');
  await story('draft', 'The mole of Keltmouth is long', `${IMAGE}status: draft\n`);
  await story('gone', 'The crane of Keltmouth is tall', `${IMAGE}status: withdrawn\n`);
});
afterAll(() => rm(folder, { recursive: true }));

describe('tagwire partners', () => {
  it('withholds from MSN what was published long ago', async () => {
    const old = await mkdtemp(join(tmpdir(), 'tagwire-partners-'));
    const record = `---\ntitle: The ferry of Keltmouth is back\npublished: 2022-03-03T19:40:00Z\ntags: [Harbour]\n${IMAGE}---\n${SENTENCE.repeat(8)}\n`;
    await writeFile(join(old, 'ferry.md'), record);
    await writeFile(
      join(old, 'gone.md'),
      record.replace('---\n', '---\nstatus: withdrawn\n').replace('is back', 'is gone'),
    );
    expect((await tagwire(['partners', 'msn', old])).out.split('\n').slice(1, -1).sort()).toEqual([
      '  ferry: withheld: age: it was published 365 days ago, or earlier',
      '  gone: gone: the partner is told to take it away',
    ]);
    expect((await tagwire(['check', old, '--for', 'msn'])).out.split('\n')[0]).toBe(
      `${join(old, 'ferry.md')}: age: note: MSN does not take it: it was published 365 days ago, or earlier`,
    );
    expect((await tagwire(['check', old, '--for', 'msn'])).out).not.toContain('gone.md: age');
    await rm(old, { recursive: true });
  });

  it('counts what each partner takes of the stories that are live', async () => {
    const { code, out } = await tagwire(['partners', folder]);
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'MSN takes 1 of 3 stories: 1 as they are, 0 adapted, 1 withheld, 1 gone  /feeds/all/for/msn.rss',
        'SmartNews takes 0 of 3 stories: 0 as they are, 0 adapted, 2 withheld, 1 gone  /feeds/all/for/smartnews.rss',
        'Flipboard takes 1 of 3 stories: 0 as they are, 1 adapted, 1 withheld, 1 gone  /feeds/all/for/flipboard.rss',
        'NewsBreak takes 1 of 3 stories: 0 as they are, 1 adapted, 1 withheld, 1 gone  /feeds/all/for/newsbreak.rss',
        'A podcast takes 0 of 3 stories: 0 as they are, 0 adapted, 2 withheld, 1 gone  /feeds/all/for/podcast.rss',
        'ninjs (IPTC) takes 2 of 3 stories: 2 as they are, 0 adapted, 0 withheld, 1 gone  /feeds/all/for/ninjs.json',
        "Superdesk's ninjs takes 2 of 3 stories: 2 as they are, 0 adapted, 0 withheld, 1 gone  /feeds/all/for/superdesk.json",
        'NITF takes 2 of 3 stories: 2 as they are, 0 adapted, 0 withheld, 1 gone  /feeds/all/for/nitf.atom',
        '`tagwire partners NAME` says of each story what is adapted, or why it is withheld.',
        '',
      ],
    ]);
  });

  it('says of each story what becomes of it', async () => {
    const { out } = await tagwire(['partners', 'msn', folder, '--channel', 'harbour']);
    expect(out.split('\n').slice(1, -1).sort()).toEqual([
      '  bare: withheld: picture: there is no lead picture: give "image: { url: /images/NAME.jpg, alt: ... }", at least 720 pixels wide or high',
      '  ferry: passed',
      '  gone: gone: the partner is told to take it away',
    ]);
    const { out: json } = await tagwire(['partners', 'msn', folder, '--channel', 'all+!harbour', '--json']);
    expect(JSON.parse(json)).toEqual({ partner: 'msn', passed: 0, adapted: 0, withheld: 0, gone: 0, stories: [] });
    expect((await tagwire(['partners', 'msn', folder, '--channel', 'harbor'])).err).toBe(
      'tagwire: --channel: no story has the tag "harbor"; did you mean "harbour"?\n',
    );
  });

  it('says what it does not know', async () => {
    expect((await tagwire(['partners', 'yahoo', folder])).err).toBe(
      'tagwire: no partner is called "yahoo"; expected msn, smartnews, flipboard, newsbreak, podcast, ninjs, superdesk, nitf\n',
    );
    expect((await tagwire(['partners', 'msn', folder, '--channel', 'a+'])).err).toBe(
      'tagwire: --channel: not a channel: expected a tag before and after each "+" and ","\n',
    );
  });

  it('is said before publishing by `check --for`, which refuses nothing for it', async () => {
    const { code, out } = await tagwire(['check', folder, '--for', 'MSN']);
    expect(code).toBe(0);
    expect(out).toContain(
      'bare.md: picture: note: MSN does not take it: there is no lead picture: give "image: { url: /images/NAME.jpg, alt: ... }", at least 720 pixels wide or high\n',
    );
    expect(out).toContain('MSN takes 1 of 2 stories; `tagwire partners msn` says why not the others\n');
    expect((await tagwire(['check', folder])).out).not.toContain('MSN');
    expect((await tagwire(['check', folder, '--for', 'flipboard'])).out).toContain(
      'ferry.md: summary: note: for Flipboard, the summary is the beginning of the text',
    );
  });

  it('is said by `check` of the partners of partners.yaml, and in a line of each', async () => {
    const settings = join(folder, 'partners.yaml');
    await writeFile(
      settings,
      'version: 1\npartners:\n  msn: { only: harbour }\n  smartnews:\n    logo: https://cdn.example/l.png\n',
    );
    const { code, out } = await tagwire(['check', folder]);
    const lines = out.split('\n').map((it) => it.replace(`${folder}/`, ''));
    expect([code, lines.filter((it) => !it.includes('twice'))]).toEqual([
      0,
      [
        'partners.yaml: partners.smartnews: note: SmartNews takes nothing until it has darkLogo',
        'bare.md: picture: note: MSN does not take it: there is no lead picture: give "image: { url: /images/NAME.jpg, alt: ... }", at least 720 pixels wide or high',
        'bare.md: picture: note: SmartNews does not take it: there is no lead picture: give "image: { url: /images/NAME.jpg, alt: ... }", at least 200 pixels on its shorter side',
        'MSN takes 1 of 2 stories; `tagwire partners msn` says why not the others',
        'SmartNews takes 0 of 2 stories; `tagwire partners smartnews` says why not the others',
        '4 articles, 0 problems, 3 notes',
        '',
      ],
    ]);
    await writeFile(settings, 'version: 1\npartners:\n  msn: { only: harbour+!Harbour }\n');
    expect((await tagwire(['check', folder])).out).toContain(
      'partners.yaml: partners.msn.only: expected tags such as "ukraine,refugees" or "all+!sport", got "harbour+!Harbour": not a channel: no story can match it',
    );
    await rm(settings);
  });
});
