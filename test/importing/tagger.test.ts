import { describe, expect, it } from 'vitest';
import { readVocabulary } from '../../src/channels/vocabulary-file.ts';
import { Tagger } from '../../src/importing/tagger.ts';

function tagger(tags: Record<string, unknown>[]): Tagger {
  const vocabulary = readVocabulary(
    JSON.stringify({ version: 1, tags: tags.map((it) => ({ label: it.slug, ...it })) }),
  );
  if (!vocabulary.ok) throw new Error(JSON.stringify(vocabulary.problems));
  return new Tagger(vocabulary.value);
}

const found = (it: Tagger, title: string, ...paragraphs: string[]) =>
  it.suggest(title, paragraphs).map(({ tag }) => tag);

describe('the tagger', () => {
  const corridors = tagger([
    {
      slug: 'corridors',
      label: { en: 'Humanitarian corridors' },
      match: ['humanitarian corridor*', 'гуманітарн* коридор*'],
    },
  ]);

  it('suggests a tag that stands in the title, or in as many paragraphs as it needs, and says where', () => {
    expect(corridors.suggest('Humanitarian corridors open', ['None.'])).toEqual([
      { tag: 'corridors', mentions: [{ tag: 'corridors', where: 'title', text: 'Humanitarian corridors' }] },
    ]);
    expect(found(corridors, 'Title', 'A humanitarian corridor, and a humanitarian corridor.')).toEqual([]);
    expect(corridors.suggest('Title', ['A humanitarian corridor.', 'None.', 'Гуманітарного коридору немає.'])).toEqual([
      {
        tag: 'corridors',
        mentions: [
          { tag: 'corridors', where: 'paragraph 1', text: 'humanitarian corridor' },
          { tag: 'corridors', where: 'paragraph 3', text: 'Гуманітарного коридору' },
        ],
      },
    ]);
  });

  it('takes "need" paragraphs from the vocabulary', () => {
    const one = tagger([{ slug: 'floods', match: ['flood*'], need: 1 }]);
    expect(found(one, 'Title', 'A flood.')).toEqual(['floods']);
  });

  it('matches whole words in every script, and the beginnings of words with "*"', () => {
    const it = tagger([
      { slug: 'cafe', match: ['café'] },
      { slug: 'kyiv', match: ['київ*'] },
      { slug: 'art', match: ['art'] },
    ]);
    expect(found(it, 'The café of Київський')).toEqual(['cafe', 'kyiv']);
    expect(found(it, 'Cafés, party, докиїв')).toEqual([]);
    expect(found(it, 'Cafe\u0301 in its other form')).toEqual(['cafe']);
  });

  it('asks for exact case with "="', () => {
    const who = tagger([{ slug: 'who', match: ['=WHO', 'World Health Organization'], need: 1 }]);
    expect(found(who, 'Who said so?')).toEqual([]);
    expect(found(who, 'The WHO said so')).toEqual(['who']);
    expect(found(who, 'The world health organization')).toEqual(['who']);
  });

  it('lets the longest phrase win, and a phrase that is no mention hide one', () => {
    const it = tagger([
      { slug: 'washington', match: ['washington'], not: ['washington post'] },
      { slug: 'aid', match: ['aid'] },
      { slug: 'aid-convoys', match: ['aid convoy*'] },
    ]);
    expect(found(it, 'Washington Post: aid convoys leave')).toEqual(['aid-convoys']);
    expect(found(it, 'Aid from Washington')).toEqual(['washington', 'aid']);
  });

  it('joins words over spaces, hyphens and line ends, never over the end of a sentence', () => {
    const it = tagger([
      { slug: 'fire', match: ['cease fire'] },
      { slug: 'covid', match: ['covid-19'] },
    ]);
    expect(found(it, 'A cease-fire, and COVID‑19')).toEqual(['fire', 'covid']);
    expect(found(it, 'They cease. Fire!')).toEqual([]);
  });

  it('takes the labels, in every language, of a tag without "match"', () => {
    const it = tagger([{ slug: 'football', label: { en: 'Football', uk: 'Футбол' } }]);
    expect(found(it, 'Футбол повертається')).toEqual(['football']);
  });

  it('finds a possessive', () => {
    expect(found(tagger([{ slug: 'ukraine', match: ['ukraine'] }]), 'Ukraine’s borders')).toEqual(['ukraine']);
  });
});
