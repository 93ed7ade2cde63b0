import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../src/partners/index.ts';
import { documentOf, entry } from '../support/specimen.ts';

const format = PROFILES.find((it) => it.profile?.name === 'ninjs') as (typeof PROFILES)[number];
const STANDARD = {
  name: 'ninjs',
  version: '3.1',
  schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#',
};
const items = (...stories: Record<string, unknown>[]) =>
  (JSON.parse(documentOf(format, stories.map(entry))) as { associations: Record<string, unknown>[] }).associations;

// Documents with every field were validated against IPTC's schema 3.1 (see docs/decisions/feeds.md): it is not ours to keep here.
describe('the profile of ninjs', () => {
  it('is a composite item whose associations are the stories', () => {
    const { associations, ...collection } = JSON.parse(documentOf(format, [entry({})]));
    expect(associations).toHaveLength(1);
    expect(collection).toMatchObject({
      uri: 'tag:wire.example,2022-02-24:channel/r-and-d+ukraine',
      type: 'composite',
      standard: STANDARD,
      // Of the specimen's head.
      versionCreated: '2022-03-05T08:00:00.000Z',
      pubStatus: 'usable',
      language: 'en',
      infoSources: [{ name: 'Tagwire & Sons', uri: 'https://wire.example' }],
    });
    expect(JSON.parse(documentOf(format, [])).associations).toEqual([]);
  });

  it('has everything of a story', () => {
    const [item] = items({
      key: 'ferry',
      title: 'The ferry is "back" & well',
      summary: 'At nine.',
      body: 'It <b>left</b> at nine.',
      tags: ['Harbour'],
      authors: [{ name: 'Ann Berg', url: 'https://wire.example/ann' }, 'Ivo Klym'],
      image: { url: '/images/ferry.jpg', alt: 'A ferry', credit: 'C. D.', width: 900, height: 600, length: 1000 },
      media: [{ url: 'https://cdn.example/talk.mp3', length: 5000, duration: 61.5, title: 'Talk', language: 'uk' }],
    });
    expect(item).toEqual({
      name: 'ferry',
      uri: 'tag:wire.example,2022-02-24:article/ferry',
      type: 'text',
      standard: STANDARD,
      representationType: 'full',
      firstCreated: '2022-03-03T18:40:00.000Z',
      contentCreated: '2022-03-03T18:40:00.000Z',
      versionCreated: '2022-03-03T18:40:00.000Z',
      pubStatus: 'usable',
      language: 'en',
      copyrightHolder: 'Tagwire & Sons',
      headlines: [{ value: 'The ferry is "back" & well' }],
      descriptions: [{ role: 'summary', contentType: 'text/plain', value: 'At nine.' }],
      bodies: [
        {
          contentType: 'text/html',
          value:
            '<figure><img src="https://wire.example/images/ferry.jpg" alt="A ferry" width="900" height="600" /><figcaption>C. D.</figcaption></figure>\n<p>It <b>left</b> at nine.</p>',
        },
      ],
      by: 'Ann Berg and Ivo Klym',
      people: [
        { name: 'Ann Berg', rel: 'creator', uri: 'https://wire.example/ann' },
        { name: 'Ivo Klym', rel: 'creator' },
      ],
      subjects: [{ name: 'Harbour', uri: 'https://wire.example/channels/harbour' }],
      infoSources: [{ name: 'Tagwire & Sons', uri: 'https://wire.example' }],
      altIds: [{ role: 'link', value: 'https://wire.example/articles/ferry' }],
      associations: [
        {
          name: 'featured picture',
          uri: 'https://wire.example/images/ferry.jpg',
          type: 'picture',
          descriptions: [{ role: 'alt', value: 'A ferry' }],
          infoSources: [{ name: 'C. D.', role: 'credit' }],
          renditions: [
            {
              name: 'original',
              href: 'https://wire.example/images/ferry.jpg',
              contentType: 'image/jpeg',
              width: 900,
              height: 600,
              sizeInBytes: 1000,
            },
          ],
        },
        {
          name: 'medium 1',
          uri: 'https://cdn.example/talk.mp3',
          type: 'audio',
          language: 'uk',
          headlines: [{ value: 'Talk' }],
          renditions: [
            {
              name: 'original',
              href: 'https://cdn.example/talk.mp3',
              contentType: 'audio/mpeg',
              sizeInBytes: 5000,
              duration: 61.5,
            },
          ],
        },
      ],
    });
  });

  it('cancels a story that was retracted, without its words and its people', () => {
    const [item] = items({ title: 'Secret', body: 'Secret', authors: ['Ann Berg'], status: 'retracted' });
    expect(JSON.stringify(item)).not.toMatch(/Secret|Ann Berg/);
    expect(item).toMatchObject({ pubStatus: 'canceled', headlines: [{ value: 'Retracted' }] });
    expect(Object.keys(item as object)).not.toContain('people');
  });
});
