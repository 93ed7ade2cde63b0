import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tagwire } from '../support/tagwire.ts';

let folder: string;
const SENTENCE = 'The ferry of Keltmouth left at nine with two hundred people and eleven cars on board. ';
const story = (name: string, title: string, more = '') =>
  writeFile(
    join(folder, `${name}.md`),
    `---\ntitle: ${title}\npublished: 2022-03-03T19:40:00Z\ntags: [Harbour]\n${more}---\n${SENTENCE.repeat(8)}\n`,
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
  it('counts what each partner takes of the stories that are live', async () => {
    const { code, out } = await tagwire(['partners', folder]);
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'MSN takes 1 of 3 stories: 0 as they are, 1 adapted, 1 withheld, 1 gone  /feeds/all/for/msn.rss',
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
      '  bare: withheld: picture: there is no lead picture: give "image", at least 720 pixels wide',
      '  ferry: adapted: markup: elements that are not taken are replaced: figure',
      '  gone: gone: the partner is told to take it away',
    ]);
    const { out: json } = await tagwire(['partners', 'msn', folder, '--channel', 'sport', '--json']);
    expect(JSON.parse(json)).toEqual({ partner: 'msn', passed: 0, adapted: 0, withheld: 0, gone: 0, stories: [] });
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
      'bare.md: picture: note: MSN does not take it: there is no lead picture: give "image", at least 720 pixels wide\n',
    );
    expect(out).toContain('ferry.md: markup: note: for MSN, elements that are not taken are replaced: figure\n');
    expect((await tagwire(['check', folder])).out).not.toContain('MSN');
  });
});
