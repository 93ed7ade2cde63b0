import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { toSlug } from '../../src/channels/slug.ts';
import { Vocabulary } from '../../src/channels/vocabulary.ts';
import { readVocabulary } from '../../src/channels/vocabulary-file.ts';
import { HAS_SAMPLES } from '../support/samples.ts';

const SOURCE = `
version: 1
tags:
  - slug: humanitarian-corridors
    label: { en: Humanitarian corridors, uk: Гуманітарні коридори }
    broader: humanitarian-aid
    formerly: [humanitarian-corridor]
    need: 2
  - { slug: humanitarian-aid, label: Humanitarian aid, broader: [relief] }
  - { slug: relief, label: { uk: Допомога } }
  - { slug: who, label: { en: World Health Organization }, match: ["=WHO"] }
`;

function vocabulary(language = 'en'): Vocabulary {
  const read = readVocabulary(SOURCE);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return new Vocabulary(read.value, language);
}

describe('a vocabulary', () => {
  it.each([
    ['humanitarian-corridors', 'humanitarian-corridors'],
    ['Humanitarian Corridors', 'humanitarian-corridors'],
    ['гуманітарні коридори', 'humanitarian-corridors'],
    ['humanitarian-corridor', 'humanitarian-corridors'],
    ['Humanitarian corridor', 'humanitarian-corridors'],
    ['World Health Organization', 'who'],
    ['Black Sea', 'black-sea'],
    ['C++', 'c'],
    ['🤷', ''],
  ])('takes "%s" for %s', (label, slug) => {
    expect(vocabulary().slugOf(label)).toBe(slug);
  });

  it('labels tags in the site’s language, else in the first that there is', () => {
    expect(vocabulary('uk-UA').labelOf('humanitarian-corridors')).toBe('Гуманітарні коридори');
    expect(vocabulary('en').labelOf('relief')).toBe('Допомога');
    expect(vocabulary('en').labelOf('nowhere')).toBeUndefined();
  });

  it('rolls up to everything broader', () => {
    expect(vocabulary().broaderOf('humanitarian-corridors')).toEqual(['humanitarian-aid', 'relief']);
    expect(vocabulary().broaderOf('nowhere')).toEqual([]);
  });

  it('resolves tags without doubles; outside it a tag has its own label, or that of its channel where it is a slug', () => {
    const labels = new Map([
      ['black-sea', 'Black Sea'],
      ['red-sea', 'Red Sea'],
    ]);
    expect(
      vocabulary().resolve(
        ['humanitarian corridor', 'Humanitarian corridors', 'BLACK SEA', 'Black Sea', 'New', 'red-sea'],
        labels,
      ).tags,
    ).toEqual([
      { slug: 'humanitarian-corridors', label: 'Humanitarian corridors' },
      { slug: 'black-sea', label: 'BLACK SEA' },
      { slug: 'new', label: 'New' },
      { slug: 'red-sea', label: 'Red Sea' },
    ]);
  });

  it.each([
    ['tags: [{ slug: all, label: All }]', { field: 'version', message: 'is required' }],
    [
      'version: 1\ntags: [{ slug: all, label: All }]',
      {
        field: 'tags.0.slug',
        message: '"all" is reserved for the channel of all stories; give the tag another slug in tags.yaml (line 2)',
      },
    ],
    [
      'version: 1\ntags: [{ slug: A b, label: x }]',
      { field: 'tags.0.slug', message: 'expected a-z and 0-9 joined by "-", got "A b" (line 2)' },
    ],
    ['version: 1\ntags: [{ slug: a }]', { field: 'tags.0.label', message: 'is required (line 2)' }],
    [
      'version: 1\ntags: [{ slug: a, label: x, colour: y }]',
      { field: 'tags.0.colour', message: 'is not a known field (line 2)' },
    ],
    ['version: 2\ntags: []', { field: 'version', message: 'expected 1 (line 1)' }],
    ['version: 1\ntags: x', { field: 'tags', message: 'expected a list of tags (line 2)' }],
    ['version: 1\nversion: 1\ntags: []', { field: 'version', message: 'is given twice (line 2)' }],
    ['version: 1\ntags: [', { field: 'yaml', message: expect.stringMatching(/\(line 2\)$/) }],
    ['', { field: 'record', message: 'expected fields and values' }],
  ])('of %s is refused by field', (source, problem) => {
    expect(readVocabulary(source)).toEqual({ ok: false, problems: expect.arrayContaining([problem]) });
  });

  it('of 50,000 keys is read without comparing every pair', () => {
    const source = Array.from({ length: 50_000 }, (_, n) => `k${n}: v`).join('\n');
    expect(readVocabulary(source).ok).toBe(false);
  });

  it.skipIf(!HAS_SAMPLES)('of the sample stories is fine', () => {
    const read = readVocabulary(readFileSync('articles/tags.yaml', 'utf8'));
    expect(read.ok && read.value.tags.map((it) => it.slug)).toEqual(
      expect.arrayContaining(['ukraine', 'humanitarian-corridors', 'humanitarian-aid']),
    );
  });
});

describe('a slug', () => {
  it('is ASCII, at most a hundred characters', () => {
    expect(toSlug('Über Öl & Gas: Łódź')).toBe('ueber-oel-and-gas-lodz');
    expect(toSlug('Україна')).toMatch(/^[a-z-]+$/);
    expect(toSlug('a '.repeat(200)).length).toBeLessThanOrEqual(100);
    expect(toSlug('iPhone')).toBe('iphone');
  });
});

describe('what a vocabulary remembers of the labels in addresses', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };

  it.each([
    ['long labels', (number: string) => `${number}${'ж'.repeat(990)}`],
    ['labels of 100 characters', (number: string) => `${number}${'ж'.repeat(95)}`],
    ['short labels in long addresses', (number: string) => `${number}${'x'.repeat(80)}+${'ж'.repeat(900)}`],
  ])('takes less than 10 MB, whatever strangers ask for: %s', (_, addressOf) => {
    const tags = vocabulary();
    const before = heap();
    for (let number = 10_000; number < 25_000; number++) {
      // As it comes out of an address: a new text, of which the label is a part.
      const address = decodeURIComponent(encodeURIComponent(addressOf(String(number))));
      tags.slugOf(address.split('+')[0] as string);
    }
    expect(heap() - before).toBeLessThan(10);
    expect(tags.slugOf('Humanitarian Corridors')).toBe('humanitarian-corridors');
  });

  it('changes nothing in the slugs', () => {
    const tags = vocabulary();
    const long = `Black Sea ${'x'.repeat(200)}`;
    for (const label of ['Black Sea', 'black-sea', long, '\ud83d Sea', 'Гуманітарні коридори']) {
      const slug = vocabulary().slugOf(label);
      expect([tags.slugOf(label), tags.slugOf(label)]).toEqual([slug, slug]);
    }
    expect(tags.slugOf(long)).toBe(toSlug(long));
  });
});

describe('a mistake in a vocabulary', () => {
  const problemsOf = (yaml: string) => {
    const read = readVocabulary(yaml);
    return read.ok ? [] : read.problems.map((it) => `${it.field}: ${it.message}`);
  };

  it('is told with the field that is meant, and once', () => {
    expect(problemsOf('version: 1\ntags:\n  - slug: fog\n    name: Fog\n    parent: weather\n')).toEqual([
      'tags.0.name: is not a known field; did you mean "label"? (line 4)',
    ]);
    expect(problemsOf('version: 1\ntags:\n  - slug: fog\n    labl: Fog\n')).toEqual([
      'tags.0.labl: is not a known field; did you mean "label"? (line 4)',
    ]);
    expect(problemsOf('version: 1\ntags:\n  - slug: fog\n    colour: grey\n    label: Fog\n')).toEqual([
      'tags.0.colour: is not a known field (line 4)',
    ]);
  });

  it('is told with the tag that is meant', () => {
    const tags = 'version: 1\ntags:\n  - { slug: harbour, label: Harbour }\n';
    expect(problemsOf(`${tags}  - { slug: ferry, label: Ferry, broader: harbor }\n`)).toEqual([
      'tags.ferry.broader: "harbor" is not in the vocabulary; did you mean "harbour"? (line 4)',
    ]);
  });
});
