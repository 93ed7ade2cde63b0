import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../src/partners/index.ts';
import { documentOf, entry, STUB } from '../support/specimen.ts';

const format = PROFILES.find((it) => it.profile?.name === 'superdesk') as (typeof PROFILES)[number];
const document = (...stories: Record<string, unknown>[]) =>
  JSON.parse(documentOf(format, stories.map(entry))) as { _items: Record<string, unknown>[]; _links: object };

// Documents with every field were validated against Superdesk's schema, and read by its parser.
describe("the profile of Superdesk's ninjs", () => {
  it('has everything of a story, in the list of its Content API', () => {
    const { _items, _links } = document({
      key: 'ferry',
      title: 'The ferry is "back" & well',
      summary: 'At nine & later.',
      body: 'It <b>left</b> at nine.',
      tags: ['Harbour'],
      authors: ['Ann Berg', 'Ivo Klym'],
      image: { url: '/images/ferry.jpg', alt: 'A ferry', credit: 'C. D.', width: 900, height: 600 },
      media: [{ url: 'https://cdn.example/talk.mp3', title: 'Talk', language: 'uk' }],
    });
    expect(_links).toMatchObject({ self: { href: expect.stringMatching(/^https:\/\/wire\.example\/feeds\//) } });
    expect(_items).toEqual([
      {
        guid: 'tag:wire.example,2022-02-24:article/ferry',
        version: '1646332800000',
        type: 'text',
        mimetype: 'text/html',
        pubstatus: 'usable',
        firstcreated: '2022-03-03T18:40:00Z',
        firstpublished: '2022-03-03T18:40:00Z',
        versioncreated: '2022-03-03T18:40:00Z',
        language: 'en',
        headline: 'The ferry is "back" & well',
        description_text: 'At nine & later.',
        description_html: '<p>At nine &amp; later.</p>',
        body_html:
          '<figure><img src="https://wire.example/images/ferry.jpg" alt="A ferry" width="900" height="600" /><figcaption>C. D.</figcaption></figure>\n<p>It <b>left</b> at nine.</p>',
        byline: 'Ann Berg and Ivo Klym',
        authors: [
          { name: 'Ann Berg', role: 'writer' },
          { name: 'Ivo Klym', role: 'writer' },
        ],
        subject: [{ code: 'harbour', name: 'Harbour' }],
        source: 'Tagwire & Sons',
        copyrightholder: 'Tagwire & Sons',
        copyrightnotice: '© 2026 Tagwire & Sons',
        associations: {
          featuremedia: {
            guid: 'https://wire.example/images/ferry.jpg',
            type: 'picture',
            mimetype: 'image/jpeg',
            body_text: 'A ferry',
            description_text: 'A ferry',
            byline: 'C. D.',
            renditions: {
              original: {
                href: 'https://wire.example/images/ferry.jpg',
                mimetype: 'image/jpeg',
                width: 900,
                height: 600,
              },
            },
          },
          'media--1': {
            guid: 'https://cdn.example/talk.mp3',
            type: 'audio',
            mimetype: 'audio/mpeg',
            headline: 'Talk',
            language: 'uk',
            renditions: { original: { href: 'https://cdn.example/talk.mp3', mimetype: 'audio/mpeg' } },
          },
        },
        extra: { link: 'https://wire.example/articles/ferry' },
      },
    ]);
  });

  it('cancels a story that is gone, without its words and its people', () => {
    const [item] = document({ title: 'Secret', body: 'Secret', authors: ['Ann Berg'], status: 'retracted' })._items;
    expect(JSON.stringify(item)).not.toMatch(/Secret|Ann Berg/);
    expect(item).toMatchObject({ pubstatus: 'canceled', headline: 'Retracted' });
    expect(JSON.parse(documentOf(format, [STUB]))._items[0].pubstatus).toBe('canceled');
    expect(JSON.parse(documentOf(format, []))._items).toEqual([]);
  });
});
