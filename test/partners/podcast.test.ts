import { parseRssFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../src/partners/index.ts';
import { podcastGuid } from '../../src/partners/podcast.ts';
import { documentOf, entry } from '../support/specimen.ts';

const format = PROFILES.find((it) => it.profile?.name === 'podcast') as (typeof PROFILES)[number];
const TALK = {
  url: 'https://cdn.example/talk.mp3',
  length: 5000,
  duration: 61.4,
  language: 'en',
  transcript: 'https://cdn.example/talk.vtt',
  chapters: 'https://cdn.example/talk.chapters.json',
};
const read = (...stories: Record<string, unknown>[]) => parseRssFeed(documentOf(format, stories.map(entry)));

describe('the profile of podcasts', () => {
  it('has what directories want of a show', () => {
    const { itunes, podcast } = read({ media: [TALK] });
    expect(itunes).toMatchObject({
      author: 'Tagwire & Sons',
      image: 'https://wire.example/icon-1400.png',
      categories: [{ text: 'News' }],
      explicit: false,
      type: 'episodic',
      owner: { name: 'Ann & Bob', email: 'desk@wire.example' },
    });
    expect(podcast).toMatchObject({ medium: 'podcast', locked: { value: false, owner: 'desk@wire.example' } });
    expect(podcast?.guid).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('has an episode for each story with a sound, and no other story', () => {
    const { items = [] } = read(
      { key: 'talk', title: 'The ferry <talks>', authors: ['Ann Berg', 'Ivo Klym'], media: [TALK] },
      { key: 'silent', title: 'Silent' },
    );
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      title: 'The ferry <talks>',
      enclosures: [{ url: TALK.url, length: 5000, type: 'audio/mpeg' }],
      itunes: {
        title: 'The ferry <talks>',
        author: 'Ann Berg and Ivo Klym',
        duration: 61,
        episodeType: 'full',
        explicit: false,
      },
      podcast: {
        transcripts: [{ url: TALK.transcript, type: 'text/vtt', language: 'en' }],
        chapters: { url: TALK.chapters, type: 'application/json+chapters' },
      },
    });
  });

  it('has one sound an episode: the first that players take', () => {
    const { items = [] } = read({ media: [{ url: 'https://cdn.example/a.ogg', length: 1 }, TALK] });
    expect(items[0]?.enclosures).toEqual([{ url: TALK.url, length: 5000, type: 'audio/mpeg' }]);
  });

  it.each([
    ['that players do not take', { url: 'https://cdn.example/a.ogg', length: 1 }],
    ['of unknown length', { url: 'https://cdn.example/a.mp3' }],
  ])('has no episode of a sound %s', (_, medium) => {
    expect(read({ media: [medium] }).items ?? []).toEqual([]);
  });

  it('takes the sound of a retracted story away', () => {
    const xml = documentOf(format, [entry({ title: 'Secret', media: [TALK], status: 'retracted' })]);
    expect(xml).toContain('<title>Retracted</title>');
    expect(xml).not.toMatch(/talk|Secret|<enclosure/);
  });
});

describe('the permanent id of a podcast', () => {
  // The examples of the Podcasting 2.0 namespace.
  it.each([
    ['https://mp3s.nashownotes.com/pc20rss.xml', '917393e3-1b1e-5cef-ace4-edaa54e1f810'],
    ['podnews.net/rss', '9b024349-ccf0-5f69-a609-6b82873eab3c'],
  ])('%s is %s', (address, guid) => {
    expect(podcastGuid(address)).toBe(guid);
  });

  it('is the same on older pages, and with http', () => {
    expect(podcastGuid('http://podnews.net/rss?before=x')).toBe('9b024349-ccf0-5f69-a609-6b82873eab3c');
  });
});
