import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  FIRST_STORY,
  FIRST_STORY_WORDS,
  SAMPLE_PICTURES,
  SAMPLE_STORIES,
  SAMPLE_TAGS,
  samplesIn,
} from '../../src/cli/samples.ts';
import { HAS_SAMPLES } from '../support/samples.ts';

const CONFIG = readFileSync('wrangler.toml', 'utf8');
const OWN = CONFIG.replace('tagwire.example,2022-02-24', 'harl.example,2026-01-01')
  .replace('SITE_TITLE = "Tagwire"', 'SITE_TITLE = "Harl"')
  .replace('"A news wire for every tag"', '"News of Harl"')
  .replace('SITE_COPYRIGHT = "Tagwire"', 'SITE_COPYRIGHT = ""')
  .replace('Tagwire desk', 'Harl desk')
  .replace('desk@tagwire.example', 'desk@harl.example');

const stories = (...keys: string[]) => keys.map((key) => ({ key }));

describe.skipIf(!HAS_SAMPLES)('samples that come with Tagwire', () => {
  it('are the stories of its folder', () => {
    const files = readdirSync('articles', { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.md'));
    expect([...SAMPLE_STORIES].sort()).toEqual(files.map((it) => basename(it, '.md')).sort());
  });

  it('are the pictures and the tags of its folder', () => {
    const pictures = readdirSync('articles/public/images').map((it) => `images/${it}`);
    expect(SAMPLE_PICTURES.toSorted()).toEqual(pictures.toSorted());
    const slugs = [...readFileSync('articles/tags.yaml', 'utf8').matchAll(/^ {2}- slug: (\S+)$/gm)].map((it) => it[1]);
    expect([...SAMPLE_TAGS]).toEqual(slugs);
  });

  it('are the words of the first story, until somebody changes them', () => {
    const first = (body: string) => [{ key: FIRST_STORY, record: { body } }];
    expect(samplesIn(OWN, first(`This is it. ${FIRST_STORY_WORDS}.`))).toEqual([
      'articles/first-story.md: still has the words that came with it; write your own, or delete it',
    ]);
    expect(samplesIn(OWN, first('The dam holds.'))).toEqual([]);
  });

  it('are named, each with what it should be', () => {
    const [first] = SAMPLE_STORIES;
    expect(samplesIn(CONFIG, stories(first as string, 'harl-dam'))).toEqual([
      'wrangler.toml: TAG_AUTHORITY: is that of the sample ("tagwire.example,2022-02-24"); expected a domain of yours and a day on which it was yours, such as news.example,2026-01-01; it can never be changed',
      'wrangler.toml: SITE_TITLE: is that of the sample ("Tagwire"); expected the name of the wire',
      'wrangler.toml: SITE_DESCRIPTION: is that of the sample ("A news wire for every tag"); expected what the wire is about',
      'wrangler.toml: SITE_COPYRIGHT: is that of the sample ("Tagwire"); expected whose the stories are, or ""',
      'wrangler.toml: EDITOR_NAME: is that of the sample ("Tagwire desk"); expected who answers for the stories, or ""',
      'wrangler.toml: EDITOR_EMAIL: is that of the sample ("desk@tagwire.example"); expected where they can be written to, or ""',
      `articles: 1 sample story would be published, such as ${first}; delete them`,
    ]);
  });

  it('are none of a wire of one’s own', () => {
    expect(samplesIn(OWN, stories('harl-dam'))).toEqual([]);
    expect(samplesIn(OWN, stories(...SAMPLE_STORIES))[0]).toMatch(
      /^articles: 48 sample stories would be published, such as /,
    );
  });
});
