import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importFiles } from '../../../src/cli/import.ts';
import { importOptions } from '../../support/import-input.ts';
import { type Chapter, type Goal, ratioGoal, times, whole } from '../report.ts';
import { interleave, median, milliseconds, ratio } from '../statistics.ts';
import { randomNumbers, story } from '../stories.ts';

const STORIES = 1000;
const CHARACTERS = 6000;
const GOAL_PER_SECOND = 500;

interface Load {
  /** A folder of plain-text stories. */
  stories: string;
  count: number;
  /** A vocabulary. */
  tags: string;
}

/** Importing folders of plain-text stories: reading, cleaning, tagging, writing records. */
export async function measureImport({ folder, quick }: { folder: string; quick: boolean }): Promise<Chapter> {
  const count = quick ? 100 : STORIES;
  const [few, many] = [await writeTags(folder, 50), await writeTags(folder, 500)];
  const stories = await writeStories(folder, count, CHARACTERS);
  const loads: Record<string, Load> = {
    base: { stories, count, tags: many },
    'few tags': { stories, count, tags: few },
    'few stories': { stories: await writeStories(folder, count / 4, CHARACTERS), count: count / 4, tags: many },
    'long stories': { stories: await writeStories(folder, count / 4, CHARACTERS * 4), count: count / 4, tags: many },
  };
  const measured = await interleave(
    Object.fromEntries(Object.entries(loads).map(([name, load]) => [name, () => timeOf(load, folder)])),
    { rounds: quick ? 3 : 9, warmUp: 1 },
  );
  const perStory = (name: string) => (measured[name] as number[]).map((it) => it / (loads[name] as Load).count);
  const rows = [
    ['1,000 stories of 6,000 characters, 500 tags', 'base'],
    ['the same, 50 tags', 'few tags'],
    ['250 stories', 'few stories'],
    ['250 stories of 24,000 characters', 'long stories'],
  ].map(([text = '', name = '']) => [
    text,
    median(perStory(name)).toFixed(2),
    whole(1000 / median(perStory(name))),
    times(ratio(perStory(name), perStory('base'))),
  ]);
  const rate = 1000 / median(perStory('base'));
  const goals: Goal[] = [
    {
      goal: `1,000 stories: at least ${GOAL_PER_SECOND} stories/s`,
      measured: `${whole(rate)}/s`,
      met: rate >= GOAL_PER_SECOND,
    },
    ratioGoal(
      'a story among 1,000, against one among 250',
      ratio(perStory('base'), perStory('few stories')),
      '<=',
      1.2,
    ),
    ratioGoal('a story of four times the text', ratio(perStory('long stories'), perStory('few stories')), '<=', 4.4),
    ratioGoal('with 500 tags, against 50', ratio(perStory('base'), perStory('few tags')), '<=', 2),
  ];
  return {
    title: 'Importing',
    text: TEXT,
    table: { head: ['', 'ms a story', 'stories/s', 'x the first'], rows },
    goals,
  };
}

/** @returns milliseconds for all stories of a folder. Taking records away slows the next run down, so each has a folder of its own. */
async function timeOf({ stories, count, tags }: Load, folder: string): Promise<number> {
  const out = await mkdtemp(join(folder, 'records-'));
  let lines = 0;
  const time = await milliseconds(() =>
    importFiles([stories], importOptions({ out, tags, published: '2022-03-03T19:00:00Z', json: true, strict: true }), {
      write: () => lines++,
      warn: console.warn,
      stdin: async () => new Uint8Array(),
      clock: () => performance.now(),
    }).then((code) => {
      if (code !== 0 || lines !== count) throw new Error(`an import went wrong: code ${code}, ${lines} of ${count}`);
    }),
  );
  return time;
}

/** Plain-text exports with scraped lines among the paragraphs. */
async function writeStories(folder: string, count: number, characters: number): Promise<string> {
  const path = join(folder, `texts-${count}-${characters}`);
  await mkdir(path);
  for (let index = 0; index < count; index++) {
    const { title, body } = story(index, characters);
    const paragraphs = body.split('\n').map((it) => it.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&'));
    paragraphs.splice(2, 0, 'MINISTER WARNS OF LONG WINTER IN THE NORTH AFTER CALL', 'Advertisement');
    await writeFile(
      join(path, `story-${index}.txt`),
      `${title} ${index}\n\n${paragraphs.join('\n\n')}\n\nRelated Content\n`,
    );
  }
  return path;
}

/** A vocabulary of which some phrases are in the stories and most are not. */
async function writeTags(folder: string, count: number): Promise<string> {
  const random = randomNumbers(count);
  const words = story(1, 20_000).body.match(/[a-z]{3,}/g) ?? [];
  const word = () => words[Math.floor(random() * words.length)] as string;
  const tags = Array.from({ length: count }, (_, index) => ({
    slug: `tag-${index}`,
    label: `Tag ${index}`,
    match: [`${word()} ${word()}*`, `name${index}*`, `name${index} ${word()}`, `topic ${index}`],
    not: [`name${index} ${word()} ${word()}`],
  }));
  const path = join(folder, `tags-${count}.json`);
  await writeFile(path, JSON.stringify({ version: 1, tags }));
  return path;
}

const TEXT = `One process runs \`tagwire import\` on folders of plain-text files with scraped lines among their paragraphs. It reads each
file, detects its encoding, cleans and tags it, compares it with the others, and writes it as a record. Each tag has four
phrases and an exception. One phrase begins with a word that stories use, the others with names, as in a newsroom's
vocabulary.`;
