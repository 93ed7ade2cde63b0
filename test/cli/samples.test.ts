import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SAMPLE_STORIES, samplesIn } from '../../src/cli/samples.ts';

const CONFIG = readFileSync('wrangler.toml', 'utf8');
const OWN = CONFIG.replace('tagwire.example,2022-02-24', 'harl.example,2026-01-01')
  .replace('SITE_TITLE = "Tagwire"', 'SITE_TITLE = "Harl"')
  .replace('Tagwire desk', 'Harl desk')
  .replace('desk@tagwire.example', 'desk@harl.example');

describe('samples that come with Tagwire', () => {
  it('are the stories of its folder', () => {
    const files = readdirSync('articles', { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.md'));
    expect([...SAMPLE_STORIES].sort()).toEqual(files.map((it) => basename(it, '.md')).sort());
  });

  it('are named, each with what it should be', () => {
    const [first] = SAMPLE_STORIES;
    expect(samplesIn(CONFIG, [first as string, 'harl-dam'])).toEqual([
      'wrangler.toml: TAG_AUTHORITY: is that of the sample ("tagwire.example,2022-02-24"); expected a domain of yours and a day on which it was yours, such as news.example,2026-01-01; it can never be changed',
      'wrangler.toml: SITE_TITLE: is that of the sample ("Tagwire"); expected the name of the wire',
      'wrangler.toml: EDITOR_NAME: is that of the sample ("Tagwire desk"); expected who answers for the stories',
      'wrangler.toml: EDITOR_EMAIL: is that of the sample ("desk@tagwire.example"); expected where they can be written to',
      `articles: 1 sample story would be published, such as ${first}; delete them`,
    ]);
  });

  it('are none of a wire of one’s own', () => {
    expect(samplesIn(OWN, ['harl-dam'])).toEqual([]);
    expect(samplesIn(OWN, [...SAMPLE_STORIES])[0]).toMatch(/^articles: 48 sample stories would be published, such as /);
  });
});
